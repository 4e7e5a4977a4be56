"""What is wrong with the parts of a plan that are no cost: financing, pay norm, Support Process, build phase."""

from __future__ import annotations

from collections.abc import Iterator

from mkb_core.budget.build_chart import build_faults
from mkb_core.budget.financing_faults import financing_faults, rows_of
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.quantities import write_cents, write_quantity
from mkb_core.errors import InputFault


def part_faults(plan: BudgetPlan) -> list[InputFault]:
    """Everything wrong with the financing, the pay norm, the Support Process and the build phase of a plan."""
    return [*financing_faults(plan), *_norm_faults(plan), *_process_faults(plan), *build_faults(plan)]


def _norm_faults(plan: BudgetPlan) -> Iterator[InputFault]:
    for year, norm in plan.pay_norm.years.items() if plan.pay_norm is not None else ():
        path = f"pay_norm.years[{year}]"
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            yield InputFault(path, "not-allowed", {"value": year[:20]})
        for name in ("month_1_6", "month_7_12", "hour", "year_general"):
            cents = getattr(norm, name)
            if cents is not None and cents <= 0:
                yield InputFault(f"{path}.{name}", "not-positive", {"value": write_cents(cents)})


def _process_faults(plan: BudgetPlan) -> Iterator[InputFault]:
    process = plan.support_process
    if process is None:
        return
    known = {
        "rows": set(rows_of(plan)),
        "in_kind_rows": set(rows_of(plan)),
        "phases": {phase.id for phase in plan.phases},
    }
    for name, ids in known.items():
        for index, id_ in enumerate(getattr(process, name)):
            if id_ not in ids:
                yield InputFault(f"support_process.{name}[{index}]", "unknown-name", {"value": id_})
    numbers = {
        "weeks_per_fte_year": process.weeks_per_fte_year,
        "half_days_per_week": process.half_days_per_week,
        **{f"half_days_of_a_plan[{i}]": effort for i, effort in enumerate(process.half_days_of_a_plan)},
    }
    for name, number in numbers.items():
        if number <= 0:
            yield InputFault(f"support_process.{name}", "not-positive", {"value": write_quantity(number)})
    if process.goal_plans < 0:
        yield InputFault("support_process.goal_plans", "negative", {"value": process.goal_plans})
    for name, stage in (process.stages or {}).items():
        if stage.low > stage.high:
            facts = {"low": write_quantity(stage.low), "high": write_quantity(stage.high)}
            yield InputFault(f"support_process.stages[{name}]", "low-above-high", facts)
