"""A plan with other given figures in one of its scenarios: what an edit saves."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import evolve

from mkb_core.budget.addresses import unit_of
from mkb_core.budget.given import given_cells, scenario_of
from mkb_core.budget.plan import BudgetPlan, Scenario


def amend(plan: BudgetPlan, scenario: str, changes: Mapping[str, Fraction]) -> BudgetPlan:
    """The plan in which the scenario says these figures itself, in the unit of their cells (amounts in cents).

    Other scenarios change only where they are based on it and do not say the figure themselves. What the cell holds
    already is left as it stands. The changes are sound (:func:`~mkb_core.budget.limits.change_faults`). Raises
    :class:`~mkb_core.errors.NotFound`.
    """
    before = given_cells(plan, scenario)
    amended = scenario_of(plan, scenario)
    for name, value in changes.items():
        if value != (before[name].number if name in before else 0):
            amended = _with_figure(amended, name, value)
    scenarios = tuple(amended if one.id == scenario else one for one in plan.scenarios)
    return evolve(plan, scenarios=scenarios)


def _with_figure(scenario: Scenario, name: str, value: Fraction) -> Scenario:
    measure, _, rest = name.partition(".")
    row, _, column = rest.partition(".")
    if name in scenario.set or measure not in ("fte", "cost"):
        written = value / 100 if unit_of(name).is_money else value
        return evolve(scenario, set={**scenario.set, name: written})
    if measure == "fte":
        return evolve(scenario, fte={**scenario.fte, row: {**scenario.fte.get(row, {}), column: value}})
    amounts = {**scenario.costs.get(row, {}), column: int(value)}
    return evolve(scenario, costs={**scenario.costs, row: amounts})
