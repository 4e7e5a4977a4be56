"""``/beheer/begeleiding``: which consultant guides which company, and which partner put it forward (K1)."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath, RawBody

from mkb_core.errors import InputFault, InvalidInput, MkbError, NotFound
from mkb_core.rights import Action, Actor, Kind, grants
from mkb_core.workflows import assignments
from mkb_core.workflows.assembly import Installation
from mkb_service.acting import TheActor
from mkb_service.identity.answers import account_form, refused, to
from mkb_service.provided import TheInstallation, TheRenderer

PLACE = "/beheer/begeleiding"
TEMPLATE = "guidance.html"
AnyRequest = Request[Any, Any, Any]


@get(PLACE, sync_to_thread=True, include_in_schema=False)
def guidance_page(
    request: AnyRequest, actor: TheActor, installation: TheInstallation, renderer: TheRenderer
) -> Response[str]:
    """All that runs now; of one company (``?nummer=``) also what ended."""
    number = request.query_params.get("nummer", "").strip() or None
    try:
        facts = _facts(actor, installation, number)
    except (InvalidInput, NotFound) as error:
        return _not_that_one(request, actor, installation, renderer, error, number or "")
    return renderer.page(request, TEMPLATE, form={"nummer": number or ""}, faults={}, refusal=None, **facts)


@post(PLACE, sync_to_thread=True, include_in_schema=False)
def assign(
    request: AnyRequest,
    body: RawBody,
    actor: TheActor,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[Any]:
    """Say who guides the company, or which partner put it forward."""
    form = account_form(request, body)
    number = form.get("nummer", "").strip()
    account, partner = form.get("account") or None, form.get("partner") or None
    try:
        assignments.assign(installation, actor, number, account=account, partner=partner)
    except (InvalidInput, NotFound) as error:
        return _not_that_one(request, actor, installation, renderer, error, number)
    return to(f"{PLACE}?nummer={number}")


@post(PLACE + "/{assignment:str}", sync_to_thread=True, include_in_schema=False)
def end(
    request: AnyRequest,
    assignment: FromPath[str],
    body: RawBody,
    actor: TheActor,
    installation: TheInstallation,
) -> Response[Any]:
    """End it."""
    number = account_form(request, body).get("nummer", "")
    assignments.end_assigned(installation, actor, number, assignment)
    return to(f"{PLACE}?nummer={number}")


def make_router() -> Router:
    """A router of its own for each application; it joins the methods of one address before any is wrapped for a thread."""
    return Router("/", route_handlers=[guidance_page, assign, end])


def _not_that_one(
    request: AnyRequest,
    actor: Actor,
    installation: Installation,
    renderer: TheRenderer,
    error: MkbError,
    number: str,
) -> Response[str]:
    """The page without that company: what is wrong stands beside the field."""
    if isinstance(error, NotFound):
        error = InvalidInput([InputFault("nummer", "unknown-name", {"value": number})])
    faults = error.faults if isinstance(error, InvalidInput) else ()
    told = InvalidInput([InputFault("nummer", fault.code, fault.facts) for fault in faults])
    return refused(request, renderer, TEMPLATE, told, {"nummer": number}, **_facts(actor, installation, None))


def _facts(actor: Actor, installation: Installation, number: str | None) -> dict[str, Any]:
    may_assign = bool(grants(actor, Kind.ASSIGNMENT, Action.CREATE))
    names = {id_: one.partner.name for id_, one in installation.catalogue.declarations.items()}
    found = assignments.guidance(installation, actor, number)
    return {
        "number": number,
        "running": [one for one in found if one.assignment.ended_at is None],
        "ended": [one for one in found if one.assignment.ended_at is not None],
        "may_assign": may_assign,
        "guides": assignments.guides(installation, actor) if may_assign else {},
        "partners": dict(sorted(names.items(), key=lambda one: one[1].casefold())),
        "names": names,
    }
