"""A backup holds one moment, tells when a byte of it is not as it was, and comes back on either database."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, text

from mkb_core.errors import StoreUnavailable
from mkb_core.store import migrations
from mkb_core.store.backup_files import faults_of, read_manifest
from mkb_core.store.backups import make_backup, restore_backup
from mkb_core.store.engine import make_engine, read, write
from mkb_core.store.tables import companies
from tests.conftest import fresh_database
from tests.store.filling import AT, fill
from tests.store.test_copying import everything


@pytest.fixture
def full(engine: Engine) -> Engine:
    with write(engine) as connection:
        fill(connection, 20)
    return engine


@pytest.fixture
def backup(full: Engine, tmp_path: Path) -> Path:
    file = tmp_path / "backup.sqlite"
    make_backup(full, file, AT)
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Where a backup is brought back to: nothing is there yet."""
    databases = iter([f"sqlite:///{tmp_path / 'restored.sqlite'}"])
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        databases = fresh_database(server, request.getfixturevalue("worker_id"))
    made = make_engine(next(databases))
    yield made
    made.dispose()
    next(databases, None)  # dropped


def cause_of(function: object, *arguments: object) -> str:
    assert callable(function)
    with pytest.raises(StoreUnavailable) as caught:
        function(*arguments)
    return str(caught.value.facts["cause"])


def test_backup_is_one_file_of_its_owner_and_says_what_it_holds(full: Engine, backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in backup.parent.glob("backup*")} == {"backup.sqlite"}
    manifest = read_manifest(backup)
    assert (manifest.made_at, manifest.made_from) == (AT, full.dialect.name)
    assert manifest.tables["mkb_companies"].rows == 20
    assert faults_of(backup) == ()
    assert {path.name for path in backup.parent.glob("backup*")} == {"backup.sqlite"}


def test_backup_comes_back_on_either_database(full: Engine, backup: Path, target: Engine) -> None:
    restore_backup(backup, target)
    assert everything(target) == everything(full)
    assert migrations.is_current(target)
    if target.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(target.url.database))) as connection:
            assert (
                connection.execute("SELECT name FROM sqlite_master WHERE name LIKE '%manifest%'").fetchall()
                == []
            )
    assert faults_of(backup) == ()
    with write(target) as connection:  # and it goes on from there
        connection.execute(
            insert(companies), {"number": "99999999", "version": 1, "created_at": AT, "updated_at": AT}
        )


def test_nothing_is_written_over(full: Engine, backup: Path, target: Engine) -> None:
    before = backup.read_bytes()
    assert cause_of(make_backup, full, backup, AT) == "exists"
    assert backup.read_bytes() == before
    restore_backup(backup, target)
    there = everything(target)
    assert cause_of(restore_backup, backup, target) in ("exists", "not-empty")
    assert everything(target) == there


def test_backup_of_older_tables_is_brought_up_to_date(tmp_path: Path, target: Engine) -> None:
    old = make_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    migrations.upgrade(old)
    migrations.downgrade(old, "core_0002")
    with write(old) as connection:
        connection.execute(
            insert(companies), {"number": "12345678", "version": 3, "created_at": AT, "updated_at": AT}
        )
    make_backup(old, tmp_path / "backup.sqlite", AT)
    old.dispose()
    assert read_manifest(tmp_path / "backup.sqlite").revisions == ("core_0002",)
    restore_backup(tmp_path / "backup.sqlite", target)
    assert migrations.is_current(target)
    with read(target) as connection:
        assert connection.execute(select(companies.c.number, companies.c.version)).all() == [("12345678", 3)]


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_changed_rows_are_told_by_their_table(backup: Path) -> None:
    with closing(sqlite3.connect(backup, isolation_level=None)) as connection:
        connection.execute("UPDATE mkb_companies SET version = version + 1 WHERE number = '00000003'")
        connection.execute("DELETE FROM mkb_sign_in_failures WHERE id = 'id-4'")
        connection.execute("CREATE TABLE slipped_in (a)")
    assert [(fault.kind, fault.place) for fault in faults_of(backup)] == [
        ("table", "mkb_companies"),
        ("table", "mkb_sign_in_failures"),
        ("table", "slipped_in"),
    ]
    assert (
        cause_of(restore_backup, backup, make_engine("sqlite:///" + str(backup.with_name("new"))))
        == "differs"
    )
    assert not backup.with_name("new").exists()


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_overwritten_pages_are_found(backup: Path) -> None:
    whole = backup.read_bytes()
    pages = len(whole) // 4096
    found = 0
    for page in range(1, pages, 7):
        backup.write_bytes(whole[: page * 4096] + b"\xa5" * 4096 + whole[(page + 1) * 4096 :])
        found += is_found_faulty(backup)
    assert found == len(range(1, pages, 7))
    backup.write_bytes(whole[: len(whole) // 2])
    assert is_found_faulty(backup)


def is_found_faulty(backup: Path) -> bool:
    try:
        return bool(faults_of(backup))
    except StoreUnavailable:
        return True


@pytest.mark.parametrize("content", [b"", b"some text", None, b"SQLite format 3\x00" + b"\xff" * 500])
def test_other_files_are_no_backups(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "file"
    if content is not None:
        file.write_bytes(content)
    assert cause_of(faults_of, file) == "no-backup"
    assert cause_of(read_manifest, file) == "no-backup"


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_database_itself_is_no_backup(full: Engine) -> None:
    assert cause_of(faults_of, Path(str(full.url.database))) == "no-backup"


def test_folder_that_is_not_there(engine: Engine, tmp_path: Path) -> None:
    assert cause_of(make_backup, engine, tmp_path / "absent" / "b.sqlite", AT) == "no-folder"


WRITER = """
import sys
from datetime import UTC, datetime
from sqlalchemy import insert, update
from mkb_core.store.engine import make_engine, write
from mkb_core.store.tables import companies
engine = make_engine(sys.argv[1])
print("ready", flush=True)
for number in range(10_000_000, 99_999_999):
    with write(engine) as connection:
        row = {"number": str(number), "version": 1, "created_at": datetime.now(UTC), "updated_at": datetime.now(UTC)}
        connection.execute(update(companies).values(version=companies.c.version + 1))
        connection.execute(insert(companies), row)
    print(number, flush=True)
"""


def test_backup_under_writes_of_another_process_is_one_moment(engine: Engine, tmp_path: Path) -> None:
    """Each write adds a company and makes all the others a version older: versions are 1, 2, 3, ... at any moment."""
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", WRITER, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        try:
            assert writer.stdout is not None
            for _ in range(20):
                assert writer.stdout.readline()
            reading = threading.Thread(target=writer.stdout.read)  # so that it never waits for us
            reading.start()
            for number in range(3):
                make_backup(engine, tmp_path / f"backup-{number}.sqlite", AT)
        finally:
            writer.kill()
    reading.join()
    sizes = []
    for number in range(3):
        file = tmp_path / f"backup-{number}.sqlite"
        assert faults_of(file) == ()
        with closing(sqlite3.connect(file)) as connection:
            versions = [row[0] for row in connection.execute("SELECT version FROM mkb_companies ORDER BY 1")]
        assert versions == list(range(1, len(versions) + 1))
        sizes.append(len(versions))
    assert 19 <= sizes[0] < sizes[1] < sizes[2]


def test_tables_of_others_are_in_a_backup_of_a_file(engine: Engine, tmp_path: Path) -> None:
    with write(engine) as connection:
        connection.execute(text("CREATE TABLE somebody_elses (a INTEGER)"))
        connection.execute(text("INSERT INTO somebody_elses VALUES (7)"))
    manifest = make_backup(engine, tmp_path / "b.sqlite", AT)
    if engine.dialect.name == "sqlite":
        assert (manifest.tables["somebody_elses"].rows, manifest.left_out) == (1, ())
    else:
        assert ("somebody_elses" in manifest.tables, manifest.left_out) == (False, ("somebody_elses",))
