"""Companies in every relation, with a canary in each confidential field, and who may see which: said here anew, not read
from the policy table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from attrs import field, frozen
from sqlalchemy import Connection

from mkb_core.domain.companies import Company, Contact, Sourced
from mkb_core.domain.company_fields import COMPANY_FIELDS
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import Question, QuestionInventory
from mkb_core.rights import COMMAND_LINE, ROLES, Actor, Side
from mkb_core.store.account_identities import link_identity
from mkb_core.store.account_roles import RoleGrant, grant_role
from mkb_core.store.accounts import Account, add_account
from mkb_core.store.assignments import Assignment, add_assignment
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.companies import save_company
from mkb_core.store.consents import StoredConsent, add_consent
from mkb_core.store.engine import write
from mkb_core.store.idempotency import KeptAnswer, claim_key, keep_answer
from mkb_core.store.questions import put_question
from mkb_core.workflows.accounts.invitations import invite
from mkb_core.workflows.accounts.sessions import start_session
from mkb_core.workflows.advising import give_advice
from mkb_core.workflows.assembly import Installation

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
#: what else is planted of each company beside its confidential fields, and in which tables that is
BESIDE: Mapping[str, str] = {
    "question": "mkb_questions",
    "advised": "mkb_questions mkb_receipts",
    "person": "mkb_accounts mkb_account_roles mkb_sessions mkb_account_identities",
    "invited": "mkb_one_time_links mkb_jobs",
    "answer": "mkb_idempotency_keys",
    "detail": "mkb_audit",
}
#: registered tables in which nothing of a company stands, and why
NOT_OF_A_COMPANY: Mapping[str, str] = {
    "mkb_sign_in_failures": "hashes of what was tried",
    "mkb_tokens": "of partners' machines",
    "mkb_webhooks": "of partners' machines",
    "mkb_breaches": "read by command only",
    "mkb_fee_reports": "of partners",
    "mkb_budget_versions": "of the organisation",
}
NAMES = (*CONFIDENTIAL, *BESIDE)
CONSENTED = frozenset({"turnover_cents", "question"})
GUIDED = frozenset({*CONFIDENTIAL, "question", "advised"})
GUIDES = frozenset({"senior-project-leader", "back-office"})
ACCOUNT_MANAGERS = frozenset({"platform-manager", "operator"})
PARTNER_ROLES = frozenset({"front-desk", "partner-manager", "partner-system"})


def may_see(actor: Actor, relation: str) -> frozenset[str]:
    """What somebody sees of what was planted about the company in this relation."""
    if (actor.role, relation) == ("entrepreneur", "own"):
        return frozenset(NAMES) - {"detail"}
    if actor.role in GUIDES or (actor.role, relation) == ("consultant", "assigned"):
        return GUIDED
    if actor.role in ACCOUNT_MANAGERS:
        return frozenset({"person", "invited"})
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
    """What was planted in one place about one company, and stands nowhere else."""

    relation: str
    name: str
    words: str = field()


def canaries() -> tuple[Canary, ...]:
    """One for every confidential field, and for every kind of row beside them, of every stored company."""
    made = []
    for relation, number in COMPANIES.items():
        if relation != "absent":
            for place, name in enumerate(NAMES):
                digits = f"{number[0]}7{place:02}31415926"  # for fields that hold a number
                amount = COMPANY_FIELDS[name].kind is int if name in COMPANY_FIELDS else False
                made.append(Canary(relation, name, digits if amount else f"kanarie-{digits}"))
    return tuple(made)


def fill(installation: Installation) -> None:
    """Store the world. Consents, questions and assignments have ids that end in the company's number."""
    words = {(one.relation, one.name): one.words for one in canaries()}
    with write(installation.engine) as connection:
        add_account(connection, Account(USER, "u@example.org", "U", "nl", NOW))
        for relation, number in COMPANIES.items():
            if relation != "absent":
                values = {name: _value(name, words[relation, name]) for name in CONFIDENTIAL}
                values |= {"name": f"Bedrijf {relation}", "municipality": "Heerlen", "employees": 12}
                sourced = {
                    name: Sourced(value, "kvk", date(2026, 1, 1), "t") for name, value in values.items()
                }
                save_company(connection, Company(number).with_values(sourced), 0, at=NOW)
                _fill_beside(connection, number, {name: words[relation, name] for name in BESIDE})
        assigned, scouted, referred = (COMPANIES[one] for one in ("assigned", "scouted", "referred"))
        add_assignment(connection, Assignment("a-1", assigned, "assigned", NOW, account=USER))
        add_assignment(connection, Assignment("a-2", scouted, "scouted", NOW, partner=PARTNER))
        asked_by = f"q-{referred}"
        shown = StoredConsent("c-1", referred, "referral", NOW, USER, PARTNER, CONSENTED, asked_by)
        add_consent(connection, shown)
    for relation, number in COMPANIES.items():
        if relation != "absent":
            invited = f"{words[relation, 'invited']}@example.org"
            invite(installation, COMMAND_LINE, invited, "entrepreneur", number)
            give_advice(installation, COMMAND_LINE, words[relation, "advised"], Profile(number=number))


def _fill_beside(connection: Connection, number: str, words: Mapping[str, str]) -> None:
    asked = Question(words["question"], f"q-{number}")
    put_question(connection, QuestionInventory(asked, number, received_at=NOW))
    add_consent(connection, StoredConsent(f"c-{number}", number, "research", NOW, USER))
    add_assignment(connection, Assignment(f"a-{number}", number, "scouted", NOW, partner="rabobank"))
    person = Account(f"u-{number}", f"{words['person']}@example.org", words["person"], "nl", NOW)
    add_account(connection, person)
    grant_role(connection, RoleGrant(f"g-{number}", person.id, "entrepreneur", number, NOW, USER))
    start_session(connection, person, NOW)
    link_identity(connection, "https://broker.example", words["person"], person.id, NOW)
    claim_key(connection, "a hash", number, "a hash", NOW)
    kept = KeptAnswer("a hash", 201, (), f"{number} {words['answer']}")
    keep_answer(connection, "a hash", number, kept)
    told = AuditEvent.by(
        COMMAND_LINE, "change", "company", number, company_number=number, details={"told": words["detail"]}
    )
    append(connection, told, NOW)


def _value(name: str, words: str) -> object:
    if name == "contacts":
        return (Contact(words),)
    return int(words) if COMPANY_FIELDS[name].kind is int else words
