"""While a new version is brought in, processes of the old one go on: on the new tables they read and write as before."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, select

from mkb_core.store import migrations
from mkb_core.store.engine import read, write
from tests.store.filling import fill

#: the oldest version that may run beside this one; it moves up when a release ends the support of an older one
OLDEST_BESIDE = "core_0002"

#: tables of one row, which is there after the first writing
ONE_ROW = {"mkb_audit_head"}


def versions() -> list[str]:
    """The versions that a process may have beside this one's, oldest first."""
    script = ScriptDirectory.from_config(migrations._config())
    return [one.revision for one in script.walk_revisions(OLDEST_BESIDE, "heads")][::-1][:-1]


def tables_of(engine: Engine, version: str) -> MetaData:
    """The tables as a process of that version knows them."""
    migrations._run(engine, lambda config: command.upgrade(config, version))
    found = MetaData()
    with read(engine) as connection:
        found.reflect(connection)
    found.remove(found.tables[migrations.VERSION_TABLE])
    return found


@pytest.mark.parametrize("version", versions())
def test_old_process_reads_and_writes_the_new_tables(empty: Engine, version: str) -> None:
    known = tables_of(empty, version)
    with write(empty) as connection:
        fill(connection, 5, tables=known)
    before = everything(empty, known)
    migrations.upgrade(empty)
    assert everything(empty, known) == before
    with write(empty) as connection:
        for name in [
            name for name in known.tables if name.endswith("_head")
        ]:  # a table of one row has that row
            known.remove(known.tables[name])
        fill(connection, 5, start=5, tables=known)
    after = everything(empty, known)
    assert {name: len(rows) for name, rows in after.items()} == dict.fromkeys(after, 10)


def everything(engine: Engine, known: MetaData) -> dict[str, list[str]]:
    with read(engine) as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table)).all()))
            for table in known.sorted_tables
        }


def test_old_process_knows_that_newer_tables_will_do(empty: Engine) -> None:
    migrations.upgrade(empty)
    assert migrations.has_what_this_needs(empty)
    with write(empty) as connection:
        connection.exec_driver_sql("UPDATE mkb_alembic_version SET version_num = 'core_9999'")
    assert not migrations.is_current(empty)
    assert migrations.has_what_this_needs(empty)


def test_new_process_does_not_work_on_older_tables(empty: Engine) -> None:
    assert not migrations.has_what_this_needs(empty)
    tables_of(empty, OLDEST_BESIDE)
    assert not migrations.has_what_this_needs(empty)
