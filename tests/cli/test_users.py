"""``mkb user`` and ``mkb token``: the first account, the members of an association, tokens that are shown once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mkb_core.rights import ROLES
from mkb_core.workflows.accounts.invitations import accept_invitation
from mkb_core.workflows.assembly import assemble
from mkb_core.workflows.settings import load_settings
from tests.cli.conftest import Mkb

LINK = re.compile(r"http://127\.0\.0\.1:8000/uitnodiging/([\w-]{43})\n")


def test_first_account_is_made_by_the_link_that_is_printed(mkb: Mkb, environment: dict[str, str]) -> None:
    invited = mkb("user", "invite", "--role", "operator", "--email", "eva@example.org")
    assert (invited.code, "eva@example.org" in invited.err) == (0, True)
    link = LINK.fullmatch(invited.out)
    assert link is not None
    made = assemble(load_settings(environment))
    form = {"name": "Eva Jansen", "language": "nl", "password": "vier losse woorden samen"}
    assert accept_invitation(made, link[1], form)
    made.close()
    listed = mkb("user", "list", "--json").json["accounts"]
    assert [(one["email"], one["roles"]) for one in listed] == [
        ("eva@example.org", [{"role": "operator", "subject": None}])
    ]
    assert "eva@example.org" in mkb("user", "list").out
    assert mkb("user", "block", "EVA@example.org").code == 0
    assert mkb("user", "list", "--json").json["accounts"][0]["state"] == "blocked"
    assert mkb("user", "unblock", "eva@example.org", "--json").json["state"] == "active"
    assert mkb("user", "block", "nobody@example.org").code == 3


@pytest.mark.parametrize(
    "tokens",
    [
        ("--role", "nobody", "--email", "eva@example.org"),
        ("--role", "consultant", "--email", "eva"),
        ("--role", "front-desk", "--email", "eva@example.org"),
        ("--role", "front-desk", "--email", "eva@example.org", "--subject", "nobody"),
    ],
)
def test_faulty_invitation_is_a_fault_of_usage(mkb: Mkb, tokens: tuple[str, ...]) -> None:
    refused = mkb("user", "invite", *tokens)
    assert (refused.code, refused.out) == (2, "")


def test_roles_are_those_of_the_table(mkb: Mkb) -> None:
    assert [role["id"] for role in mkb("user", "roles", "--json").json["roles"]] == list(ROLES)
    shown = mkb("user", "roles", "--lang", "en").out
    assert all(role in shown for role in ROLES)


def test_members_are_invited_from_a_file(mkb: Mkb, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text("number,email,name\n12345678,eva@example.org,Eva\n1,x,\n", "utf-8")
    done = mkb("user", "invite-members", str(file), "--partner", "lwv", "--json")
    assert (done.code, done.json["invited"], done.json["faulty"]) == (1, 1, 1)
    assert [error["path"] for error in done.json["rows"][0]["errors"]] == ["number", "email", "name"]
    assert mkb("user", "invite-members", str(file), "--partner", "rabobank").code == 1


def test_token_is_shown_once(mkb: Mkb) -> None:
    made = mkb("token", "create", "--partner", "liof", "--label", "Koppeling", "--scope", "fee-report:read")
    secret = made.out.strip()
    assert (made.code, secret.startswith("mkb_")) == (0, True)
    listed = mkb("token", "list", "--json")
    assert [one["partner"] for one in listed.json["tokens"]] == ["liof"]
    assert secret not in listed.out + mkb("token", "list").out
    assert mkb("token", "revoke", listed.json["tokens"][0]["id"]).code == 0
    assert mkb("token", "list", "--json").json["tokens"][0]["revoked_at"]
    assert mkb("token", "revoke", "t-none").code == 3
    assert mkb("token", "create", "--partner", "liof", "--label", "x", "--scope", "audit:read").code == 2
