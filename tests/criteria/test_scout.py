"""Scouting in the database gives what judging every company in Python gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any as Anything
from typing import Literal

import pytest
import sqlalchemy as sa
from hypothesis import strategies as st

from mkb_core.criteria import CriteriaSet, Criterion, Facts, Field, In, Tree, judge, parse_rule
from mkb_core.criteria.sql import scout_statement, to_sql
from mkb_core.errors import InvalidInput
from mkb_core.text import text
from tests.criteria.strategies import generated, trees
from tests.criteria.tables import TABLE

COLUMNS = dict(TABLE.c)


@st.composite
def criteria_sets(draw: st.DrawFn) -> CriteriaSet:
    rules: list[Tree] = draw(st.lists(trees, max_size=5))
    return CriteriaSet(
        "generated",
        text(nl="gemaakt"),
        tuple(
            Criterion(f"c{at}", text(nl="x"), rule, hard=draw(st.booleans()), weight=draw(st.integers(0, 3)))
            for at, rule in enumerate(rules)
        ),
    )


@pytest.fixture(scope="module")
def some_sets() -> list[CriteriaSet]:
    return generated(criteria_sets(), 80, start=3)


@pytest.mark.parametrize("unknown", ["keep", "drop"])
def test_scouting_equals_judging(
    connection: sa.Connection,
    some_companies: Sequence[Facts],
    some_sets: Sequence[CriteriaSet],
    unknown: Literal["keep", "drop"],
) -> None:
    for criteria_set in some_sets:
        statement = scout_statement(criteria_set, COLUMNS, TABLE.c.id, unknown=unknown, verdicts=True)
        expected: list[tuple[Anything, ...]] = []
        for at, facts in enumerate(some_companies):
            judgement = judge(criteria_set, facts)
            if judgement.verdict is False or (judgement.verdict is None and unknown == "drop"):
                continue
            verdicts = [verdict for _, verdict in judgement.verdicts]
            expected.append((at, judgement.verdict, judgement.points, judgement.open_points, *verdicts))
        expected.sort(key=lambda row: (-row[2], row[0]))
        assert [tuple(row) for row in connection.execute(statement)] == expected


ADMISSION = CriteriaSet(
    "admission",
    text(nl="Toelating"),
    (
        Criterion("size", text(nl="omvang"), parse_rule("employees < 250")),
        Criterion("growth", text(nl="groei"), parse_rule("growth_ambition"), hard=False, weight=30),
        Criterion("age", text(nl="leeftijd"), parse_rule("age_years > 3 or sme"), hard=False, weight=5),
    ),
)


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_the_best_come_first_on_every_database(database_engine: sa.Engine) -> None:
    rows: list[dict[str, Anything]] = [
        {"id": 1, "employees": 10, "growth_ambition": True, "age_years": 1},
        {"id": 2, "employees": 300, "growth_ambition": True, "age_years": 9},
        {"id": 3, "employees": None, "growth_ambition": True, "age_years": 9},
        {"id": 4, "employees": 10, "growth_ambition": None, "age_years": 9},
        {"id": 5, "employees": 10, "growth_ambition": True, "age_years": 9},
    ]
    with database_engine.begin() as connection:
        TABLE.create(connection)
        connection.execute(sa.insert(TABLE), rows)
        statement = scout_statement(ADMISSION, COLUMNS, TABLE.c.id)
        found = [tuple(row) for row in connection.execute(statement)]
        first = connection.execute(scout_statement(ADMISSION, COLUMNS, TABLE.c.id, limit=1)).all()
    assert found == [(3, None, 35, 0), (5, 1, 35, 0), (1, 1, 30, 5), (4, 1, 5, 30)]
    assert [row.key for row in first] == [3]
    assert all(type(row[2]) is int for row in found)


def test_a_field_without_a_column_is_named_with_its_criterion() -> None:
    broken = CriteriaSet(
        "x",
        text(nl="x"),
        (Criterion("a", text(nl="a"), parse_rule("sme and in_region and legal_form == 'bv'")),),
    )
    with pytest.raises(InvalidInput) as caught:
        scout_statement(broken, COLUMNS, TABLE.c.id)
    assert [(fault.path, fault.facts["value"]) for fault in caught.value.faults] == [
        ("criteria[0].rule", "in_region"),
        ("criteria[0].rule", "legal_form"),
    ]


@pytest.mark.parametrize(
    "tree",
    [In("employees", []), In("employees", [2**63]), Field("in_region")],
    ids=["empty", "large", "column"],
)
def test_what_no_database_can_hold_is_refused_before(tree: Tree) -> None:
    with pytest.raises(InvalidInput):
        to_sql(tree, COLUMNS)


def test_text_of_a_rule_is_never_text_of_the_statement() -> None:
    hostile = "'; DROP TABLE companies; --"
    assert hostile not in str(to_sql(parse_rule(f'sub_region == "{hostile}"'), COLUMNS))
