"""An edited workbook back into a plan: the given figures that were changed, or every fault with its cell. Nothing half-way."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import frozen

from mkb_core.budget.addresses import unit_of
from mkb_core.budget.formulas import Given
from mkb_core.budget.graph import Graph
from mkb_core.budget.limits import number_faults
from mkb_core.budget.plan import BudgetPlan
from mkb_core.codec import describe
from mkb_core.errors import DEFAULT_LANGUAGE, InputFault, InvalidInput
from mkb_core.spreadsheets.formulas import in_spreadsheet, plain
from mkb_core.spreadsheets.grids import Grid, read_grids
from mkb_core.spreadsheets.layout import (
    ID_COLUMN,
    ID_ROW,
    LABEL_COLUMN,
    LABEL_ROW,
    Place,
    Sheet,
    sheets_of,
)
from mkb_core.spreadsheets.words import OVERVIEW, SHEETS
from mkb_core.spreadsheets.workbook import PLAN_PLACE, SCENARIO_PLACE, workbook_graph

_FRACTION = re.compile(r"=\s*(-?\d{1,40})\s*/\s*0*([1-9]\d{0,39})")
_LANGUAGES = tuple(SHEETS[OVERVIEW])


@frozen
class EditedWorkbook:
    """A workbook that was read: its scenario, and the given figures that differ from the plan, in the unit of their cells."""

    scenario: str
    changes: Mapping[str, Fraction]


def read_workbook(content: bytes, plan: BudgetPlan) -> EditedWorkbook:
    """Read a workbook that :func:`~mkb_core.spreadsheets.workbook.write_workbook` made of this plan, in either language.

    Rows and columns are found by their ids, so they may have been moved. Raises :class:`InvalidInput` with all faults, each
    under its cell (``Fte!C7``): text or a date for a number, an error value, an absurd number, a missing row, a formula that
    was typed over.
    """
    grids = read_grids(content)
    language = next(
        (one for one in _LANGUAGES if SHEETS[OVERVIEW].in_language(one) in grids), DEFAULT_LANGUAGE
    )
    scenario = _scenario_of(grids, plan, language)
    graph = workbook_graph(plan, scenario)
    faults: list[InputFault] = []
    places: dict[str, Place] = {}
    found: list[tuple[Sheet, Grid]] = []
    for sheet in sheets_of(graph, language):
        grid = grids.get(sheet.name)
        if grid is None:
            faults.append(InputFault(sheet.name, "missing"))
            continue
        found.append((sheet, grid))
        faults += _find_places(sheet, grid, graph, places)
    if faults:
        raise InvalidInput(faults)
    reader = _Reader(graph, places, dict(grids))
    changes = reader.changes()
    if reader.faults:
        raise InvalidInput(reader.faults)
    return EditedWorkbook(scenario, changes)


def _scenario_of(grids: Mapping[str, Grid], plan: BudgetPlan, language: str) -> str:
    name = SHEETS[OVERVIEW].in_language(language)
    if name not in grids:
        raise InvalidInput([InputFault(name, "missing")])
    overview = grids[name]
    of_plan, scenario = (str(overview.typed_at(*place)) for place in (PLAN_PLACE, SCENARIO_PLACE))
    if of_plan != plan.id:
        place = Place(name, *PLAN_PLACE)
        raise InvalidInput([InputFault(str(place), "other-plan", {"value": of_plan[:80], "plan": plan.id})])
    if scenario not in {one.id for one in plan.scenarios}:
        place = Place(name, *SCENARIO_PLACE)
        raise InvalidInput([InputFault(str(place), "unknown-name", {"value": scenario[:80]})])
    return scenario


def _find_places(sheet: Sheet, grid: Grid, graph: Graph, places: dict[str, Place]) -> Iterator[InputFault]:
    """Where every cell of a sheet stands now; yields the rows and columns that are missing or stand there twice."""
    columns: dict[str, int] = {}
    rows: dict[str, int] = {}
    heads = grid.typed[ID_ROW] if len(grid.typed) > ID_ROW else ()
    sides = [row[ID_COLUMN] if row else None for row in grid.typed]
    for ids, first, found in (
        (heads, LABEL_COLUMN + 1, columns),
        (sides, LABEL_ROW + 1, rows),
    ):
        for number, id_ in enumerate(ids):
            if number >= first and id_ is not None and str(id_) in found:
                yield InputFault(sheet.name, "duplicate", {"value": str(id_)[:80]})
            elif number >= first and id_ is not None:
                found[str(id_)] = number
    for wanted, found in ((sheet.columns, columns), (sheet.rows, rows)):
        for id_ in wanted:
            if id_ not in found:
                yield InputFault(sheet.name, "missing-line", {"value": id_})
        for id_ in found:
            if id_ not in wanted:
                yield InputFault(sheet.name, "unknown-name", {"value": id_[:80]})
    for row in sheet.rows:
        for column in sheet.columns:
            name = sheet.address(row, column)
            if name in graph.formulas and row in rows and column in columns:
                places[name] = Place(sheet.name, rows[row], columns[column])


class _Reader:
    """Reads the cells of a workbook whose rows and columns were found."""

    def __init__(self, graph: Graph, places: Mapping[str, Place], grids: Mapping[str, Grid]) -> None:
        self.graph = graph
        self.places = places
        self.grids = grids
        self.faults: list[InputFault] = []

    def changes(self) -> dict[str, Fraction]:
        """The given figures that differ; faults are kept."""
        changes: dict[str, Fraction] = {}
        for name, formula in self.graph.formulas.items():
            place = self.places[name]
            typed = self.grids[place.sheet].typed_at(place.row, place.column)
            if not isinstance(formula, Given):
                wanted = in_spreadsheet(formula, place, self.places)
                if not isinstance(typed, str) or plain(typed) != plain(wanted):
                    self.faults.append(InputFault(str(place), "typed-over", {"value": describe(typed)}))
                continue
            number = self._number(place, typed)
            if number is None:
                continue
            unit = unit_of(name)
            faults = list(number_faults(str(place), name.partition(".")[0], number))
            self.faults += faults
            if not faults and unit.from_written(number) != formula.number:
                changes[name] = unit.from_written(number)
        return changes

    def _number(self, place: Place, typed: Any) -> Fraction | None:
        """The number in a cell, exactly as typed; an empty cell is zero. A fault gives ``None``."""
        if typed is None:
            return Fraction(0)
        if isinstance(typed, str) and (match := _FRACTION.fullmatch(typed)):
            return Fraction(int(match[1]), int(match[2]))
        if isinstance(typed, str) and typed.startswith("="):
            typed = self.grids[place.sheet].worked_out_at(place.row, place.column)
            if typed is None:
                self.faults.append(InputFault(str(place), "not-worked-out"))
                return None
        if isinstance(typed, int | float) and not isinstance(typed, bool) and math.isfinite(typed):
            return Fraction(Decimal(repr(typed)))
        got = "a date" if isinstance(typed, datetime.date | datetime.time) else describe(typed)
        self.faults.append(InputFault(str(place), "wrong-type", {"expected": "a number", "got": got}))
        return None
