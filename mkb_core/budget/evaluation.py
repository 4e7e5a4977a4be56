"""A scenario with the exact value of every cell; after a change only what depends on it is computed again."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import define

from mkb_core.budget.addresses import unit_of
from mkb_core.budget.formulas import Formula, Given
from mkb_core.budget.given import given_cells
from mkb_core.budget.graph import MOVES_COLUMNS, Graph, build_graph
from mkb_core.budget.limits import change_faults
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.units import Unit
from mkb_core.errors import InvalidInput


@define(frozen=True)
class Evaluation:
    """All cells of one scenario. Values are exact, amounts in cents."""

    graph: Graph
    values: Mapping[str, Fraction]

    @property
    def plan(self) -> BudgetPlan:
        """The plan that was evaluated."""
        return self.graph.plan

    def value(self, address: str) -> Fraction:
        """The exact value of a cell; zero where there is no such cell, as in a month without a line in the plan."""
        return self.values.get(address, Fraction(0))

    def formula(self, address: str) -> Formula:
        """How a cell comes about; raises ``KeyError`` for an address that is none."""
        return self.graph.formulas[address]

    def unit(self, address: str) -> Unit:
        """What the number of a cell counts."""
        return unit_of(address)

    def changed(self, changes: Mapping[str, Fraction]) -> Evaluation:
        """What if: the same scenario with other given figures (J2), in the unit of their cells: amounts in cents.

        Raises :class:`~mkb_core.errors.InvalidInput` with every address that is no given cell and every absurd number.
        """
        if faults := change_faults(self.plan, changes):
            raise InvalidInput(faults)
        changed = {name: Given(Fraction(number), what_if=True) for name, number in changes.items()}
        known = self.graph.formulas
        if any(name not in known or name.startswith(MOVES_COLUMNS) for name in changed):
            given = {name: formula for name, formula in known.items() if isinstance(formula, Given)}
            return computed(build_graph(self.plan, {**given, **changed}))
        values = {**self.values, **{name: given.number for name, given in changed.items()}}
        for name in self.graph.downstream(changed):
            values[name] = known[name].value(values)
        return Evaluation(self.graph.with_given(changed), values)


def evaluate(plan: BudgetPlan, scenario: str | None = None) -> Evaluation:
    """Every cell of a scenario; ``None`` is the bare plan, with what all scenarios share.

    Raises :class:`~mkb_core.errors.NotFound` for an unknown scenario. The plan is one that
    :func:`~mkb_core.budget.plan_files.read_plan` or :func:`~mkb_core.budget.plan_faults.plan_faults` let through.
    """
    return computed(build_graph(plan, given_cells(plan, scenario)))


def computed(graph: Graph) -> Evaluation:
    """Every cell of a graph."""
    values: dict[str, Fraction] = {}
    for name, formula in graph.formulas.items():
        values[name] = formula.value(values)
    return Evaluation(graph, values)
