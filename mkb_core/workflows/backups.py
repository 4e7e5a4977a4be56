"""Copying, backing up and bringing back a whole database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from mkb_core.store import backups, copying
from mkb_core.store.backup_files import Backup, Fault, faults_of, read_manifest
from mkb_core.store.copying import Copied
from mkb_core.store.engine import make_engine
from mkb_core.store.failures import StoreFailure


def copy_database(source: str, target: str) -> Copied:
    """Copy everything from one address to another, which must hold nothing; see :func:`mkb_core.store.copying.copy`."""
    with _opened(source) as giving, _opened(target) as taking:
        _must_be_there(giving)
        return copying.copy(giving, taking)


def back_up(url: str, file: Path, at: datetime) -> Backup:
    """Write a backup of a database to a new file; ``at`` is now. See :func:`mkb_core.store.backups.make_backup`."""
    with _opened(url) as engine:
        _must_be_there(engine)
        return backups.make_backup(engine, file, at)


def restore(file: Path, url: str) -> Backup:
    """Bring a backup back as a new database; see :func:`mkb_core.store.backups.restore_backup`."""
    with _opened(url) as engine:
        return backups.restore_backup(file, engine)


def verify(file: Path) -> tuple[Backup, tuple[Fault, ...]]:
    """What a backup says of itself, and everything in it that is otherwise. Raises :class:`StoreUnavailable`."""
    return read_manifest(file), faults_of(file)


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _must_be_there(engine: Engine) -> None:
    """Opening an SQLite file that is not there would make an empty one."""
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).is_file():
        raise StoreFailure("no-tables")
