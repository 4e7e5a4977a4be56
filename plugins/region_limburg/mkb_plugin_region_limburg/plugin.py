"""The region Limburg: all of it is data in ``region.toml``, ``topics/`` and ``budget.toml``."""

from mkb_core.hooks import BudgetPlan, RegionDefinition, hookimpl, read_budget_plan, read_region


@hookimpl
def mkb_define_region() -> RegionDefinition:
    """Territory, topics, criteria of a nomination and goals of the approach in Limburg."""
    return read_region("mkb_plugin_region_limburg")


@hookimpl
def mkb_declare_budget_plans() -> tuple[BudgetPlan, ...]:
    """The indicative budget of the plan, with its two scenarios."""
    return (read_budget_plan("mkb_plugin_region_limburg", "budget.toml"),)
