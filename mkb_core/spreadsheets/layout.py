"""Where every cell of a budget stands in a workbook: a sheet for each measure, a row and a column for each name in an address.

The first column and one row hold the ids, so that a workbook can be read again after rows were moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from mkb_core.budget.addresses import TOTAL, TWO_PARTS, phase_column, span_column, year_column
from mkb_core.budget.graph import Graph
from mkb_core.budget.plan import CostLine, Travel
from mkb_core.spreadsheets.words import NUMBER, SHEETS, said

#: rows and columns are counted from zero
ID_ROW = 3
ID_COLUMN = 0
LABEL_ROW = ID_ROW + 1
LABEL_COLUMN = 1
#: The sheet of numbers that stand by themselves: rates, hours an FTE year, months, delays, travel rates.
SINGLE = "inputs"
#: in this order
_SINGLES = ("rate", "hours_per_fte_year", "travel_rate", "months", "delay")
_MEASURES = ("fte", "hours", "cost", "in_kind", "share")


@frozen
class Place:
    """A cell of a workbook; row and column are counted from zero."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        """``C5``."""
        letters, rest = "", self.column + 1
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row + 1}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.a1}"


@frozen
class Sheet:
    """A table of a workbook: its name, and the ids and labels of its rows and columns."""

    measure: str
    name: str
    rows: Mapping[str, str]
    columns: Mapping[str, str]

    def address(self, row: str, column: str) -> str:
        """The address of the budget's cell that stands there."""
        return row if self.measure == SINGLE else f"{self.measure}.{row}.{column}"

    def places(self) -> Iterator[tuple[str, Place]]:
        """Address and place of every cell."""
        for row_number, row in enumerate(self.rows, LABEL_ROW + 1):
            for column_number, column in enumerate(self.columns, LABEL_COLUMN + 1):
                yield self.address(row, column), Place(self.name, row_number, column_number)


def sheets_of(graph: Graph, language: str) -> tuple[Sheet, ...]:
    """The tables of a scenario, those first in which people type."""
    labels = _Labels(graph, language)
    made = [
        Sheet(
            SINGLE, SHEETS[SINGLE].in_language(language), labels.single(), {NUMBER: said("number", language)}
        )
    ]
    for measure in _MEASURES:
        rows, columns = labels.of(measure)
        if rows:
            made.append(Sheet(measure, SHEETS[measure].in_language(language), rows, columns))
    return tuple(made)


class _Labels:
    """Ids and labels of the rows and columns of one scenario."""

    def __init__(self, graph: Graph, language: str) -> None:
        self.graph = graph
        self.language = language
        plan = graph.plan
        self.periods = {one.id: one.label.in_language(language) for one in plan.periods}
        self.roles = {one.id: one.label.in_language(language) for one in plan.roles}
        self.phases = {phase_column(one.id): one.label.in_language(language) for one in plan.phases}
        self.whole = {TOTAL: said("total", language)}

    def single(self) -> dict[str, str]:
        """The figures that stand by themselves."""
        named = {**self.roles, **self.periods, **self.phases, **self.whole}
        found = {}
        for name in self.graph.formulas:
            measure, _, rest = name.partition(".")
            if measure in TWO_PARTS:
                found[name] = f"{said(measure, self.language)}: {named[rest]}"
        return dict(sorted(found.items(), key=lambda item: _SINGLES.index(item[0].partition(".")[0])))

    def of(self, measure: str) -> tuple[dict[str, str], dict[str, str]]:
        """Rows and columns of the sheet of a measure."""
        years = {year_column(year): str(year) for year in self.graph.years}
        if measure == "share":
            return self.periods, years
        columns = self.periods if measure == "fte" else self._all_columns(years)
        there = {name.split(".")[1] for name in self.graph.formulas if name.startswith(f"{measure}.")}
        return {row: label for row, label in self._rows() if row in there}, columns

    def _all_columns(self, years: Mapping[str, str]) -> dict[str, str]:
        spans = {span_column(one.id): one.label.in_language(self.language) for one in self.graph.plan.spans}
        return {**self.periods, **self.phases, **spans, **years, **self.whole}

    def _rows(self) -> Iterable[tuple[str, str]]:
        plan = self.graph.plan
        for activity in plan.activities:
            label = activity.label.in_language(self.language)
            for row in self.graph.staffing:
                role, _, done = row.partition("/")
                if done == activity.id:
                    yield row, f"{self.roles[role]}, {label}"
            yield activity.id, label
        lines: list[CostLine | Travel] = [*plan.cost_lines]
        if plan.travel is not None:
            lines.append(plan.travel)
        for group in plan.cost_groups:
            yield from (
                (one.row, one.label.in_language(self.language)) for one in lines if one.group == group.id
            )
            yield group.id, group.label.in_language(self.language)
        yield TOTAL, self.whole[TOTAL]
