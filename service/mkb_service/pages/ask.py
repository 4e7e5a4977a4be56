"""``/``: asking a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import RawBody
from litestar.response import Redirect

from mkb_core.errors import InputFault
from mkb_core.workflows.advising import give_advice
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.partner_notices import partner_notices
from mkb_service.acting import actor_of
from mkb_service.bodies import read_form
from mkb_service.pages import forms
from mkb_service.pages.choices import choices
from mkb_service.pages.rendering import Renderer
from mkb_service.provided import TheInstallation, TheRenderer

#: faults of the question that have words of their own; every other field has one sentence
QUESTION_FAULTS = {"empty": "missing", "too-long": "too-long"}


@get("/", sync_to_thread=False, include_in_schema=False)
def ask_page(
    request: Request[Any, Any, Any], installation: TheInstallation, renderer: TheRenderer
) -> Response[str]:
    """The empty form."""
    return _page(request, installation, renderer, {}, ())


@post("/", sync_to_thread=True, include_in_schema=False)
def ask(
    request: Request[Any, Any, Any],
    body: RawBody,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[Any]:
    """Advise and go to the advice; or the form again, with every fault and with what was typed."""
    form = read_form(request, body)
    reading = forms.read_question_form(form, installation.catalogue.region.region)
    if reading.faults:
        return _page(request, installation, renderer, form, reading.faults)
    advice = give_advice(installation, actor_of(request), reading.text, reading.profile)
    request.app.state.metrics.advised(advice.route.value)
    return Redirect(f"/advies/{advice.receipt.id}", status_code=303)


def _page(
    request: Request[Any, Any, Any],
    installation: Installation,
    renderer: Renderer,
    form: Mapping[str, str],
    faults: tuple[InputFault, ...],
) -> Response[str]:
    asked = [name for name in forms.FIELDS if name in forms.ALWAYS_SHOWN or form.get(name)]
    return renderer.page(
        request,
        "ask.html",
        status=400 if faults else 200,
        form=form,
        faults={fault.path: fault_words(fault) for fault in faults},
        asked=asked,
        choices=choices(installation.catalogue.region.region),
        partners=len(installation.catalogue.declarations),
        failing=partner_notices(installation),
    )


def fault_words(fault: InputFault) -> tuple[str, Mapping[str, Any]]:
    """The key of the sentence for a fault, and its facts."""
    if fault.path == "question":
        return f"fault.question.{QUESTION_FAULTS.get(fault.code, 'control-characters')}", fault.facts
    return f"fault.{fault.path}", {}
