"""Erasure: no byte of what was confidential is left, replay says so, and the audit log still holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from json import dumps
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select

from mkb_core.domain.profile import Profile
from mkb_core.errors import Denied, Erased, NotFound, NotReplayable
from mkb_core.rights import COMMAND_LINE, Actor
from mkb_core.runtime.host import load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.store import companies as stored_companies
from mkb_core.store.account_roles import RoleGrant, grant_role, roles_of
from mkb_core.store.accounts import Account, add_account
from mkb_core.store.assignments import Assignment, add_assignment
from mkb_core.store.audit import AuditEvent
from mkb_core.store.consents import StoredConsent, add_consent
from mkb_core.store.engine import read, write
from mkb_core.store.idempotency import KeptAnswer, claim_key, keep_answer
from mkb_core.store.job_tables import jobs
from mkb_core.store.jobs import enqueue
from mkb_core.store.tables import questions, receipts
from mkb_core.workflows.accounts.invitations import accept_invitation, invite
from mkb_core.workflows.advising import give_advice, read_receipt, replay_stored
from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.auditing import audit_of, record, uses_of, verify_audit
from mkb_core.workflows.companies import complete_company, import_companies, show_company
from mkb_core.workflows.erasure import CLEARING, clear_file, erase_company
from mkb_core.workflows.privacy import export_company
from mkb_core.workflows.rule_changes import replay_changes
from mkb_core.workflows.settings import Settings

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
NUMBER, OTHER = "12345678", "87654321"
SECRET_KEY = "a-secret-key-of-this-installation-0123456789"
#: So long that no digits of ids and hashes beside each other are one of these by chance, and no company's number ends one:
#: a database's file has no mark between two columns.
TURNOVER, BALANCE = 71_828_182_845_904, 57_721_566_490_153
CANARIES = ("Kanariegeel", "kanarievraag", str(TURNOVER), str(BALANCE), "kanarie@example.org")
#: numbers as SQLite's file holds them
BINARY = tuple(number.to_bytes(6, "big") for number in (TURNOVER, BALANCE))
VALUES = {
    "name": "Kanariegeel BV",
    "turnover_cents": TURNOVER,
    "balance_total_cents": BALANCE,
    "unique_knowledge": "Kanariegeel verven",
    "contacts": [{"name": "Kanariegeel Jansen", "email": "kanarie@example.org"}],
}
OWNER = Actor("entrepreneur", user="a1", subject=NUMBER, origin="page")


@pytest.fixture
def made(store_url: str) -> Iterator[Installation]:
    url = f"{store_url}?timeout=1" if store_url.startswith("sqlite") else store_url
    settings = Settings(url, now=NOW, secret_key=SECRET_KEY)
    installation = assemble(settings, load_plugins(isolation=Isolation.IN_PROCESS))
    yield installation
    installation.close()


def fill(made: Installation, number: str = NUMBER) -> str:
    """A company with its confidential values and a question; the id of its receipt."""
    [_] = import_companies(made, COMMAND_LINE, [(1, {"number": number})], "crm", "somebody")
    complete_company(made, COMMAND_LINE, number, VALUES, "Kanariegeel Jansen")
    profile = Profile(number=number, employees=16, age_years=12, municipality="Venlo")
    return give_advice(made, COMMAND_LINE, "Hoe financier ik een hal, kanarievraag?", profile).receipt.id


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def left_in(folder: Path) -> list[str]:
    """The canaries in the bytes of the files of a folder, and in which file."""
    forms = {canary: canary.encode() for canary in CANARIES} | {number.hex(): number for number in BINARY}
    return [
        f"{canary} in {name} at {content.index(form)}"
        for name, content in files(folder).items()
        for canary, form in forms.items()
        if form in content
    ]


def everything(made: Installation) -> str:
    """Every value of every column of every table."""
    tables = MetaData()
    words = []
    with read(made.engine) as connection:
        tables.reflect(connection)
        for table in tables.sorted_tables:
            words += [str(tuple(row)) for row in connection.execute(select(table))]
    return "\n".join(words)


def test_what_is_confidential_is_not_in_the_open_before(made: Installation, tmp_path: Path) -> None:
    fill(made)
    stored = everything(made)
    for canary in ("kanarievraag", "kanarie@example.org", "verven"):
        assert canary not in stored
        assert all(canary.encode() not in content for content in files(tmp_path).values())
    assert str(TURNOVER) in stored, "the columns for scouting are in the open, until erasure"
    if made.engine.dialect.name == "sqlite":
        assert {one.partition(" ")[0] for one in left_in(tmp_path)} >= {number.hex() for number in BINARY}


def test_no_byte_is_left_and_others_keep_theirs(made: Installation, tmp_path: Path) -> None:
    receipt, others = fill(made), fill(made, OTHER)
    erase_company(made, COMMAND_LINE, OTHER)
    assert read_receipt(made, COMMAND_LINE, receipt).profile.number == NUMBER
    done = erase_company(made, COMMAND_LINE, NUMBER)
    assert (done.clean, done.rows["keys"], done.rows["receipts"], done.rows["questions"]) == (True, 1, 1, 1)
    stored = everything(made)
    assert [canary for canary in CANARIES if canary in stored] == []
    assert left_in(tmp_path) == []
    assert others != receipt


def test_whoever_still_reads_makes_it_say_that_bytes_are_left_until_it_is_done_again(
    made: Installation, tmp_path: Path
) -> None:
    if made.engine.dialect.name != "sqlite":
        pytest.skip("the server sees to its own files")
    receipt = fill(made)
    with read(made.engine) as another:
        assert another.execute(select(receipts.c.id)).scalars().all() == [receipt]
        assert not erase_company(made, COMMAND_LINE, NUMBER).clean
        assert left_in(tmp_path) != []
        assert not clear_file(made)
        assert another.execute(select(jobs.c.name)).all() == [], "it sees what was there when it began"
    with read(made.engine) as connection:
        assert connection.execute(select(jobs.c.name)).scalars().all() == [CLEARING]
    assert erase_company(made, COMMAND_LINE, NUMBER).clean
    assert left_in(tmp_path) == []


def with_everything(made: Installation) -> None:
    """A company of which every kind of row is stored: also people, invitations, jobs and kept answers."""
    receipt = fill(made)
    invited = invite(made, COMMAND_LINE, "kanarie@example.org", "entrepreneur", NUMBER)
    chosen = {"name": "Kanariegeel Jansen", "language": "nl", "password": "vier losse woorden samen"}
    accept_invitation(made, invited.path.rpartition("/")[2], chosen)
    invite(made, COMMAND_LINE, "tweede.kanarie@example.org", "entrepreneur", NUMBER)
    both = Account("u-both", "beide@example.org", "Beide", "nl", NOW)
    with write(made.engine) as connection:
        add_account(connection, both)
        grant_role(connection, RoleGrant("r-own", both.id, "entrepreneur", NUMBER, NOW, "a1"))
        grant_role(connection, RoleGrant("r-guide", both.id, "consultant", None, NOW, "a1"))
        asked = connection.execute(select(questions.c.id)).scalar_one()
        shown = StoredConsent("c1", NUMBER, "referral", NOW, "a1", "liof", frozenset({"name"}), asked)
        add_consent(connection, shown)
        add_assignment(connection, Assignment("s1", NUMBER, "assigned", NOW, both.id))
        enqueue(connection, "send-mail", {"to": "a@example.org", "template": "t", "language": "nl",
                                          "values": {"number": NUMBER}}, NOW)  # fmt: skip
        for key, body in (("k1", NUMBER), ("k2", receipt)):
            assert claim_key(connection, "somebody", key, "asked", NOW)
            keep_answer(connection, "somebody", key, KeptAnswer("asked", 201, (), f"answer about {body}"))


def tables_with(made: Installation, words: str) -> set[str]:
    """The tables in which words stand in some row."""
    found = set()
    tables = MetaData()
    with read(made.engine) as connection:
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if any(words in str(tuple(row)) for row in connection.execute(select(table))):
                found.add(table.name)
    return found


def test_no_row_names_the_company_but_the_log_and_that_its_key_was_destroyed(made: Installation) -> None:
    with_everything(made)
    named = tables_with(made, NUMBER)
    done = erase_company(made, COMMAND_LINE, NUMBER)
    empty = [name for name, count in done.rows.items() if not count]
    assert empty == [], "the test stores something of every kind"
    assert tables_with(made, NUMBER) == {"mkb_audit", "mkb_company_keys"} < named
    assert tables_with(made, "kanarie@example.org") == set()
    with read(made.engine) as connection:
        assert [role.id for role in roles_of(connection, "u-both")] == ["r-guide"]


def test_a_copy_of_all_data_holds_what_is_stored_in_every_table(made: Installation) -> None:
    with_everything(made)
    data = export_company(made, OWNER, NUMBER)
    told = dumps(data, ensure_ascii=False)
    assert [canary for canary in CANARIES if canary not in told] == []
    parts = {name for name, part in data.items() if part}
    assert parts >= {"company", "searched_by", "questions", "advices", "consents", "assignments"}
    assert parts >= {"accounts", "invitations", "jobs", "answers", "uses", "purposes"}
    assert len(data["answers"]) == 2
    assert "tweede.kanarie@example.org" in told
    assert {use["what"]["nl"] for use in data["uses"]} >= {"advies gegeven op een vraag"}


def test_where_nobody_waits_a_job_writes_the_file_anew(made: Installation, tmp_path: Path) -> None:
    fill(made)
    assert not erase_company(made, OWNER, NUMBER, wait=False).clean
    with read(made.engine) as connection:
        assert connection.execute(select(jobs.c.name)).scalars().all() == [CLEARING]
    assert clear_file(made)
    assert left_in(tmp_path) == []


def test_the_audit_log_holds_and_says_who_erased(made: Installation) -> None:
    fill(made)
    erase_company(made, OWNER, NUMBER)
    assert verify_audit(made).wrong is None
    lines = audit_of(made, COMMAND_LINE, NUMBER)
    assert (lines[0].event.action, lines[0].event.role) == ("erase", "entrepreneur")
    changes = [line for line in lines if line.event.action == "change"]
    assert changes
    assert all(line.erased for line in changes)


def test_reading_and_replaying_say_erased_in_both_languages(made: Installation) -> None:
    receipt = fill(made)
    erase_company(made, COMMAND_LINE, NUMBER)
    for use in (read_receipt, replay_stored):
        with pytest.raises(NotReplayable) as refused:
            use(made, COMMAND_LINE, receipt)
        assert isinstance(refused.value, Erased)
        assert refused.value.facts["reason"] == "erased"
        assert refused.value.sentence("nl").endswith("zijn gewist.")
        assert refused.value.sentence("en").endswith("were erased.")
    with read(made.engine) as connection, pytest.raises(NotFound):
        stored_companies.get_company(connection, NUMBER)
    replayed, _ = replay_changes(made, COMMAND_LINE, (), NOW)
    assert [(one.receipt, one.reason) for one in replayed.not_replayed] == [(receipt, "erased")]


def test_a_company_that_comes_back_begins_anew(made: Installation) -> None:
    before = fill(made)
    erase_company(made, COMMAND_LINE, NUMBER)
    after = fill(made)
    assert read_receipt(made, COMMAND_LINE, after).question.text.endswith("kanarievraag?")
    assert show_company(made, COMMAND_LINE, NUMBER).value("turnover_cents") == TURNOVER
    with pytest.raises(Erased):
        read_receipt(made, COMMAND_LINE, before)


def test_erasing_again_or_nobody_is_safe(made: Installation) -> None:
    fill(made)
    erase_company(made, COMMAND_LINE, NUMBER)
    assert not any(erase_company(made, COMMAND_LINE, NUMBER).rows.values())


@pytest.mark.parametrize("actor", [Actor("consultant", "a2"), Actor("entrepreneur", "a3", OTHER)])
def test_only_the_company_itself_may_and_a_refusal_is_a_line(made: Installation, actor: Actor) -> None:
    fill(made)
    with pytest.raises(Denied):
        erase_company(made, actor, NUMBER)
    assert show_company(made, COMMAND_LINE, NUMBER).value("turnover_cents") == TURNOVER
    lines = [line.event for line in audit_of(made, COMMAND_LINE, NUMBER) if line.event.action == "erase"]
    assert [(one.account, one.result) for one in lines] == [(actor.user, "denied")]


def test_the_company_sees_who_used_its_data_and_why(made: Installation) -> None:
    fill(made)
    with write(made.engine) as connection:
        shown = StoredConsent("c1", NUMBER, "referral", NOW, "a1", "liof", frozenset({"name"}))
        add_consent(connection, shown)
    desk = Actor("front-desk", "a4", "liof", origin="page")
    record(made, AuditEvent.by(desk, "read", "company", NUMBER, company_number=NUMBER))
    [use, *_] = uses_of(made, OWNER, NUMBER)
    assert use.by.in_language("nl") == "frontdeskmedewerker"
    assert use.for_whom == "liof"
    assert use.what.in_language("en") == "looked at the data of your company"
    with pytest.raises(Denied):
        uses_of(made, Actor("entrepreneur", "a3", OTHER), NUMBER)


def test_a_moved_ciphertext_is_not_read(made: Installation) -> None:
    first, second = fill(made), fill(made)
    with write(made.engine) as connection:
        words = connection.execute(select(receipts.c.document).where(receipts.c.id == first)).scalar_one()
        connection.execute(receipts.update().where(receipts.c.id == second).values(document=words))
        assert connection.execute(select(questions.c.text).distinct()).scalars().all() == [""]
    with pytest.raises(Exception, match="does not fit its key and place"):
        read_receipt(made, COMMAND_LINE, second)
