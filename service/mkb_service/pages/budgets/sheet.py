"""``/begrotingen/{plan}``: a budget as tables to type in. Everything is computed here, also while somebody types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen
from litestar import Request, Response, get, post
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from mkb_core.budget.addresses import TOTAL, address
from mkb_core.budget.amending import amend
from mkb_core.budget.evaluation import evaluate
from mkb_core.errors import Conflict, InputFault, InvalidInput
from mkb_core.rights import Actor
from mkb_core.workflows import budgets
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.budgets import Budget
from mkb_service.acting import TheActor
from mkb_service.bodies import read_form
from mkb_service.pages.budgets.editing import Edit, read_edit, unedited
from mkb_service.pages.budgets.explaining import explained
from mkb_service.pages.budgets.grids import Grids
from mkb_service.pages.budgets.opened import PLACE, Opened, asked_for, open_budget
from mkb_service.pages.rendering import Renderer
from mkb_service.provided import TheInstallation, TheRenderer

AnyRequest = Request[Any, Any, Any]
TEMPLATE = "budgets/sheet.html"
#: a budget of fifty rows and forty periods
MOST_CELLS = 2500


@frozen
class Outcome:
    """What came of sending the form: faults beside those of cells, the number that was saved, or that somebody else had
    saved before."""

    status: int = 200
    faults: tuple[InputFault, ...] = ()
    saved: str = ""
    overtaken: bool = False


NOTHING_DONE = Outcome()


@get(PLACE + "/{plan:str}", sync_to_thread=True, include_in_schema=False)
def sheet_page(
    request: AnyRequest,
    plan: FromPath[str],
    actor: TheActor,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[str]:
    """A version in one scenario; the newest can be edited, the others are read."""
    asked = asked_for(request)
    opened = open_budget(request, installation, actor, plan, asked.get("versie"), asked.get("scenario"))
    edit = unedited(evaluate(opened.plan, opened.scenario))
    saved = asked.get("bewaard", "")
    return _page(request, renderer, opened, edit, asked, Outcome(saved=saved if saved.isdecimal() else ""))


@post(PLACE + "/{plan:str}", sync_to_thread=True, include_in_schema=False)
def edit_sheet(
    request: AnyRequest,
    plan: FromPath[str],
    body: RawBody,
    actor: TheActor,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[Any]:
    """Compute what was typed, or save it with a reason; whatever is wrong stands at its cell, and nothing is saved then."""
    form = read_form(request, body, visitors_too=True, most_fields=MOST_CELLS)
    # What was typed was typed on this version, whatever was saved meanwhile.
    opened = open_budget(request, installation, actor, plan, form.get("op"), form.get("scenario"))
    edit = read_edit(evaluate(opened.plan, opened.scenario), form, opened.names.language)
    if form.get("action") != "save":
        return _page(request, renderer, opened, edit, form)
    if edit.faults:
        return _page(request, renderer, opened, edit, form, Outcome(status=400))
    try:
        number = _save(installation, actor, opened, edit, form.get("reason", ""))
    except InvalidInput as refusal:
        return _page(request, renderer, opened, edit, form, Outcome(400, refusal.faults))
    except Conflict:
        newest = open_budget(request, installation, actor, plan, None, opened.scenario)
        overtaken = Outcome(409, overtaken=True)
        return _page(request, renderer, newest, laid_over(newest, edit), form, overtaken)
    return Redirect(f"{opened.address}?scenario={opened.scenario}&bewaard={number}", status_code=303)


def _save(installation: Installation, actor: Actor, opened: Opened, edit: Edit, reason: str) -> int:
    def check(budget: Budget) -> None:
        if budget.newest.number != opened.version.number:
            raise Conflict(kind="budget", key=opened.plan.id)

    content = amend(opened.plan, opened.scenario, edit.changes)
    return budgets.save_version(installation, actor, content, reason, check).number


def laid_over(newest: Opened, edit: Edit) -> Edit:
    """What was typed on an older version, on the newest: only the cells that were changed."""
    typed = {name: words for name, words in edit.texts.items() if name in edit.changes or name in edit.faults}
    return read_edit(evaluate(newest.plan, newest.scenario), typed, newest.names.language)


def _page(
    request: AnyRequest,
    renderer: Renderer,
    opened: Opened,
    edit: Edit,
    form: Mapping[str, str],
    outcome: Outcome = NOTHING_DONE,
) -> Response[str]:
    names, grids = opened.names, Grids(edit, opened.names)
    total = address("cost", TOTAL, TOTAL)
    before, after = edit.before.value(total), edit.after.value(total)
    cell = form.get("cel", "")
    return renderer.page(
        request,
        TEMPLATE,
        status=outcome.status,
        edit=edit,
        grids=grids.given(),
        results=grids.results(),
        total=names.money(after, 0),
        before=names.money(before, 0),
        difference=names.money(after - before, 0),
        explained=explained(edit.after, cell, names) if cell else None,
        reason=form.get("reason", ""),
        cell_faults=edit.faults,
        form_faults={fault.path: fault for fault in outcome.faults},
        name_of=names.cell,
        saved=outcome.saved,
        overtaken=outcome.overtaken,
        **opened.facts("sheet"),
    )
