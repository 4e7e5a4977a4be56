"""Accounts, invitations, members and tokens over the API: with the rights of the table, and a secret once."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from mkb_core.rights import COMMAND_LINE, Actor
from mkb_core.workflows.accounts.invitations import accept_invitation, read_invitation
from mkb_core.workflows.accounts.invitations import invite as invited
from mkb_core.workflows.accounts.members import is_association
from mkb_core.workflows.accounts.tokens import actor_of_token
from tests.service.acting import Acting
from tests.service.conftest import TOKEN, Client

OPERATOR = {"authorization": f"Bearer {TOKEN}"}
MANAGER, OTHER = Actor("partner-manager", "u-1", "liof"), Actor("partner-manager", "u-2", "rabobank")
TOKEN_WISH = {"partner": "liof", "label": "CRM", "scopes": ["company:read"]}


@pytest.fixture
def acting(client: Client) -> Acting:
    """Whoever a test says; the operator's token says who while it says nobody."""
    made = Acting(client.app.asgi_handler)
    client.app.asgi_handler = made
    return made


def post(client: Client, path: str, body: Any = None) -> httpx.Response:
    return client.post(path, json={} if body is None else body, headers=OPERATOR)


def invite(client: Client, **changes: Any) -> httpx.Response:
    wish = {"email": "eva@example.org", "role": "front-desk", "subject": "liof"}
    return post(client, "/v1/invitations", wish | changes)


def items(client: Client, path: str) -> list[dict[str, Any]]:
    answer = client.get(path, headers=OPERATOR)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_an_invitation_is_made_listed_and_taken_back(client: Client, acting: Acting) -> None:
    made = invite(client)
    assert made.status_code == 201, made.text
    invitation, link = made.json()["invitation"], made.json()["link"]
    assert (invitation["email"], invitation["role"]) == ("eva@example.org", "front-desk")
    installation, secret = client.app.state.installation, link.rpartition("/")[2]
    assert read_invitation(installation, secret).role == "front-desk"
    [listed] = items(client, "/v1/invitations")
    assert listed == invitation
    assert secret not in str(listed)
    place = made.headers["location"]
    assert client.get(place, headers=OPERATOR).json() == invitation
    acting.actor = OTHER
    for answer in (client.get(place), client.post(place + "/withdrawals")):
        assert answer.status_code == 404
    acting.actor = MANAGER
    assert client.post(place + "/withdrawals").status_code == 200
    assert client.post(place + "/withdrawals").status_code == 404
    assert items(client, "/v1/invitations") == []
    assert client.get("/uitnodiging/" + secret).status_code == 404


@pytest.mark.parametrize(
    ("actor", "role", "subject", "status"),
    [
        (MANAGER, "front-desk", "liof", 201),
        (MANAGER, "front-desk", "rabobank", 403),
        (MANAGER, "operator", None, 403),
        (Actor("platform-manager", "u-1"), "operator", None, 403),
        (Actor("platform-manager", "u-1"), "consultant", None, 201),
        (Actor("partner-system", None, "liof"), "front-desk", "liof", 403),
        (Actor("entrepreneur", "u-1", "12345678"), "front-desk", "liof", 403),
    ],
    ids=lambda value: value.role if isinstance(value, Actor) else str(value),
)
def test_who_invites_to_what_stands_in_the_table(
    client: Client, acting: Acting, actor: Actor, role: str, subject: str | None, status: int
) -> None:
    acting.actor = actor
    assert invite(client, role=role, subject=subject).status_code == status


def test_all_faults_of_an_invitation_are_told(client: Client) -> None:
    answer = invite(client, email="no address", subject=None, extra=1)
    assert (answer.status_code, [one["path"] for one in answer.json()["errors"]]) == (400, ["extra"])
    answer = invite(client, email="no address", subject=None)
    assert {one["path"] for one in answer.json()["errors"]} == {"email", "subject"}


def test_a_token_is_made_and_revoked_and_its_secret_shown_once(client: Client, acting: Acting) -> None:
    key = {"idempotency-key": "7d5c"}
    made = client.post("/v1/tokens", json=TOKEN_WISH | {"days": 7}, headers=OPERATOR | key)
    assert made.status_code == 201, made.text
    secret, token = made.json()["secret"], made.json()["token"]
    installation = client.app.state.installation
    actor = actor_of_token(installation, secret)
    assert actor is not None
    assert (actor.role, actor.subject) == ("partner-system", "liof")
    again = client.post("/v1/tokens", json=TOKEN_WISH | {"days": 7}, headers=OPERATOR | key)
    assert again.json() == made.json()  # who did not hear the answer may ask again; it is kept sealed
    place = made.headers["location"]
    assert secret not in client.get(place, headers=OPERATOR).text
    assert [one["id"] for one in items(client, "/v1/tokens")] == [token["id"]]
    acting.actor = OTHER
    assert client.get(place).status_code == client.post(place + "/revocations").status_code == 404
    acting.actor = MANAGER
    revoked = client.post(place + "/revocations")
    assert (revoked.status_code, revoked.json()["id"]) == (200, token["id"])
    assert revoked.json()["revoked_at"] is not None
    assert actor_of_token(installation, secret) is None


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"days": 0}, "days"),
        ({"days": True}, "days"),
        ({"days": "7"}, "days"),
        ({"scopes": ["everything:read"]}, "scopes"),
        ({"scopes": []}, "scopes"),
        ({"partner": "nobody"}, "partner"),
        ({"label": " "}, "label"),
    ],
)
def test_a_token_that_cannot_be_is_refused(client: Client, change: dict[str, Any], path: str) -> None:
    answer = post(client, "/v1/tokens", TOKEN_WISH | change)
    assert (answer.status_code, [one["path"] for one in answer.json()["errors"]]) == (400, [path])


def test_a_partner_makes_tokens_for_itself_only(client: Client, acting: Acting) -> None:
    acting.actor = OTHER
    assert post(client, "/v1/tokens", TOKEN_WISH).status_code == 403
    assert post(client, "/v1/tokens", TOKEN_WISH | {"partner": "rabobank"}).status_code == 201


def test_members_are_invited_and_faulty_rows_told(client: Client) -> None:
    installation = client.app.state.installation
    partner = next(one for one in installation.catalogue.declarations if is_association(installation, one))
    sound = {"number": "12345678", "email": "piet@example.org", "name": "Piet"}
    rows = [sound, {"number": "1", "email": "x", "name": ""}, sound]
    answer = post(client, "/v1/members", {"partner": partner, "members": rows})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["invited"], found["faulty"]) == (1, 2)
    assert [(one["row"], [fault["path"] for fault in one["errors"]]) for one in found["rows"]] == [
        (2, ["number", "email", "name"]),
        (3, ["email"]),
    ]
    assert [one["email"] for one in items(client, "/v1/invitations")] == ["piet@example.org"]


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({}, ["partner", "members"]),
        ({"partner": "liof", "members": [{"number": 1}], "x": 1}, ["x", "members[0]"]),
        ({"partner": "liof", "members": [{"number": "1", "email": "a", "name": "b"}]}, ["partner"]),
    ],
)
def test_members_in_another_form_are_refused(client: Client, body: Any, paths: list[str]) -> None:
    answer = post(client, "/v1/members", body)
    assert (answer.status_code, [one["path"] for one in answer.json()["errors"]]) == (400, paths)


def test_accounts_are_those_that_one_may_manage(client: Client, acting: Acting) -> None:

    installation = client.app.state.installation
    form = {"name": "Eva", "language": "nl", "password": "vier losse woorden samen"}
    for email, role, partner in (
        ("a@example.org", "front-desk", "liof"),
        ("b@example.org", "consultant", None),
    ):
        link = invited(installation, COMMAND_LINE, email, role, partner)
        accept_invitation(installation, link.path.rpartition("/")[2], form)
    assert [one["email"] for one in items(client, "/v1/accounts")] == ["a@example.org", "b@example.org"]
    acting.actor = MANAGER
    [own] = items(client, "/v1/accounts")
    assert (own["email"], own["roles"][0]["role"], own["second_factor"]) == (
        "a@example.org",
        "front-desk",
        False,
    )
    assert "password" not in str(own)
    acting.actor = OTHER
    assert items(client, "/v1/accounts") == []
    acting.actor = Actor("entrepreneur", "u-1", "12345678")
    assert client.get("/v1/accounts").status_code == 403
