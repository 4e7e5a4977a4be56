"""The file of a backup: what it says of itself, and whether all of it is as it was written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from attrs import asdict, frozen

from mkb_core.store import migrations
from mkb_core.store.copying import Content, Summing
from mkb_core.store.failures import StoreFailure
from mkb_core.store.tables import PREFIX

FORMAT = 1
MANIFEST = f"{PREFIX}backup_manifest"


@frozen
class Backup:
    """What a backup says of itself. ``made_from``: sqlite or postgresql; ``revisions``: the version of its tables.

    ``left_out``: tables of others that are not in it; of SQLite there are none, because the whole file is taken.
    """

    made_at: datetime
    made_from: str
    revisions: tuple[str, ...]
    tables: Mapping[str, Content]
    left_out: tuple[str, ...] = ()


@frozen
class Fault:
    """What is wrong with a backup: ``manifest``, ``integrity``, ``foreign-keys`` or ``table``; and where."""

    kind: str
    place: str = ""


def read_manifest(file: Path) -> Backup:
    """What a backup says of itself. Raises :class:`StoreUnavailable` (``no-backup``) where the file is none."""
    with connected(file, read_only=True) as connection:
        return _manifest(connection)


def faults_of(file: Path) -> tuple[Fault, ...]:
    """Everything that is not as it was when the backup was made; reads every row.

    Raises :class:`StoreUnavailable` where the file is no backup (``no-backup``) or cannot be read.
    """
    with connected(file, read_only=True) as connection:
        manifest = _manifest(connection)
        faults = faults_of_database(connection)
        try:
            found = contents(connection)
        except sqlite3.DatabaseError:
            return faults or (Fault("integrity"),)
    differing = [
        name for name in sorted({*found, *manifest.tables}) if found.get(name) != manifest.tables.get(name)
    ]
    return (*faults, *(Fault("table", name) for name in differing))


@contextmanager
def connected(file: Path, *, read_only: bool = False) -> Iterator[sqlite3.Connection]:
    """The file itself; a failure is a :class:`StoreUnavailable` in plain words. ``read_only`` leaves no trace beside it."""
    if not file.is_file():
        raise StoreFailure("no-backup")
    address = f"file:{quote(str(file.absolute()))}?mode={'ro&immutable=1' if read_only else 'rw'}"
    try:
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
            yield connection
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        known = {
            sqlite3.SQLITE_NOTADB: "no-backup",
            sqlite3.SQLITE_CORRUPT: "damaged",
            sqlite3.SQLITE_FULL: "full",
        }
        raise StoreFailure(known.get(code, "other")) from error


def faults_of_database(connection: sqlite3.Connection) -> tuple[Fault, ...]:
    """What SQLite itself finds wrong."""
    try:
        faults = [
            Fault("integrity", str(row[0]))
            for row in connection.execute("PRAGMA integrity_check")
            if row[0] != "ok"
        ]
        faults += [
            Fault("foreign-keys", str(row[0])) for row in connection.execute("PRAGMA foreign_key_check")
        ]
    except sqlite3.DatabaseError as error:
        return (Fault("integrity", str(error)),)
    return tuple(faults)


def revisions(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The version of its tables."""
    rows = connection.execute(f"SELECT version_num FROM {migrations.VERSION_TABLE} ORDER BY 1")  # noqa: S608
    return tuple(str(row[0]) for row in rows)


def contents(connection: sqlite3.Connection) -> dict[str, Content]:
    """Of every table in the file, whoever made it, by the values as they are stored."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    found = {}
    for (name,) in names.fetchall():
        if name == MANIFEST:
            continue
        summing = Summing()
        quoted = name.replace('"', '""')
        for row in connection.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 - the name is the file's own
            summing.add(row)
        found[name] = summing.content()
    return found


def write_manifest(connection: sqlite3.Connection, backup: Backup) -> None:
    """Say in the file what it holds."""
    document = {
        "format": FORMAT,
        "made_at": backup.made_at.astimezone(UTC).isoformat(),
        "made_from": backup.made_from,
        "revisions": list(backup.revisions),
        "tables": {name: asdict(content) for name, content in backup.tables.items()},
        "left_out": list(backup.left_out),
    }
    connection.execute(f"CREATE TABLE {MANIFEST} (document TEXT NOT NULL)")
    connection.execute(f"INSERT INTO {MANIFEST} VALUES (?)", (json.dumps(document),))  # noqa: S608


def _manifest(connection: sqlite3.Connection) -> Backup:
    try:
        (words,) = connection.execute(f"SELECT document FROM {MANIFEST}").fetchone()  # noqa: S608
        document = json.loads(words)
        if document["format"] != FORMAT:
            raise StoreFailure("newer")
        return Backup(
            datetime.fromisoformat(document["made_at"]),
            str(document["made_from"]),
            tuple(document["revisions"]),
            {name: Content(**content) for name, content in document["tables"].items()},
            tuple(document["left_out"]),
        )
    except sqlite3.OperationalError:
        raise StoreFailure("no-backup") from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise StoreFailure("no-backup") from None
