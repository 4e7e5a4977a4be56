"""How many plans the staffing can deliver: the plan's figures, and counted from the staffing itself."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mkb_core.budget.capacity import Capacity
from mkb_core.budget.evaluation import evaluate
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.staffing_checks import capacity_of_scenario


def capacity(plan: BudgetPlan, scenario: str, **changes: Fraction) -> Capacity:
    made = capacity_of_scenario(evaluate(plan, scenario).changed(changes))
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("scenario", "years", "own", "in_kind", "together"),
    [
        ("1", Fraction(103, 12), [91, 76, 65], [0, 0, 0], [91, 76, 65]),
        ("2", Fraction(5), [53, 44, 38], [40, 33, 29], [93, 78, 67]),
    ],
)
def test_the_plans_of_limburg(
    limburg: BudgetPlan,
    scenario: str,
    years: Fraction,
    own: list[int],
    in_kind: list[int],
    together: list[int],
) -> None:
    made = capacity(limburg, scenario)
    assert made.fte_years == years
    assert made.half_days == years * 38 * 7
    assert [one.half_days_of_a_plan for one in made.deliverable] == [25, 30, 35]
    assert [one.plans for one in made.deliverable] == own
    assert [one.plans_in_kind for one in made.deliverable] == in_kind
    assert [one.plans_together for one in made.deliverable] == together
    assert made.goal_plans == 100


def test_more_staff_deliver_more_plans(limburg: BudgetPlan) -> None:
    made = capacity(limburg, "1", **{"fte.consultant/consultancy.2019": Fraction(5)})
    assert made.half_days - capacity(limburg, "1").half_days == 266
    assert [one.plans for one in made.deliverable] == [101, 84, 72]


def test_coordination_and_the_build_phase_do_not_count(limburg: BudgetPlan) -> None:
    changes = {
        "fte.senior_project_leader/coordination.2019": Fraction(9),
        "fte.consultant/consultancy.2018-01": Fraction(9),
    }
    assert capacity(limburg, "1", **changes) == capacity(limburg, "1")


def test_exactly_enough_for_a_plan_is_a_plan(limburg: BudgetPlan) -> None:
    zero = {
        f"fte.{role}/consultancy.{period}": Fraction(0)
        for role in ("senior_project_leader", "consultant")
        for period in ("pilot", "rollout-2018", "2019", "2020-Q1")
    }
    made = capacity(limburg, "1", **{**zero, "fte.consultant/consultancy.2019": Fraction(25, 266)})
    assert [one.plans for one in made.deliverable] == [1, 0, 0]
