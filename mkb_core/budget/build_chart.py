"""The build phase as a plan of workstreams and weeks, which a new region can start from, and its chart as data that any
page can draw (K4)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from mkb_core.text import Text


@frozen
class Task:
    """Work from the beginning of week ``start`` up to the end of week ``end``, counted from 1; both ``None``: still to be
    scheduled. It begins when all of ``after`` (ids of tasks) are done. ``proposed``: the weeks are a proposal."""

    id: str
    label: Text
    start: int | None = None
    end: int | None = None
    after: tuple[str, ...] = ()
    proposed: bool = False


@frozen
class Workstream:
    """Tasks that belong together."""

    id: str
    label: Text
    tasks: tuple[Task, ...]


@frozen
class BuildPhase:
    """``phase``: the phase of the programme that it is; week 1 is the first after the go-ahead."""

    phase: str
    weeks: int
    workstreams: tuple[Workstream, ...]
    source: str = ""


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
