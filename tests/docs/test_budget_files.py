"""The reference of budget files has every key, every measure with its unit and bounds, and every kind of formula."""

from __future__ import annotations

import re
from typing import Any

import attrs
import pytest

from mkb_core.budget import BudgetPlan, evaluate
from mkb_core.budget import plan as data
from mkb_core.budget.addresses import MEASURES
from mkb_core.budget.limits import BOUNDS
from mkb_core.budget.quantities import write_quantity
from mkb_core.hooks import read_budget_plan
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "reference" / "budget-files.md"
#: heading -> what is read there
KINDS: dict[str, type[Any]] = {
    "The plan": BudgetPlan,
    "phases": data.Phase,
    "periods": data.Period,
    "spans": data.Span,
    "roles": data.Role,
    "activities": data.Activity,
    "cost_groups": data.CostGroup,
    "cost_lines": data.CostLine,
    "travel": data.Travel,
    "scenarios": data.Scenario,
}


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading, without its first two."""
    parts = re.split(r"^##+ (.+)$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    words = dict(zip(parts[1::2], parts[2::2], strict=True))[heading]
    lines = [line for line in words.splitlines() if line.startswith("| ")][2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


@pytest.mark.parametrize(("heading", "kind"), KINDS.items(), ids=KINDS)
def test_table_has_every_key_and_says_which_are_needed(heading: str, kind: type[Any]) -> None:
    expected = [(f"`{one.name}`", one.default is attrs.NOTHING) for one in attrs.fields(kind)]
    assert [(row[0], row[1] == "yes") for row in rows(heading)] == expected


def test_table_has_every_measure_with_its_unit_and_bounds() -> None:
    expected = []
    for measure, unit in MEASURES.items():
        bounds = BOUNDS.get(measure)
        said = f"{write_quantity(bounds.low)} - {write_quantity(bounds.high)}" if bounds else "none"
        expected.append([f"`{measure}`", unit.value, said])
    assert [row[:3] for row in rows("Addresses")] == expected


def test_table_has_every_kind_of_formula() -> None:
    plan = read_budget_plan("mkb_plugin_region_limburg", "budget.toml")
    kinds = {formula.kind for formula in evaluate(plan, "1").graph.formulas.values()}
    assert {row[0].strip("`") for row in rows("How a cell comes about")} == kinds
