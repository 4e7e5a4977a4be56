"""Figures of budgets as bars, placed here so that a template only writes them down. Beside each stands its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import frozen

from mkb_core.budget.build_chart import Chart

WIDTH, BAR, PITCH, LABEL = 600, 16, 25, 28


@frozen
class PlacedBar:
    """A bar from ``x`` with ``width``, in units of the picture; ``kind`` says what it is."""

    kind: str
    x: int
    y: int
    width: int
    words: str


@frozen
class BarGroup:
    """The bars of one thing under its name."""

    label: str
    y: int
    bars: tuple[PlacedBar, ...]


@frozen
class BarChart:
    """``line``: where a goal stands, if there is one."""

    height: int
    groups: tuple[BarGroup, ...]
    line: int | None = None


def bar_chart(
    groups: Iterable[tuple[str, Sequence[tuple[str, Fraction | int, str]]]], goal: int | None = None
) -> BarChart:
    """Groups of bars, each bar a kind, an amount of at least zero and its words; the longest fills two thirds."""
    given = list(groups)
    largest = max([amount for _, bars in given for _, amount, _ in bars] + [goal or 0], default=0) or 1
    placed, y = [], 0
    for label, bars in given:
        top, y = y, y + LABEL
        made = []
        for kind, amount, said in bars:
            made.append(PlacedBar(kind, 0, y, _length(amount, largest), said))
            y += PITCH
        y += PITCH - BAR
        placed.append(BarGroup(label, top + LABEL - 8, tuple(made)))
    return BarChart(y, tuple(placed), None if goal is None else _length(goal, largest))


def _length(amount: Fraction | int, largest: Fraction | int) -> int:
    return int(Fraction(amount) * (WIDTH * 2 // 3) / Fraction(largest))


@frozen
class WeekBar:
    """A task of the build phase, its weeks as a part of the picture's width; no bar where it is not scheduled."""

    label: str
    kind: str
    start: int | None
    end: int | None
    x: int
    width: int
    after: tuple[str, ...]


def week_bars(chart: Chart, language: str) -> list[tuple[str, list[WeekBar]]]:
    """The workstreams with their tasks; 20 units a week."""
    labels = {bar.id: bar.label.in_language(language) for row in chart.rows for bar in row.bars}
    return [
        (
            row.label.in_language(language),
            [
                WeekBar(
                    labels[bar.id],
                    bar.kind.value,
                    bar.start,
                    bar.end,
                    20 * ((bar.start or 1) - 1),
                    20 * ((bar.end or 0) - (bar.start or 1) + 1),
                    tuple(labels.get(one, one) for one in bar.after),
                )
                for bar in row.bars
            ],
        )
        for row in chart.rows
    ]
