"""The tables of the budget page: which cells can be typed in, and which are computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from mkb_core.budget.addresses import TOTAL, address, phase_column, span_column, year_column
from mkb_core.budget.evaluation import Evaluation
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.rounding import shown
from mkb_core.budget.units import Unit
from mkb_service.pages.budgets.editing import Edit
from mkb_service.pages.budgets.naming import Names
from mkb_service.wording import words


@frozen
class Cell:
    """A cell that is typed in (``is_given``) or computed. ``label``: in full, for who does not see row and column."""

    address: str
    label: str
    text: str
    is_given: bool
    fault: str = ""
    is_changed: bool = False


@frozen
class Row:
    """A row with its heading; ``None`` is a place without a cell."""

    label: str
    cells: tuple[Cell | None, ...]
    is_total: bool = False


@frozen
class Grid:
    """A table. ``folded``: it is only of use now and then."""

    id: str
    title: str
    help: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    folded: bool = False

    @property
    def is_open(self) -> bool:
        """Is there something typed or wrong in it, so that it must be seen?"""
        return any(cell and (cell.fault or cell.is_changed) for row in self.rows for cell in row.cells)


class Grids:
    """The tables of a scenario as it was typed."""

    def __init__(self, edit: Edit, names: Names) -> None:
        self.edit = edit
        self.names = names
        self.plan: BudgetPlan = edit.before.plan
        self.periods = tuple(one.id for one in self.plan.periods)

    def given(self) -> list[Grid]:
        """The tables to type in; one without rows is left out."""
        staffed = list(self.edit.before.graph.staffing)
        others = [
            f"{role.id}/{activity.id}"
            for role in self.plan.roles
            for activity in self.plan.activities
            if f"{role.id}/{activity.id}" not in staffed
        ]
        grids = [
            self._per_period("fte", "fte", staffed, "hours"),
            self._per_period("other-fte", "fte", others, None, folded=True),
            self._rates(),
            self._per_period("costs", "cost", [line.row for line in self.plan.cost_lines], "cost"),
            self._columns(),
            self._delays(),
        ]
        return [grid for grid in grids if grid.rows]

    def results(self) -> list[Grid]:
        """What comes of it, in whole euros: by period, and by phase and year."""
        after = self.edit.after
        by_phase = [phase_column(one.id) for one in self.plan.phases]
        by_phase += [span_column(one.id) for one in self.plan.spans]
        by_year = [year_column(year) for year in after.graph.years]
        rows = [one.id for one in self.plan.activities if one.paid]
        rows += [one.id for one in self.plan.cost_groups]
        return [
            self._result("by-period", rows, [*self.periods, TOTAL]),
            self._result("by-phase", rows, by_phase),
            self._result("by-year", rows, [*by_year, TOTAL]),
        ]

    def _per_period(
        self, id_: str, measure: str, rows: Sequence[str], total: str | None, *, folded: bool = False
    ) -> Grid:
        columns = [self.names.column(one) for one in self.periods]
        made = []
        for row in rows:
            cells: list[Cell | None] = [self._given(address(measure, row, period)) for period in self.periods]
            if total is not None:
                cells.append(self._computed(address(total, row, TOTAL)))
            made.append(Row(self.names.row(row), tuple(cells)))
        if total is not None:
            columns.append(self._words(f"total.{total}"))
        return self._grid(id_, columns, made, folded=folded)

    def _rates(self) -> Grid:
        measures = ("rate", "hours_per_fte_year")
        columns = [words(f"budget.measure.{one}", self.names.language) for one in measures]
        rows = [
            Row(self.names.roles[role.id], tuple(self._given(address(one, role.id)) for one in measures))
            for role in self.plan.roles
        ]
        return self._grid("rates", columns, rows)

    def _columns(self) -> Grid:
        measures = ("months", *(("travel_rate",) if self.plan.travel is not None else ()))
        rows = [
            Row(
                words(f"budget.measure.{one}", self.names.language),
                tuple(self._given(address(one, period)) for period in self.periods),
            )
            for one in measures
        ]
        return self._grid("periods", [self.names.column(one) for one in self.periods], rows)

    def _delays(self) -> Grid:
        columns = (TOTAL, *(phase_column(one.id) for one in self.plan.phases))
        cells = tuple(self._given(address("delay", one)) for one in columns)
        row = Row(words("budget.measure.delay", self.names.language), cells)
        shown_columns = [self._words("whole"), *(self.names.column(one) for one in columns[1:])]
        return self._grid("delays", shown_columns, [row])

    def _result(self, id_: str, rows: Iterable[str], columns: Sequence[str]) -> Grid:
        made = list(self._result_rows(rows, columns))
        return self._grid(id_, [self.names.column(one) for one in columns], made)

    def _result_rows(self, rows: Iterable[str], columns: Sequence[str]) -> Iterator[Row]:
        for row in (*rows, TOTAL):
            cells = tuple(self._computed(address("cost", row, one)) for one in columns)
            yield Row(self.names.row(row), cells, is_total=row == TOTAL)
        if any(not one.paid for one in self.plan.activities):
            cells = tuple(self._computed(address("in_kind", TOTAL, one)) for one in columns)
            yield Row(self._words("in-kind"), cells)

    def _given(self, name: str) -> Cell:
        language = self.names.language
        fault = self.edit.faults.get(name)
        sentence = "" if fault is None else fault.sentence(language)
        label = self.names.cell(name)
        return Cell(name, label, self.edit.text(name, language), True, sentence, name in self.edit.changes)

    def _computed(self, name: str) -> Cell:
        label = self.names.cell(name)
        return Cell(name, label, figure(self.edit.after, name, self.names), False)

    def _grid(self, id_: str, columns: Sequence[str], rows: Sequence[Row], *, folded: bool = False) -> Grid:
        title, help_ = self._words(f"grid.{id_}"), self._words(f"grid.{id_}.help")
        return Grid(id_, title, help_, tuple(columns), tuple(rows), folded)

    def _words(self, key: str) -> str:
        return words(f"budget.{key}", self.names.language)


def figure(evaluation: Evaluation, name: str, names: Names) -> str:
    """A computed cell in a table: whole euros or hours; nothing is a dash."""
    value = evaluation.value(name)
    if not value:
        return "–"
    if evaluation.unit(name) is Unit.CENTS:
        return names.euros(value)
    return shown(value, 0, names.language).removeprefix("≈ ")
