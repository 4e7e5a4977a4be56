"""``/v1/budgets/.../scenarios``: what a version of a budget comes to, why, and what if. Nothing here is stored."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, RawBody

from mkb_core.budget.differences import cell_differences
from mkb_core.budget.evaluation import evaluate
from mkb_core.budget.explanation import explain
from mkb_core.budget.plan import BudgetPlan
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.workflows import budgets
from mkb_core.workflows.assembly import Installation
from mkb_service.acting import actor_of
from mkb_service.api import budget_resources as resources
from mkb_service.api.budgets import PLACE, VERSION, check_keys, number_of, read_scenario_changes
from mkb_service.api.queries import read_query
from mkb_service.bodies import read_json_object
from mkb_service.provided import TheInstallation

AnyRequest = Request[Any, Any, Any]
SCENARIO = VERSION + "/scenarios/{scenario:str}"


@get(
    SCENARIO,
    sync_to_thread=True,
    summary="A scenario, computed",
    operation_id="readBudgetScenario",
    tags=["budgets"],
)
def read_scenario(
    request: AnyRequest,
    plan: FromPath[str],
    version: FromPath[str],
    scenario: FromPath[str],
    installation: TheInstallation,
) -> resources.BudgetCells:
    """Every cell with its exact value."""
    read_query(request, paged=False)
    content = _content(request, installation, plan, version)
    return resources.BudgetCells.of(scenario, evaluate(content, scenario))


@get(
    SCENARIO + "/explanations",
    sync_to_thread=True,
    summary="How a cell came about",
    operation_id="explainBudgetCell",
    tags=["budgets"],
)
def explain_cell(
    request: AnyRequest,
    plan: FromPath[str],
    version: FromPath[str],
    scenario: FromPath[str],
    installation: TheInstallation,
) -> resources.BudgetExplanation:
    """The formula of the cell ``cell`` and its inputs, down to the given figures."""
    cell = _needed(read_query(request, {"cell": _any_words}, paged=False).filters, "cell")
    content = _content(request, installation, plan, version)
    try:
        found = explain(evaluate(content, scenario), cell)
    except InvalidInput as refusal:
        faults = [InputFault("cell", one.code, one.facts) for one in refusal.faults]
        raise InvalidInput(faults) from None
    return resources.BudgetExplanation(found.address, found.as_data())


@get(
    VERSION + "/deltas",
    sync_to_thread=True,
    summary="Two scenarios, subtracted",
    operation_id="listBudgetDeltas",
    tags=["budgets"],
)
def list_deltas(
    request: AnyRequest, plan: FromPath[str], version: FromPath[str], installation: TheInstallation
) -> resources.BudgetDelta:
    """The cells in which the scenarios ``first`` and ``second`` differ; the first less the second."""
    filters = read_query(request, {"first": _any_words, "second": _any_words}, paged=False).filters
    names = [_needed(filters, name) for name in ("first", "second")]
    content = _content(request, installation, plan, version)
    one, other = (evaluate(content, name) for name in names)
    differing = tuple(resources.BudgetDifference.of(cell) for cell in cell_differences(one, other))
    return resources.BudgetDelta(names[0], names[1], differing)


@get(
    PLACE + "/comparisons",
    sync_to_thread=True,
    summary="Two versions beside each other",
    operation_id="listBudgetComparisons",
    tags=["budgets"],
)
def list_comparisons(
    request: AnyRequest, plan: FromPath[str], installation: TheInstallation
) -> resources.BudgetComparison:
    """What differs between the versions ``first`` and ``second`` in one scenario: given figures, results, and the rest."""
    known = {"first": _any_words, "second": _any_words, "scenario": _any_words}
    filters = read_query(request, known, paged=False).filters
    first, second = (number_of(_needed(filters, name)) for name in ("first", "second"))
    found = budgets.compare_versions(
        installation, actor_of(request), plan, first, second, _needed(filters, "scenario")
    )
    return resources.BudgetComparison.of(found)


@post(
    VERSION + "/what-ifs",
    sync_to_thread=True,
    status_code=200,
    summary="What if",
    operation_id="computeBudget",
    tags=["budgets"],
)
def compute(
    request: AnyRequest,
    plan: FromPath[str],
    version: FromPath[str],
    body: RawBody,
    installation: TheInstallation,
) -> resources.BudgetCells:
    """Every cell of a scenario with other given figures; nothing is saved."""
    read_query(request, paged=False)
    content = _content(request, installation, plan, version)
    data = read_json_object(request, body)
    check_keys(data, ("scenario", "changes"))
    scenario, changes = read_scenario_changes(data, content)
    return resources.BudgetCells.of(scenario, evaluate(content, scenario).changed(changes))


def _content(request: AnyRequest, installation: Installation, plan: str, version: str) -> BudgetPlan:
    return budgets.plan_of_version(installation, actor_of(request), plan, number_of(version))


def _any_words(_: str) -> bool:
    return True


def _needed(filters: Any, name: str) -> str:
    value = filters[name]
    if value is None:
        raise InvalidInput([InputFault(name, "missing")])
    return str(value)
