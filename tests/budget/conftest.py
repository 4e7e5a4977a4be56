"""The plan of Limburg, as its package has it."""

from __future__ import annotations

from importlib import resources

import pytest

from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.plan_files import parse_plan


@pytest.fixture(scope="session")
def limburg() -> BudgetPlan:
    """Read once; a plan is frozen."""
    file = resources.files("mkb_plugin_region_limburg").joinpath("budget.toml")
    return parse_plan(file.read_text("utf-8"))
