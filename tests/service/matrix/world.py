"""Companies in every relation, with a canary in each confidential field, and who may see which: said here anew, not read
from the policy table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from attrs import field, frozen
from sqlalchemy import Engine

from mkb_core.domain.companies import Company, Contact, Sourced
from mkb_core.domain.company_fields import COMPANY_FIELDS
from mkb_core.domain.questions import Question, QuestionInventory
from mkb_core.rights import ROLES, Actor, Side
from mkb_core.store.assignments import Assignment, add_assignment
from mkb_core.store.companies import save_company
from mkb_core.store.consents import StoredConsent, add_consent
from mkb_core.store.engine import write
from mkb_core.store.questions import put_question
from mkb_core.store.trust_tables import accounts

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
PARTNER, USER = "liof", "u-1"
#: relation -> the company in it; nobody stored the last one
COMPANIES: Mapping[str, str] = {
    "own": "11111111",
    "assigned": "22222222",
    "scouted": "33333333",
    "referred": "44444444",
    "none": "55555555",
    "absent": "99999999",
}
CONFIDENTIAL = tuple(name for name, one in COMPANY_FIELDS.items() if one.confidential)
CONSENTED = frozenset({"turnover_cents", "question"})
EVERYTHING = frozenset({*CONFIDENTIAL, "question"})
GUIDES = frozenset({"senior-project-leader", "back-office"})
PARTNER_ROLES = frozenset({"front-desk", "partner-manager", "partner-system"})


def may_see(actor: Actor, relation: str) -> frozenset[str]:
    """The confidential fields and the question that somebody sees of the company in this relation."""
    if actor.role in GUIDES:
        return EVERYTHING
    if (actor.role, relation) in (("entrepreneur", "own"), ("consultant", "assigned")):
        return EVERYTHING
    return CONSENTED if actor.role in PARTNER_ROLES and relation == "referred" else frozenset()


def sees_company(actor: Actor, relation: str) -> bool:
    """Is there such a company for this actor?"""
    if relation == "absent":
        return False
    if actor.role in GUIDES | {"consultant", "selection-team", "operator"}:
        return True
    by_relation = {"own": {"entrepreneur"}, "scouted": {"scout"}, "referred": PARTNER_ROLES}
    return actor.role in by_relation.get(relation, ())


def actors() -> Iterator[Actor]:
    """Somebody in every role, for the subject that the world is made for."""
    for role in ROLES.values():
        subject = {Side.COMPANY: COMPANIES["own"], Side.PARTNER: PARTNER, Side.FUNDER: "province"}
        user = None if role.id in ("anonymous", "partner-system") else USER
        yield Actor(role.id, user, subject.get(role.side))


@frozen
class Canary:
    """What stands in one confidential field of one company, and nowhere else."""

    relation: str
    name: str
    words: str = field()


def canaries() -> tuple[Canary, ...]:
    """One for every confidential field and the question of every stored company."""
    made = []
    for relation, number in COMPANIES.items():
        if relation != "absent":
            for place, name in enumerate((*CONFIDENTIAL, "question")):
                digits = f"{number[0]}7{place}31415"  # for fields that hold a number
                amount = COMPANY_FIELDS[name].kind is int if name in COMPANY_FIELDS else False
                made.append(Canary(relation, name, digits if amount else f"kanarie-{digits}"))
    return tuple(made)


def fill(engine: Engine) -> None:
    """Store the world. Consents, questions and assignments have ids that end in the company's number."""
    words = {(one.relation, one.name): one.words for one in canaries()}
    with write(engine) as connection:
        row = {"id": USER, "email": "u@example.org", "name": "U", "language": "nl", "state": "active"}
        connection.execute(accounts.insert(), row | {"version": 1, "created_at": NOW})
        for relation, number in COMPANIES.items():
            if relation == "absent":
                continue
            values = {name: _value(name, words[relation, name]) for name in CONFIDENTIAL}
            values |= {"name": f"Bedrijf {relation}", "municipality": "Heerlen", "employees": 12}
            sourced = {name: Sourced(value, "kvk", date(2026, 1, 1), "t") for name, value in values.items()}
            save_company(connection, Company(number).with_values(sourced), 0, at=NOW)
            asked = Question(words[relation, "question"], f"q-{number}")
            put_question(connection, QuestionInventory(asked, number, received_at=NOW))
            research = StoredConsent(f"c-{number}", number, "research", NOW, USER)
            add_consent(connection, research)
            add_assignment(connection, Assignment(f"a-{number}", number, "scouted", NOW, partner="rabobank"))
        assigned, scouted, referred = (COMPANIES[one] for one in ("assigned", "scouted", "referred"))
        add_assignment(connection, Assignment("a-1", assigned, "assigned", NOW, account=USER))
        add_assignment(connection, Assignment("a-2", scouted, "scouted", NOW, partner=PARTNER))
        asked_by = f"q-{referred}"
        shown = StoredConsent("c-1", referred, "referral", NOW, USER, PARTNER, CONSENTED, asked_by)
        add_consent(connection, shown)


def _value(name: str, words: str) -> object:
    if name == "contacts":
        return (Contact(words),)
    return int(words) if COMPANY_FIELDS[name].kind is int else words
