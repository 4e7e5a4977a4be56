"""The checks on the staffing of a scenario as plain data, as commands and the API print them."""

from __future__ import annotations

from typing import Any

from mkb_core.budget.capacity import Capacity
from mkb_core.budget.pay_check import RoleYear
from mkb_core.budget.quantities import write_quantity
from mkb_core.budget.rounding import whole_cents
from mkb_core.budget.staffing_checks import ScenarioChecks


def printed_checks(checks: ScenarioChecks) -> dict[str, Any]:
    """``plans``: by effort in half-days, as the keys."""
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
