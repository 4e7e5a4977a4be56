"""A scenario as a workbook (XLSX) with live formulas: given figures can be changed, all else follows in any spreadsheet."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from mkb_core.budget.addresses import TOTAL, address, span_column, unit_of, year_column
from mkb_core.budget.evaluation import Evaluation, computed
from mkb_core.budget.formulas import Given
from mkb_core.budget.given import given_cells, scenario_of
from mkb_core.budget.graph import Graph, build_graph
from mkb_core.budget.limits import BOUNDS
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.quantities import write_quantity
from mkb_core.budget.rounding import thousands
from mkb_core.spreadsheets.formulas import in_spreadsheet, quoted
from mkb_core.spreadsheets.layout import (
    ID_COLUMN,
    ID_ROW,
    LABEL_COLUMN,
    LABEL_ROW,
    SINGLE,
    Place,
    Sheet,
    sheets_of,
)
from mkb_core.spreadsheets.words import OVERVIEW, SHEETS, said

#: Where the overview says of which plan and scenario the workbook is.
PLAN_PLACE = (1, 1)
SCENARIO_PLACE = (2, 1)
_FORMATS = {"fte": "0.00##", "hours": "#,##0", "cost": "#,##0", "in_kind": "#,##0", "share": "0.00##"}
_SINGLE_FORMATS = {"rate": "#,##0.00", "travel_rate": "#,##0.00"}
#: The same plan gives the same file.
_MADE = datetime.datetime(2000, 1, 1)  # noqa: DTZ001  a property of the file format without a zone


def workbook_graph(plan: BudgetPlan, scenario: str) -> Graph:
    """The cells of a scenario as a workbook has them: with the year after the last one, and with every column's share of
    every year, so that a delay of up to a year is computed there too."""
    given = given_cells(plan, scenario)
    years = build_graph(plan, given).years
    return build_graph(plan, given, also_years={max(years) + 1} if years else (), free={f"delay.{TOTAL}"})


def write_workbook(plan: BudgetPlan, scenario: str, language: str) -> bytes:
    """The workbook of a scenario. Raises :class:`~mkb_core.errors.NotFound` for an unknown scenario.

    Values are stored beside the formulas, for programs that do not compute. Needs the extra ``xlsx``.
    """
    content = BytesIO()
    book = xlsxwriter.Workbook(
        content,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"created": _MADE})
    _Writer(book, plan, scenario, language).write()
    book.close()
    return content.getvalue()


class _Writer:
    """Writes one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, plan: BudgetPlan, scenario: str, language: str) -> None:
        self.book = book
        self.plan = plan
        self.scenario = scenario_of(plan, scenario)
        self.language = language
        self.evaluation: Evaluation = computed(workbook_graph(plan, scenario))
        self.sheets = sheets_of(self.evaluation.graph, language)
        self.places: Mapping[str, Place] = {name: at for sheet in self.sheets for name, at in sheet.places()}
        self.formats: dict[tuple[str, bool, bool], Any] = {}
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "align": "right", "valign": "bottom", "bottom": 1}
        )
        self.faint = book.add_format({"font_color": "#767676", "font_size": 8})

    def write(self) -> None:
        """All sheets, the overview first."""
        overview = self.book.add_worksheet(SHEETS[OVERVIEW].in_language(self.language))
        for sheet in self.sheets:
            self._sheet(sheet)
        self._overview(overview)
        overview.activate()

    def _format(self, number: str, *, given: bool = False, total: bool = False) -> Any:
        key = number, given, total
        if key not in self.formats:
            look: dict[str, Any] = {"num_format": number, "bold": total}
            if given:
                look |= {"bg_color": "#FFF6CC", "locked": False, "border": 1, "border_color": "#D9D9D9"}
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]

    def _sheet(self, sheet: Sheet) -> None:
        page = self.book.add_worksheet(sheet.name)
        page.write_string(0, 0, self._title(), self.bold)
        page.write_string(1, 0, said(sheet.measure, self.language))
        self._heads(page, sheet)
        formulas = self.evaluation.graph.formulas
        for name, place in sheet.places():
            formula = formulas.get(name)
            if formula is None:
                continue
            measure = name.partition(".")[0]
            number = _SINGLE_FORMATS.get(measure, "General") if sheet.measure == SINGLE else _FORMATS[measure]
            written = self._written(name)
            if isinstance(formula, Given):
                look = self._format(number, given=True)
                _write_number(page, place, written, look)
                self._only_numbers(page, place, measure)
            else:
                look = self._format(number, total="/" not in name.split(".")[1])
                words = in_spreadsheet(formula, place, self.places)
                page.write_formula(place.row, place.column, words, look, float(written))
        _finish(page, len(sheet.columns))

    def _heads(self, page: Worksheet, sheet: Sheet) -> None:
        for number, (id_, label) in enumerate(sheet.columns.items(), LABEL_COLUMN + 1):
            page.write_string(ID_ROW, number, id_, self.faint)
            page.write_string(LABEL_ROW, number, label, self.head)
        for number, (id_, label) in enumerate(sheet.rows.items(), LABEL_ROW + 1):
            page.write_string(number, ID_COLUMN, id_, self.faint)
            page.write_string(number, LABEL_COLUMN, label)

    def _only_numbers(self, page: Worksheet, place: Place, measure: str) -> None:
        bounds = BOUNDS[measure]
        facts = {"low": write_quantity(bounds.low), "high": write_quantity(bounds.high)}
        rule = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": float(bounds.low),
            "maximum": float(bounds.high),
            "error_message": said("bounds", self.language, **facts),
        }
        page.data_validation(place.row, place.column, place.row, place.column, rule)

    def _written(self, name: str) -> Fraction:
        """The value as people write it: euros."""
        value = self.evaluation.value(name)
        return value / 100 if unit_of(name).is_money else value

    def _title(self) -> str:
        plan, scenario = self.plan.label, self.scenario.label
        facts = {"plan": plan.in_language(self.language), "scenario": scenario.in_language(self.language)}
        return said("title", self.language, id=self.scenario.id, **facts)

    def _overview(self, page: Worksheet) -> None:
        plan, language = self.plan, self.language
        page.write_string(0, 0, self._title(), self.bold)
        for (row, column), key, value in (
            (PLAN_PLACE, "plan", plan.id),
            (SCENARIO_PLACE, "scenario", self.scenario.id),
        ):
            page.write_string(row, column - 1, said(key, language))
            page.write_string(row, column, value)
        page.write_string(ID_ROW, 0, said("thousands", language))
        rows = [(one.id, one.label.in_language(language)) for one in plan.activities if one.paid]
        rows += [(one.id, one.label.in_language(language)) for one in plan.cost_groups]
        rows.append((TOTAL, said("total", language)))
        for column, (_, label) in enumerate(rows, LABEL_COLUMN + 1):
            page.write_string(LABEL_ROW, column, label, self.head)
        line = LABEL_ROW
        for line, (column_id, label) in enumerate(self._overview_lines(), LABEL_ROW + 1):
            page.write_string(line, ID_COLUMN, label)
            for column, (row_id, _) in enumerate(rows, LABEL_COLUMN + 1):
                name = address("cost", row_id, column_id)
                at = self.places[name]
                words = f"=ROUND(ROUND({quoted(at.sheet)}!{at.a1},2)/1000,0)"
                look = self._format("#,##0", total=row_id == TOTAL)
                page.write_formula(line, column, words, look, thousands(self.evaluation.value(name)))
        self._check(page, line + 2)
        _finish(page, len(rows))

    def _overview_lines(self) -> list[tuple[str, str]]:
        language = self.language
        lines = [(one.id, one.label.in_language(language)) for one in self.plan.periods]
        lines += [(span_column(one.id), one.label.in_language(language)) for one in self.plan.spans]
        lines += [(year_column(year), str(year)) for year in self.evaluation.graph.years]
        return [*lines, (TOTAL, said("total", language))]

    def _check(self, page: Worksheet, line: int) -> None:
        """A long delay moves costs beyond the years of the workbook: said there, not left out in silence."""
        page.write_string(line, ID_COLUMN, said("all-years", self.language))
        years = [
            self.places[address("cost", TOTAL, year_column(year))] for year in self.evaluation.graph.years
        ]
        total = self.places[address("cost", TOTAL, TOTAL)]
        sheet = quoted(total.sheet)
        added = "+".join(f"{sheet}!{place.a1}" for place in years) or "0"
        yes, no = said("yes", self.language), said("no", self.language)
        words = f'=IF(ABS({added}-{sheet}!{total.a1})<0.005,"{yes}","{no}")'
        page.write_formula(line, LABEL_COLUMN + 1, words, None, yes)


def _write_number(page: Worksheet, place: Place, number: Fraction, look: Any) -> None:
    """As a decimal where that is the number exactly, else as a fraction that the spreadsheet works out."""
    if Fraction(repr(float(number))) == number:
        page.write_number(place.row, place.column, float(number), look)
    else:
        words = f"={number.numerator}/{number.denominator}"
        page.write_formula(place.row, place.column, words, look, float(number))


def _finish(page: Worksheet, columns: int) -> None:
    page.set_column(ID_COLUMN, ID_COLUMN, 26)
    page.set_column(LABEL_COLUMN, LABEL_COLUMN, 38)
    page.set_column(LABEL_COLUMN + 1, LABEL_COLUMN + columns, 14)
    page.freeze_panes(LABEL_ROW + 1, LABEL_COLUMN + 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    # Without a password: it keeps from typing over a formula by accident.
    page.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})
