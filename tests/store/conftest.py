"""A migrated database for one test, on SQLite and on PostgreSQL in turn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from mkb_core.store.engine import make_engine


@pytest.fixture
def empty(database_url: str) -> Iterator[Engine]:
    """The store's engine on a database without tables."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    """The store's engine on a database with the tables of this version."""
    made = make_engine(store_url)
    yield made
    made.dispose()
