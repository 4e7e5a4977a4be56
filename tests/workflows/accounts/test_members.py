"""An association invites its members: every fault of every row, and nothing of a faulty row."""

from __future__ import annotations

import pytest

from mkb_core.errors import Denied, InvalidInput, NotFound
from mkb_core.rights import COMMAND_LINE, Actor
from mkb_core.workflows.accounts.invitations import invite, waiting_invitations, withdraw_invitation
from mkb_core.workflows.accounts.members import (
    decoded,
    invite_members,
    is_association,
    outcome_document,
    read_members,
)
from tests.workflows.accounts.conftest import Place

FILE = """\
KvK-nummer;E-mailadres;Naam
12345678;eva@example.org;Bakkerij Jansen
1234;geen adres;

87654321;jan@example.org;Jan BV
87654321;JAN@example.org;Jan BV
11112222;piet@example.org;Piet;te veel
"""


def association(place: Place) -> str:
    return next(
        one for one in place.installation.catalogue.declarations if is_association(place.installation, one)
    )


def test_sound_rows_are_invited_and_faulty_ones_told(place: Place) -> None:
    partner = association(place)
    actor = Actor("partner-manager", "u-1", partner)
    outcomes = invite_members(place.installation, actor, partner, read_members(FILE))
    assert {one.line: [fault.path for fault in one.faults] for one in outcomes} == {
        2: [],
        3: ["number", "email", "name"],
        5: [],
        6: ["email"],
        7: ["$"],
    }
    waiting = waiting_invitations(place.installation, COMMAND_LINE)
    assert {(one.email, one.role, one.subject) for one in waiting} == {
        ("eva@example.org", "entrepreneur", "12345678"),
        ("jan@example.org", "entrepreneur", "87654321"),
    }
    document = outcome_document(outcomes, "nl")
    assert (document["invited"], document["faulty"], len(document["rows"][0]["errors"])) == (2, 3, 3)


def test_an_association_sees_and_withdraws_the_invitations_of_its_own_members_only(embedded: Place) -> None:
    installation, partner = embedded.installation, association(embedded)
    manager = Actor("partner-manager", "u-1", partner)
    invite_members(installation, manager, partner, read_members("kvk;e-mail;naam\n12345678;a@b.nl;A\n"))
    invite(installation, COMMAND_LINE, "b@b.nl", "entrepreneur", "12345678")
    invite(installation, COMMAND_LINE, "c@b.nl", "funder", partner)  # a funder that has the partner's id
    [waiting] = waiting_invitations(installation, manager)
    assert (waiting.email, waiting.role, waiting.subject) == ("a@b.nl", "entrepreneur", "12345678")
    others = [one for one in waiting_invitations(installation, COMMAND_LINE) if one != waiting]
    assert [one.email for one in others] == ["b@b.nl", "c@b.nl"]
    for one in others:
        with pytest.raises(NotFound):
            withdraw_invitation(installation, manager, one.id)
    stranger = Actor("partner-manager", "u-2", "rabobank")
    assert waiting_invitations(installation, stranger) == ()
    with pytest.raises(NotFound):
        withdraw_invitation(installation, stranger, waiting.id)
    assert withdraw_invitation(installation, manager, waiting.id) == waiting
    assert waiting_invitations(installation, manager) == ()


def test_only_an_association_invites_members_and_only_its_own(embedded: Place) -> None:
    members = read_members("number,email,name\n12345678,eva@example.org,Eva\n")
    for actor, partner, refusal in (
        (Actor("partner-manager", "u-1", "rabobank"), "rabobank", InvalidInput),
        (Actor("partner-manager", "u-1", "rabobank"), association(embedded), Denied),
        (Actor("front-desk", "u-1", association(embedded)), association(embedded), Denied),
        (COMMAND_LINE, "nobody", InvalidInput),
    ):
        with pytest.raises(refusal):
            invite_members(embedded.installation, actor, partner, members)
    assert waiting_invitations(embedded.installation, COMMAND_LINE) == ()


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ("", ["members"]),
        ("number,name\n1,2\n", ["members"]),
        ("number,email,name\n" + "1,a@b.nl,c\n" * 10_000, ["members"]),
        ("number,email,name\n", ["members"]),
        ('number,email,name\n"1', ["members"]),
        ("number,email,name\n" + "1,a@b.nl,c\n" * 2001, ["members"]),
    ],
)
def test_file_that_cannot_be_read_is_refused(words: str, paths: list[str]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_members(words)
    assert [fault.path for fault in refusal.value.faults] == paths


def test_what_is_missing_in_the_first_line_is_named() -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_members("kvk;adres\n1;2\n")
    [fault] = refusal.value.faults
    assert fault.sentence("nl") == "in de eerste regel ontbreekt: e-mail, naam"


ROWS = "kvk;e-mail;naam\r\n12345678;eva@example.org;Café Zoë\r\n"


@pytest.mark.parametrize(
    "content",
    [
        ROWS.encode(),
        ROWS.encode("utf-8-sig"),
        ROWS.encode("utf-16"),
        ROWS.encode("cp1252"),
        ROWS.replace(";", "\t").encode(),
        ROWS.replace(";", ",").encode(),
        ROWS.replace("\r\n", "\n").encode(),
        ROWS.replace("\r\n", "\r").encode(),
        b"sep=;\r\n" + ROWS.encode(),
        ROWS.replace("Café Zoë", '"Café Zoë"').encode(),
        ROWS.upper().replace("EVA@EXAMPLE.ORG;CAFÉ ZOË", "eva@example.org;Café Zoë").encode(),
    ],
    ids=["utf8", "bom", "utf16", "cp1252", "tabs", "commas", "lf", "cr", "sep", "quotes", "capitals"],
)
def test_a_file_is_read_as_spreadsheets_save_it(content: bytes) -> None:
    [member] = read_members(decoded(content))
    assert (member.number, member.email, member.name) == ("12345678", "eva@example.org", "Café Zoë")


def test_lines_are_those_of_the_file_also_after_a_break_within_quotes() -> None:
    found = read_members('kvk,e-mail,naam\n1,a@b.nl,"two\nlines"\n\n2,c@d.nl,x\n')
    assert [one.line for one in found] == [2, 5]


def test_a_second_row_for_an_address_does_not_take_the_place_of_the_first(embedded: Place) -> None:
    partner = association(embedded)
    rows = read_members("kvk;e-mail;naam\n12345678;eva@example.org;Eva\n87654321;EVA@example.org;Eva\n")
    outcomes = invite_members(embedded.installation, COMMAND_LINE, partner, rows)
    assert [[fault.code for fault in one.faults] for one in outcomes] == [[], ["duplicate"]]
    [waiting] = waiting_invitations(embedded.installation, COMMAND_LINE)
    assert waiting.subject == "12345678"


@pytest.mark.parametrize("name", ['"two\nlines"', "a\x00b", "a\x1bb", "x" * 1000])
def test_a_name_that_is_no_name_is_told(embedded: Place, name: str) -> None:
    rows = read_members(f"kvk;e-mail;naam\n12345678;eva@example.org;{name}\n")
    [outcome] = invite_members(embedded.installation, COMMAND_LINE, association(embedded), rows)
    assert [fault.path for fault in outcome.faults] == ["name"]
    assert waiting_invitations(embedded.installation, COMMAND_LINE) == ()
