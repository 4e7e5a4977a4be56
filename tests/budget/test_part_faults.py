"""What is wrong with financing, pay norm and Support Process is told all at once, with its place in the plan."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib import resources
from typing import Any

import pytest

from mkb_core.budget.plan_files import read_plan
from mkb_core.errors import InvalidInput

LABEL = {"nl": "Partij", "en": "Party"}


@pytest.fixture
def document() -> dict[str, Any]:
    """The plan of Limburg as plain data, to spoil."""
    file = resources.files("mkb_plugin_region_limburg").joinpath("budget.toml")
    return tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)


def told(document: dict[str, Any]) -> set[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refusal:
        read_plan(document)
    return {(fault.path, fault.code) for fault in refusal.value.faults}


def party(id_: str, **rule: Any) -> dict[str, Any]:
    return {"id": id_, "label": LABEL, "funder": "led", **rule}


@pytest.mark.parametrize(
    ("model", "faults"),
    [
        pytest.param(
            [party("a", share="0.6"), party("b", share="0.5")],
            {("financing.model", "shares-above-whole")}, id="shares above the whole",
        ),
        pytest.param(
            [party("a", share_of_rest="0.6"), party("b", share_of_rest="0.5")],
            {("financing.model", "shares-above-whole")}, id="shares of the rest above the whole",
        ),
        pytest.param(
            [party("a", share="1.5"), party("b", fixed=-1), party("c", inhabitants=0)],
            {
                ("financing.model[0].share", "out-of-range"), ("financing.model", "shares-above-whole"),
                ("financing.model[1].fixed", "negative"), ("financing.model[2].inhabitants", "not-positive"),
            },
            id="numbers that cannot be",
        ),
        pytest.param(
            [party("a"), party("b", share="0.1", rest=True)],
            {("financing.model[0]", "one-rule"), ("financing.model[1]", "one-rule")}, id="no rule, and two",
        ),
        pytest.param(
            [party("a", rest=True), party("b", rest=True), party("c", inhabitants=3)],
            {("financing.model[1]", "rest-twice"), ("financing.model[2]", "rest-twice")}, id="the rest twice",
        ),
        pytest.param(
            [
                {"id": "a", "label": LABEL, "rest": True, "within": "b"},
                {"id": "b", "label": LABEL, "rest": True, "within": "a"},
            ],
            {("financing.model[0].within", "within-itself"), ("financing.model[1].within", "within-itself")},
            id="a circle",
        ),
        pytest.param(
            [party("a", share="0.5", within="nobody"), {**party("b", rest=True), "funder": "king"}],
            {("financing.model[0].within", "unknown-name"), ("financing.model[1].funder", "unknown-name")},
            id="unknown names",
        ),
        pytest.param(
            [
                party("a", rest=True),
                {"id": "b", "label": LABEL, "rest": True, "within": "a"},
                party("a", share="0.1"),
                party("need", share="0.1"),
            ],
            {
                ("financing.model[0].funder", "group-pays"), ("financing.model[1].funder", "missing"),
                ("financing.model[2].funder", "group-pays"), ("financing.model[2].id", "duplicate"),
                ("financing.model[3].id", "not-allowed"),
            },
            id="who pays, and ids",
        ),
        pytest.param(
            [party("a", fixed=2_000_000), party("b", share="0.5")],
            {("financing.model", "more-than-whole")}, id="more than the need",
        ),
    ],
)  # fmt: skip
def test_faults_of_a_model(
    document: dict[str, Any], model: list[dict[str, Any]], faults: set[tuple[str, str]]
) -> None:
    document["financing"]["model"] = model
    assert told(document) == faults


@pytest.mark.parametrize("number", [Decimal("nan"), float("nan"), float("inf"), "much", True], ids=str)
def test_what_is_no_number_is_told_with_its_place(document: dict[str, Any], number: Any) -> None:
    document["financing"]["model"][1]["fixed"] = number
    document["financing"]["commitments"][0]["amount"] = number
    document["pay_norm"]["years"]["2019"]["year_general"] = number
    assert told(document) >= {
        ("financing.model[1].fixed", "wrong-type"),
        ("financing.commitments[0].amount", "wrong-type"),
        ("pay_norm.years[2019].year_general", "wrong-type"),
    }


def test_faults_of_commitments_come_together(document: dict[str, Any]) -> None:
    document["financing"]["commitments"] = [
        {"id": "a", "funder": "king", "amount": -1},
        {
            "id": "a",
            "funder": "led",
            "amount": 1,
            "payments": [{"on": "2018-01-01", "share": "0.5"}, {"on": "2018-02-01", "share": "-0.4"}],
        },
        {"id": "c", "funder": "led", "amount": 1, "earmark": {"rows": ["x/y"], "phases": ["z"], "periods": ["w"]}},
    ]  # fmt: skip
    path = "financing.commitments"
    assert told(document) == {
        (f"{path}[0].funder", "unknown-name"),
        (f"{path}[0].amount", "negative"),
        (f"{path}[1].id", "duplicate"),
        (f"{path}[1].payments[1].share", "out-of-range"),
        (f"{path}[1].payments", "shares-not-whole"),
        (f"{path}[2].earmark.rows[0]", "unknown-name"),
        (f"{path}[2].earmark.phases[0]", "unknown-name"),
        (f"{path}[2].earmark.periods[0]", "unknown-name"),
    }


@pytest.mark.parametrize(
    ("one", "other", "twice"),
    [
        pytest.param({"phases": ["pilot"]}, {"rows": ["organisation_other/travel"]}, True, id="a row in a phase"),
        pytest.param({"rows": ["organisation_other/travel"]}, {}, True, id="one for anything"),
        pytest.param({"phases": ["pilot"]}, {"phases": ["roll-out"]}, False, id="two phases"),
        pytest.param({"periods": ["2019"]}, {"phases": ["pilot"]}, False, id="a period of another phase"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["commitments", "contributions"])
def test_the_same_cost_is_never_covered_twice(
    document: dict[str, Any], kind: str, one: dict[str, Any], other: dict[str, Any], twice: bool
) -> None:
    document["financing"][kind] = [
        {"id": "a", "funder": "led", "amount": 1, "earmark": one}
        if kind == "commitments"
        else {"id": "a", "label": LABEL, "amount": 1, "covers": one},
        {"id": "b", "funder": "led", "amount": 1, "earmark": other}
        if kind == "commitments"
        else {"id": "b", "label": LABEL, "amount": 1, "covers": other},
    ]
    name = "earmark" if kind == "commitments" else "covers"
    if twice:
        assert told(document) == {(f"financing.{kind}[1].{name}", "covered-twice")}
    else:
        read_plan(document)


def test_faults_of_the_norm_and_the_support_process(document: dict[str, Any]) -> None:
    document["pay_norm"]["years"] = {"soon": {"hour": 0}, "2020": {"month_1_6": -5}}
    document["support_process"] |= {
        "weeks_per_fte_year": 0,
        "half_days_of_a_plan": [25, -1],
        "rows": ["consultant/nothing"],
        "phases": ["later"],
        "goal_plans": -1,
    }
    document["support_process"]["stages"]["business_plan"] |= {"low": 21}
    assert told(document) == {
        ("pay_norm.years[soon]", "not-allowed"),
        ("pay_norm.years[soon].hour", "not-positive"),
        ("pay_norm.years[2020].month_1_6", "not-positive"),
        ("support_process.weeks_per_fte_year", "not-positive"),
        ("support_process.half_days_of_a_plan[1]", "not-positive"),
        ("support_process.rows[0]", "unknown-name"),
        ("support_process.phases[0]", "unknown-name"),
        ("support_process.goal_plans", "negative"),
        ("support_process.stages[business_plan]", "low-above-high"),
    }


def test_an_id_that_is_none_is_told_wherever_it_stands(document: dict[str, Any]) -> None:
    document["financing"]["funders"].append({"id": "a.b", "label": LABEL})
    document["financing"]["model"][2]["id"] = ""
    document["build"]["workstreams"][0]["id"] = "a b"
    assert told(document) >= {
        ("financing.funders[5].id", "budget-id"),
        ("financing.model[2].id", "budget-id"),
        ("build.workstreams[0].id", "budget-id"),
    }


def test_a_plan_needs_none_of_these_parts(document: dict[str, Any]) -> None:
    for part in ("financing", "pay_norm", "support_process", "build"):
        del document[part]
    assert read_plan(document).financing is None
