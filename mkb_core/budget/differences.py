"""The cells in which two evaluations differ; setting the given ones of the first in the second makes it the first."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from mkb_core.budget.evaluation import Evaluation
from mkb_core.budget.formulas import Given


@frozen
class Difference:
    """A cell with two exact numbers, in the unit of the cell."""

    address: str
    first: Fraction
    second: Fraction


def cell_differences(first: Evaluation, second: Evaluation) -> Iterator[Difference]:
    """Every cell with different numbers, in the order of the plan; a cell that one has not is zero there."""
    for name in dict.fromkeys([*first.graph.formulas, *second.graph.formulas]):
        found = Difference(name, first.value(name), second.value(name))
        if found.first != found.second:
            yield found


def differences(first: Evaluation, second: Evaluation) -> tuple[Difference, ...]:
    """The given cells among these."""
    formulas = {**first.graph.formulas, **second.graph.formulas}
    found = cell_differences(first, second)
    return tuple(one for one in found if isinstance(formulas[one.address], Given))
