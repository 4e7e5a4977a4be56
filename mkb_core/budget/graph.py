"""The cells of a scenario and what each is computed from, in an order in which every input comes before its use.

A column's cost belongs to the calendar years in which its months fall, after all delays; nothing else changes by a delay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from attrs import define, frozen

from mkb_core.budget.addresses import (
    TOTAL,
    address,
    phase_column,
    span_column,
    year_column,
)
from mkb_core.budget.formulas import MONTHS_PER_YEAR, Formula, Given, Product, Sum, WeightedSum, YearShare
from mkb_core.budget.given import GivenCells, absent_given, staffing_rows
from mkb_core.budget.plan import BudgetPlan, Period

#: Given figures that decide in which years a column falls.
MOVES_COLUMNS = ("months.", "delay.")


@define(frozen=True, slots=False)
class Graph:
    """Address to formula, inputs first; ``years`` are those that have cells, ``staffing`` the rows role/activity."""

    plan: BudgetPlan
    formulas: Mapping[str, Formula]
    years: tuple[int, ...]
    staffing: tuple[str, ...]

    @cached_property
    def uses(self) -> dict[str, list[str]]:
        """Cell to the cells that are computed from it directly."""
        uses: dict[str, list[str]] = {name: [] for name in self.formulas}
        for name, formula in self.formulas.items():
            for one in dict.fromkeys(formula.inputs):
                uses[one].append(name)
        return uses

    @cached_property
    def _position(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.formulas)}

    def downstream(self, changed: Iterable[str]) -> list[str]:
        """The cells that a change of some reaches, without these themselves, in the order of computing."""
        found: set[str] = set()
        waiting = list(changed)
        while waiting:
            for name in self.uses[waiting.pop()]:
                if name not in found:
                    found.add(name)
                    waiting.append(name)
        return sorted(found, key=self._position.__getitem__)

    def with_given(self, changed: Mapping[str, Given]) -> Graph:
        """The same cells with some other given figures; how the cells hang together is not worked out again."""
        made = Graph(self.plan, {**self.formulas, **changed}, self.years, self.staffing)
        made.__dict__.update(
            {name: self.__dict__[name] for name in ("uses", "_position") if name in self.__dict__}
        )
        return made


def build_graph(
    plan: BudgetPlan, given: GivenCells, *, also_years: Collection[int] = (), free: Collection[str] = ()
) -> Graph:
    """The graph of a plan with some given cells.

    ``also_years``: years that have cells even where nothing falls in them. ``free``: given cells that will take other
    values; where columns may move by them, every column has a share of every year.
    """
    maker = _Maker(plan, given, frozenset(also_years), any(name.startswith(MOVES_COLUMNS) for name in free))
    return Graph(plan, maker.formulas(), maker.years, maker.staffing)


@frozen
class _Column:
    """A column that adds up others."""

    name: str
    parts: tuple[str, ...]


class _Maker:
    """Makes the formulas of one graph, from the given cells downwards."""

    def __init__(self, plan: BudgetPlan, given: GivenCells, also_years: frozenset[int], moving: bool) -> None:
        self.plan = plan
        rows = dict.fromkeys(staffing_rows(plan))
        rows.update({name.split(".")[1]: None for name in given if name.startswith("fte.")})
        self.staffing = tuple(rows)
        absent = dict.fromkeys(absent_given(plan, self.staffing), Given(Fraction(0)))
        self.given = {**absent, **given}
        self.made: dict[str, Formula] = {}
        self.columns = tuple(_sums_of_columns(plan))
        shares = {period.id: self._shares_of(period) for period in plan.periods}
        self.years = tuple(sorted(also_years.union(*shares.values())))
        self.falls_in = {
            year: tuple(one.id for one in plan.periods if moving or year in shares[one.id])
            for year in self.years
        }

    def formulas(self) -> dict[str, Formula]:
        """All cells in order."""
        self.made.update(self.given)
        for year, periods in self.falls_in.items():
            for period in self.plan.periods:
                if period.id in periods:
                    self.made[address("share", period.id, year_column(year))] = self._share(period, year)
        self._work()
        costs = [*self._activities("cost", paid=True), *self._groups()]
        self._adding_up("cost", TOTAL, costs)
        self._adding_up("in_kind", TOTAL, self._activities("in_kind", paid=False))
        return self.made

    def _share(self, period: Period, year: int) -> YearShare:
        delays = address("delay", TOTAL), address("delay", phase_column(period.phase))
        begins = period.year * MONTHS_PER_YEAR + period.first_month - 1
        return YearShare(year, begins, address("months", period.id), delays)

    def _shares_of(self, period: Period) -> set[int]:
        """The years in which a part of a column falls."""
        values = {name: given.number for name, given in self.given.items() if name.startswith(MOVES_COLUMNS)}
        share = self._share(period, 0)
        begin = share.begins + sum(values[name] for name in share.delays)
        end = begin + values[share.months]
        first, last = begin // MONTHS_PER_YEAR, -(-end // MONTHS_PER_YEAR)
        return set(range(int(first), int(last)))

    def _work(self) -> None:
        """Hours of each staffing row, and what they cost or, in kind, would have cost."""
        paid = {activity.id: activity.paid for activity in self.plan.activities}
        for row in self.staffing:
            role, _, activity = row.partition("/")
            money = "cost" if paid[activity] else "in_kind"
            for period in self.plan.periods:
                work = address("fte", row, period.id), address("hours_per_fte_year", role)
                months = address("months", period.id)
                hours = address("hours", row, period.id)
                self.made[hours] = Product((*work, months), Fraction(1, MONTHS_PER_YEAR))
                self.made[address(money, row, period.id)] = Product((hours, address("rate", role)))
            self._sums_of_row("hours", row)
            self._sums_of_row(money, row)
        for one in self.plan.activities:
            self._adding_up("hours", one.id, self._rows_of(one.id))

    def _rows_of(self, activity: str) -> list[str]:
        return [row for row in self.staffing if row.partition("/")[2] == activity]

    def _activities(self, measure: str, *, paid: bool) -> list[str]:
        chosen = [activity.id for activity in self.plan.activities if activity.paid is paid]
        for activity in chosen:
            self._adding_up(measure, activity, self._rows_of(activity))
        return chosen

    def _groups(self) -> list[str]:
        """Other costs per line and group; travel is a line."""
        travel = self.plan.travel
        if travel is not None:
            for period in self.plan.periods:
                hours = [address("hours", activity, period.id) for activity in travel.activities]
                rate = address("travel_rate", period.id)
                self.made[address("cost", travel.row, period.id)] = WeightedSum(
                    tuple((one, rate) for one in hours)
                )
            self._sums_of_row("cost", travel.row)
        for group in self.plan.cost_groups:
            rows = [line.row for line in self.plan.cost_lines if line.group == group.id]
            for row in rows:
                self._sums_of_row("cost", row)
            if travel is not None and travel.group == group.id:
                rows.append(travel.row)
            self._adding_up("cost", group.id, rows)
        return [group.id for group in self.plan.cost_groups]

    def _adding_up(self, measure: str, row: str, rows: list[str]) -> None:
        """A row that adds up others, column by column, and its own sums."""
        for period in self.plan.periods:
            parts = tuple(address(measure, one, period.id) for one in rows)
            self.made[address(measure, row, period.id)] = Sum(parts)
        self._sums_of_row(measure, row)

    def _sums_of_row(self, measure: str, row: str) -> None:
        for column in self.columns:
            parts = tuple(address(measure, row, part) for part in column.parts)
            self.made[address(measure, row, column.name)] = Sum(parts)
        for year, periods in self.falls_in.items():
            column_of_year = year_column(year)
            pairs = tuple(
                (address(measure, row, period), address("share", period, column_of_year))
                for period in periods
            )
            self.made[address(measure, row, column_of_year)] = WeightedSum(pairs)


def _sums_of_columns(plan: BudgetPlan) -> Iterator[_Column]:
    for phase in plan.phases:
        yield _Column(phase_column(phase.id), tuple(one.id for one in plan.periods if one.phase == phase.id))
    for span in plan.spans:
        yield _Column(span_column(span.id), tuple(phase_column(phase) for phase in span.phases))
    yield _Column(TOTAL, tuple(period.id for period in plan.periods))
