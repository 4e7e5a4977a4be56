"""The database of DBOS: the same file or server as the application's, with the same promise that a commit is durable."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url

#: Connections of a worker to PostgreSQL for DBOS's own bookkeeping.
POOL_SIZE = 5
BUSY_MILLISECONDS = 30_000


def system_engine(url: str) -> Engine:
    """An engine for DBOS's tables. On SQLite DBOS begins transactions in its own way, so it has connections of its own."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(
            address, hide_parameters=True, connect_args={"check_same_thread": False}, pool_size=POOL_SIZE
        )
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    return create_engine(
        address.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=POOL_SIZE,
    )


def _prepare_sqlite(connection: Any, _: object) -> None:
    """The driver begins a transaction at the first write, with the lock; a poll reads without one."""
    connection.isolation_level = "IMMEDIATE"
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")
