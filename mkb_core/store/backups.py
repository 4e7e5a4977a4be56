"""Backups: one SQLite file each, whatever database they are of, with a manifest inside by which every row is checked.

The file is of its owner only (mode 0600) and needs nothing else to be read. The installation's key is not in it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine

from mkb_core.store import copying, migrations
from mkb_core.store.backup_files import (
    MANIFEST,
    Backup,
    connected,
    contents,
    faults_of,
    faults_of_database,
    read_manifest,
    revisions,
    write_manifest,
)
from mkb_core.store.engine import make_engine, plain_failures
from mkb_core.store.failures import StoreFailure


def make_backup(source: Engine, file: Path, at: datetime) -> Backup:
    """Write a backup while others go on reading and writing: it holds the moment at which this began.

    ``at`` is now. The file appears when it is whole and checked. Raises :class:`StoreUnavailable`: it exists already
    (``exists``), it cannot be written there, or the database is damaged.
    """
    if file.exists():
        raise StoreFailure("exists")
    with _unfinished(file) as part:
        left_out: tuple[str, ...] = ()
        if source.dialect.name == "sqlite":
            _copy_file(source, part)
        else:
            left_out = _copy_rows(source, part)
        with connected(part) as connection:
            faults = faults_of_database(connection)
            if faults:
                raise StoreFailure("damaged")
            backup = Backup(at, source.dialect.name, revisions(connection), contents(connection), left_out)
            write_manifest(connection, backup)
        _keep(part, file)
    return backup


def restore_backup(file: Path, target: Engine) -> Backup:
    """Bring a backup back as a new database with the tables of this version; it may come from an older version.

    On SQLite the database's file must not exist; on PostgreSQL the database must hold nothing. Raises
    :class:`StoreUnavailable`: ``differs`` where the backup is not whole, ``exists`` or ``not-empty``.
    """
    if faults_of(file):
        raise StoreFailure("differs")
    manifest = read_manifest(file)
    if target.dialect.name == "sqlite":
        place = Path(str(target.url.database))
        if place.exists():
            raise StoreFailure("exists")
        with _unfinished(place) as part:
            _bring_up_to_date(file, part)
            _keep(part, place)
        return manifest
    with TemporaryDirectory(prefix="mkb-restore-") as folder:
        part = Path(folder, "restored.sqlite")
        _bring_up_to_date(file, part)
        source = make_engine(f"sqlite:///{part}")
        try:
            copying.copy(source, target)
        finally:
            source.dispose()
    return manifest


def _bring_up_to_date(file: Path, part: Path) -> None:
    shutil.copyfile(file, part)
    part.chmod(0o600)
    with connected(part) as connection:
        connection.execute(f"DROP TABLE {MANIFEST}")
    engine = make_engine(f"sqlite:///{part}")
    try:
        migrations.upgrade(engine)
    finally:
        engine.dispose()
    _one_file(part)


def _copy_file(source: Engine, part: Path) -> None:
    """SQLite's own online backup, in one step: writers wait for nothing, and it sees one moment."""
    with plain_failures(source.url), source.connect() as connection:
        driver: Any = connection.connection.driver_connection
        with closing(sqlite3.connect(part)) as target:
            driver.backup(target)
    _one_file(part)


def _copy_rows(source: Engine, part: Path) -> tuple[str, ...]:
    engine = make_engine(f"sqlite:///{part}")
    try:
        left_out = copying.copy(source, engine).left_out
    finally:
        engine.dispose()
    _one_file(part)
    return left_out


def _one_file(part: Path) -> None:
    """Nothing in a log beside it."""
    with connected(part) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def _unfinished(file: Path) -> Iterator[Path]:
    """A new file beside it, of its owner only; gone at the end whatever happens."""
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileNotFoundError:
        raise StoreFailure("no-folder") from None
    except OSError:
        raise StoreFailure("not-allowed") from None
    try:
        yield part
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            part.with_name(part.name + ending).unlink(missing_ok=True)


def _keep(part: Path, file: Path) -> None:
    """Give a whole file its name, durably; never in the place of another."""
    for place in (part, part.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    try:
        os.link(part, file)
    except FileExistsError:
        raise StoreFailure("exists") from None
