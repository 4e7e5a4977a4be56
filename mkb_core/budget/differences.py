"""What two scenarios differ in: their given figures. Setting those of the first in the second makes the second the first."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from mkb_core.budget.evaluation import Evaluation
from mkb_core.budget.formulas import Given


@frozen
class Difference:
    """A given cell with two numbers, in the unit of the cell."""

    address: str
    first: Fraction
    second: Fraction


def differences(first: Evaluation, second: Evaluation) -> tuple[Difference, ...]:
    """The given cells with different numbers, in the order of the plan; a cell that one has not is zero there."""
    cells = dict.fromkeys(
        name
        for one in (first, second)
        for name, formula in one.graph.formulas.items()
        if isinstance(formula, Given)
    )
    found = (Difference(name, first.value(name), second.value(name)) for name in cells)
    return tuple(one for one in found if one.first != one.second)
