"""``/begrotingen``: the budgets; their versions, who made and decided on them, and what two of them differ in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from mkb_core.errors import Conflict, Denied, InvalidInput, MkbError
from mkb_core.rights import Action, Actor, Kind, Relation, Side, grants
from mkb_core.workflows import budgets
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.budget_people import people_of
from mkb_core.workflows.budget_shares import list_shares
from mkb_core.workflows.plugin_overview import moment_words
from mkb_service.acting import TheActor
from mkb_service.bodies import read_form
from mkb_service.languages import language_of
from mkb_service.pages.budgets.opened import PLACE, asked_for, number_of, open_budget
from mkb_service.pages.rendering import Renderer
from mkb_service.problems import kind_of
from mkb_service.provided import TheInstallation, TheRenderer

AnyRequest = Request[Any, Any, Any]
LIST, VERSIONS, COMPARISON = "budgets/list.html", "budgets/versions.html", "budgets/comparison.html"
#: results that are shown at once; the others are there to be opened
SUMS = ("cost.total.", "in_kind.total.")


@get(PLACE, sync_to_thread=True, include_in_schema=False)
def budgets_page(
    request: AnyRequest, actor: TheActor, installation: TheInstallation, renderer: TheRenderer
) -> Response[str]:
    """All budgets; a funder sees those that it pays a part of."""
    language = language_of(request)
    rows: list[tuple[str, str, budgets.Budget | None]] = []
    if actor.side is Side.FUNDER:
        shares = list_shares(installation, actor)
        rows += [(one.plan, one.label.in_language(language), None) for one in shares]
    else:
        for one in budgets.list_budgets(installation, actor):
            content = budgets.plan_of_version(installation, actor, one.plan, one.newest.number)
            rows.append((one.plan, content.label.in_language(language), one))
    return renderer.page(request, LIST, rows=rows)


@get(PLACE + "/{plan:str}/versies", sync_to_thread=True, include_in_schema=False)
def versions_page(
    request: AnyRequest,
    plan: FromPath[str],
    actor: TheActor,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[str]:
    """The versions, the newest first, and what can be done with them."""
    return _versions(request, renderer, installation, actor, plan)


Decide = Callable[[Installation, Actor, str, int, str], object]
#: what the buttons ask for
DECISIONS: Mapping[str, Decide] = {
    "propose": lambda installation, actor, plan, number, _: budgets.propose_version(
        installation, actor, plan, number
    ),
    "approve": lambda installation, actor, plan, number, _: budgets.approve_version(
        installation, actor, plan, number
    ),
    "reject": budgets.reject_version,
}


@post(PLACE + "/{plan:str}/versies/{number:str}", sync_to_thread=True, include_in_schema=False)
def decide(
    request: AnyRequest,
    plan: FromPath[str],
    number: FromPath[str],
    body: RawBody,
    actor: TheActor,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[Any]:
    """Propose, approve or reject, as the button says."""
    form = read_form(request, body, visitors_too=True)
    chosen = DECISIONS.get(form.get("action", ""))
    if chosen is None:
        raise Denied(kind="budget", action="change")
    try:
        chosen(installation, actor, plan, number_of(number), form.get("reason", ""))
    except (Denied, Conflict, InvalidInput) as refusal:
        return _versions(request, renderer, installation, actor, plan, refusal)
    return Redirect(f"{PLACE}/{plan}/versies", status_code=303)


@get(PLACE + "/{plan:str}/vergelijking", sync_to_thread=True, include_in_schema=False)
def comparison_page(
    request: AnyRequest,
    plan: FromPath[str],
    actor: TheActor,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[str]:
    """Two versions beside each other: the newest, and by default the one that counts."""
    asked = asked_for(request)
    opened = open_budget(request, installation, actor, plan, asked.get("met"), asked.get("scenario"))
    counting = opened.budget.in_force or opened.version
    first = number_of(asked["van"]) if "van" in asked else counting.number
    found = budgets.compare_versions(installation, actor, plan, first, opened.version.number, opened.scenario)
    return renderer.page(
        request,
        COMPARISON,
        first=first,
        found=found,
        sums={one.address for one in found.computed if one.address.startswith(SUMS)},
        names=opened.names,
        **opened.facts("comparison"),
    )


def _versions(
    request: AnyRequest,
    renderer: Renderer,
    installation: Installation,
    actor: Actor,
    plan: str,
    refusal: MkbError | None = None,
) -> Response[str]:
    opened = open_budget(request, installation, actor, plan, None, None)
    language = opened.names.language
    budget = opened.budget
    proposed = budget.newest if budget.newest.state == "proposed" else None
    worked = frozenset() if proposed is None else budgets.authors_since_approval(budget, proposed)
    return renderer.page(
        request,
        VERSIONS,
        status=200 if refusal is None else kind_of(refusal).status,
        people=people_of(installation, actor, budget),
        moment=lambda at: moment_words(at, language),
        may_change=_may(actor, Action.CHANGE),
        may_approve=_may(actor, Action.APPROVE),
        worked_on_it=actor.user in worked,
        refusal=refusal,
        **opened.facts("versions"),
    )


def _may(actor: Actor, action: Action) -> bool:
    rows = grants(actor, Kind.BUDGET, action)
    return actor.user is not None and any(row.relation is Relation.ANY for row in rows)
