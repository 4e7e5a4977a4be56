"""The build phase in weeks: what is wrong with its schedule, and its chart as data that any page can draw (K4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from attrs import frozen

from mkb_core.budget.financing_faults import id_faults
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.workstreams import BuildPhase, Task
from mkb_core.errors import InputFault
from mkb_core.text import Text

MOST_WEEKS = 260


class BarKind(Enum):
    """Where the weeks of a task come from."""

    PLANNED = "planned"
    PROPOSED = "proposed"
    UNSCHEDULED = "unscheduled"


@frozen
class Bar:
    """A task in the chart; both weeks are ``None`` where it is not scheduled. ``after``: tasks that must be done before."""

    id: str
    label: Text
    kind: BarKind
    start: int | None
    end: int | None
    after: tuple[str, ...]


@frozen
class ChartRow:
    """A workstream, from the first to the last of its scheduled weeks, with its bars in the order of their weeks."""

    id: str
    label: Text
    start: int | None
    end: int | None
    bars: tuple[Bar, ...]


@frozen
class Chart:
    """``weeks`` columns, counted from 1."""

    phase: str
    weeks: int
    rows: tuple[ChartRow, ...]


def chart_of(build: BuildPhase) -> Chart:
    """The chart of a sound build phase."""
    rows = []
    for stream in build.workstreams:
        bars = sorted(map(_bar, stream.tasks), key=lambda bar: (bar.start or build.weeks + 1, bar.end or 0))
        starts = [bar.start for bar in bars if bar.start is not None]
        ends = [bar.end for bar in bars if bar.end is not None]
        rows.append(
            ChartRow(stream.id, stream.label, min(starts, default=None), max(ends, default=None), tuple(bars))
        )
    return Chart(build.phase, build.weeks, tuple(rows))


def _bar(task: Task) -> Bar:
    kind = BarKind.PROPOSED if task.proposed else BarKind.PLANNED
    return Bar(
        task.id,
        task.label,
        BarKind.UNSCHEDULED if task.start is None else kind,
        task.start,
        task.end,
        task.after,
    )


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
