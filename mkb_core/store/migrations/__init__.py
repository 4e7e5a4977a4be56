"""Bring a database to the tables of this version, and back; needs the extra ``migrate`` (Alembic).

Safe to call from several processes at once: one migrates, the others wait and then find nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, MetaData, text

from mkb_core.store import budget_tables, job_tables, trust_tables  # noqa: F401 - they add their tables
from mkb_core.store.engine import plain_failures, read
from mkb_core.store.failures import StoreFailure
from mkb_core.store.tables import PREFIX, metadata

VERSION_TABLE = f"{PREFIX}alembic_version"
#: "mkb" in ASCII; the key under which PostgreSQL lets one migration in at a time.
_LOCK = 0x6D6B62


def upgrade(engine: Engine) -> None:
    """Make or change the tables, all in one transaction. Raises :class:`StoreUnavailable`."""
    _run(engine, lambda config: command.upgrade(config, "heads"))


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Go back to a revision; ``base`` removes every table of the core with its content."""
    _run(engine, lambda config: command.downgrade(config, revision))


def is_current(engine: Engine) -> bool:
    """Whether the database has exactly the tables of this version. Raises :class:`StoreUnavailable`."""
    with read(engine) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        return set(context.get_current_heads()) == set(ScriptDirectory.from_config(_config()).get_heads())


def has_what_this_needs(engine: Engine) -> bool:
    """Whether this version can work with the tables: they are this version's, or those of a newer one, because migrations
    only add while two versions run side by side. Raises :class:`StoreUnavailable`."""
    script = ScriptDirectory.from_config(_config())
    with read(engine) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        found = set(context.get_current_heads())
    known = {revision.revision for revision in script.walk_revisions()}
    return found == set(script.get_heads()) or not found <= known


def run_environment(connection: Connection, target: MetaData = metadata) -> None:
    """What Alembic's ``env.py`` does: run the asked migrations on a connection that is in a transaction."""
    from alembic import context  # noqa: PLC0415 - exists only while Alembic runs the environment

    context.configure(
        connection=connection,
        target_metadata=target,
        version_table=VERSION_TABLE,
        include_name=includes,
        render_as_batch=True,  # SQLite cannot alter a column
    )
    with context.begin_transaction():
        context.run_migrations()


def includes(name: str | None, kind: str, _: object) -> bool:
    """Whether a thing in the database is the core's own: others (plugins, job tables) may share the database."""
    return kind != "table" or name in metadata.tables


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", f"{__name__.rpartition('.')[0]}:migrations")
    config.attributes["connection"] = connection
    return config


def _run(engine: Engine, do: Callable[[Config], None]) -> None:
    with _alone(engine) as connection:
        try:
            do(_config(connection))
        except CommandError as error:
            raise StoreFailure("newer") from error


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other migration runs beside."""
    on_sqlite = engine.dialect.name == "sqlite"
    with plain_failures(engine.url), engine.connect() as connection:
        if on_sqlite:
            _keep_foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                if not on_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                yield connection
                if on_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise StoreFailure("refused")
        finally:
            if on_sqlite:
                _keep_foreign_keys(connection, "ON")


def _keep_foreign_keys(connection: Connection, state: str) -> None:
    """Altering a column on SQLite replaces its table; with keys on, dropping the old one deletes what refers to it.

    SQLite ignores this within a transaction, hence by the driver, before and after.
    """
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={state}")
    cursor.close()
