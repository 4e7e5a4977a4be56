"""The audit log: nothing in it can be changed, removed or moved unseen, and writers leave no gap."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    LargeBinary,
    Text,
    cast,
    delete,
    literal,
    select,
    text,
    true,
    update,
)
from sqlalchemy.exc import IntegrityError

from mkb_core.confidential import InstallationKeys
from mkb_core.errors import InvalidInput, StoreUnavailable
from mkb_core.rights import COMMAND_LINE, Actor
from mkb_core.store import audit as log
from mkb_core.store import migrations
from mkb_core.store.audit import AuditEvent, append, lines_of
from mkb_core.store.audit_chain import Verification, verify
from mkb_core.store.company_keys import carry_keys, destroy_keys
from mkb_core.store.engine import make_engine, read, write
from mkb_core.store.trust_tables import audit, audit_head

NOW = datetime(2026, 11, 23, 10, 0, 0, 120, tzinfo=UTC)
KEYS = InstallationKeys((b"a secret of the installation, made up",))
CONSULTANT = Actor("consultant", user="a1", origin="page")
TEXTS = [column.name for column in audit.c if column.name not in ("line",)]
LINES = 6


@pytest.fixture
def keyed(engine: Engine) -> Engine:
    carry_keys(engine, KEYS)
    return engine


def fill(engine: Engine, lines: int = LINES) -> None:
    with write(engine) as connection:
        for number in range(lines):
            event = AuditEvent.by(
                CONSULTANT,
                "read",
                "company",
                f"{number:08}",
                company_number=f"{number:08}",
                details={"fields": ["turnover_cents"], "n": number},
            )
            append(connection, event, NOW + timedelta(seconds=number))


def checked(engine: Engine, noted: tuple[int, str] | None = None) -> Verification:
    with read(engine) as connection:
        return verify(connection, noted)


def without_guard(engine: Engine) -> None:
    """What somebody with all rights on the database can do."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER mkb_audit_no_update"))
            connection.execute(text("DROP TRIGGER mkb_audit_no_delete"))
        else:
            connection.execute(text("DROP TRIGGER mkb_audit_is_append_only ON mkb_audit"))


def test_lines_are_numbered_chained_and_read_back(keyed: Engine) -> None:
    fill(keyed)
    found = checked(keyed)
    assert (found.lines, found.wrong, found.signature_checked) == (LINES, None, True)
    with read(keyed) as connection:
        [line] = lines_of(connection, "00000003")
        stored = connection.execute(select(audit.c.details).where(audit.c.line == 4)).scalar_one()
    assert line.event.details == {"fields": ["turnover_cents"], "n": 3}
    assert (line.event.account, line.event.role, line.event.origin) == ("a1", "consultant", "page")
    assert "turnover" not in stored, "details about a company are sealed"


def test_a_line_is_undone_with_its_change(keyed: Engine) -> None:
    with suppress(RuntimeError), write(keyed) as connection:
        append(connection, AuditEvent.by(COMMAND_LINE, "read", "company"), NOW)
        raise RuntimeError
    fill(keyed, 1)
    assert checked(keyed).lines == 1


@pytest.mark.parametrize(
    "statement",
    [update(audit).values(result="granted"), delete(audit).where(audit.c.line == 1)],
    ids=["update", "delete"],
)
def test_the_database_itself_refuses_to_change_or_remove_a_line(keyed: Engine, statement: object) -> None:
    fill(keyed)
    with pytest.raises(StoreUnavailable) as refused, write(keyed) as connection:
        connection.execute(statement)  # type: ignore[call-overload]
    assert refused.value.facts["cause"] == "refused"
    assert checked(keyed).lines == LINES


def test_postgresql_refuses_to_empty_the_table_too(keyed: Engine) -> None:
    if keyed.dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE: an unbounded DELETE fires the trigger")
    fill(keyed)
    with pytest.raises(IntegrityError, match="append-only"), keyed.begin() as connection:
        connection.execute(text("TRUNCATE mkb_audit"))


def test_threads_leave_no_gap(keyed: Engine) -> None:
    def one(number: int) -> int:
        with write(keyed) as connection:
            return append(connection, AuditEvent.by(CONSULTANT, "read", "company", str(number)), NOW)

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(one, range(80)))
    assert numbers == list(range(1, 81))
    assert checked(keyed).wrong is None


def test_details_that_are_no_json_are_refused_before_anything_is_locked(keyed: Engine) -> None:
    with pytest.raises(InvalidInput), write(keyed) as connection:
        append(connection, AuditEvent.by(CONSULTANT, "read", "company", details={"a": object()}), NOW)


@pytest.mark.parametrize("line", [1, 3, LINES])
def test_a_changed_column_is_found_with_its_line(keyed: Engine, line: int) -> None:
    fill(keyed)
    without_guard(keyed)
    for column in TEXTS:
        with keyed.connect() as connection:
            value = NOW - timedelta(days=1) if column == "at" else "x"
            connection.execute(update(audit).where(audit.c.line == line).values({column: value}))
            found = verify(connection)
            connection.rollback()
        assert (column, found.line, found.wrong) == (column, line, "altered")


def test_a_removed_line_is_found_with_its_position(keyed: Engine) -> None:
    fill(keyed)
    without_guard(keyed)
    for line in (1, 3, LINES):
        with keyed.connect() as connection:
            connection.execute(delete(audit).where(audit.c.line == line))
            found = verify(connection)
            connection.rollback()
        assert (found.line, found.wrong) == (line, "missing")


def test_lines_that_changed_places_are_found(keyed: Engine) -> None:
    fill(keyed)
    without_guard(keyed)
    with write(keyed) as connection:
        for before, after in ((2, 99), (5, 2), (99, 5)):
            connection.execute(update(audit).where(audit.c.line == before).values(line=after))
    assert (checked(keyed).line, checked(keyed).wrong) == (2, "altered")


def test_a_chain_that_was_worked_out_anew_does_not_fit_the_signed_head(keyed: Engine) -> None:
    fill(keyed)
    without_guard(keyed)
    with write(keyed) as connection:
        previous = log.BEGINNING
        for row in connection.execute(select(audit).order_by(audit.c.line)).mappings().all():
            new = {**row, "account": "somebody else", "previous": previous}
            previous = new["hash"] = log.line_hash(new)
            connection.execute(update(audit).where(audit.c.line == row["line"]).values(new))
    assert (checked(keyed).line, checked(keyed).wrong) == (LINES, "altered")
    with write(keyed) as connection:  # nor can the head be made to fit without the key
        connection.execute(update(audit_head).values(hash=previous))
    assert checked(keyed).wrong == "head"


def test_a_cut_off_tail_is_found_and_an_earlier_head_only_by_what_was_noted(keyed: Engine) -> None:
    fill(keyed, 3)
    with read(keyed) as connection:
        earlier = connection.execute(select(audit_head)).mappings().one()
    fill(keyed, 3)
    noted = checked(keyed).head
    without_guard(keyed)
    with write(keyed) as connection:
        connection.execute(delete(audit).where(audit.c.line > 3))
    assert (checked(keyed).line, checked(keyed).wrong) == (4, "missing")
    with write(keyed) as connection:
        connection.execute(update(audit_head).values(**earlier))
    assert checked(keyed).wrong is None, "the old head with its old signature"
    number, _, hash_ = noted.partition(":")
    found = checked(keyed, (int(number), hash_))
    assert (found.line, found.wrong) == (4, "missing")
    assert checked(keyed, (2, hash_)).wrong == "not-as-noted"


def test_a_line_after_the_head_is_found(keyed: Engine) -> None:
    fill(keyed)
    with write(keyed) as connection:
        head = connection.execute(select(audit_head)).mappings().one()
        append(connection, AuditEvent.by(CONSULTANT, "read", "company"), NOW)
        connection.execute(update(audit_head).values(**head))
    assert (checked(keyed).line, checked(keyed).wrong) == (LINES + 1, "surplus")


def test_another_key_did_not_sign_the_head(keyed: Engine) -> None:
    fill(keyed)
    carry_keys(keyed, InstallationKeys((b"quite another secret, also made up",)))
    assert checked(keyed).wrong == "head"


def test_the_chain_still_holds_when_a_company_key_is_destroyed(keyed: Engine) -> None:
    fill(keyed)
    with write(keyed) as connection:
        assert destroy_keys(connection, "00000003", NOW) == 1
    assert checked(keyed).wrong is None
    with read(keyed) as connection:
        [line] = lines_of(connection, "00000003")
    assert (line.erased, dict(line.event.details)) == (True, {})


@pytest.fixture(scope="module")
def altered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A log on SQLite whose guards are gone, for many changes that are each undone."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('audit') / 'audit.sqlite'}")
    migrations.upgrade(engine)
    carry_keys(engine, KEYS)
    fill(engine)
    without_guard(engine)
    yield engine
    engine.dispose()


def flip(
    connection: Connection, column: Column[str], which: ColumnElement[bool], position: int, change: int
) -> None:
    """Change one byte of a column; SQLite's CAST to TEXT keeps bytes that are no text, as a changed file would have."""
    raw = connection.execute(select(cast(column, LargeBinary)).where(which)).scalar_one()
    altered = bytearray(raw or b"\0")
    altered[position % len(altered)] ^= change
    value = cast(literal(bytes(altered), LargeBinary), Text)
    connection.execute(update(column.table).where(which).values({column.name: value}))


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, LINES), st.sampled_from(TEXTS), st.integers(0), st.integers(1, 255))
def test_any_single_byte_of_any_line_is_found_with_its_position(
    altered: Engine, line: int, column: str, position: int, change: int
) -> None:
    with altered.connect() as connection:
        flip(connection, audit.c[column], audit.c.line == line, position, change)
        found = verify(connection)
        connection.rollback()
    assert (found.line, found.wrong) == (line, "altered")


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["hash", "signature"]), st.integers(0), st.integers(1, 255))
def test_any_single_byte_of_the_head_is_found(
    altered: Engine, column: str, position: int, change: int
) -> None:
    with altered.connect() as connection:
        flip(connection, audit_head.c[column], true(), position, change)
        found = verify(connection)
        connection.rollback()
    assert found.wrong is not None


def one_byte_changes(connection: Connection, line: int) -> Iterator[tuple[str, ColumnElement[str]]]:
    """For every byte of a line as its database holds it: the column, and its value with that byte changed."""
    row = connection.execute(select(audit).where(audit.c.line == line)).mappings().one()
    on_sqlite = connection.dialect.name == "sqlite"
    for column in audit.c:
        name, value = column.name, row[column.name]
        if name == "line":
            continue
        if name == "at" and not on_sqlite:  # eight bytes: a number of microseconds
            yield from ((name, literal(value + timedelta(microseconds=2**bit))) for bit in range(50))
        elif on_sqlite:  # a text there, also the time; and where it is absent a byte may come
            raw = connection.execute(select(cast(column, LargeBinary)).where(audit.c.line == line)).scalar()
            for position in range(len(raw or b"0")):
                changed = bytearray(raw or b"0")
                changed[position] ^= 1
                yield name, cast(literal(bytes(changed), LargeBinary), Text)
        else:
            words = value or "0"
            for position, letter in enumerate(words):
                yield name, literal(words[:position] + chr(ord(letter) ^ 1) + words[position + 1 :])


def test_every_byte_of_a_log_is_found_with_its_position(keyed: Engine) -> None:
    fill(keyed, 2)
    without_guard(keyed)
    tried = 0
    with keyed.connect() as connection:
        for line in (1, 2):
            for column, value in list(one_byte_changes(connection, line)):
                tried += 1
                with connection.begin_nested() as change:
                    connection.execute(update(audit).where(audit.c.line == line).values({column: value}))
                    found = verify(connection)
                    change.rollback()
                assert (found.line, found.wrong) == (line, "altered"), (column, tried)
        assert verify(connection).wrong is None
    print(f"\n{tried} bytes of 2 lines on {keyed.dialect.name}")
    assert tried > 500
