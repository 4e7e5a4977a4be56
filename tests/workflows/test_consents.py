"""Consents and assignments: who may give them, what is wrong with them, and that they count at once."""

from __future__ import annotations

from typing import Any

import pytest

from mkb_core.domain.companies import Company
from mkb_core.domain.questions import Question, QuestionInventory
from mkb_core.errors import Denied, InvalidInput, NotFound
from mkb_core.rights import COMMAND_LINE, Actor
from mkb_core.store.account_roles import RoleGrant, grant_role
from mkb_core.store.companies import save_company
from mkb_core.store.engine import write
from mkb_core.store.questions import put_question
from mkb_core.store.trust_tables import accounts
from mkb_core.workflows.asked_questions import questions_of, read_question
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.assignments import assign, assignments_of, end_assigned
from mkb_core.workflows.auditing import audit_of
from mkb_core.workflows.companies import complete_company, show_company
from mkb_core.workflows.consents import consents_of, give_consent, take_consent_back
from tests.workflows.conftest import NOW

NUMBER, OTHER = "12345678", "87654321"
OWNER = Actor("entrepreneur", "u-owner", NUMBER)
DESK = Actor("front-desk", "u-desk", "liof")
OFFICE = Actor("back-office", "u-office")
CONSULTANT = Actor("consultant", "u-guide")


@pytest.fixture
def stored(installation: Installation) -> Installation:
    """Two companies, each with a question, and the account of a consultant."""
    with write(installation.engine) as connection:
        for number in (NUMBER, OTHER):
            save_company(connection, Company(number), 0, at=NOW)
            asked = Question("Hoe groei ik?", f"q-{number}")
            put_question(connection, QuestionInventory(asked, number, received_at=NOW))
        row = {"id": "u-guide", "email": "g@example.org", "name": "G", "language": "nl", "state": "active"}
        connection.execute(accounts.insert(), row | {"version": 1, "created_at": NOW})
        grant_role(connection, RoleGrant("r-1", "u-guide", "consultant", None, NOW, "u-office"))
    complete_company(installation, OWNER, NUMBER, {"turnover_cents": 500, "employees": 4})
    return installation


def test_a_consent_counts_from_the_next_request_on_and_no_longer_than_it_is_given(
    stored: Installation,
) -> None:
    with pytest.raises(NotFound):
        show_company(stored, DESK, NUMBER)
    given = give_consent(stored, OWNER, NUMBER, "referral", "liof", ["turnover_cents"])
    assert set(show_company(stored, DESK, NUMBER).fields) == {"turnover_cents"}
    with pytest.raises(NotFound):
        show_company(stored, Actor("front-desk", "u-2", "rabobank"), NUMBER)
    assert take_consent_back(stored, OWNER, NUMBER, given.id).withdrawn_at == NOW
    with pytest.raises(NotFound):
        show_company(stored, DESK, NUMBER)
    assert [one.id for one in consents_of(stored, OWNER, NUMBER)] == [given.id]


def test_only_the_question_that_is_named_is_shown(stored: Installation) -> None:
    give_consent(stored, OWNER, NUMBER, "referral", "liof", ["name"])
    assert questions_of(stored, DESK, NUMBER).total == 0
    give_consent(stored, OWNER, NUMBER, "referral", "liof", ["question"], f"q-{NUMBER}")
    assert questions_of(stored, DESK, NUMBER).total == 1
    assert read_question(stored, DESK, f"q-{NUMBER}").company_number == NUMBER
    with pytest.raises(NotFound):
        read_question(stored, DESK, f"q-{OTHER}")


@pytest.mark.parametrize(
    ("given", "paths"),
    [
        ({"purpose": "sale"}, ["purpose"]),
        ({"purpose": "referral"}, ["recipient", "shares"]),
        ({"purpose": "referral", "recipient": "nobody", "shares": ["name", "pin"]}, ["recipient", "shares"]),
        ({"purpose": "referral", "recipient": "liof", "shares": ["question"]}, ["question"]),
        ({"purpose": "referral", "recipient": "liof", "shares": ["name"], "question": "q"}, ["question"]),
        (
            {"purpose": "referral", "recipient": "liof", "shares": ["question"], "question": f"q-{OTHER}"},
            ["question"],
        ),
        ({"purpose": "research", "recipient": "liof", "shares": ["name"]}, ["recipient", "shares"]),
    ],
)
def test_faulty_consents_are_refused_with_all_faults(
    stored: Installation, given: dict[str, Any], paths: list[str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        give_consent(stored, OWNER, NUMBER, **given)
    assert [fault.path for fault in refused.value.faults] == paths
    assert consents_of(stored, OWNER, NUMBER) == ()


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [(OFFICE, Denied), (CONSULTANT, Denied), (DESK, NotFound), (Actor("entrepreneur", "u", OTHER), NotFound)],
)
def test_nobody_consents_for_a_company(stored: Installation, actor: Actor, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        give_consent(stored, actor, NUMBER, "research")


def test_a_consent_of_another_company_is_not_found(stored: Installation) -> None:
    other = give_consent(stored, Actor("entrepreneur", "u", OTHER), OTHER, "research")
    with pytest.raises(NotFound):
        take_consent_back(stored, OWNER, NUMBER, other.id)


def test_an_assignment_opens_a_company_until_it_ends(stored: Installation) -> None:
    assert "turnover_cents" not in show_company(stored, CONSULTANT, NUMBER).fields
    made = assign(stored, OFFICE, NUMBER, account="u-guide")
    assert show_company(stored, CONSULTANT, NUMBER).value("turnover_cents") == 500
    assert [one.id for one in assignments_of(stored, CONSULTANT, NUMBER)] == [made.id]
    assert end_assigned(stored, OFFICE, NUMBER, made.id).ended_at == NOW
    assert "turnover_cents" not in show_company(stored, CONSULTANT, NUMBER).fields


def test_a_scouting_partner_sees_what_is_open(stored: Installation) -> None:
    assign(stored, OFFICE, NUMBER, partner="liof")
    assert set(show_company(stored, Actor("scout", "u-s", "liof"), NUMBER).fields) == {"employees"}


@pytest.mark.parametrize(
    "named", [{}, {"account": "u-guide", "partner": "liof"}, {"account": "u-x"}, {"partner": "nobody"}]
)
def test_faulty_assignments_are_refused(stored: Installation, named: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        assign(stored, OFFICE, NUMBER, **named)
    assert assignments_of(stored, OFFICE, NUMBER) == ()


@pytest.mark.parametrize(("actor", "refusal"), [(CONSULTANT, Denied), (OWNER, Denied), (DESK, NotFound)])
def test_only_the_leader_and_the_office_assign(
    stored: Installation, actor: Actor, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        assign(stored, actor, NUMBER, account="u-guide")


def test_what_may_not_be_seen_may_not_be_set(stored: Installation) -> None:
    operator = Actor("operator")
    complete_company(stored, operator, NUMBER, {"employees": 9})
    with pytest.raises(Denied):
        complete_company(stored, operator, NUMBER, {"employees": 8, "turnover_cents": 1})
    assert show_company(stored, OWNER, NUMBER).value("turnover_cents") == 500
    assert show_company(stored, OWNER, NUMBER).value("employees") == 9


def test_every_use_is_a_line(stored: Installation) -> None:
    give_consent(stored, OWNER, NUMBER, "referral", "liof", ["turnover_cents"])
    show_company(stored, DESK, NUMBER)
    assign(stored, OFFICE, NUMBER, account="u-guide")
    told = [
        (line.event.role, line.event.action, line.event.kind)
        for line in audit_of(stored, COMMAND_LINE, NUMBER)
    ]
    assert told[:3] == [
        ("back-office", "create", "assignment"),
        ("front-desk", "read", "company"),
        ("entrepreneur", "create", "consent"),
    ]
