"""What the Support Process asks of staff, and how many plans the staffing can deliver at most beside the goal (E1, E9, K2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import frozen

from mkb_core.budget.quantities import Quantity
from mkb_core.text import Text


@frozen
class StageEffort:
    """Half-days of one stage, from and up to."""

    label: Text
    low: Quantity
    high: Quantity


@frozen
class SupportProcess:
    """``rows`` of staff (role/activity) guide companies in ``phases``; ``in_kind_rows`` do so too, and are counted apart.
    ``half_days_of_a_plan``: the efforts to reckon with. ``goal_plans``: how many plans the approach is to bring."""

    weeks_per_fte_year: Quantity
    half_days_per_week: Quantity
    half_days_of_a_plan: tuple[Quantity, ...]
    rows: tuple[str, ...]
    phases: tuple[str, ...]
    goal_plans: int
    in_kind_rows: tuple[str, ...] = ()
    stages: Mapping[str, StageEffort] | None = None
    source: str = ""


@frozen
class StaffedPeriod:
    """FTE of a row in a column of so many months."""

    row: str
    phase: str
    months: Fraction
    fte: Fraction


@frozen
class Deliverable:
    """The largest number of plans at an effort in half-days: by paid staff, by staff in kind alone, and by both."""

    half_days_of_a_plan: Fraction
    plans: int
    plans_in_kind: int
    plans_together: int


@frozen
class Capacity:
    """Full-time years and half-days with companies of paid staff and of staff in kind, and what they can deliver."""

    fte_years: Fraction
    half_days: Fraction
    fte_years_in_kind: Fraction
    half_days_in_kind: Fraction
    deliverable: tuple[Deliverable, ...]
    goal_plans: int


def capacity_of(process: SupportProcess, staffing: Iterable[StaffedPeriod]) -> Capacity:
    """Count the rows that guide companies in the phases that count, and divide by the effort of a plan, rounded down."""
    years = years_in_kind = Fraction(0)
    for one in staffing:
        if one.phase not in process.phases:
            continue
        if one.row in process.rows:
            years += one.fte * one.months / 12
        if one.row in process.in_kind_rows:
            years_in_kind += one.fte * one.months / 12
    a_year = process.weeks_per_fte_year * process.half_days_per_week
    own, in_kind = years * a_year, years_in_kind * a_year
    deliverable = tuple(
        Deliverable(effort, own // effort, in_kind // effort, (own + in_kind) // effort)
        for effort in process.half_days_of_a_plan
    )
    return Capacity(years, own, years_in_kind, in_kind, deliverable, process.goal_plans)
