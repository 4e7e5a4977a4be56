"""How a cell came about: its formula and its inputs, down to the given figures and where each stands."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import frozen

from mkb_core.budget.addresses import find_address, unit_of, unknown_address
from mkb_core.budget.evaluation import Evaluation
from mkb_core.budget.formulas import AnyFormula, Given, Product, WeightedSum, YearShare
from mkb_core.budget.quantities import write_quantity
from mkb_core.budget.units import Unit
from mkb_core.errors import InvalidInput


@frozen
class Explanation:
    """A cell with its exact value (amounts in cents), its formula, and the explanations of what it is computed from."""

    address: str
    unit: Unit
    value: Fraction
    formula: AnyFormula
    inputs: tuple[Explanation, ...]

    def computed_again(self) -> Fraction:
        """The value from the given figures of this explanation alone."""
        return self._again({})

    def _again(self, known: dict[str, Fraction]) -> Fraction:
        if self.address not in known:
            values = {one.address: one._again(known) for one in self.inputs}
            known[self.address] = self.formula.value(values)
        return known[self.address]

    def given(self) -> Iterator[Explanation]:
        """The given figures that it rests on, each once."""
        seen: set[str] = set()
        waiting = [self]
        while waiting:
            one = waiting.pop()
            if one.address not in seen:
                seen.add(one.address)
                if isinstance(one.formula, Given):
                    yield one
                waiting += reversed(one.inputs)

    def as_data(self) -> dict[str, Any]:
        """The form in which commands and the API print it. ``value`` is exact, in ``unit``; ``of`` names the cells that the
        formula works with, in pairs for a weighted sum; each stands once in ``inputs``."""
        made: dict[str, Any] = {
            "cell": self.address,
            "value": write_quantity(self.value),
            "unit": self.unit.value,
            "formula": self.formula.kind,
        }
        match self.formula:
            case Given(_, place, scenario, what_if):
                made["given"] = {"place": place, "scenario": scenario, "what_if": what_if}
            case Product(names, factor):
                made |= {"of": list(names)} | ({"factor": str(factor)} if factor != 1 else {})
            case WeightedSum(pairs):
                made["of"] = [list(pair) for pair in pairs]
            case YearShare(year, begins, _, _):
                made["year"] = year
                made["begins"] = f"{begins // 12}-{begins % 12 + 1:02}"
            case other:
                made["of"] = list(other.inputs)
        if self.inputs:
            made["inputs"] = [one.as_data() for one in self.inputs]
        return made


def explain(evaluation: Evaluation, words: str) -> Explanation:
    """The explanation of a cell. Raises :class:`InvalidInput` with addresses that resemble it where there is no such cell."""
    formulas = evaluation.graph.formulas
    address = find_address(words, formulas)
    if address is None:
        raise InvalidInput([unknown_address("$", words, formulas)])
    return _explained(evaluation, address, {})


def _explained(evaluation: Evaluation, address: str, made: dict[str, Explanation]) -> Explanation:
    if address not in made:
        formula = evaluation.formula(address)
        inputs = tuple(_explained(evaluation, name, made) for name in dict.fromkeys(formula.inputs))
        made[address] = Explanation(address, unit_of(address), evaluation.value(address), formula, inputs)
    return made[address]
