"""The checks of a scenario and the build phase in weeks, as tables for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import RenderableType

from mkb_core.budget.build_chart import Bar, BarKind, Chart, ChartRow
from mkb_core.budget.capacity import Capacity
from mkb_core.budget.pay_norm import RoleYear
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.rounding import shown
from mkb_core.budget.staffing_checks import ScenarioChecks
from mkb_core.cli.budget_view import money, title
from mkb_core.cli.financing_words import told
from mkb_core.cli.options import Language
from mkb_core.cli.printing import printable, table

#: two characters a week
_BARS = {BarKind.PLANNED: "██", BarKind.PROPOSED: "▒▒"}
_NO_BAR = " ·"


def checks_parts(plan: BudgetPlan, checks: ScenarioChecks, lang: Language) -> Iterator[RenderableType]:
    """The verdict per role and year, every violation, and the plans beside the goal."""
    yield title(plan, checks.scenario, lang)
    yield _pay(plan, checks.pay, lang)
    for year in checks.pay:
        for one in year.violations:
            name = told(f"ceiling-{one.ceiling}", lang)
            yield told("violation", lang, row=one.row, month=one.month, name=name)
    yield told("one-person", lang)
    if checks.capacity is not None:
        yield from _capacity(checks.capacity, lang)


def _pay(plan: BudgetPlan, years: tuple[RoleYear, ...], lang: Language) -> RenderableType:
    roles = {role.id: role.label.in_language(lang) for role in plan.roles}
    columns = (told(key, lang) for key in ("role", "year", "verdict", "ceiling"))
    grid = table(*columns, title=told("pay", lang))
    for key in ("pay-of-year", "at-most"):
        grid.add_column(told(key, lang), justify="right", no_wrap=True)
    for year in years:
        judged = printable(roles[year.role]), str(year.year), told(year.verdict.value, lang)
        for ceiling in year.ceilings:
            at_most = told("unknown", lang) if ceiling.cents is None else money(ceiling.cents, lang)
            name = told(f"ceiling-{ceiling.name}", lang)
            grid.add_row(*judged, name, money(ceiling.pay, lang), at_most)
            judged = "", "", ""
    return grid


def _capacity(capacity: Capacity, lang: Language) -> Iterator[RenderableType]:
    grid: Any = table(told("effort", lang), title=told("capacity", lang))
    for key in ("paid", "kind", "together", "goal"):
        grid.add_column(told(key, lang), justify="right")
    for one in capacity.deliverable:
        counts = (one.plans, one.plans_in_kind, one.plans_together, capacity.goal_plans)
        grid.add_row(shown(one.half_days_of_a_plan, 1, lang), *(str(count) for count in counts))
    yield grid
    yield told(
        "half-days",
        lang,
        years=shown(capacity.fte_years, 2, lang),
        days=shown(capacity.half_days, 0, lang),
        more_years=shown(capacity.fte_years_in_kind, 2, lang),
        more_days=shown(capacity.half_days_in_kind, 0, lang),
    )


def chart_parts(plan: BudgetPlan, chart: Chart, lang: Language) -> Iterator[RenderableType]:
    """A row per task under its workstream, two characters per week."""
    phase = next(one.label for one in plan.phases if one.id == chart.phase).in_language(lang)
    name = told("gantt", lang, plan=plan.label.in_language(lang), phase=phase)
    grid = table(told("task", lang), told("weeks", lang), title=printable(name))
    odd = "".join(f"{week:2}  " for week in range(1, chart.weeks + 1, 2))
    grid.add_column(odd[: 2 * chart.weeks], no_wrap=True, min_width=2 * chart.weeks)
    for row in chart.rows:
        grid.add_row(printable(row.label.in_language(lang)), _weeks(row), "")
        for bar in row.bars:
            name = printable(f"  {bar.label.in_language(lang)}")
            weeks = _weeks(bar) or told("unscheduled", lang)
            grid.add_row(name, weeks, _bar(bar, chart.weeks))
    yield grid
    yield told("legend", lang)


def _weeks(one: Bar | ChartRow) -> str:
    return "" if one.start is None or one.end is None else f"{one.start}-{one.end}"


def _bar(bar: Bar, weeks: int) -> str:
    if bar.start is None or bar.end is None:
        return _NO_BAR * weeks
    before, during = bar.start - 1, bar.end - bar.start + 1
    return _NO_BAR * before + _BARS[bar.kind] * during + _NO_BAR * (weeks - bar.end)
