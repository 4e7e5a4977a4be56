"""What a transaction promises, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Table, insert, select, update

from mkb_core.errors import StoreUnavailable
from mkb_core.store.engine import make_engine, read, write

metadata = MetaData()
counters = Table("counters", metadata, Column("id", Integer, primary_key=True), Column("value", Integer))


@pytest.fixture
def counting(empty: Engine) -> Engine:
    with write(empty) as connection:
        metadata.create_all(connection)
        connection.execute(insert(counters), {"id": 1, "value": 0})
    return empty


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'one.db'}")
    yield engine
    engine.dispose()


def value_in(engine: Engine) -> object:
    with read(engine) as connection:
        return connection.execute(select(counters.c.value)).scalar_one()


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 10_000),
    ],
)
def test_sqlite_setting_is_on(sqlite: Engine, pragma: str, expected: object) -> None:
    for transaction in (read, write):
        with transaction(sqlite) as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == expected


def test_a_write_is_stored(counting: Engine) -> None:
    with write(counting) as connection:
        connection.execute(update(counters).values(value=7))
    assert value_in(counting) == 7


def test_a_write_is_undone_by_an_exception(counting: Engine) -> None:
    def fail() -> None:
        with write(counting) as connection:
            connection.execute(update(counters).values(value=7))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert value_in(counting) == 0


def test_tables_made_in_a_write_are_undone_by_an_exception(empty: Engine) -> None:
    def fail() -> None:
        with write(empty) as connection:
            metadata.create_all(connection)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with read(empty) as connection:
        assert not connection.dialect.has_table(connection, "counters")


def test_a_read_cannot_write(counting: Engine) -> None:
    with pytest.raises(StoreUnavailable), read(counting) as connection:
        connection.execute(update(counters).values(value=7))
    assert value_in(counting) == 0


def test_a_write_after_a_read_on_the_same_connection_can_write(counting: Engine) -> None:
    for expected in range(1, 4):
        assert value_in(counting) == expected - 1
        with write(counting) as connection:
            connection.execute(update(counters).values(value=expected))


def test_a_read_sees_one_snapshot(counting: Engine) -> None:
    with read(counting) as reader:
        before = reader.execute(select(counters.c.value)).scalar_one()
        with write(counting) as writer:
            writer.execute(update(counters).values(value=7))
        assert reader.execute(select(counters.c.value)).scalar_one() == before
    assert value_in(counting) == 7


def test_sqlite_writers_take_turns_before_they_read(sqlite: Engine) -> None:
    with write(sqlite) as connection:
        metadata.create_all(connection)
        connection.execute(insert(counters), {"id": 1, "value": 0})

    def increment(_: int) -> None:
        with write(sqlite) as connection:
            value = connection.execute(select(counters.c.value)).scalar_one()
            connection.execute(update(counters).values(value=value + 1))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(increment, range(200)))
    assert value_in(sqlite) == 200


@pytest.mark.parametrize("number", range(10))
def test_many_may_open_a_fresh_file_at_once(tmp_path: Path, number: int) -> None:
    together = threading.Barrier(8)

    def open_it(_: int) -> None:
        engine = make_engine(f"sqlite:///{tmp_path / f'{number}.db'}")
        together.wait()
        with write(engine) as connection:
            metadata.create_all(connection)
        engine.dispose()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(open_it, range(8)))


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_threads_share_a_database_in_memory(url: str) -> None:
    engine = make_engine(url)
    with write(engine) as connection:
        metadata.create_all(connection)
        connection.execute(insert(counters), {"id": 1, "value": 3})
    seen: list[object] = []
    thread = threading.Thread(target=lambda: seen.append(value_in(engine)))
    thread.start()
    thread.join()
    engine.dispose()
    assert seen == [3]


def test_postgresql_is_chosen_by_its_usual_address(postgresql_url: str) -> None:
    for scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        engine = make_engine(postgresql_url.replace("postgresql+psycopg", scheme, 1))
        with read(engine) as connection:
            assert connection.exec_driver_sql("SHOW timezone").scalar() == "UTC"
        engine.dispose()
