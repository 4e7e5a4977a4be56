"""The given cells of a scenario: every figure of the plan and of the scenario's chain of bases, with where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import evolve

from mkb_core.budget.addresses import TOTAL, address, phase_column, unit_of
from mkb_core.budget.formulas import Given
from mkb_core.budget.plan import BudgetPlan, Scenario
from mkb_core.errors import InputFault, InvalidInput, NotFoundAmong

GivenCells = Mapping[str, Given]


def scenario_of(plan: BudgetPlan, scenario: str) -> Scenario:
    """The scenario with an id; raises :class:`NotFound`."""
    for one in plan.scenarios:
        if one.id == scenario:
            return one
    known = ", ".join(one.id for one in plan.scenarios)
    raise NotFoundAmong(kind="scenario", key=scenario, known=known)


def chain_of(plan: BudgetPlan, scenario: str) -> tuple[Scenario, ...]:
    """The scenario after its bases, the deepest base first; raises :class:`InvalidInput` where they go round in a circle
    and :class:`NotFound` where one is unknown."""
    chain: list[Scenario] = []
    following: str | None = scenario
    while following is not None:
        one = scenario_of(plan, following)
        if one in chain:
            names = " → ".join(link.id for link in [*chain, one])
            raise InvalidInput([InputFault("scenarios", "circular-scenario", {"value": names})])
        chain.append(one)
        following = one.base
    return tuple(reversed(chain))


def given_cells(plan: BudgetPlan, scenario: str | None = None) -> dict[str, Given]:
    """Address to figure; only what the plan or the scenario says. ``None``: the bare plan, without any scenario."""
    cells = dict(_of_plan(plan))
    for one in chain_of(plan, scenario) if scenario is not None else ():
        place = f"scenarios[{plan.scenarios.index(one)}]"
        for removed in one.remove:
            for name in [name for name in cells if name == removed or name.startswith(f"{removed}.")]:
                del cells[name]
        for name, given in _of_scenario(one):
            cells[name] = evolve(given, place=f"{place}.{given.place}", scenario=one.id)
    return cells


def _of_plan(plan: BudgetPlan) -> Iterator[tuple[str, Given]]:
    for index, role in enumerate(plan.roles):
        place = f"roles[{index}]"
        rate = Fraction(role.rate_per_hour)
        yield address("rate", role.id), Given(rate, f"{place}.rate_per_hour")
        hours = Given(role.hours_per_fte_year, f"{place}.hours_per_fte_year")
        yield address("hours_per_fte_year", role.id), hours
    for index, period in enumerate(plan.periods):
        yield address("months", period.id), Given(period.months, f"periods[{index}].months")
    for index, line in enumerate(plan.cost_lines):
        for column, cents in line.amounts.items():
            place = f"cost_lines[{index}].amounts[{column}]"
            yield address("cost", line.row, column), Given(Fraction(cents), place)
    if plan.travel is not None:
        for column, cents in plan.travel.rate_per_hour.items():
            yield address("travel_rate", column), Given(Fraction(cents), f"travel.rate_per_hour[{column}]")


def _of_scenario(scenario: Scenario) -> Iterator[tuple[str, Given]]:
    for row, numbers in scenario.fte.items():
        for column, fte in numbers.items():
            yield address("fte", row, column), Given(fte, f"fte[{row}][{column}]")
    for row, amounts in scenario.costs.items():
        for column, cents in amounts.items():
            yield address("cost", row, column), Given(Fraction(cents), f"costs[{row}][{column}]")
    for name, number in scenario.set.items():
        yield name, Given(unit_of(name).from_written(number), f"set[{name}]")


def absent_given(plan: BudgetPlan, staffing: Iterable[str]) -> Iterator[str]:
    """The given cells that a plan need not name, and that are zero then: delays, staffing of these rows, amounts and travel rates."""
    yield address("delay", TOTAL)
    for phase in plan.phases:
        yield address("delay", phase_column(phase.id))
    for row in staffing:
        for period in plan.periods:
            yield address("fte", row, period.id)
    for line in plan.cost_lines:
        for period in plan.periods:
            yield address("cost", line.row, period.id)
    if plan.travel is not None:
        for period in plan.periods:
            yield address("travel_rate", period.id)


def staffing_rows(plan: BudgetPlan) -> tuple[str, ...]:
    """Every role/activity that a scenario staffs, in the order in which they are named."""
    rows: dict[str, None] = {}
    for scenario in plan.scenarios:
        rows.update(dict.fromkeys(scenario.fte))
        named = (name.split(".") for name in scenario.set)
        rows.update({parts[1]: None for parts in named if parts[0] == "fte" and len(parts) > 1})
    return tuple(rows)
