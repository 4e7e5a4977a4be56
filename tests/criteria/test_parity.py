"""One tree, three readings: Python, SQLite, PostgreSQL and DuckDB agree on generated rules and companies."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from mkb_core.criteria import Facts, Tree, compile_tree, evaluate, format_tree
from mkb_core.criteria.sql import possible, to_sql, verdict_column
from tests.criteria.strategies import generated, trees
from tests.criteria.tables import TABLE

TREES = 120
PAIRS_WANTED = 10_000


@pytest.fixture(scope="module")
def some_trees() -> list[Tree]:
    return generated(trees, TREES, start=1)


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
