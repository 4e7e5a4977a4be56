"""The overview of a scenario, as the plan prints it: which cell stands where, and its number in thousands or hours.

Every figure of it is a cell, so that each can be explained, and two overviews can be subtracted exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, TypeAlias

from mkb_core.budget.addresses import TOTAL, address, span_column, unit_of, year_column
from mkb_core.budget.evaluation import Evaluation
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.rounding import thousands, whole_hours
from mkb_core.budget.units import Unit

#: Keys of the overview that are no ids of the plan.
RESERVED = ("hours", "total_by_period", "total_by_year", TOTAL)
#: A tree of keys with the address of a cell at each end.
Layout: TypeAlias = dict[str, Any]


def layout(plan: BudgetPlan, *evaluations: Evaluation) -> Layout:
    """Which cells the overview of a plan has; a cell of a table stands in it where it is not zero in one of the
    evaluations."""
    periods = {period.id: period.id for period in plan.periods}
    spans = {span.id: span_column(span.id) for span in plan.spans}
    in_rows = {span.id: spans[span.id] for span in plan.spans if span.in_rows}
    years = {
        str(year): year_column(year) for year in sorted({y for one in evaluations for y in one.graph.years})
    }
    whole = {TOTAL: TOTAL}

    def row(measure: str, name: str, columns: dict[str, str]) -> Layout:
        cells = {key: address(measure, name, column) for key, column in columns.items()}
        return {key: cell for key, cell in cells.items() if any(one.value(cell) for one in evaluations)}

    staffing = dict.fromkeys(name for one in evaluations for name in one.graph.staffing)
    hours = {name: row("hours", name, periods | whole) for name in staffing}
    made: Layout = {"hours": {name: cells for name, cells in hours.items() if cells}}
    for name in _rows(plan):
        made[name] = row("cost", name, periods | in_rows)
    made["total_by_period"] = row("cost", TOTAL, periods)
    made["total_by_year"] = row("cost", TOTAL, years)
    made |= {key: address("cost", TOTAL, column) for key, column in spans.items()}
    made[TOTAL] = address("cost", TOTAL, TOTAL)
    if plan.travel is not None:
        made[plan.travel.id] = row("cost", plan.travel.row, periods | whole)
    return made


def _rows(plan: BudgetPlan) -> Iterable[str]:
    yield from (activity.id for activity in plan.activities if activity.paid)
    yield from (group.id for group in plan.cost_groups if group.in_overview)


def printed(evaluation: Evaluation) -> Layout:
    """The overview with numbers: hours are hours, all else thousands of euros, rounded half up from exact values."""
    return _filled(layout(evaluation.plan, evaluation), evaluation.value)


def printed_delta(first: Evaluation, second: Evaluation) -> Layout:
    """The first scenario minus the second, each number rounded from the exact difference; what one of them has not
    counts as zero."""
    return _filled(layout(first.plan, first, second), lambda cell: first.value(cell) - second.value(cell))


def rounded(cell: str, value: Fraction) -> int:
    """A value as the overview prints it."""
    return whole_hours(value) if unit_of(cell) is Unit.HOURS else thousands(value)


def _filled(part: Layout, value: Callable[[str], Fraction]) -> Layout:
    return {
        key: rounded(one, value(one)) if isinstance(one, str) else _filled(one, value)
        for key, one in part.items()
    }
