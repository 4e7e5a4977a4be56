"""Generated budget plans: small, sound, with scenarios on top of each other, removals, delays and staff in kind."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from mkb_core.budget.given import given_cells
from mkb_core.budget.limits import settable
from mkb_core.budget.plan import (
    Activity,
    BudgetPlan,
    CostGroup,
    CostLine,
    Period,
    Phase,
    Role,
    Scenario,
    Span,
    Travel,
)
from mkb_core.text import text

LABEL = text(nl="Naam", en="Name")
CENTS = st.integers(0, 5_000_000)
RATES = st.integers(0, 30_000)
FTES = st.integers(0, 240).map(lambda thirtieths: Fraction(thirtieths, 30))
MONTHS = st.integers(1, 120).map(lambda quarters: Fraction(quarters, 4))
DELAYS = st.integers(-60, 120).map(lambda thirds: Fraction(thirds, 3))
HOURS = st.integers(3, 6000).map(lambda thirds: Fraction(thirds, 3))


def some_of(keys: list[str], values: st.SearchStrategy[Any], most: int = 4) -> st.SearchStrategy[Any]:
    """A few of the keys with a value each."""
    return (
        st.dictionaries(st.sampled_from(keys), values, max_size=min(most, len(keys))) if keys else st.just({})
    )


@st.composite
def plans(draw: st.DrawFn) -> BudgetPlan:
    """A plan that has no fault; its last scenario is the one with the most bases."""
    phases = [f"phase{index}" for index in range(draw(st.integers(1, 3)))]
    periods = tuple(
        Period(
            f"p/{index}",
            LABEL,
            draw(st.integers(2017, 2020)),
            draw(st.integers(1, 12)),
            draw(MONTHS),
            draw(st.sampled_from(phases)),
        )
        for index in range(draw(st.integers(1, 4)))
    )
    ids = [period.id for period in periods]
    roles = [f"role{index}" for index in range(draw(st.integers(1, 3)))]
    activities = [f"work{index}" for index in range(draw(st.integers(1, 3)))]
    paid = [draw(st.booleans()) for _ in activities]
    groups = [f"group{index}" for index in range(draw(st.integers(0, 2)))]
    lines = tuple(
        CostLine(draw(st.sampled_from(groups)), f"line{index}", LABEL, draw(some_of(ids, CENTS)))
        for index in range(draw(st.integers(0, 3)) if groups else 0)
    )
    travelling = tuple(name for name, is_paid in zip(activities, paid, strict=True) if is_paid)
    travels = bool(groups) and draw(st.booleans())
    travel = (
        Travel(groups[0], "travel", LABEL, travelling, draw(some_of(ids, st.integers(0, 2000))))
        if travels
        else None
    )
    rows = [f"{role}/{activity}" for role in roles for activity in activities]
    plan = BudgetPlan(
        "made",
        LABEL,
        tuple(Phase(name, LABEL) for name in phases),
        periods,
        tuple(Role(name, LABEL, draw(RATES), draw(HOURS)) for name in roles),
        tuple(Activity(name, LABEL, one) for name, one in zip(activities, paid, strict=True)),
        (),
        (Span("some", LABEL, tuple(sorted(draw(st.sets(st.sampled_from(phases))))), in_rows=True),),
        tuple(CostGroup(name, LABEL, draw(st.booleans())) for name in groups),
        lines,
        travel,
    )
    made: list[Scenario] = []
    for index in range(draw(st.integers(1, 3))):
        made.append(draw(scenarios(plan, made, str(index), rows)))
        plan = with_scenarios(plan, made)
    return plan


def with_scenarios(plan: BudgetPlan, made: list[Scenario]) -> BudgetPlan:
    return evolve(plan, scenarios=tuple(made))


@st.composite
def scenarios(
    draw: st.DrawFn, plan: BudgetPlan, made: list[Scenario], name: str, rows: list[str]
) -> Scenario:
    """A scenario on top of one of those that are there, or of none."""
    ids = [period.id for period in plan.periods]
    base = draw(st.sampled_from([None, *(one.id for one in made)]))
    there = given_cells(with_scenarios(plan, made), base)
    removable = [cell for cell in there if cell.startswith(("fte.", "cost.", "delay.", "travel_rate."))]
    return Scenario(
        name,
        LABEL,
        base,
        draw(some_of(rows, some_of(ids, FTES))),
        draw(some_of([line.row for line in plan.cost_lines], some_of(ids, CENTS))),
        draw(settings_of(plan)),
        tuple(sorted(draw(st.sets(st.sampled_from(removable), max_size=2)))) if removable else (),
    )


@st.composite
def settings_of(draw: st.DrawFn, plan: BudgetPlan) -> Mapping[str, Fraction]:
    """Other given cells, as a file has them: amounts in euros."""
    made: dict[str, Fraction] = {}
    if draw(st.booleans()):
        made[f"rate.{draw(st.sampled_from(plan.roles)).id}"] = Fraction(draw(RATES), 100)
    if draw(st.booleans()):
        made[f"months.{draw(st.sampled_from(plan.periods)).id}"] = draw(MONTHS)
    if draw(st.booleans()):
        column = draw(st.sampled_from(["total", *(f"phase:{phase.id}" for phase in plan.phases)]))
        made[f"delay.{column}"] = draw(DELAYS)
    return made


@st.composite
def changes_of(draw: st.DrawFn, plan: BudgetPlan, most: int = 4) -> dict[str, Fraction]:
    """Changes of given cells, in the unit of each cell."""
    values: dict[str, st.SearchStrategy[Any]] = {
        "fte": FTES,
        "cost": CENTS,
        "rate": RATES,
        "travel_rate": st.integers(0, 2000),
        "hours_per_fte_year": HOURS,
        "months": MONTHS,
        "delay": DELAYS,
    }
    cells = draw(st.sets(st.sampled_from(list(settable(plan))), min_size=1, max_size=most))
    return {cell: Fraction(draw(values[cell.partition(".")[0]])) for cell in sorted(cells)}
