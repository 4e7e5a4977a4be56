"""``/v1/budgets``: the versions of budgets, and what is decided on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, RawBody

from mkb_core.budget.amending import amend
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.plan_files import read_plan
from mkb_core.budget.what_if import read_changes
from mkb_core.codec import describe, to_json
from mkb_core.errors import Conflict, InputFault, InvalidInput, NotFound
from mkb_core.workflows import budgets
from mkb_core.workflows.budget_shares import share_of
from mkb_service.acting import actor_of
from mkb_service.api import budget_resources as resources
from mkb_service.api.queries import read_query
from mkb_service.api.text_values import read_texts
from mkb_service.bodies import read_json_object
from mkb_service.languages import language_of
from mkb_service.preconditions import change_condition, tagged
from mkb_service.provided import TheInstallation
from mkb_service.refusals import Refusal

AnyRequest = Request[Any, Any, Any]
PLACE = "/budgets/{plan:str}"
VERSION = PLACE + "/versions/{version:str}"
_LONGEST_NUMBER = 6


@get("/budgets", sync_to_thread=True, summary="All budgets", operation_id="listBudgets", tags=["budgets"])
def list_budgets(request: AnyRequest, installation: TheInstallation) -> resources.BudgetList:
    """All plans with the version that counts and the newest."""
    read_query(request, paged=False)
    return resources.BudgetList(
        tuple(map(resources.Budget.of, budgets.list_budgets(installation, actor_of(request))))
    )


@get(PLACE, sync_to_thread=True, summary="One budget", operation_id="readBudget", tags=["budgets"])
def read_budget(
    request: AnyRequest, plan: FromPath[str], installation: TheInstallation
) -> Response[resources.Budget]:
    """A plan; its ETag is what a new version is made on."""
    read_query(request, paged=False)
    found = budgets.budget_of(installation, actor_of(request), plan)
    return tagged(request, _document(found), resources.Budget.of(found))


@get(
    PLACE + "/versions",
    sync_to_thread=True,
    summary="The versions of a budget",
    operation_id="listBudgetVersions",
    tags=["budgets"],
)
def list_versions(
    request: AnyRequest, plan: FromPath[str], installation: TheInstallation
) -> resources.BudgetVersionList:
    """All versions with who made them and why, the newest first."""
    read_query(request, paged=False)
    found = budgets.budget_of(installation, actor_of(request), plan)
    return resources.BudgetVersionList(tuple(map(resources.BudgetVersion.of, found.versions)))


@get(
    VERSION,
    sync_to_thread=True,
    summary="One version of a budget",
    operation_id="readBudgetVersion",
    tags=["budgets"],
)
def read_version(
    request: AnyRequest, plan: FromPath[str], version: FromPath[str], installation: TheInstallation
) -> resources.BudgetContent:
    """A version with its whole plan."""
    read_query(request, paged=False)
    actor, number = actor_of(request), number_of(version)
    found = budgets.budget_of(installation, actor, plan).version(number)
    content = budgets.plan_of_version(installation, actor, plan, number)
    return resources.BudgetContent(resources.BudgetVersion.of(found), to_json(content))


@post(
    PLACE + "/versions",
    sync_to_thread=True,
    summary="Save a version",
    operation_id="saveBudgetVersion",
    tags=["budgets"],
)
def save_version(
    request: AnyRequest, plan: FromPath[str], body: RawBody, installation: TheInstallation
) -> Response[resources.BudgetVersion]:
    """Save a whole plan, or changes of given cells in one scenario of the newest version; with a reason, as a draft."""
    read_query(request, paged=False)
    actor, data = actor_of(request), read_json_object(request, body)
    newest = budgets.budget_of(installation, actor, plan).newest.number
    condition = change_condition(request)
    content = _content(data, lambda: budgets.plan_of_version(installation, actor, plan, newest))
    if content.id != plan:
        raise InvalidInput([InputFault("plan.id", "not-allowed", {"value": describe(content.id)})])

    def check(budget: budgets.Budget) -> None:
        condition.check(_document(budget))
        if budget.newest.number != newest:
            raise Refusal("precondition-failed")

    try:
        made = budgets.save_version(installation, actor, content, str(data["reason"]), check)
    except Conflict:  # another one came in between
        raise Refusal("precondition-failed") from None
    place = f"/v1/budgets/{plan}/versions/{made.number}"
    return Response(resources.BudgetVersion.of(made), headers={"location": place})


@post(
    VERSION + "/proposals",
    sync_to_thread=True,
    status_code=200,
    summary="Propose a version",
    operation_id="proposeBudgetVersion",
    tags=["budgets"],
)
def propose(
    request: AnyRequest, plan: FromPath[str], version: FromPath[str], installation: TheInstallation
) -> resources.BudgetVersion:
    """Put the draft forward for approval."""
    read_query(request, paged=False)
    number = number_of(version)
    done = budgets.propose_version(installation, actor_of(request), plan, number)
    return resources.BudgetVersion.of(done.version(number))


@post(
    VERSION + "/approvals",
    sync_to_thread=True,
    status_code=200,
    summary="Approve a version",
    operation_id="approveBudgetVersion",
    tags=["budgets"],
)
def approve(
    request: AnyRequest, plan: FromPath[str], version: FromPath[str], installation: TheInstallation
) -> resources.BudgetVersion:
    """Make it the version that counts, as the second person: not who worked on it since the last approval."""
    read_query(request, paged=False)
    number = number_of(version)
    done = budgets.approve_version(installation, actor_of(request), plan, number)
    return resources.BudgetVersion.of(done.version(number))


@post(
    VERSION + "/rejections",
    sync_to_thread=True,
    status_code=200,
    summary="Reject a version",
    operation_id="rejectBudgetVersion",
    tags=["budgets"],
)
def reject(
    request: AnyRequest,
    plan: FromPath[str],
    version: FromPath[str],
    body: RawBody,
    installation: TheInstallation,
) -> resources.BudgetVersion:
    """Refuse what was proposed, and say why."""
    read_query(request, paged=False)
    number = number_of(version)
    reason = read_texts(request, body, ("reason",), needed=("reason",))["reason"]
    done = budgets.reject_version(installation, actor_of(request), plan, number, reason)
    return resources.BudgetVersion.of(done.version(number))


@get(
    PLACE + "/shares",
    sync_to_thread=True,
    summary="A funder's own part",
    operation_id="listBudgetShares",
    tags=["budgets"],
)
def list_own_shares(
    request: AnyRequest, plan: FromPath[str], installation: TheInstallation
) -> resources.BudgetShareList:
    """The version that counts, as the funder for whom one acts sees it: totals, and its own part of the financing."""
    read_query(request, paged=False)
    share = share_of(installation, actor_of(request), plan)
    return resources.BudgetShareList.of(share, language_of(request))


def number_of(words: str) -> int:
    """The number of a version in an address; raises :class:`NotFound` where it is none."""
    if not (words.isascii() and words.isdigit() and len(words) <= _LONGEST_NUMBER):
        raise NotFound(kind="budget", key=words[:40])
    return int(words)


def read_scenario_changes(data: dict[str, Any], plan: BudgetPlan) -> tuple[str, dict[str, Any]]:
    """The scenario and the changed figures of a body; raises :class:`InvalidInput` with all faults."""
    scenario, written = data.get("scenario"), data.get("changes")
    faults = []
    if not isinstance(scenario, str) or scenario not in {one.id for one in plan.scenarios}:
        faults.append(InputFault("scenario", "unknown-name", {"value": describe(scenario)}))
    if not isinstance(written, dict):
        facts = {"expected": "an object", "got": describe(written)}
        raise InvalidInput([*faults, InputFault("changes", "wrong-type", facts)])
    pairs = [(name, _number_words(number)) for name, number in written.items()]
    try:
        changes = read_changes(plan, pairs, "changes.{}")
    except InvalidInput as refusal:
        raise InvalidInput([*faults, *refusal.faults]) from None
    if faults:
        raise InvalidInput(faults)
    return str(scenario), changes


def check_keys(data: dict[str, Any], known: tuple[str, ...]) -> None:
    """Raises :class:`InvalidInput` for every key that is none of these."""
    faults = [InputFault(key, "unknown-key", {"key": describe(key)}) for key in data if key not in known]
    if faults:
        raise InvalidInput(faults)


def _number_words(number: Any) -> str:
    """A JSON number or text as text; anything else is refused as no number."""
    return number if isinstance(number, str) else repr(number)


def _content(data: dict[str, Any], newest: Callable[[], BudgetPlan]) -> BudgetPlan:
    check_keys(data, ("reason", "plan", "scenario", "changes"))
    if not isinstance(data.get("reason"), str):
        facts = {"expected": "text", "got": describe(data.get("reason"))}
        raise InvalidInput([InputFault("reason", "wrong-type", facts)])
    if ("plan" in data) == ("changes" in data):
        raise InvalidInput([InputFault("$", "one-of-two", {"first": "plan", "second": "changes"})])
    if "changes" in data:
        plan = newest()
        scenario, changes = read_scenario_changes(data, plan)
        return amend(plan, scenario, changes)
    if not isinstance(data["plan"], dict):
        facts = {"expected": "an object", "got": describe(data["plan"])}
        raise InvalidInput([InputFault("plan", "wrong-type", facts)])
    try:
        return read_plan(data["plan"])
    except InvalidInput as refusal:
        raise InvalidInput([fault.under("plan") for fault in refusal.faults]) from None


def _document(budget: budgets.Budget) -> dict[str, Any]:
    """What the tag of a budget is made of: its versions and their states."""
    return {"plan": budget.plan, "versions": [[one.number, one.hash, one.state] for one in budget.versions]}
