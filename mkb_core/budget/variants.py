"""What if, for thousands of variants at once, in floats (J2). Needs numpy: the extra ``fast``.

Exact money stays with :mod:`mkb_core.budget.evaluation`; this is for curves, ranges and searching. A result differs from
the exact one by less than 1e-11 of the sum of the absolute values that are added up in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from mkb_core.budget.addresses import find_address, unit_of, unknown_address
from mkb_core.budget.affine import Affine, FallsInYear, Step, reduce_graph
from mkb_core.budget.evaluation import computed
from mkb_core.budget.formulas import MONTHS_PER_YEAR, Given
from mkb_core.budget.given import given_cells
from mkb_core.budget.graph import build_graph
from mkb_core.budget.limits import BOUNDS, settable
from mkb_core.budget.plan import BudgetPlan
from mkb_core.errors import InputFault, InvalidInput

Numbers: TypeAlias = NDArray[np.float64]

YEAR_DIGITS = 4


@frozen(eq=False)
class _Row:
    """An affine value as a row of numbers, or as one number where nothing in it varies."""

    constant: float
    numbers: tuple[int, ...]
    factors: tuple[float, ...]

    def row(self, rows: Numbers) -> Numbers | float:
        made: Numbers | float = self.constant
        for number, factor in zip(self.numbers, self.factors, strict=True):
            part = rows[number] if factor == 1 else rows[number] * factor
            made = part if made is self.constant and not self.constant else made + part
        return made


@frozen(eq=False)
class _Times:
    first: _Row
    second: _Row

    def row(self, rows: Numbers) -> Numbers | float:
        return self.first.row(rows) * self.second.row(rows)


@frozen(eq=False)
class _InYear:
    begins: int
    months: _Row
    delays: _Row

    def row(self, rows: Numbers) -> Numbers | float:
        begin, months = self.begins + self.delays.row(rows), self.months.row(rows)
        within = np.minimum(begin + months, MONTHS_PER_YEAR) - np.maximum(begin, 0)
        share: Numbers = np.maximum(within, 0) / months
        return share


def _row(value: Affine) -> _Row:
    return _Row(float(value.constant), tuple(value.factors), tuple(map(float, value.factors.values())))


def _array_step(step: Step) -> _Times | _InYear:
    if isinstance(step, FallsInYear):
        return _InYear(step.begins, _row(step.months), _row(step.delays))
    return _Times(_row(step.first), _row(step.second))


@frozen(eq=False)
class Variants:
    """A scenario made ready for many variants: ``varied`` given cells in, ``results`` out."""

    varied: tuple[str, ...]
    results: tuple[str, ...]
    _steps: tuple[_Times | _InYear, ...] = field(repr=False)
    _sums: tuple[_Row, ...] = field(repr=False)
    _bounds: Numbers = field(repr=False)

    def table(self, values: Numbers) -> Numbers:
        """One row per result and one column per variant, from one row per varied cell and one column per variant.

        Numbers are those of the cells: FTE, months, cents per hour, cents. Raises :class:`InvalidInput` where an array has
        another shape, or a number that no variant can have (NaN too).
        """
        given = np.asarray(values, dtype=np.float64)
        if given.ndim != 2 or len(given) != len(self.varied):
            expected = f"{len(self.varied)} rows of numbers"
            raise InvalidInput([InputFault("$", "wrong-type", {"expected": expected, "got": given.shape})])
        if given.size:
            self._check(given)
        rows = given
        if self._steps:
            rows = np.empty((len(self.varied) + len(self._steps), given.shape[1]))
            rows[: len(given)] = given
            for number, step in enumerate(self._steps, len(given)):
                rows[number] = step.row(rows)
        made = np.empty((len(self._sums), given.shape[1]))
        part = np.empty(given.shape[1])
        # Not a product of matrices: for so few rows it is slower where processors are shared, and differs between them.
        for row, one in zip(made, self._sums, strict=True):
            row[:] = one.constant
            for number, factor in zip(one.numbers, one.factors, strict=True):
                np.add(row, np.multiply(rows[number], factor, out=part), out=row)
        return made

    def __call__(self, values: Mapping[str, Any]) -> dict[str, Numbers]:
        """The same by address: an array of numbers for each varied cell, all of one length, to an array for each result."""
        if missing := [name for name in self.varied if name not in values]:
            raise InvalidInput([InputFault(name, "missing") for name in missing])
        if len({len(values[name]) for name in self.varied}) > 1:
            facts = {"expected": "arrays of one length", "got": "several lengths"}
            raise InvalidInput([InputFault("$", "wrong-type", facts)])
        stacked = np.array([values[name] for name in self.varied], dtype=np.float64)
        return dict(zip(self.results, self.table(stacked), strict=True))

    def _check(self, given: Numbers) -> None:
        low, high = self._bounds
        wrong = ~((given.min(axis=1) >= low) & (given.max(axis=1) <= high))
        if wrong.any():
            facts = [
                {"value": f"{row.min()} … {row.max()}", "low": low[place], "high": high[place]}
                for place, row in enumerate(given)
            ]
            places = [place for place, one in enumerate(wrong) if one]
            raise InvalidInput(
                [InputFault(self.varied[place], "out-of-range", facts[place]) for place in places]
            )


def prepare_variants(
    plan: BudgetPlan, scenario: str | None, varied: Sequence[str], results: Sequence[str]
) -> Variants:
    """Make a scenario ready: the address of each given cell that will vary, and of each cell that is asked.

    A year may be asked in which nothing falls without a delay. Raises :class:`InvalidInput` for addresses that are none,
    and ``ModuleNotFoundError`` without numpy.
    """
    known = settable(plan)
    faults = [unknown_address(name, name, known) for name in varied if name not in known]
    faults += [
        InputFault(name, "duplicate", {"value": name}) for name in set(varied) if varied.count(name) > 1
    ]
    if faults:
        raise InvalidInput(faults)
    years = {year for year in map(_year, results) if year is not None}
    given = given_cells(plan, scenario)
    given = dict.fromkeys(varied, Given(Fraction(0))) | given
    evaluation = computed(build_graph(plan, given, also_years=years, free=varied))
    formulas = evaluation.graph.formulas
    found = [find_address(name, formulas) for name in results]
    if None in found:
        unknown = [name for name, one in zip(results, found, strict=True) if one is None]
        raise InvalidInput([unknown_address(name, name, formulas) for name in unknown])
    asked = [name for name in found if name is not None]
    steps = reduce_graph(evaluation, varied, asked)
    made = tuple(_array_step(step) for step in steps.made)
    bounds = np.array([_bounds(name) for name in varied]).reshape(len(varied), 2).T
    return Variants(tuple(varied), tuple(asked), made, tuple(map(_row, steps.results)), bounds)


def _bounds(name: str) -> tuple[float, float]:
    bounds, unit = BOUNDS[name.partition(".")[0]], unit_of(name)
    return float(unit.from_written(bounds.low)), float(unit.from_written(bounds.high))


def _year(name: str) -> int | None:
    digits = name.rpartition("year:")[2]
    return (
        int(digits)
        if name != digits and digits.isascii() and digits.isdigit() and len(digits) == YEAR_DIGITS
        else None
    )
