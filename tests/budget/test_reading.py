"""A plan is read whole or not at all, and every fault is told at its place, all at once."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from decimal import Decimal
from importlib import resources
from typing import Any

import pytest

from mkb_core.budget import BudgetPlan, evaluate, parse_plan, read_plan
from mkb_core.codec import to_json
from mkb_core.errors import InvalidInput, NotFound

WORDS = resources.files("mkb_plugin_region_limburg").joinpath("budget.toml").read_text("utf-8")
CONSULTANTS = "consultant/consultancy"


def data() -> dict[str, Any]:
    return tomllib.loads(WORDS, parse_float=Decimal)


def faults_of(document: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refusal:
        read_plan(document)
    return {fault.path: fault.code for fault in refusal.value.faults}


def changed(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    document = deepcopy(data())
    holder: Any = document
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return document


CELL = ("scenarios", 0, "fte", CONSULTANTS, "2019")
CELL_PATH = f"scenarios[0].fte[{CONSULTANTS}][2019]"
SCENARIO = {"id": "3", "label": {"nl": "x"}}


@pytest.mark.parametrize(
    ("path", "value", "place", "code"),
    [
        (CELL, -1, CELL_PATH, "out-of-range"),
        (CELL, 5000, CELL_PATH, "out-of-range"),
        (CELL, "veel", CELL_PATH, "wrong-type"),
        (CELL, float("nan"), CELL_PATH, "wrong-type"),
        (CELL, float("inf"), CELL_PATH, "wrong-type"),
        (CELL, Decimal("NaN"), CELL_PATH, "wrong-type"),
        (CELL, Decimal("1E+999999"), CELL_PATH, "wrong-type"),
        (CELL, True, CELL_PATH, "wrong-type"),
        (CELL, "1/0", CELL_PATH, "wrong-type"),
        ((*CELL[:-1], "2021"), 1, f"scenarios[0].fte[{CONSULTANTS}][2021]", "unknown-name"),
        ((*CELL[:3], "chef/consultancy"), {"2019": 1}, "scenarios[0].fte[chef/consultancy]", "unknown-name"),
        ((*CELL[:3], "consultant/golf"), {"2019": 1}, "scenarios[0].fte[consultant/golf]", "unknown-name"),
        ((*CELL[:3], "consultant"), {"2019": 1}, "scenarios[0].fte[consultant]", "unknown-name"),
        (
            ("scenarios", 0, "costs", "organisation_other/golf"),
            {"2019": 1},
            "scenarios[0].costs[organisation_other/golf]",
            "unknown-name",
        ),
        (
            ("scenarios", 0, "costs", "organisation_other/other", "2019"),
            Decimal("0.005"),
            "scenarios[0].costs[organisation_other/other][2019]",
            "wrong-type",
        ),
        (("scenarios", 0, "base"), "2", "scenarios[0].base", "circular-scenario"),
        (("scenarios", 1, "base"), "9", "scenarios[1].base", "unknown-name"),
        (("scenarios", 1, "id"), "1", "scenarios", "duplicate"),
        (("scenarios", 1, "set"), {"rate.chef": 1}, "scenarios[1].set[rate.chef]", "unknown-cell-near"),
        (
            ("scenarios", 1, "set"),
            {"cost.total.2019": 1},
            "scenarios[1].set[cost.total.2019]",
            "unknown-cell-near",
        ),
        (
            ("scenarios", 1, "set"),
            {"rate.consultant": Decimal("0.001")},
            "scenarios[1].set[rate.consultant]",
            "part-of-a-cent",
        ),
        (("scenarios", 1, "set"), {"delay.total": 999}, "scenarios[1].set[delay.total]", "out-of-range"),
        (
            ("scenarios", 1, "set"),
            {"fte.consultant/consultancy.2019": 1},
            "scenarios[1].set[fte.consultant/consultancy.2019]",
            "duplicate",
        ),
        (("scenarios", 1, "remove"), ["fte.golf"], "scenarios[1].remove[0]", "unknown-name"),
        (("scenarios", 1, "remove"), ["rate.consultant"], "scenarios[1].remove[0]", "not-allowed"),
        (("roles", 1, "id"), "office_management", "roles", "duplicate"),
        (("roles", 1, "id"), "consultancy", "activities[0].id", "duplicate"),
        (("roles", 1, "rate_per_hour"), -1, "roles[1].rate_per_hour", "out-of-range"),
        (("roles", 1, "hours_per_fte_year"), 8784, "roles[1].hours_per_fte_year", "out-of-range"),
        (("periods", 0, "phase"), "golf", "periods[0].phase", "unknown-name"),
        (("periods", 0, "months"), 0, "periods[0].months", "out-of-range"),
        (("periods", 0, "first_month"), 13, "periods[0].first_month", "out-of-range"),
        (("periods", 0, "year"), 17, "periods[0].year", "out-of-range"),
        (("periods", 0, "id"), "total", "periods[0].id", "duplicate"),
        (("periods", 0, "id"), "a.b", "periods[0].id", "budget-id"),
        (("periods",), [], "periods", "empty"),
        (
            ("phases",),
            [{"id": f"p{number}", "label": {"nl": "x"}} for number in range(21)],
            "phases",
            "too-many",
        ),
        (("spans", 0, "phases"), ["golf"], "spans[0].phases", "unknown-name"),
        (("spans", 0, "id"), "consultancy", "spans[0].id", "not-allowed"),
        (("activities", 0, "id"), "hours", "activities[0].id", "not-allowed"),
        (("cost_lines", 0, "group"), "golf", "cost_lines[0].group", "unknown-name"),
        (("cost_lines", 0, "amounts"), {"2099": 1}, "cost_lines[0].amounts[2099]", "unknown-name"),
        (("travel", "activities"), ["in-kind"], "travel.activities", "unknown-name"),
        (("travel", "id"), "other", "travel.id", "duplicate"),
        (("travel", "rate_per_hour"), {"pilot": 9999}, "travel.rate_per_hour[pilot]", "out-of-range"),
    ],
    ids=lambda one: str(one)[:40] if isinstance(one, str) else None,
)
def test_fault_is_told_at_its_place(path: tuple[Any, ...], value: Any, place: str, code: str) -> None:
    assert faults_of(changed(path, value))[place] == code


def test_all_faults_are_told_at_once_also_beside_figures_that_cannot_be_read() -> None:
    document = changed(CELL, "veel")
    document["scenarios"][0]["fte"][CONSULTANTS]["pilot"] = -2
    document["scenarios"][1]["base"] = "9"
    document["roles"][0]["rate_per_hour"] = None
    document["periods"][3]["phase"] = "golf"
    document["colour"] = "blue"
    del document["periods"][4]["months"]
    del document["roles"][2]["label"]
    document["phases"][1]["label"] = "bouwfase"
    document["spans"][1]["phases"] = "pilot"
    document["activities"][2]["paid"] = 0
    document["roles"][1]["shoe_size"] = 43
    assert faults_of(document) == {
        "$": "unknown-key",
        CELL_PATH: "wrong-type",
        f"scenarios[0].fte[{CONSULTANTS}][pilot]": "out-of-range",
        "scenarios[1].base": "unknown-name",
        "roles[0].rate_per_hour": "wrong-type",
        "periods[3].phase": "unknown-name",
        "periods[4].months": "missing",
        "roles[2].label": "missing",
        "phases[1].label": "invalid-value",
        "spans[1].phases": "wrong-type",
        "activities[2].paid": "wrong-type",
        "roles[1]": "unknown-key",
    }


def test_document_with_very_many_faults_is_refused_at_once() -> None:
    document = data()
    many = {f"{role}/{number}": {"2019": "veel"} for role in "abc" for number in range(700)}
    document["scenarios"][0]["fte"] = many
    assert list(faults_of(document).values()) == ["wrong-type"] * 2100


@pytest.mark.parametrize("document", [{}, {"periods": 3}, {"scenarios": [1, None, []]}, {"id": {"a": []}}])
def test_document_of_another_form_is_refused(document: dict[str, Any]) -> None:
    assert faults_of(document)


def test_faults_of_a_file_name_the_file() -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_plan(WORDS.replace("2019 = 4,", "2019 = nan,"), "plan.toml")
    assert [fault.path for fault in refusal.value.faults] == [f"plan.toml.{CELL_PATH}"]


@pytest.mark.parametrize("words", ["", "a = ", 'a = "' + "x" * 10, "[" * 5000, "a = 1e999999999999999999"])
def test_what_is_no_plan_is_refused(words: str) -> None:
    with pytest.raises(InvalidInput):
        parse_plan(words, "plan.toml")


def test_numbers_count_exactly_as_they_are_written() -> None:
    precise = "0.1000000000000000000000000000001"
    plan = parse_plan(
        WORDS.replace("pilot = 0.5, rollout-2018 = 0.8", f"pilot = {precise}, rollout-2018 = 0.8")
    )
    written = to_json(plan)["scenarios"][0]["fte"]["senior_project_leader/consultancy"]["pilot"]
    assert written == precise


def test_plan_in_its_json_form_is_the_same_plan(limburg: BudgetPlan) -> None:
    assert read_plan(to_json(limburg)) == limburg


def test_unknown_scenario_is_told_with_those_there_are(limburg: BudgetPlan) -> None:
    with pytest.raises(NotFound, match="1, 2"):
        evaluate(limburg, "3")


def test_bare_plan_has_what_all_scenarios_share(limburg: BudgetPlan) -> None:
    bare = evaluate(limburg)
    assert bare.value("cost.total.total") == bare.value("cost.completion.total") + bare.value(
        "cost.build.total"
    )
    assert bare.value("cost.total.total") == 23_550_000


def test_scenario_removes_a_cell_and_a_whole_row() -> None:
    document = data()
    gone = ["fte.consultant/in-kind", "fte.consultant/consultancy.2019"]
    document["scenarios"].append(SCENARIO | {"base": "2", "remove": gone})
    evaluation = evaluate(read_plan(document), "3")
    assert evaluation.value("hours.in-kind.total") == 0
    assert evaluation.value("hours.consultant/consultancy.2019") == 0
    assert evaluation.value("hours.consultant/consultancy.pilot") == 760
