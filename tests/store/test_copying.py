"""Everything that one database holds stands in the other, of one moment, and nothing is written over."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select, text, update

from mkb_core.errors import StoreUnavailable
from mkb_core.store import copying, migrations
from mkb_core.store.engine import make_engine, read, write
from mkb_core.store.tables import companies, feed_entries, metadata, questions, receipts
from tests.store.filling import AT, fill


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Engine]:
    """An empty SQLite database beside the one of the test."""
    made = make_engine(f"sqlite:///{tmp_path / 'other.sqlite'}")
    yield made
    made.dispose()


@pytest.fixture
def full(engine: Engine) -> Engine:
    with write(engine) as connection:
        fill(connection, 30)
    return engine


def cause_of(source: Engine, target: Engine) -> str:
    with pytest.raises(StoreUnavailable) as caught:
        copying.copy(source, target)
    return str(caught.value.facts["cause"])


def everything(engine: Engine) -> dict[str, list[Any]]:
    with read(engine) as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table)).all()))
            for table in metadata.sorted_tables
        }


@pytest.mark.parametrize("direction", ["there", "back"])
def test_every_row_of_every_table_arrives_as_it_was(
    full: Engine, other: Engine, direction: str, tmp_path: Path
) -> None:
    if direction == "back":  # from SQLite into what the fixture made, be it SQLite or PostgreSQL
        copying.copy(full, other)
        migrations.downgrade(full)
        source, target = other, full
    else:
        source, target = full, other
    before = everything(source)
    copied = copying.copy(source, target)
    assert everything(target) == before
    assert set(copied.tables) == set(metadata.tables)
    assert min(content.rows for content in copied.tables.values()) >= 1
    assert copied.left_out == ()
    assert migrations.is_current(target)


def test_more_rows_than_one_chunk(engine: Engine, other: Engine) -> None:
    with write(engine) as connection:
        rows = [
            {"plugin": "p", "feed": "f", "id": f"{n}", "document": "{}", "first_seen": AT, "updated_at": AT}
            for n in range(2 * copying.CHUNK_ROWS + 7)
        ]
        connection.execute(insert(feed_entries), rows)
    assert copying.copy(engine, other).tables["mkb_feed_entries"].rows == 2007
    assert everything(other) == everything(engine)


def test_target_that_holds_one_row_is_left_alone(full: Engine, other: Engine) -> None:
    migrations.upgrade(other)
    with write(other) as connection:
        connection.execute(
            insert(companies), {"number": "12345678", "version": 1, "created_at": AT, "updated_at": AT}
        )
    before = everything(other)
    assert cause_of(full, other) == "not-empty"
    assert everything(other) == before


def test_source_of_another_version_is_refused(engine: Engine, other: Engine) -> None:
    migrations.downgrade(engine, "core_0002")
    assert cause_of(engine, other) == "no-tables"


def test_tables_of_others_are_named(engine: Engine, other: Engine) -> None:
    with write(engine) as connection:
        connection.execute(text("CREATE TABLE somebody_elses (a INTEGER)"))
    assert copying.copy(engine, other).left_out == ("somebody_elses",)


def test_one_moment_is_copied_while_others_write(engine: Engine, other: Engine) -> None:
    """A question and its receipt are one transaction: one without the other would be half of it."""
    with write(engine) as connection:
        fill(connection, 1)
    stop = threading.Event()
    wrote = []

    def go_on() -> None:
        number = 1000
        while not stop.is_set():
            with write(engine) as connection:
                connection.execute(
                    insert(questions),
                    {"id": f"q{number}", "text": "x", "channel": "c", "inventory": "[]", "received_at": AT},
                )
                connection.execute(update(companies).values(version=companies.c.version + 1))
                row = connection.execute(select(receipts)).mappings().first()
                assert row is not None
                connection.execute(insert(receipts), {**row, "id": f"r{number}", "question_id": f"q{number}"})
            wrote.append(number)
            number += 1

    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        while len(wrote) < 5:
            stop.wait(0.01)
        copying.copy(engine, other)
    finally:
        stop.set()
        writer.join()
    with read(other) as connection:
        asked = connection.execute(select(func.count()).select_from(questions)).scalar_one()
        answered = connection.execute(select(func.count()).select_from(receipts)).scalar_one()
        version = connection.execute(select(companies.c.version)).scalar_one()
    assert asked == answered == version
    assert asked >= 6


def test_failure_on_the_way_leaves_the_target_empty(
    full: Engine, other: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrations.upgrade(other)
    with write(other) as connection:
        connection.execute(
            text("CREATE TRIGGER refuse BEFORE INSERT ON mkb_receipts BEGIN SELECT RAISE(ABORT, 'no'); END")
        )
    assert cause_of(full, other) == "refused"
    assert not any(everything(other).values())


def test_copy_that_arrives_otherwise_is_undone(full: Engine, other: Engine) -> None:
    migrations.upgrade(other)
    with write(other) as connection:
        connection.execute(
            text(
                "CREATE TRIGGER garble AFTER INSERT ON mkb_companies BEGIN "
                "UPDATE mkb_companies SET version = version + 1 WHERE number = NEW.number; END"
            )
        )
    assert cause_of(full, other) == "differs"
    assert not any(everything(other).values())


def test_no_table_counts_its_keys_by_itself() -> None:
    """A sequence would have to be set after copying; there is none."""
    assert [table.name for table in metadata.sorted_tables if table.autoincrement_column is not None] == []
