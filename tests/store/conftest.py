"""A migrated database for one test, on SQLite and on PostgreSQL in turn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from mkb_core.store import migrations
from mkb_core.store.engine import make_engine


@pytest.fixture
def empty(database_url: str) -> Iterator[Engine]:
    """The store's engine on a database without tables."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def engine(empty: Engine) -> Engine:
    """The store's engine on a database with the tables of this version."""
    migrations.upgrade(empty)
    return empty
