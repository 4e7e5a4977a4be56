"""The plan of Limburg as data gives what the plan prints, to the thousand, and what its facts give when worked out here."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from mkb_core.budget import BudgetPlan, evaluate, printed, printed_delta
from mkb_core.budget.given import given_cells

FACTS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "budget-limburg.json").read_text("utf-8"), parse_float=Fraction
)
PERIODS = {period["id"]: period for period in FACTS["periods"]}
PHASES = frozenset(period["phase"] for period in FACTS["periods"])
ORGANISATION = "organisation_other"
scenario = pytest.mark.parametrize("scenario", ["1", "2"])


def half_up(value: Fraction) -> int:
    """Halves go up, from zero on away from it: written out here, not taken from what is tested."""
    whole, rest = divmod(abs(value), 1)
    return (1 if value >= 0 else -1) * (int(whole) + (rest >= Fraction(1, 2)))


def worked_out(name: str) -> dict[str, dict[str, Fraction]]:
    """The same figures straight from the facts: row to column to hours or euros."""
    said = FACTS["scenarios"][name]
    rows: dict[str, dict[str, Fraction]] = {}

    def add(row: str, column: str, value: Fraction) -> None:
        rows.setdefault(row, {}).setdefault(column, Fraction(0))
        rows[row][column] += value

    for row, ftes in said["fte"].items():
        role, activity = row.split("/")
        rates = FACTS["rates"][role]
        for period, fte in ftes.items():
            hours = Fraction(fte) * rates["hours_per_fte_year"] * PERIODS[period]["months"] / 12
            add(f"hours {row}", period, hours)
            if activity != "in-kind":
                add(activity, period, hours * rates["eur_per_hour"])
            if activity == "consultancy":
                travel = hours * Fraction(FACTS["travel"]["eur_per_consultancy_hour"].get(period, 0))
                add(ORGANISATION, period, travel)
                add("travel", period, travel)
    for amounts in said["organisation_costs_k"].values():
        for period, amount in amounts.items():
            add(ORGANISATION, period, amount * 1000)
    for periods in FACTS["other_costs_k"].values():
        for period, amounts in periods.items():
            add("shared", period, Fraction(sum(amounts.values())) * 1000)
    for row in ("consultancy", "coordination", ORGANISATION, "shared"):
        for period, euros in rows[row].items():
            add("total", period, euros)
    return rows


def table(rows: dict[str, dict[str, Fraction]]) -> dict[str, Any]:
    """The overview in exact numbers."""

    def summed(row: str, *, phases: frozenset[str] = PHASES, year: int | None = None) -> Fraction:
        return sum(
            (
                value
                for period, value in rows[row].items()
                if PERIODS[period]["phase"] in phases and (year is None or PERIODS[period]["year"] == year)
            ),
            Fraction(0),
        )

    late = frozenset({"pilot", "roll-out"})
    made: dict[str, Any] = {
        "hours": {
            row.removeprefix("hours "): columns | {"total": summed(row)}
            for row, columns in rows.items()
            if row.startswith("hours ")
        }
    }
    for row in ("consultancy", "coordination", ORGANISATION):
        made[row] = rows[row] | {"pilot_and_roll_out": summed(row, phases=late)}
    made["total_by_period"] = rows["total"]
    made["total_by_year"] = {str(year): summed("total", year=year) for year in (2017, 2018, 2019, 2020)}
    made["completion_and_build"] = summed("total", phases=PHASES - late)
    made["pilot_and_roll_out"] = summed("total", phases=late)
    made["total"] = summed("total")
    made["travel"] = rows["travel"] | {"total": summed("travel")}
    return made


def rounded(part: Any, *, hours: bool = False) -> Any:
    """Whole hours and thousands, without what is zero."""
    if not isinstance(part, dict):
        return half_up(part if hours else part / 1000)
    return {key: rounded(one, hours=hours or key == "hours") for key, one in part.items() if one}


def leaves(part: Any, path: str = "") -> dict[str, Any]:
    if not isinstance(part, dict):
        return {path: part}
    return {place: leaf for key, one in part.items() for place, leaf in leaves(one, f"{path}/{key}").items()}


def test_scenario_1_is_what_the_plan_prints(limburg: BudgetPlan) -> None:
    expected = FACTS["scenarios"]["1"]["expected_k"]
    made = printed(evaluate(limburg, "1"))
    assert leaves(made) == leaves(expected)
    assert list(made) == list(expected)


@scenario
def test_overview_is_what_the_facts_give(limburg: BudgetPlan, scenario: str) -> None:
    assert printed(evaluate(limburg, scenario)) == rounded(table(worked_out(scenario)))


def test_delta_is_rounded_from_the_exact_difference(limburg: BudgetPlan) -> None:
    first, second = (leaves(table(worked_out(name))) for name in ("1", "2"))
    made = leaves(printed_delta(evaluate(limburg, "1"), evaluate(limburg, "2")))
    expected = {
        path: half_up(
            (first.get(path, Fraction(0)) - second.get(path, Fraction(0)))
            / (1 if path.startswith("/hours/") else 1000)
        )
        for path in made
    }
    assert made == expected
    assert {path for path, value in (first | second).items() if value} <= set(made)


def test_delta_of_the_rounded_totals_would_be_another(limburg: BudgetPlan) -> None:
    first, second = evaluate(limburg, "1"), evaluate(limburg, "2")
    assert printed(first)["total"] - printed(second)["total"] == 563
    assert printed_delta(first, second)["total"] == 564


@scenario
def test_given_figures_are_the_facts(limburg: BudgetPlan, scenario: str) -> None:
    said = FACTS["scenarios"][scenario]
    expected = {
        f"fte.{row}.{period}": Fraction(fte)
        for row, ftes in said["fte"].items()
        for period, fte in ftes.items()
    }
    expected |= {
        f"cost.{ORGANISATION}/{line}.{period}": Fraction(amount) * 100_000
        for line, amounts in said["organisation_costs_k"].items()
        for period, amount in amounts.items()
    }
    expected |= {
        f"cost.{group}/{line}.{period}": Fraction(amount) * 100_000
        for group, periods in FACTS["other_costs_k"].items()
        for period, amounts in periods.items()
        for line, amount in amounts.items()
    }
    expected |= {f"months.{name}": Fraction(period["months"]) for name, period in PERIODS.items()}
    for role, rates in FACTS["rates"].items():
        expected[f"rate.{role}"] = Fraction(rates["eur_per_hour"]) * 100
        expected[f"hours_per_fte_year.{role}"] = Fraction(rates["hours_per_fte_year"])
    expected |= {
        f"travel_rate.{period}": Fraction(rate) * 100
        for period, rate in FACTS["travel"]["eur_per_consultancy_hour"].items()
    }
    given = given_cells(limburg, scenario)
    assert {name: one.number for name, one in given.items()} == expected


def test_periods_are_those_of_the_plan(limburg: BudgetPlan) -> None:
    made = [(one.id, one.label.in_language("nl"), one.year, one.phase) for one in limburg.periods]
    assert made == [(one["id"], one["label"], one["year"], one["phase"]) for one in FACTS["periods"]]


def test_scenario_2_is_a_small_difference_on_scenario_1(limburg: BudgetPlan) -> None:
    second = limburg.scenarios[1]
    assert second.base == "1"
    assert sum(map(len, second.fte.values())) == 8
    assert (second.costs, second.set, second.remove) == ({}, {}, ())


def test_staff_in_kind_is_valued_and_costs_nothing(limburg: BudgetPlan) -> None:
    evaluation = evaluate(limburg, "2")
    assert evaluation.value("in_kind.total.total") == evaluation.value("hours.in-kind.total") * 10_000
    assert "cost.in-kind.total" not in evaluation.values
    without = evaluation.changed({f"fte.consultant/in-kind.{period}": Fraction(0) for period in PERIODS})
    assert without.value("cost.total.total") == evaluation.value("cost.total.total")
