"""Connections to SQLite (the embedded default) and PostgreSQL, with the same promises on both.

A read sees one snapshot and cannot write. A write is one transaction: all of it is stored, durably, or nothing.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import QueuePool

from mkb_core.store.failures import StoreFailure, failure_of

#: Seconds that a statement waits for another writer on SQLite; ``?timeout=`` in the address says otherwise.
BUSY_SECONDS = 10.0
#: Seconds that PostgreSQL may take to accept a connection; ``?connect_timeout=`` says otherwise.
CONNECT_SECONDS = 10

_READ_ONLY = "mkb_read_only"


def make_engine(url: str) -> Engine:
    """An engine for ``sqlite:///file`` or ``postgresql://...``; connects only when used.

    Raises :class:`StoreUnavailable` where the address cannot be read or its driver is absent.
    """
    try:
        address = make_url(url)
    except (exc.ArgumentError, ValueError):
        raise StoreFailure("address") from None  # the text may hold a password
    if address.drivername in ("sqlite", "sqlite+pysqlite"):
        return _sqlite_engine(address)
    if address.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return _postgresql_engine(address.set(drivername="postgresql+psycopg"))
    raise StoreFailure("address")


@contextmanager
def read(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one snapshot and refuses to write. Raises :class:`StoreUnavailable`.

    Where a :class:`SharedTransaction` is open, it is read in that one, so that its own changes are seen.
    """
    shared = _SHARED.get()
    if shared is not None and shared.engine is engine and shared.is_open:
        with plain_failures(engine.url):
            yield shared.connection()
        return
    options: dict[str, Any] = {_READ_ONLY: True}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with _transaction(engine, options) as connection:
        yield connection


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """A transaction that is committed at the end, and undone by any exception. Raises :class:`StoreUnavailable`.

    SQLite has one writer at a time: the others wait here, so what is read inside cannot change before it is written.
    On PostgreSQL (READ COMMITTED) versions guard the records. While a :class:`SharedTransaction` is in force, this is a
    part of that one: undone by itself by an exception, committed with the whole.
    """
    shared = _SHARED.get()
    if shared is not None and shared.engine is engine:
        with plain_failures(engine.url):
            connection = shared.connection()
            with connection.begin_nested():
                yield connection
        return
    with _transaction(engine, {}) as connection:
        yield connection


class SharedTransaction:
    """Makes one transaction of all that is written while it is :meth:`in_force`, whoever writes it.

    It begins with the first write; ``on_begin`` comes before that write, and what it raises refuses this and every later
    one. It is ended by whoever made it. Not for two threads at once.
    """

    def __init__(self, engine: Engine, on_begin: Callable[[Connection], None]) -> None:
        self.engine = engine
        self._on_begin = on_begin
        self._connection: Connection | None = None
        self._refusal: Exception | None = None

    @property
    def is_open(self) -> bool:
        """Was something written that is not yet committed?"""
        return self._connection is not None

    def in_force(self) -> None:
        """From here on, in this context and in those that are copied from it."""
        _SHARED.set(self)

    @staticmethod
    def out_of_force() -> None:
        """From here on every write is a transaction of its own."""
        _SHARED.set(None)

    def connection(self) -> Connection:
        """The open transaction, begun where it is not. Raises what ``on_begin`` raised."""
        if self._refusal is not None:
            raise self._refusal
        if self._connection is None:
            with plain_failures(self.engine.url):
                connection = self.engine.connect()
                try:
                    connection.begin()
                    self._on_begin(connection)
                except BaseException as error:
                    connection.close()
                    self._refusal = error if isinstance(error, Exception) else None
                    raise
                self._connection = connection
        return self._connection

    def commit(self) -> None:
        """Store all that was written. Raises :class:`StoreUnavailable`; nothing is stored then."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with plain_failures(self.engine.url), connection:
                connection.commit()

    def undo(self) -> None:
        """Forget all that was written."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with plain_failures(self.engine.url):
                connection.close()


_SHARED: ContextVar[SharedTransaction | None] = ContextVar("mkb_shared_transaction", default=None)


@contextmanager
def _transaction(engine: Engine, options: Mapping[str, Any]) -> Iterator[Connection]:
    with (
        plain_failures(engine.url),
        engine.connect() as connection,
        connection.execution_options(**options).begin(),
    ):
        yield connection


@contextmanager
def plain_failures(url: URL) -> Iterator[None]:
    """Turn every failure of the driver or the pool into :class:`StoreUnavailable`."""
    try:
        yield
    except (exc.SQLAlchemyError, sqlite3.Error) as error:
        if isinstance(error, exc.DBAPIError | exc.TimeoutError | sqlite3.Error):
            failure = failure_of(error, url)
            # PostgreSQL quotes the refused row in its message: that is nothing for a log.
            raise failure from (None if "rule" in failure.facts else error)
        raise


def _sqlite_engine(url: URL) -> Engine:
    in_memory = url.database in (None, "", ":memory:")
    timeout = {} if "timeout" in url.query else {"timeout": BUSY_SECONDS}
    try:
        engine = create_engine(
            url,
            connect_args={"check_same_thread": False, **timeout},
            hide_parameters=True,  # a message never holds what a company told
            poolclass=QueuePool,
            # One connection holds a database in memory; threads take turns on it.
            **({"pool_size": 1, "max_overflow": 0} if in_memory else {}),
        )
    except (ValueError, TypeError):
        raise StoreFailure("address") from None
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    try:
        connection.isolation_level = None  # the driver begins nothing by itself; see _begin_sqlite
        _switch_to_wal(connection)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")
    except BaseException:
        connection.close()
        raise


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """The switch itself does not wait for its turn (SQLite skips the busy handler), so wait here."""
    (milliseconds,) = connection.execute("PRAGMA busy_timeout").fetchone()
    until = time.monotonic() + milliseconds / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    """The driver's default begins only at the first INSERT or UPDATE, so that two writers could read the same old
    value and one change would be lost; a writer takes its turn before it reads."""
    raw: Any = connection.connection.dbapi_connection  # a tenth of what the same costs through SQLAlchemy
    if connection.get_execution_options().get(_READ_ONLY):
        raw.execute("PRAGMA query_only=ON")
        raw.execute("BEGIN DEFERRED")
    else:
        raw.execute("PRAGMA query_only=OFF")
        raw.execute("BEGIN IMMEDIATE")


def _postgresql_engine(url: URL) -> Engine:
    if "connect_timeout" not in url.query:
        url = url.update_query_dict({"connect_timeout": str(CONNECT_SECONDS)})
    try:
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=True)
    except ImportError:
        raise StoreFailure("no-driver") from None
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _: object) -> None:
    connection.execute("SET TIME ZONE 'UTC'")
    connection.commit()
