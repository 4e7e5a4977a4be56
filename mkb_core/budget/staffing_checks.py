"""The checks on the staffing of a scenario: pay norm and capacity."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from mkb_core.budget.addresses import TOTAL, address, phase_column
from mkb_core.budget.capacity import Capacity, StaffedPeriod, capacity_of
from mkb_core.budget.evaluation import Evaluation, evaluate
from mkb_core.budget.pay_check import RoleYear, Staffing, judge_role
from mkb_core.budget.pay_norm import PayNorm
from mkb_core.budget.plan import BudgetPlan, Period


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
