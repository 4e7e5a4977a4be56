"""Budgets as tables and trees for people: thousands of euros and hours, in the formats of the language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from rich.console import RenderableType

from mkb_core.budget.addresses import TOTAL, address, span_column, unit_of, year_column
from mkb_core.budget.differences import Difference
from mkb_core.budget.evaluation import Evaluation
from mkb_core.budget.explanation import Explanation
from mkb_core.budget.formulas import (
    MONTHS_PER_YEAR,
    Given,
    Product,
    Proportion,
    Remainder,
    Sum,
    WeightedSum,
    YearShare,
)
from mkb_core.budget.overview import rounded
from mkb_core.budget.plan import Activity, BudgetPlan, CostGroup
from mkb_core.budget.rounding import shown
from mkb_core.budget.units import Unit
from mkb_core.cli.budget_words import said
from mkb_core.cli.options import Language
from mkb_core.cli.printing import console, printable, table

#: characters between two columns of a table
BETWEEN = 3
SHORT_HEADING = 13
#: longer words at the head of a row are broken, such as addresses
LONGEST_LABEL = 24
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


def title(plan: BudgetPlan, scenario: str, lang: Language) -> str:
    """Which plan and scenario this is."""
    label = next(one.label for one in plan.scenarios if one.id == scenario).in_language(lang)
    return printable(said("title", lang, plan=plan.label.in_language(lang), id=scenario, scenario=label))


def overview_parts(evaluation: Evaluation, lang: Language) -> Iterator[RenderableType]:
    """The tables of a scenario: costs per period and year, and hours."""
    yield from _costs(evaluation, lang)
    yield from _years(evaluation, lang)
    yield from _hours(evaluation, lang)
    value = evaluation.value(address("in_kind", TOTAL, TOTAL))
    unpaid = [activity.id for activity in evaluation.plan.activities if not activity.paid]
    hours = sum((evaluation.value(address("hours", one, TOTAL)) for one in unpaid), Fraction(0))
    if hours:
        yield said("in-kind", lang, hours=shown(hours, 0, lang).removeprefix("≈ "), value=money(value, lang))
    yield said("rounded", lang)


def _tables(
    name: str, first: str, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]], lang: Language
) -> Iterator[RenderableType]:
    """A table of numbers, or several under each other where one is too wide: no number and no word is broken."""
    rows = list(rows)
    of_labels = max((len(word) for label, _ in rows for word in label.split()), default=0)
    room = console().width - min(of_labels, LONGEST_LABEL) - BETWEEN
    widths = [
        max(map(len, [*_lines(column), *(numbers[place] for _, numbers in rows)]))
        for place, column in enumerate(columns)
    ]
    start = 0
    while start < len(columns):
        end, used = start, 0
        while end < len(columns) and (end == start or used + widths[end] + BETWEEN <= room):
            used += widths[end] + BETWEEN
            end += 1
        grid = table(said(first, lang), title=said(name if start == 0 else "continued", lang))
        for column, width in zip(columns[start:end], widths[start:end], strict=True):
            grid.add_column(printable(column), justify="right", width=width)
        for label, numbers in rows:
            grid.add_row(printable(label), *numbers[start:end])
        yield grid
        start = end


def _lines(heading: str) -> list[str]:
    """A short heading stands on one line, a long one may take a line for each word."""
    return [heading] if len(heading) <= SHORT_HEADING else heading.split()


def _columns(plan: BudgetPlan, lang: Language) -> Iterator[tuple[str, str]]:
    """Periods, sums of phases and the total: label and column."""
    yield from ((one.label.in_language(lang), one.id) for one in plan.periods)
    yield from ((one.label.in_language(lang), span_column(one.id)) for one in plan.spans)
    yield said("total", lang), TOTAL


def _costs(evaluation: Evaluation, lang: Language) -> Iterator[RenderableType]:
    plan = evaluation.plan
    rows_shown: list[Activity | CostGroup] = [one for one in plan.activities if one.paid]
    rows_shown += [one for one in plan.cost_groups if one.in_overview]
    names = [one.label.in_language(lang) for one in rows_shown]
    summed = [[one.id] for one in rows_shown]
    if plan.travel is not None:
        names.append(said("of-which", lang, line=plan.travel.label.in_language(lang)))
        summed.append([plan.travel.row])
    if hidden := [group.id for group in plan.cost_groups if not group.in_overview]:
        names.append(said("other", lang))
        summed.append(hidden)

    def numbers(column: str) -> list[str]:
        amounts = (
            sum((evaluation.value(address("cost", row, column)) for row in rows), Fraction(0))
            for rows in [*summed, [TOTAL]]
        )
        return [_thousands(cents, lang) for cents in amounts]

    rows = [(label, numbers(column)) for label, column in _columns(plan, lang)]
    return _tables("costs", "period", [*names, said("total", lang)], rows, lang)


def _thousands(cents: Fraction, lang: Language) -> str:
    return whole(rounded("cost", cents), lang)


def _years(evaluation: Evaluation, lang: Language) -> Iterator[RenderableType]:
    years = evaluation.graph.years
    cells = (evaluation.value(address("cost", TOTAL, column)) for column in (*map(year_column, years), TOTAL))
    row = said("total", lang), [_thousands(value, lang) for value in cells]
    return _tables("years", "year", [*map(str, years), said("total", lang)], [row], lang)


def _hours(evaluation: Evaluation, lang: Language) -> Iterator[RenderableType]:
    plan = evaluation.plan
    roles = {one.id: one.label.in_language(lang) for one in plan.roles}
    activities = {one.id: one.label.in_language(lang) for one in plan.activities}
    staffed = [row for row in evaluation.graph.staffing if evaluation.value(address("hours", row, TOTAL))]
    parts = (row.partition("/") for row in staffed)
    names = [f"{roles[role]}, {activities[activity]}" for role, _, activity in parts]
    rows = []
    for label, column in _columns(plan, lang):
        cells = (address("hours", row, column) for row in staffed)
        rows.append((label, [whole(rounded(cell, evaluation.value(cell)), lang) for cell in cells]))
    return _tables("hours", "period", names, rows, lang)


def comparison_parts(
    names: tuple[str, str], first: Evaluation, second: Evaluation, lang: Language
) -> Iterator[RenderableType]:
    """Total costs of two evaluations side by side, with the first minus the second."""

    def beside(column: str) -> list[str]:
        one, other = (each.value(address("cost", TOTAL, column)) for each in (first, second))
        return [_thousands(value, lang) for value in (one, other, one - other)]

    columns = [*names, said("difference", lang)]
    rows = [(label, beside(column)) for label, column in _columns(first.plan, lang)]
    yield from _tables("costs", "period", columns, rows, lang)
    years = sorted({*first.graph.years, *second.graph.years})
    of_years = [(str(year), beside(year_column(year))) for year in years]
    yield from _tables("years", "year", columns, of_years, lang)
    yield said("rounded", lang)


def differences_table(
    found: tuple[Difference, ...], names: tuple[str, str], name: str, lang: Language
) -> Iterator[RenderableType]:
    """Given figures in two evaluations."""
    rows = [
        (one.address, [amount(one.address, value, lang) for value in (one.first, one.second)])
        for one in found
    ]
    return _tables(name, "cell", names, rows, lang)


def explanation_lines(explained: Explanation, depth: int, lang: Language) -> Iterator[str]:
    """A cell and, indented, what it comes from, as many levels deep; what adds nothing to a sum is counted only."""
    words = in_unit(explained.unit, explained.value, lang)
    yield f"{explained.address} {words}" if words.startswith("≈") else f"{explained.address} = {words}"
    yield f"    {_formula(explained, lang)}"
    inputs = explained.inputs
    if depth == 0:
        if inputs:
            yield f"    {said('deeper', lang)}"
        return
    told = _told_inputs(explained)
    for one in told:
        for line in explanation_lines(one, depth - 1, lang):
            yield f"    {line}"
    if len(told) < len(inputs):
        yield f"    {said('zeros', lang, count=len(inputs) - len(told))}"


def _told_inputs(explained: Explanation) -> tuple[Explanation, ...]:
    """The inputs without those that add nothing to a sum."""
    match explained.formula:
        case Sum():
            return tuple(one for one in explained.inputs if one.value)
        case WeightedSum(pairs):
            zero = {one.address for one in explained.inputs if not one.value}
            adding = {name for pair in pairs if zero.isdisjoint(pair) for name in pair}
            return tuple(one for one in explained.inputs if one.address in adding)
        case _:
            return explained.inputs


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
        case Remainder(inputs):
            return f"{said('remainder', lang)}: {' - '.join(inputs)}"
        case Proportion((whole, own, *others)):
            return f"{said('proportion', lang)}: {whole} x {own} / ({' + '.join(others)})"
        case YearShare(year, begins, _, _):
            begin = f"{begins // MONTHS_PER_YEAR}-{begins % MONTHS_PER_YEAR + 1:02}"
            return said("year-share", lang, begin=begin, year=year)
        case other:
            return said(other.kind, lang)
