"""The budget of an approach: scenarios that are exact, and explain every cell. Pure: no clock, no I/O (J1-J3)."""

from mkb_core.budget.differences import Difference, differences
from mkb_core.budget.evaluation import Evaluation, evaluate
from mkb_core.budget.explanation import Explanation, explain
from mkb_core.budget.overview import printed, printed_delta
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.plan_files import parse_plan, read_plan
from mkb_core.budget.what_if import in_kind_instead, read_changes

__all__ = [
    "BudgetPlan",
    "Difference",
    "Evaluation",
    "Explanation",
    "differences",
    "evaluate",
    "explain",
    "in_kind_instead",
    "parse_plan",
    "printed",
    "printed_delta",
    "read_changes",
    "read_plan",
]
