"""Budgets as tables and trees for people: thousands of euros and hours, in the formats of the language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from rich.console import RenderableType
from rich.table import Table

from mkb_core.budget.addresses import TOTAL, address, span_column, unit_of, year_column
from mkb_core.budget.differences import Difference
from mkb_core.budget.evaluation import Evaluation
from mkb_core.budget.explanation import Explanation
from mkb_core.budget.formulas import MONTHS_PER_YEAR, Given, Product, Sum, WeightedSum, YearShare
from mkb_core.budget.overview import rounded
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.rounding import shown
from mkb_core.budget.units import Unit
from mkb_core.cli.budget_words import said
from mkb_core.cli.options import Language
from mkb_core.cli.printing import printable, table

#: unit -> decimals shown, and the key of the word behind the number
_DECIMALS: Mapping[Unit, tuple[int, str]] = {
    Unit.FTE: (3, "FTE"),
    Unit.MONTHS: (2, "months"),
    Unit.HOURS: (2, "hours-unit"),
    Unit.HOURS_PER_FTE_YEAR: (2, "hours per FTE year"),
    Unit.SHARE: (4, ""),
    Unit.INHABITANTS: (0, "inhabitants"),
}


def money(cents: Fraction, lang: Language) -> str:
    """``€ 161.500,00`` or ``€161,500.00``, with ``≈`` where a part of a cent is left out."""
    words = shown(cents / 100, 2, lang, least=2)
    about, words = ("≈ ", words[2:]) if words.startswith("≈") else ("", words)
    sign, words = ("-", words[1:]) if words.startswith("-") else ("", words)
    return f"{about}{sign}€{' ' if lang == 'nl' else ''}{words}"


def amount(cell: str, value: Fraction, lang: Language) -> str:
    """The value of a cell with its unit."""
    return in_unit(unit_of(cell), value, lang)


def in_unit(unit: Unit, value: Fraction, lang: Language) -> str:
    """A value, exact and amounts in cents, with its unit."""
    if unit.is_money:
        per_hour = f" {said('per-hour', lang)}" if unit is Unit.CENTS_PER_HOUR else ""
        return money(value, lang) + per_hour
    places, name = _DECIMALS[unit]
    return f"{shown(value, places, lang)} {said(name, lang) if name else ''}".rstrip()


def whole(number: int, lang: Language) -> str:
    """A whole number with its thousands set apart."""
    return shown(Fraction(number), 0, lang)


def title(evaluation: Evaluation, scenario: str, lang: Language) -> str:
    """Which plan and scenario this is."""
    plan = evaluation.plan
    label = next(one.label for one in plan.scenarios if one.id == scenario).in_language(lang)
    return printable(said("title", lang, plan=plan.label.in_language(lang), id=scenario, scenario=label))


def overview_parts(evaluation: Evaluation, lang: Language) -> Iterator[RenderableType]:
    """The tables of a scenario: costs per period and year, and hours."""
    yield _costs(evaluation, lang)
    yield _years(evaluation, lang)
    yield _hours(evaluation, lang)
    value = evaluation.value(address("in_kind", TOTAL, TOTAL))
    unpaid = [activity.id for activity in evaluation.plan.activities if not activity.paid]
    hours = sum((evaluation.value(address("hours", one, TOTAL)) for one in unpaid), Fraction(0))
    if hours:
        yield said("in-kind", lang, hours=shown(hours, 0, lang).removeprefix("≈ "), value=money(value, lang))
    yield said("rounded", lang)


def _grid(first: str, columns: list[str], name: str, lang: Language) -> Table:
    grid = table(said(first, lang), title=said(name, lang))
    for column in columns:
        widest = max(map(len, column.split()), default=1)
        grid.add_column(printable(column), justify="right", min_width=widest)
    return grid


def _columns(plan: BudgetPlan, lang: Language) -> Iterator[tuple[str, str]]:
    """Periods, sums of phases and the total: label and column."""
    yield from ((one.label.in_language(lang), one.id) for one in plan.periods)
    yield from ((one.label.in_language(lang), span_column(one.id)) for one in plan.spans)
    yield said("total", lang), TOTAL


def _costs(evaluation: Evaluation, lang: Language) -> RenderableType:
    plan = evaluation.plan
    rows = [(one.label.in_language(lang), one.id) for one in plan.activities if one.paid]
    rows += [(one.label.in_language(lang), one.id) for one in plan.cost_groups if one.in_overview]
    travel = plan.travel
    extra = [said("of-which", lang, line=travel.label.in_language(lang))] if travel else []
    names = [label for label, _ in rows]
    grid = _grid("period", [*names, *extra, said("other", lang), said("total", lang)], "costs", lang)
    hidden = [group.id for group in plan.cost_groups if not group.in_overview]
    for label, column in _columns(plan, lang):
        cells = [evaluation.value(address("cost", row, column)) for _, row in rows]
        cells += [evaluation.value(address("cost", travel.row, column))] if travel else []
        cells.append(sum((evaluation.value(address("cost", row, column)) for row in hidden), Fraction(0)))
        cells.append(evaluation.value(address("cost", TOTAL, column)))
        grid.add_row(printable(label), *(_thousands(value, lang) for value in cells))
    return grid


def _thousands(cents: Fraction, lang: Language) -> str:
    return whole(rounded("cost", cents), lang)


def _years(evaluation: Evaluation, lang: Language) -> RenderableType:
    columns = [str(year) for year in evaluation.graph.years]
    grid = _grid("year", [*columns, said("total", lang)], "years", lang)
    names = [year_column(year) for year in evaluation.graph.years]
    cells = [evaluation.value(address("cost", TOTAL, column)) for column in (*names, TOTAL)]
    grid.add_row(said("total", lang), *(_thousands(value, lang) for value in cells))
    return grid


def _hours(evaluation: Evaluation, lang: Language) -> RenderableType:
    plan = evaluation.plan
    roles = {one.id: one.label.in_language(lang) for one in plan.roles}
    activities = {one.id: one.label.in_language(lang) for one in plan.activities}
    rows = [row for row in evaluation.graph.staffing if evaluation.value(address("hours", row, TOTAL))]
    parts = (row.partition("/") for row in rows)
    names = [f"{roles[role]}, {activities[activity]}" for role, _, activity in parts]
    grid = _grid("period", names, "hours", lang)
    for label, column in _columns(plan, lang):
        cells = [address("hours", row, column) for row in rows]
        numbers = (whole(rounded(cell, evaluation.value(cell)), lang) for cell in cells)
        grid.add_row(printable(label), *numbers)
    return grid


def comparison_parts(
    names: tuple[str, str], first: Evaluation, second: Evaluation, lang: Language
) -> Iterator[RenderableType]:
    """Total costs of two evaluations side by side, with the first minus the second."""
    plan = first.plan
    columns = [*names, said("difference", lang)]
    grid = _grid("period", columns, "costs", lang)
    for label, column in _columns(plan, lang):
        grid.add_row(printable(label), *_side_by_side(address("cost", TOTAL, column), first, second, lang))
    yield grid
    grid = _grid("year", columns, "years", lang)
    for year in sorted({*first.graph.years, *second.graph.years}):
        grid.add_row(
            str(year), *_side_by_side(address("cost", TOTAL, year_column(year)), first, second, lang)
        )
    yield grid
    yield said("rounded", lang)


def _side_by_side(cell: str, first: Evaluation, second: Evaluation, lang: Language) -> Iterator[str]:
    one, other = first.value(cell), second.value(cell)
    for value in (one, other, one - other):
        yield whole(rounded(cell, value), lang)


def differences_table(
    found: tuple[Difference, ...], names: tuple[str, str], name: str, lang: Language
) -> RenderableType:
    """Given figures in two evaluations."""
    grid = _grid("cell", list(names), name, lang)
    for one in found:
        grid.add_row(one.address, amount(one.address, one.first, lang), amount(one.address, one.second, lang))
    return grid


def explanation_lines(explained: Explanation, depth: int, lang: Language) -> Iterator[str]:
    """A cell and, indented, what it comes from, as many levels deep; inputs of a sum that are zero are counted only."""
    words = in_unit(explained.unit, explained.value, lang)
    yield f"{explained.address} {words}" if words.startswith("≈") else f"{explained.address} = {words}"
    yield f"    {_formula(explained, lang)}"
    inputs = explained.inputs
    if depth == 0:
        if inputs:
            yield f"    {said('deeper', lang)}"
        return
    adds = isinstance(explained.formula, Sum | WeightedSum)
    told = tuple(one for one in inputs if one.value or not adds)
    for one in told:
        for line in explanation_lines(one, depth - 1, lang):
            yield f"    {line}"
    if len(told) < len(inputs):
        yield f"    {said('zeros', lang, count=len(inputs) - len(told))}"


def _formula(explained: Explanation, lang: Language) -> str:
    match explained.formula:
        case Given(_, _, _, True):
            return said("changed", lang)
        case Given(_, None, _, _):
            return said("not-given", lang)
        case Given(_, place, scenario, _):
            by = f" ({said('of-scenario', lang, id=scenario)})" if scenario else ""
            return said("given", lang, place=place) + by
        case Product(inputs, factor):
            words = " x ".join(inputs) + (f" x {factor}" if factor != 1 else "")
            return f"{said('product', lang)}: {words}"
        case YearShare(year, begins, _, _):
            begin = f"{begins // MONTHS_PER_YEAR}-{begins % MONTHS_PER_YEAR + 1:02}"
            return said("year-share", lang, begin=begin, year=year)
        case other:
            return said(other.kind, lang)
