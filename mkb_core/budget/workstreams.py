"""The build phase as a plan of workstreams and weeks, which a new region can start from (K4)."""

from __future__ import annotations

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
