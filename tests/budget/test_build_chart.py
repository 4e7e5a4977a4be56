"""The build phase in weeks: the chart, and every fault of a schedule."""

from __future__ import annotations

from attrs import evolve

from mkb_core.budget.build_chart import BarKind, BuildPhase, Task, Workstream, chart_of
from mkb_core.budget.part_faults import build_faults
from mkb_core.budget.plan import BudgetPlan
from mkb_core.codec import to_json
from mkb_core.text import text

LABEL = text(nl="Werk", en="Work")


def task(id_: str, start: int | None = None, end: int | None = None, *after: str) -> Task:
    return Task(id_, LABEL, start, end, after)


def build(*tasks: Task, weeks: int = 12) -> BuildPhase:
    return BuildPhase("build", weeks, (Workstream("organisation", LABEL, tasks),))


def faults(plan: BudgetPlan, *tasks: Task) -> list[tuple[str, str]]:
    made = build_faults(evolve(plan, build=build(*tasks)))
    return [(fault.path.removeprefix("build.workstreams[0]."), fault.code) for fault in made]


def test_limburg_has_five_workstreams_in_twelve_weeks(limburg: BudgetPlan) -> None:
    assert limburg.build is not None
    chart = chart_of(limburg.build)
    assert [row.id for row in chart.rows] == [
        "organisation", "scouting-and-selection", "front-desk", "support-process", "masterclasses",
    ]  # fmt: skip
    assert chart.weeks == 12
    planned = {bar.id: (bar.start, bar.end) for bar in chart.rows[0].bars}
    assert planned == {
        "governance": (1, 2), "recruit-leader": (2, 6), "platform-and-legal": (3, 6), "recruit-staff": (5, 10),
    }  # fmt: skip
    kinds = {row.id: {bar.kind for bar in row.bars} for row in chart.rows}
    assert kinds.pop("organisation") == {BarKind.PLANNED}
    assert all(kind == {BarKind.PROPOSED} for kind in kinds.values())


def test_a_row_spans_its_scheduled_bars_and_unscheduled_ones_come_last() -> None:
    [row] = chart_of(build(task("later"), task("b", 4, 6), task("a", 2, 3))).rows
    assert (row.start, row.end) == (2, 6)
    assert [(bar.id, bar.kind.value) for bar in row.bars] == [
        ("a", "planned"), ("b", "planned"), ("later", "unscheduled"),
    ]  # fmt: skip


def test_the_chart_is_plain_data() -> None:
    assert to_json(chart_of(build(task("a", 1, 2)))) == {
        "phase": "build",
        "weeks": 12,
        "rows": [
            {
                "id": "organisation",
                "label": {"nl": "Werk", "en": "Work"},
                "start": 1,
                "end": 2,
                "bars": [
                    {
                        "id": "a",
                        "label": {"nl": "Werk", "en": "Work"},
                        "kind": "planned",
                        "start": 1,
                        "end": 2,
                        "after": [],
                    }
                ],
            }
        ],
    }


def test_a_sound_order_has_no_faults(limburg: BudgetPlan) -> None:
    assert faults(limburg, task("a", 1, 2), task("b", 3, 3, "a"), task("c"), task("d", None, None, "c")) == []


def test_all_faults_come_together_with_their_place(limburg: BudgetPlan) -> None:
    found = faults(
        limburg,
        task("a", 0, 2),
        task("a", 5, 4),
        task("c", 3, 13, "b"),
        task("d", 2, None),
        task("e", 2, 3, "c"),
        task("f", 6, 7, "g"),
        task("g"),
    )
    assert found == [
        ("tasks[1].id", "duplicate"),
        ("tasks[0].start", "out-of-range"),
        ("tasks[1]", "low-above-high"),
        ("tasks[2].end", "out-of-range"),
        ("tasks[2].after[0]", "unknown-name"),
        ("tasks[3].end", "missing"),
        ("tasks[4].after[0]", "task-too-early"),
        ("tasks[5].after[0]", "task-unscheduled"),
    ]


def test_a_circle_is_told_by_each_task_on_it(limburg: BudgetPlan) -> None:
    tasks = task("a", None, None, "c"), task("b", None, None, "a"), task("c", None, None, "b")
    made = build_faults(evolve(limburg, build=build(*tasks, task("d", None, None, "a"))))
    assert [fault.facts["path"] for fault in made] == ["a → c → b → a", "b → a → c → b", "c → b → a → c"]


def test_an_unknown_phase_and_no_weeks_are_faults(limburg: BudgetPlan) -> None:
    made = build_faults(evolve(limburg, build=BuildPhase("later", 0, ())))
    assert [(fault.path, fault.code) for fault in made] == [
        ("build.phase", "unknown-name"), ("build.weeks", "out-of-range"),
    ]  # fmt: skip
