"""Migrations make the tables that the code expects, once, whoever starts them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, Inspector, inspect, text

from mkb_core.errors import StoreUnavailable
from mkb_core.store import migrations, tables
from mkb_core.store.engine import make_engine, read, write


@pytest.fixture
def made_directly(empty: Engine) -> Engine:
    """The tables as the code describes them, without any migration."""
    with write(empty) as connection:
        tables.metadata.create_all(connection)
    return empty


def test_migrations_and_tables_agree(engine: Engine) -> None:
    with read(engine) as connection:
        options = {"version_table": migrations.VERSION_TABLE, "include_name": migrations.includes}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, tables.metadata) == []


def described(engine: Engine) -> dict[str, Any]:
    """Everything about the tables that Alembic's comparison leaves out: names of constraints, and checks."""
    with read(engine) as connection:
        inspector: Inspector = inspect(connection)
        return {
            name: (
                inspector.get_pk_constraint(name),
                sorted(inspector.get_foreign_keys(name), key=str),
                sorted(inspector.get_check_constraints(name), key=str),
                sorted(inspector.get_indexes(name), key=str),
                [
                    (column["name"], str(column["type"]), column["nullable"])
                    for column in inspector.get_columns(name)
                ],
            )
            for name in tables.metadata.tables
        }


def test_migrated_tables_have_the_same_names_and_checks(made_directly: Engine) -> None:
    expected = described(made_directly)
    with write(made_directly) as connection:
        tables.metadata.drop_all(connection)
    migrations.upgrade(made_directly)
    assert described(made_directly) == expected


def test_each_constraint_has_a_name() -> None:
    for table in tables.metadata.tables.values():
        assert table.name.startswith(tables.PREFIX)
        assert all(constraint.name for constraint in table.constraints)
        assert all(index.name for index in table.indexes)


def test_database_is_current_after_upgrade_only(empty: Engine) -> None:
    assert not migrations.is_current(empty)
    migrations.upgrade(empty)
    assert migrations.is_current(empty)
    migrations.upgrade(empty)
    assert migrations.is_current(empty)


def test_downgrade_leaves_no_table_of_the_core(engine: Engine) -> None:
    migrations.downgrade(engine)
    with read(engine) as connection:
        assert set(inspect(connection).get_table_names()) == {migrations.VERSION_TABLE}
    assert not migrations.is_current(engine)
    migrations.upgrade(engine)
    assert migrations.is_current(engine)


def test_tables_of_others_in_the_same_database_stay(empty: Engine) -> None:
    with write(empty) as connection:
        connection.execute(text("CREATE TABLE job_queue (id INTEGER)"))
    migrations.upgrade(empty)
    test_migrations_and_tables_agree(empty)
    migrations.downgrade(empty)
    with read(empty) as connection:
        assert inspect(connection).has_table("job_queue")


def test_upgrade_is_silent(empty: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    migrations.upgrade(empty)
    assert capfd.readouterr() == ("", "")


def test_foreign_keys_hold_on_the_connection_that_migrated(engine: Engine) -> None:
    with pytest.raises(StoreUnavailable), write(engine) as connection:
        connection.execute(text("INSERT INTO mkb_company_facts (number) VALUES ('00000009')"))


def test_failed_upgrade_leaves_nothing(empty: Engine) -> None:
    with write(empty) as connection:
        connection.execute(text("CREATE TABLE mkb_receipts (id INTEGER)"))  # the last table is in the way
    with pytest.raises(StoreUnavailable):
        migrations.upgrade(empty)
    with read(empty) as connection:
        assert inspect(connection).get_table_names() == ["mkb_receipts"]


def test_database_of_a_newer_version_is_refused_and_left_alone(engine: Engine) -> None:
    with write(engine) as connection:
        connection.execute(text("UPDATE mkb_alembic_version SET version_num = 'core_9999'"))
    assert not migrations.is_current(engine)
    with pytest.raises(StoreUnavailable) as caught:
        migrations.upgrade(engine)
    assert caught.value.facts["cause"] == "newer"


UPGRADE = """
import sys
from mkb_core.store import migrations
from mkb_core.store.engine import make_engine
engine = make_engine(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
migrations.upgrade(engine)
print(migrations.is_current(engine))
engine.dispose()
"""


@pytest.fixture
def processes(database_url: str) -> Iterator[list[subprocess.Popen[str]]]:
    """Two processes that have everything loaded and wait for the word."""
    command = [sys.executable, "-W", "error", "-c", UPGRADE, database_url]
    pipe = subprocess.PIPE
    started = [subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(2)]
    yield started
    for process in started:
        process.kill()
        process.communicate()


def test_processes_that_migrate_at_once(processes: list[subprocess.Popen[str]]) -> None:
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        assert process.communicate(timeout=60) == ("True\n", "")


def test_corrupt_file_is_reported_by_every_function(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"no database" * 500)
    engine = make_engine(f"sqlite:///{path}")
    for function in (migrations.upgrade, migrations.downgrade, migrations.is_current):
        with pytest.raises(StoreUnavailable) as caught:
            function(engine)
        assert caught.value.facts["cause"] == "not-a-database"
    engine.dispose()
