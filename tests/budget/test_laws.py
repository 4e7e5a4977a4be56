"""Laws of the budget, on generated plans: money is conserved in every cut, and every cell explains itself."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from typing import Any

from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkb_core.budget import BudgetPlan, Evaluation, differences, evaluate, explain, read_plan
from mkb_core.budget.evaluation import computed
from mkb_core.budget.formulas import Given
from mkb_core.budget.given import given_cells
from mkb_core.budget.graph import build_graph
from mkb_core.budget.overview import layout, printed, printed_delta
from mkb_core.budget.plan_faults import plan_faults
from mkb_core.budget.rounding import shown, thousands
from mkb_core.codec import to_json
from tests.budget.making import changes_of, plans

UNHURRIED = settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
UNITS = {"hours", "cost", "in_kind"}


def last(plan: BudgetPlan) -> Evaluation:
    return evaluate(plan, plan.scenarios[-1].id)


def rows_of(evaluation: Evaluation) -> set[tuple[str, str]]:
    """Measure and row of everything that is added up over columns."""
    parts = (name.split(".") for name in evaluation.values)
    return {(one[0], one[1]) for one in parts if one[0] in UNITS}


def summed(evaluation: Evaluation, measure: str, row: str, columns: list[str]) -> Fraction:
    return sum((evaluation.values[f"{measure}.{row}.{column}"] for column in columns), Fraction(0))


@UNHURRIED
@given(plans())
def test_generated_plans_have_no_fault_and_survive_their_json(plan: BudgetPlan) -> None:
    assert plan_faults(plan) == []
    assert read_plan(to_json(plan)) == plan


@UNHURRIED
@given(plans())
def test_periods_phases_and_years_add_up_to_the_total_of_every_row(plan: BudgetPlan) -> None:
    evaluation = last(plan)
    cuts = {
        "periods": [period.id for period in plan.periods],
        "phases": [f"phase:{phase.id}" for phase in plan.phases],
        "years": [f"year:{year}" for year in evaluation.graph.years],
    }
    for measure, row in rows_of(evaluation):
        total = evaluation.values[f"{measure}.{row}.total"]
        for columns in cuts.values():
            assert summed(evaluation, measure, row, columns) == total


@UNHURRIED
@given(plans())
def test_rows_add_up_to_the_total_of_every_column(plan: BudgetPlan) -> None:
    evaluation = last(plan)
    groups = [group.id for group in plan.cost_groups]
    paid = [activity.id for activity in plan.activities if activity.paid]
    staffing = [row for row in evaluation.graph.staffing if row.split("/")[1] in paid]
    lines = [line.row for line in plan.cost_lines] + ([plan.travel.row] if plan.travel else [])
    for name, value in evaluation.values.items():
        if name.startswith("cost.total."):
            column = name.removeprefix("cost.total.")
            for rows in ([*paid, *groups], [*staffing, *lines]):
                costs = (evaluation.values[f"cost.{row}.{column}"] for row in rows)
                assert sum(costs, Fraction(0)) == value


@UNHURRIED
@given(plans(), st.randoms(use_true_random=False))
def test_order_of_the_plan_changes_no_cell(plan: BudgetPlan, chance: random.Random) -> None:
    def shuffled(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(items, len(items)))

    names = ("phases", "periods", "roles", "activities", "cost_groups", "cost_lines", "scenarios")
    changes: Any = {name: shuffled(getattr(plan, name)) for name in names}
    mixed = evolve(plan, **changes)
    scenario = plan.scenarios[-1].id
    assert evaluate(mixed, scenario).values == evaluate(plan, scenario).values


@UNHURRIED
@given(plans())
def test_explanation_of_every_cell_gives_its_value(plan: BudgetPlan) -> None:
    evaluation = last(plan)
    for name, value in evaluation.values.items():
        explained = explain(evaluation, name)
        assert explained.value == explained.computed_again() == value


def interpreted(data: dict[str, Any]) -> Fraction:
    """The value of an explanation as printed, worked out by its words alone."""
    values = {one["cell"]: interpreted(one) for one in data.get("inputs", [])}
    numbers = list(values.values())
    match data["formula"]:
        case "given":
            return Fraction(data["value"])
        case "product":
            made = Fraction(data.get("factor", 1))
            for name in data["of"]:
                made *= values[name]
            return made
        case "sum":
            return sum((values[name] for name in data["of"]), Fraction(0))
        case "weighted-sum":
            return sum((values[one] * values[other] for one, other in data["of"]), Fraction(0))
        case "year-share":
            year, month = map(int, data["begins"].split("-"))
            months, *delays = numbers
            begin = Fraction(12 * year + month - 1) + sum(delays)
            january = 12 * data["year"]
            within = min(begin + months, Fraction(january + 12)) - max(begin, Fraction(january))
            return max(within, Fraction(0)) / months
    raise AssertionError(data["formula"])


@settings(UNHURRIED, max_examples=10)
@given(plans())
def test_printed_explanation_is_enough_to_work_a_cell_out(plan: BudgetPlan) -> None:
    evaluation = last(plan)
    for name, value in evaluation.values.items():
        data = explain(evaluation, name).as_data()
        assert interpreted(data) == Fraction(data["value"]) == value


@UNHURRIED
@given(plans())
def test_every_given_figure_of_an_explanation_stands_in_the_plan(plan: BudgetPlan) -> None:
    evaluation = last(plan)
    said = given_cells(plan, plan.scenarios[-1].id)
    for one in explain(evaluation, "cost.total.total").given():
        assert isinstance(one.formula, Given)
        if one.formula.place is None:
            assert one.address not in said
            assert one.value == 0
        else:
            assert said[one.address] == one.formula
            assert one.value == Fraction(value_at(to_json(plan), one.formula.place)) * (
                100 if one.unit.is_money else 1
            )


def value_at(data: Any, place: str) -> Any:
    """What stands at a place of the plan's file."""
    for name, key in re.findall(r"\.?([^.\[\]]+)|\[([^\]]*)\]", place):
        data = data[int(key)] if isinstance(data, list) else data[name or key]
    return data


@UNHURRIED
@given(st.data())
def test_changing_some_cells_is_working_all_of_them_out_again(data: st.DataObject) -> None:
    plan = data.draw(plans())
    scenario = plan.scenarios[-1].id
    changed = last(plan)
    figures = given_cells(plan, scenario)
    for changes in data.draw(st.lists(changes_of(plan), min_size=1, max_size=3)):
        changed = changed.changed(changes)
        figures |= {name: Given(number, what_if=True) for name, number in changes.items()}
    anew = computed(build_graph(plan, figures))
    assert {name: value for name, value in changed.values.items() if value} == {
        name: value for name, value in anew.values.items() if value
    }


@UNHURRIED
@given(plans())
def test_differences_on_top_of_one_scenario_give_the_other(plan: BudgetPlan) -> None:
    first, second = evaluate(plan, plan.scenarios[0].id), last(plan)
    made = second.changed({one.address: one.first for one in differences(first, second)})
    assert {name: value for name, value in made.values.items() if value} == {
        name: value for name, value in first.values.items() if value
    }
    assert differences(made, first) == ()


@UNHURRIED
@given(plans())
def test_scenario_is_its_base_with_what_it_sets_and_without_what_it_removes(plan: BudgetPlan) -> None:
    scenario = plan.scenarios[-1]
    base, own = given_cells(plan, scenario.base), given_cells(plan, scenario.id)
    assert {name for name in base if name not in own} <= set(scenario.remove)
    assert {name for name in own if own[name].scenario != scenario.id} <= set(base)
    assert all(own[name] == base[name] for name in own if own[name].scenario != scenario.id)


@UNHURRIED
@given(plans(), st.fractions(0, 8, max_denominator=4))
def test_staff_in_kind_never_costs_anything(plan: BudgetPlan, fte: Fraction) -> None:
    unpaid = [activity.id for activity in plan.activities if not activity.paid]
    evaluation = last(plan)
    row = [f"fte.{plan.roles[0].id}/{activity}.{plan.periods[0].id}" for activity in unpaid]
    changed = evaluation.changed(dict.fromkeys(row, fte))
    for name, value in evaluation.values.items():
        if name.startswith("cost."):
            assert changed.values[name] == value
    assert not any(name.startswith(f"cost.{activity}.") for activity in unpaid for name in changed.values)


@UNHURRIED
@given(plans(), st.fractions(-30, 60, max_denominator=3))
def test_a_delay_keeps_what_every_column_costs(plan: BudgetPlan, months: Fraction) -> None:
    evaluation = last(plan)
    changed = evaluation.changed({"delay.total": months})
    kept = [name for name in evaluation.values if name.startswith("cost.") and ".year:" not in name]
    assert [changed.value(name) for name in kept] == [evaluation.value(name) for name in kept]


@UNHURRIED
@given(plans(), st.integers(-3, 5))
def test_a_delay_of_whole_years_moves_every_year(plan: BudgetPlan, years: int) -> None:
    evaluation = last(plan).changed({"delay.total": Fraction(0)})
    changed = evaluation.changed({"delay.total": Fraction(12 * years)})
    for year in evaluation.graph.years:
        before = evaluation.value(f"cost.total.year:{year}")
        assert changed.value(f"cost.total.year:{year + years}") == before


@UNHURRIED
@given(plans())
def test_every_figure_of_an_overview_is_its_cell_rounded_once(plan: BudgetPlan) -> None:
    first, second = evaluate(plan, plan.scenarios[0].id), last(plan)

    def hold(cells: Any, numbers: Any, one: Evaluation, other: Evaluation | None) -> None:
        for key, cell in cells.items():
            if not isinstance(cell, str):
                hold(cell, numbers[key], one, other)
                continue
            exact = one.value(cell) - (other.value(cell) if other else 0)
            unit = 1 if cell.startswith("hours.") else 100_000
            assert abs(numbers[key] * unit - exact) <= Fraction(unit, 2)

    hold(layout(plan, first), printed(first), first, None)
    hold(layout(plan, first, second), printed_delta(first, second), first, second)


@given(st.fractions(-(10**12), 10**12, max_denominator=999))
def test_rounding_is_nearest_with_halves_away_from_zero(cents: Fraction) -> None:
    made = thousands(cents)
    assert abs(made * 100_000 - cents) <= 50_000
    assert thousands(-cents) == -made
    assert thousands(Fraction(abs(made) * 100_000 + 50_000)) == abs(made) + 1


@given(st.fractions(-(10**9), 10**9, max_denominator=10_000), st.integers(0, 4))
def test_a_shown_number_is_exact_or_says_that_it_is_not(value: Fraction, places: int) -> None:
    words = shown(value, places, "nl")
    number = Fraction(words.removeprefix("≈ ").replace(".", "").replace(",", "."))
    assert (number == value) is not words.startswith("≈")
    assert abs(number - value) <= Fraction(1, 2 * 10**places)
