"""The checks on the staffing of a scenario, pay norm and capacity, and their results as plain data."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import frozen

from mkb_core.budget.addresses import TOTAL, address, phase_column
from mkb_core.budget.capacity import Capacity, StaffedPeriod, capacity_of
from mkb_core.budget.evaluation import Evaluation, evaluate
from mkb_core.budget.pay_norm import PayNorm, RoleYear, Staffing, judge_role
from mkb_core.budget.plan import BudgetPlan, Period
from mkb_core.budget.quantities import write_quantity
from mkb_core.budget.rounding import whole_cents


@frozen
class ScenarioChecks:
    """The verdict per role and year, and what the staffing can deliver (``None``: the plan says nothing about plans)."""

    scenario: str
    pay: tuple[RoleYear, ...]
    capacity: Capacity | None


def check_scenario(plan: BudgetPlan, scenario: str) -> ScenarioChecks:
    """Check the staffing of a scenario of a sound plan. Raises :class:`~mkb_core.errors.NotFound`."""
    evaluation = evaluate(plan, scenario)
    return ScenarioChecks(scenario, pay_of(evaluation), capacity_of_scenario(evaluation))


def pay_of(evaluation: Evaluation) -> tuple[RoleYear, ...]:
    """Every role and year in which it works for pay; a plan without a norm has none on record."""
    plan = evaluation.plan
    norm = plan.pay_norm or PayNorm({})
    verdicts: list[RoleYear] = []
    for role in plan.roles:
        rows = [f"{role.id}/{activity.id}" for activity in plan.activities if activity.paid]
        staffing = [
            Staffing(row, _begins(evaluation, period), evaluation.value(address("months", period.id)), fte)
            for row in rows
            for period in plan.periods
            if (fte := evaluation.value(address("fte", row, period.id)))
        ]
        rate = evaluation.value(address("rate", role.id))
        hours = evaluation.value(address("hours_per_fte_year", role.id))
        verdicts += judge_role(role.id, staffing, rate, hours, norm)
    return tuple(verdicts)


def _begins(evaluation: Evaluation, period: Period) -> Fraction:
    delays = address("delay", TOTAL), address("delay", phase_column(period.phase))
    return 12 * period.year + period.first_month - 1 + sum(map(evaluation.value, delays), Fraction(0))


def capacity_of_scenario(evaluation: Evaluation) -> Capacity | None:
    """How many plans the staffing of a scenario can deliver."""
    plan = evaluation.plan
    process = plan.support_process
    if process is None:
        return None
    staffing = (
        StaffedPeriod(
            row,
            period.phase,
            evaluation.value(address("months", period.id)),
            evaluation.value(address("fte", row, period.id)),
        )
        for row in (*process.rows, *process.in_kind_rows)
        for period in plan.periods
    )
    return capacity_of(process, staffing)


def printed_checks(checks: ScenarioChecks) -> dict[str, Any]:
    """As plain data, for commands and the API; ``plans``: by effort in half-days, as the keys."""
    return {
        "scenario": checks.scenario,
        "pay_norm": [_role_year(one) for one in checks.pay],
        "capacity": None if checks.capacity is None else _capacity(checks.capacity),
    }


def _role_year(one: RoleYear) -> dict[str, Any]:
    return {
        "role": one.role,
        "year": one.year,
        "verdict": one.verdict.value,
        "ceilings": [
            {
                "name": ceiling.name,
                "pay_cents": whole_cents(ceiling.pay),
                "ceiling_cents": None if ceiling.cents is None else whole_cents(ceiling.cents),
            }
            for ceiling in one.ceilings
        ],
        "violations": [
            {"row": violation.row, "month": violation.month, "ceiling": violation.ceiling}
            for violation in one.violations
        ],
    }


def _capacity(capacity: Capacity) -> dict[str, Any]:
    by_effort = {str(write_quantity(one.half_days_of_a_plan)): one for one in capacity.deliverable}
    return {
        "goal_plans": capacity.goal_plans,
        "fte_years": write_quantity(capacity.fte_years),
        "half_days": write_quantity(capacity.half_days),
        "plans": {effort: one.plans for effort, one in by_effort.items()},
        "in_kind": {
            "fte_years": write_quantity(capacity.fte_years_in_kind),
            "half_days": write_quantity(capacity.half_days_in_kind),
            "plans": {effort: one.plans_in_kind for effort, one in by_effort.items()},
        },
        "plans_together": {effort: one.plans_together for effort, one in by_effort.items()},
    }
