"""What is wrong with the parts of a plan that are no cost: financing, pay norm, Support Process, build phase."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mkb_core.budget.build_chart import Task
from mkb_core.budget.financing_faults import financing_faults, id_faults, rows_of
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.quantities import write_cents, write_quantity
from mkb_core.errors import InputFault

MOST_WEEKS = 260


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


def build_faults(plan: BudgetPlan) -> list[InputFault]:
    """Everything wrong with the build phase of a plan; nothing where it has none."""
    build = plan.build
    if build is None:
        return []
    faults = []
    if build.phase not in {phase.id for phase in plan.phases}:
        faults.append(InputFault("build.phase", "unknown-name", {"value": build.phase}))
    if not 1 <= build.weeks <= MOST_WEEKS:
        facts = {"value": build.weeks, "low": 1, "high": MOST_WEEKS}
        faults.append(InputFault("build.weeks", "out-of-range", facts))
    placed = [
        (f"build.workstreams[{index}].tasks[{place}]", task)
        for index, stream in enumerate(build.workstreams)
        for place, task in enumerate(stream.tasks)
    ]
    names = [(f"build.workstreams[{index}]", stream.id) for index, stream in enumerate(build.workstreams)]
    faults += id_faults(names) + id_faults([(path, task.id) for path, task in placed])
    tasks = {task.id: task for _, task in placed}
    for path, task in placed:
        faults += _week_faults(path, task, build.weeks)
        faults += _order_faults(path, task, tasks)
    return faults


def _week_faults(path: str, task: Task, weeks: int) -> Iterator[InputFault]:
    if (task.start is None) != (task.end is None):
        yield InputFault(f"{path}.{'start' if task.start is None else 'end'}", "missing")
    for name, week in (("start", task.start), ("end", task.end)):
        if week is not None and not 1 <= week <= weeks:
            yield InputFault(f"{path}.{name}", "out-of-range", {"value": week, "low": 1, "high": weeks})
    if task.start is not None and task.end is not None and task.end < task.start:
        yield InputFault(path, "low-above-high", {"low": task.start, "high": task.end})


def _order_faults(path: str, task: Task, tasks: Mapping[str, Task]) -> Iterator[InputFault]:
    for index, id_ in enumerate(task.after):
        place = f"{path}.after[{index}]"
        other = tasks.get(id_)
        if other is None:
            yield InputFault(place, "unknown-name", {"value": id_})
        elif task.start is not None and other.end is None:
            yield InputFault(place, "task-unscheduled", {"other": id_})
        elif task.start is not None and other.end is not None and task.start <= other.end:
            facts = {"start": task.start, "other": id_, "end": other.end}
            yield InputFault(place, "task-too-early", facts)
    way = _way_back(task, tasks)
    if way:
        yield InputFault(f"{path}.after", "within-itself", {"path": " → ".join(way)})


def _way_back(task: Task, tasks: Mapping[str, Task]) -> list[str]:
    """The shortest way along ``after`` from a task to itself; empty where there is none."""
    ways = [[task.id]]
    seen: set[str] = set()
    for way in ways:
        last = tasks.get(way[-1])
        for id_ in last.after if last is not None else ():
            if id_ == task.id:
                return [*way, id_]
            if id_ not in seen:
                seen.add(id_)
                ways.append([*way, id_])
    return []
