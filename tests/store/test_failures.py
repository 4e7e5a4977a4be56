"""Every way to fail is one plain sentence; each is brought about for real."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from mkb_core.errors import StoreUnavailable
from mkb_core.store import migrations
from mkb_core.store.engine import make_engine, read, write
from mkb_core.store.failures import REASONS, StoreFailure

SECRET = "s3cr3t-w0rd"


def use(url: str, *, writing: bool) -> None:
    engine = make_engine(url)
    try:
        with (write if writing else read)(engine) as connection:
            connection.execute(text("SELECT * FROM mkb_companies"))
    finally:
        engine.dispose()


def cause_of(url: str, *, writing: bool = False) -> str:
    """The cause with which the store refuses an address."""
    with pytest.raises(StoreUnavailable) as caught:
        use(url, writing=writing)
    for language in ("nl", "en"):
        sentence = caught.value.sentence(language)
        assert REASONS[caught.value.facts["cause"]][language] in sentence
        assert SECRET not in sentence
    assert caught.value.code == "store-unavailable"
    return str(caught.value.facts["cause"])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with tables."""
    path = tmp_path / "store.db"
    engine = make_engine(f"sqlite:///{path}")
    migrations.upgrade(engine)
    engine.dispose()
    return path


def test_text_file_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("dear diary\n" * 500, encoding="utf-8")
    assert cause_of(f"sqlite:///{path}") == "not-a-database"
    assert path.read_text(encoding="utf-8").startswith("dear diary")


def test_corrupt_file_is_damaged(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[100:] = b"\xa5" * (len(content) - 100)
    file.write_bytes(content)
    assert cause_of(f"sqlite:///{file}") == "damaged"


def test_truncated_file_is_damaged(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:4097])
    assert cause_of(f"sqlite:///{file}") == "damaged"


def test_folder_is_no_file(tmp_path: Path) -> None:
    assert cause_of(f"sqlite:///{tmp_path}") == "folder"


def test_missing_folder_is_named_as_such(tmp_path: Path) -> None:
    assert cause_of(f"sqlite:///{tmp_path / 'absent' / 'store.db'}") == "no-folder"
    assert not (tmp_path / "absent").exists()


def test_empty_database_lacks_the_tables(database_url: str) -> None:
    assert cause_of(database_url) == "no-tables"


def test_locked_file(file: Path) -> None:
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        assert cause_of(f"sqlite:///{file}?timeout=0.2", writing=True) == "locked"
    finally:
        holder.close()


def test_file_locked_before_it_became_wal(tmp_path: Path) -> None:
    path = tmp_path / "plain.db"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.executescript("CREATE TABLE a (b); BEGIN EXCLUSIVE;")
    try:
        assert cause_of(f"sqlite:///{path}?timeout=0.2") == "locked"
    finally:
        holder.close()


def test_full_disk(file: Path) -> None:
    engine = make_engine(f"sqlite:///{file}")

    def fill() -> None:
        with write(engine) as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1")
            connection.exec_driver_sql("CREATE TABLE large AS SELECT zeroblob(1000000) AS content")

    with pytest.raises(StoreUnavailable) as caught:
        fill()
    engine.dispose()
    assert caught.value.facts["cause"] == "full"


#: Root may do anything, so it becomes somebody else, after everything is imported.
AS_ANOTHER = """
import os, sys
from mkb_core.errors import StoreUnavailable
from mkb_core.store.engine import make_engine, write
with write(make_engine("sqlite://")) as connection:
    connection.exec_driver_sql("SELECT 1")
if os.geteuid() == 0:
    os.setuid(65534)
try:
    with write(make_engine(sys.argv[1])) as connection:
        connection.exec_driver_sql("UPDATE mkb_companies SET version = version + 1")
except StoreUnavailable as error:
    print(error.facts["cause"])
"""


@pytest.mark.parametrize(
    ("mode", "folder_mode"), [(0o000, 0o755), (0o444, 0o555)], ids=["unreadable", "read-only"]
)
def test_file_of_somebody_else(mode: int, folder_mode: int) -> None:
    with tempfile.TemporaryDirectory() as folder:  # pytest's own are closed to others
        path = Path(folder, "store.db")
        engine = make_engine(f"sqlite:///{path}")
        migrations.upgrade(engine)
        engine.dispose()
        path.chmod(mode)
        path.parent.chmod(folder_mode)
        command = [sys.executable, "-c", AS_ANOTHER, f"sqlite:///{path}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        path.parent.chmod(0o755)
    assert (done.stdout.strip(), done.stderr) == ("not-allowed", "")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_server_that_is_not_there() -> None:
    assert cause_of(f"postgresql://someone:{SECRET}@127.0.0.1:{free_port()}/db") == "no-server"


def test_server_socket_that_is_not_there(tmp_path: Path) -> None:
    assert cause_of(f"postgresql://someone:{SECRET}@/db?host={tmp_path}") == "no-server"


def test_server_name_that_does_not_exist() -> None:
    assert cause_of(f"postgresql://someone:{SECRET}@database.invalid/db") == "no-host"


def test_server_that_never_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert cause_of(f"postgresql://someone:{SECRET}@127.0.0.1:{port}/db?connect_timeout=2") == "no-answer"


def test_database_that_the_server_does_not_know(postgresql_url: str) -> None:
    url = make_url(postgresql_url).set(database="absent", password=SECRET)
    assert cause_of(url.render_as_string(hide_password=False)) == "no-such-database"


def test_user_that_the_server_does_not_know(postgresql_url: str) -> None:
    url = make_url(postgresql_url).set(username="absent", password=SECRET)
    assert cause_of(url.render_as_string(hide_password=False)) == "login"


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Engine]:
    engine = make_engine(postgresql_url)
    yield engine
    engine.dispose()


def test_connection_that_breaks(postgresql: Engine) -> None:
    def break_own() -> None:
        with write(postgresql) as connection:
            own = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            with write(postgresql) as other:
                other.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
            connection.exec_driver_sql("SELECT 1")

    with pytest.raises(StoreUnavailable) as caught:
        break_own()
    assert caught.value.facts["cause"] == "lost"
    with read(postgresql) as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1


def test_all_connections_in_use() -> None:
    engine = make_engine("sqlite://")
    engine.pool._timeout = 0.1  # type: ignore[attr-defined] # half a minute is long for a test
    with write(engine), pytest.raises(StoreUnavailable) as caught, read(engine):
        pass
    engine.dispose()
    assert caught.value.facts["cause"] == "busy"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "store.db",
        "mysql://localhost/db",
        f"oracle://someone:{SECRET}@host/db",
        f"postgresql://someone:{SECRET}@host:port/db",
        "sqlite:///store.db?timeout=long",
        "sqlite+aiosqlite:///store.db",
    ],
)
def test_address_that_cannot_be_read(url: str) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        make_engine(url)
    assert caught.value.facts["cause"] == "address"
    assert SECRET not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("table", ["absent", "mkb_declarations"], ids=["no table", "refused row"])
def test_a_failure_does_not_show_what_was_being_stored(empty: Engine, table: str) -> None:
    migrations.upgrade(empty)
    row = dict.fromkeys(("hash", "kind", "owner", "plugin", "document", "first_seen"), SECRET)
    row["first_seen"] = "2026-11-23 10:00:00"
    statement = f"INSERT INTO {table} VALUES (:hash, :kind, :owner, :plugin, :document, :first_seen)"  # noqa: S608
    with pytest.raises(StoreUnavailable) as caught, write(empty) as connection:
        connection.execute(text(statement), row)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert "ck_mkb_declarations_kind" in caught.value.facts.get("rule", "ck_mkb_declarations_kind")


@pytest.mark.parametrize("name", REASONS)
def test_each_reason_is_said_in_both_languages(name: str) -> None:
    dutch, english = (StoreFailure(name).sentence(language) for language in ("nl", "en"))
    assert dutch.startswith("De gegevensopslag is niet te gebruiken: ")
    assert english.startswith("The data store cannot be used: ")
    assert dutch.partition(": ")[2] != english.partition(": ")[2]
