"""One tree, three readings: Python, SQLite, PostgreSQL and DuckDB agree on generated rules and companies."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from mkb_core.criteria import Facts, Kind, Tree, compile_tree, evaluate, format_tree
from mkb_core.criteria.sql import possible, to_sql, verdict_column
from tests.criteria.strategies import SPECS, companies, trees

TREES, COMPANIES = 120, 120
PAIRS_WANTED = 10_000
COLUMN_TYPES: dict[Kind, sa.types.TypeEngine[Any]] = {
    "integer": sa.BigInteger(),
    "money": sa.BigInteger(),
    "number": sa.Double(),
    "boolean": sa.Boolean(),
    "text": sa.Text(),
    "date": sa.Date(),
}
TABLE = sa.Table(
    "companies",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    *(sa.Column(spec.name, COLUMN_TYPES[spec.kind]) for spec in SPECS),
)


def generated(strategy: st.SearchStrategy[object], count: int, *, start: int) -> list[object]:
    """So many different examples, the same in every run."""
    found: dict[str, object] = {}

    @seed(start)
    @settings(
        max_examples=count * 3,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(example: object) -> None:
        if len(found) < count:
            found.setdefault(repr(example), example)

    collect()
    assert len(found) == count
    return list(found.values())


@pytest.fixture(scope="module")
def some_trees() -> list[Tree]:
    return generated(trees, TREES, start=1)  # type: ignore[return-value]  # the strategy says so


@pytest.fixture(scope="module")
def some_companies() -> list[Facts]:
    return generated(companies, COMPANIES, start=2)  # type: ignore[return-value]  # the strategy says so


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "duckdb"])
def connection(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, some_companies: Sequence[Facts]
) -> Iterator[sa.Connection]:
    """A database that holds the generated companies in one table."""
    folder: Path = tmp_path_factory.mktemp("parity")
    match request.param:
        case "sqlite":
            url = f"sqlite:///{folder / 'parity.db'}"
        case "postgresql":
            url = request.getfixturevalue("postgresql_url")
        case _:
            url = f"duckdb:///{folder / 'parity.duckdb'}"
    with warnings.catch_warnings():
        # duckdb-engine 0.17 looks at the version of a package by an interface that setuptools retires.
        warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"duckdb_engine.*")
        engine = sa.create_engine(url)
    rows = [
        {"id": at, **{spec.name: facts.get(spec.name) for spec in SPECS}}
        for at, facts in enumerate(some_companies)
    ]
    with engine.connect() as opened:
        TABLE.create(opened)
        opened.execute(sa.insert(TABLE), rows)
        opened.commit()
        yield opened
        opened.rollback()
        TABLE.drop(opened)
        opened.commit()
    engine.dispose()


def test_every_database_agrees_with_python(
    connection: sa.Connection, some_trees: Sequence[Tree], some_companies: Sequence[Facts]
) -> None:
    columns = dict(TABLE.c)
    pairs = 0
    seen: set[bool | None] = set()
    for tree in some_trees:
        condition = to_sql(tree, columns)
        statement = (
            sa.select(
                sa.case((condition, 1), (sa.not_(condition), 0), else_=None),
                possible(tree, columns),
                verdict_column(tree, columns),
            )
            .select_from(TABLE)
            .order_by(TABLE.c.id)
        )
        rule = compile_tree(tree)
        for facts, (answer, may_hold, verdict) in zip(
            some_companies, connection.execute(statement), strict=True
        ):
            expected = evaluate(tree, facts)
            told = (format_tree(tree), facts)
            assert rule(facts) is expected, told
            assert answer == (None if expected is None else int(expected)), told
            assert bool(may_hold) is (expected is not False), told
            assert verdict == answer, told
            seen.add(expected)
            pairs += 1
    print(f"{connection.dialect.name}: {pairs} pairs of rule and company, all equal")
    assert pairs >= PAIRS_WANTED
    assert seen == {True, False, None}


def test_every_database_selects_the_same_companies(
    connection: sa.Connection, some_trees: Sequence[Tree], some_companies: Sequence[Facts]
) -> None:
    for tree in some_trees:
        statement = sa.select(TABLE.c.id).where(to_sql(tree, dict(TABLE.c))).order_by(TABLE.c.id)
        held = [at for at, facts in enumerate(some_companies) if evaluate(tree, facts)]
        assert list(connection.scalars(statement)) == held
