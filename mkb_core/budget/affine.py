"""A graph in which some given cells may vary, as a short list of steps: everything that does not vary is worked out once.

A cell becomes a constant plus multiples of variables. Variables are the varied cells, products of what varies, and shares
of a year that depend on it. So thousands of variants need few operations on whole arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from attrs import define, field, frozen

from mkb_core.budget.evaluation import Evaluation
from mkb_core.budget.formulas import MONTHS_PER_YEAR, Formula, Given, Product, Sum, WeightedSum, YearShare
from mkb_core.budget.graph import Graph


@frozen
class Affine:
    """``constant`` plus each variable, by its number, times a factor. Exact."""

    constant: Fraction
    factors: Mapping[int, Fraction] = field(factory=dict)

    def times(self, factor: Fraction) -> Affine:
        """Every part multiplied."""
        if not factor:
            return Affine(Fraction(0))
        return Affine(self.constant * factor, {one: part * factor for one, part in self.factors.items()})


@frozen
class Multiply:
    """A variable that is the product of two affine values."""

    first: Affine
    second: Affine


@frozen
class FallsInYear:
    """A variable: the share of a column's months that falls in a year. ``begins``: months after that year's first, before
    delays."""

    begins: int
    months: Affine
    delays: Affine


Step: TypeAlias = Multiply | FallsInYear


@frozen
class Steps:
    """The variables after the ``varied`` ones, in order, and the asked cells."""

    varied: int
    made: tuple[Step, ...]
    results: tuple[Affine, ...]


def reduce_graph(evaluation: Evaluation, varied: Sequence[str], results: Sequence[str]) -> Steps:
    """The steps from varied given cells to results; both are addresses of the graph."""
    reducer = _Reducer(evaluation.values, {name: place for place, name in enumerate(varied)})
    needed = _needed(evaluation.graph, results)
    moving = {*varied, *evaluation.graph.downstream(varied)}
    for name, formula in evaluation.graph.formulas.items():
        if name in needed and name in moving:
            reducer.cells[name] = reducer.cell(name, formula)
    return Steps(len(varied), tuple(reducer.steps), tuple(reducer.of(name) for name in results))


def _needed(graph: Graph, results: Sequence[str]) -> set[str]:
    needed: set[str] = set()
    waiting = list(results)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += graph.formulas[name].inputs
    return needed


@define
class _Reducer:
    values: Mapping[str, Fraction]
    varied: Mapping[str, int]
    cells: dict[str, Affine] = field(factory=dict, init=False)
    steps: list[Step] = field(factory=list, init=False)
    _numbers: dict[object, int] = field(factory=dict, init=False)

    def of(self, name: str) -> Affine:
        """A cell that varies, or its constant."""
        return self.cells.get(name) or Affine(self.values[name])

    def cell(self, name: str, formula: Formula) -> Affine:
        """A cell from its inputs, which are there already."""
        match formula:
            case Given():
                return Affine(Fraction(0), {self.varied[name]: Fraction(1)})
            case Product(inputs, factor):
                made = Affine(factor)
                for one in inputs:
                    made = self._product(made, self.of(one))
                return made
            case Sum(inputs):
                return _sum([self.of(one) for one in inputs])
            case WeightedSum(pairs):
                return _sum([self._product(self.of(one), self.of(other)) for one, other in pairs])
            case YearShare(year, begins, months, delays):
                first = begins - year * MONTHS_PER_YEAR
                delay = _sum([self.of(one) for one in delays])
                return self._variable(FallsInYear(first, self.of(months), delay))
            case _:
                raise TypeError(f"{formula.kind} is no formula of a budget")

    def _product(self, first: Affine, second: Affine) -> Affine:
        if not first.factors:
            return second.times(first.constant)
        if not second.factors:
            return first.times(second.constant)
        # The factor in front of a single variable is taken out, so that the same product is made once.
        one, outside = _bare(first)
        other, further = _bare(second)
        return self._variable(Multiply(one, other)).times(outside * further)

    def _variable(self, step: Step) -> Affine:
        key = str(step)
        if key not in self._numbers:
            self._numbers[key] = len(self.varied) + len(self.steps)
            self.steps.append(step)
        return Affine(Fraction(0), {self._numbers[key]: Fraction(1)})


def _bare(value: Affine) -> tuple[Affine, Fraction]:
    if value.constant or len(value.factors) != 1:
        return value, Fraction(1)
    ((number, factor),) = value.factors.items()
    return Affine(Fraction(0), {number: Fraction(1)}), factor


def _sum(parts: Sequence[Affine]) -> Affine:
    factors: dict[int, Fraction] = {}
    for part in parts:
        for number, factor in part.factors.items():
            factors[number] = factors.get(number, Fraction(0)) + factor
    return Affine(sum((part.constant for part in parts), Fraction(0)), factors)
