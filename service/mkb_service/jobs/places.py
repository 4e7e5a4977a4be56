"""A place for each worker, held as long as it lives: its name is stable, and whoever finds it free knows that it is gone.

A place is a lock that ends with its holder, whatever it dies of, so neither clocks nor heartbeats are asked: on PostgreSQL
an advisory lock of a connection, on SQLite a lock on a file beside the database, for one worker at a time.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from attrs import define, field
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

#: Workers on one computer.
MOST_PLACES = 64
#: "mkbw" in ASCII: the class of advisory locks that are places of workers.
_CLASS = 0x6D6B6277


class Places(Protocol):
    """Where workers of one database take their places."""

    def take(self) -> str | None:
        """The name of the place that is held from now on; ``None`` where none is free."""

    def is_held(self) -> bool:
        """Is it still this worker's? A database that was away may have given it to another."""

    def leave(self) -> None:
        """Give it up."""

    def while_gone(self, name: str) -> AbstractContextManager[bool]:
        """A context: is nobody in this place? Then nobody takes it within."""


def places_of(engine: Engine) -> Places:
    """The places of a database."""
    if engine.dialect.name == "sqlite":
        return FilePlace(Path(f"{engine.url.database}.worker"))
    return LockedPlaces(engine, socket.gethostname())


@define(eq=False)
class FilePlace:
    """The one place on SQLite."""

    file: Path
    _descriptor: int | None = field(default=None, init=False)

    def take(self) -> str | None:
        """See :class:`Places`."""
        descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        return "sqlite"

    def is_held(self) -> bool:
        """See :class:`Places`."""
        return self._descriptor is not None

    def leave(self) -> None:
        """See :class:`Places`."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @contextmanager
    def while_gone(self, name: str) -> Iterator[bool]:
        """There is no other place."""
        yield self.is_held() and name != "sqlite"


@define(eq=False)
class LockedPlaces:
    """Places on PostgreSQL: ``<host>-1``, ``<host>-2``, ..."""

    engine: Engine
    host: str
    _held: tuple[str, Connection] | None = field(default=None, init=False)

    def take(self) -> str | None:
        """See :class:`Places`."""
        connection = self._connect()
        try:
            for number in range(1, MOST_PLACES + 1):
                name = f"{self.host}-{number}"
                if _lock(connection, name):
                    self._held = (name, connection)
                    return name
        except BaseException:
            connection.close()
            raise
        connection.close()
        return None

    def is_held(self) -> bool:
        """See :class:`Places`."""
        if self._held is None:
            return False
        try:
            self._held[1].execute(text("SELECT 1"))
        except SQLAlchemyError:
            self.leave()
        return self._held is not None

    def leave(self) -> None:
        """See :class:`Places`."""
        if self._held is not None:
            connection, self._held = self._held[1], None
            connection.invalidate()  # closes the session, and with it the lock
            connection.close()

    @contextmanager
    def while_gone(self, name: str) -> Iterator[bool]:
        """See :class:`Places`."""
        if self._held is not None and self._held[0] == name:
            yield False
            return
        connection = self._connect()
        try:
            yield _lock(connection, name)
        finally:
            connection.invalidate()
            connection.close()

    def _connect(self) -> Connection:
        return self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def _lock(connection: Connection, name: str) -> bool:
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], signed=True)
    statement = text("SELECT pg_try_advisory_lock(:class, :number)")
    return bool(connection.execute(statement, {"class": _CLASS, "number": number}).scalar())
