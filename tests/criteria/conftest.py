"""The same generated companies in every database that rules are compiled for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from mkb_core.criteria import Facts
from tests.criteria.strategies import companies, generated
from tests.criteria.tables import TABLE, fill

COMPANIES = 120


@pytest.fixture(scope="session")
def some_companies() -> list[Facts]:
    return generated(companies, COMPANIES, start=2)


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "duckdb"])
def connection(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, some_companies: Sequence[Facts]
) -> Iterator[sa.Connection]:
    """A database that holds the generated companies."""
    folder: Path = tmp_path_factory.mktemp("criteria")
    match request.param:
        case "sqlite":
            url = f"sqlite:///{folder / 'companies.db'}"
        case "postgresql":
            url = request.getfixturevalue("postgresql_url")
        case _:
            url = f"duckdb:///{folder / 'companies.duckdb'}"
    engine = sa.create_engine(url)
    with engine.connect() as opened:
        fill(opened, some_companies)
        yield opened
        opened.rollback()
        TABLE.drop(opened)
        opened.commit()
    engine.dispose()
