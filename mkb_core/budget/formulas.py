"""How a cell comes about: a given figure, or one of six ways of computing from other cells. All of it is exact."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar, TypeAlias

from attrs import frozen

MONTHS_PER_YEAR = 12
Values: TypeAlias = Mapping[str, Fraction]


@frozen
class Given:
    """A figure of the plan. ``place`` is where it stands in the plan's file, ``None`` where it stands nowhere and is zero.

    ``scenario`` is the one that set it; ``None`` for what all scenarios share. ``what_if``: it was changed afterwards.
    """

    number: Fraction
    place: str | None = None
    scenario: str | None = None
    what_if: bool = False
    kind: ClassVar[str] = "given"

    @property
    def inputs(self) -> tuple[str, ...]:
        """No cell."""
        return ()

    def value(self, _: Values) -> Fraction:
        """The figure itself."""
        return self.number


@frozen
class Product:
    """The cells multiplied with each other and with ``factor``."""

    inputs: tuple[str, ...]
    factor: Fraction = Fraction(1)
    kind: ClassVar[str] = "product"

    def value(self, values: Values) -> Fraction:
        """The product."""
        made = self.factor
        for name in self.inputs:
            made *= values[name]
        return made


@frozen
class Sum:
    """The cells added up."""

    inputs: tuple[str, ...]
    kind: ClassVar[str] = "sum"

    def value(self, values: Values) -> Fraction:
        """The sum; zero of none."""
        return sum((values[name] for name in self.inputs), Fraction(0))


@frozen
class WeightedSum:
    """Pairs of cells multiplied, and these products added up: of each column the share that falls in a year."""

    pairs: tuple[tuple[str, str], ...]
    kind: ClassVar[str] = "weighted-sum"

    @property
    def inputs(self) -> tuple[str, ...]:
        """The pairs one after another."""
        return tuple(name for pair in self.pairs for name in pair)

    def value(self, values: Values) -> Fraction:
        """The sum of products; zero of none."""
        return sum((values[one] * values[other] for one, other in self.pairs), Fraction(0))


@frozen
class YearShare:
    """Which share of a column's months falls in ``year``, after all delays. ``begins``: year x 12 + month - 1."""

    year: int
    begins: int
    months: str
    delays: tuple[str, ...]
    kind: ClassVar[str] = "year-share"

    @property
    def inputs(self) -> tuple[str, ...]:
        """The months of the column, then the delays."""
        return (self.months, *self.delays)

    def value(self, values: Values) -> Fraction:
        """Between 0 and 1."""
        begin = self.begins + sum((values[name] for name in self.delays), Fraction(0))
        months = values[self.months]
        first = self.year * MONTHS_PER_YEAR
        within = min(begin + months, Fraction(first + MONTHS_PER_YEAR)) - max(begin, Fraction(first))
        return max(within, Fraction(0)) / months


@frozen
class Remainder:
    """What is left of the first cell after the others."""

    inputs: tuple[str, ...]
    kind: ClassVar[str] = "remainder"

    def value(self, values: Values) -> Fraction:
        """The difference."""
        whole, *parts = (values[name] for name in self.inputs)
        return whole - sum(parts, Fraction(0))


@frozen
class Proportion:
    """The first cell divided in proportion; this is the part of the second cell among all that follow."""

    inputs: tuple[str, ...]
    kind: ClassVar[str] = "proportion"

    def value(self, values: Values) -> Fraction:
        """The part."""
        whole, own, *others = (values[name] for name in self.inputs)
        return whole * own / sum(others, Fraction(0))


#: the formulas of a scenario's cells
Formula: TypeAlias = Given | Product | Sum | WeightedSum | YearShare
#: these, and those of a financing model
AnyFormula: TypeAlias = Formula | Remainder | Proportion
