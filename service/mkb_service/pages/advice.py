"""``/advies/{receipt}``: an advice that a person can read, follow and check."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from litestar import Request, Response, get
from litestar.params import FromPath

from mkb_core.catalogue.explanation import ExplainedAdvice, Reason
from mkb_core.workflows.advising import explain_stored, read_receipt, replay_stored
from mkb_core.workflows.partner_notices import notices_about
from mkb_service.acting import actor_of
from mkb_service.languages import language_of
from mkb_service.pages import forms
from mkb_service.pages.choices import choices
from mkb_service.provided import TheInstallation, TheRenderer


@get("/advies/{receipt:str}", sync_to_thread=True, include_in_schema=False)
def advice_page(
    request: Request[Any, Any, Any],
    receipt: FromPath[str],
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[str]:
    """The advice of a receipt."""
    stored = read_receipt(installation, actor_of(request), receipt)
    advice = explain_stored(installation, stored, language_of(request))
    region = installation.catalogue.region.region
    asked = what_to_ask(advice)
    return renderer.page(
        request,
        "advice.html",
        advice=advice,
        at=stored.at,
        asked=asked.fields,
        asked_otherwise=asked.otherwise,
        form=forms.form_of(stored.question.text, stored.profile, region),
        faults={},
        choices=choices(region),
        nomination=nomination_state(advice.route_reasons),
        failing=notices_about(installation, stored.catalogue, advice),
    )


@get("/advies/{receipt:str}/controle", sync_to_thread=True, include_in_schema=False)
def check_page(
    request: Request[Any, Any, Any],
    receipt: FromPath[str],
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[str]:
    """The decision of a receipt taken again, and whether it is the same."""
    return renderer.page(
        request, "check.html", outcome=replay_stored(installation, actor_of(request), receipt)
    )


@frozen
class ToAsk:
    """What must still be known: fields of the form, and questions that the form has no field for."""

    fields: tuple[str, ...]
    otherwise: tuple[str, ...]


def what_to_ask(advice: ExplainedAdvice) -> ToAsk:
    """Split what is missing into what the form can ask and the rest."""
    known = {one.field: forms.FIELD_OF.get(one.field) for one in advice.asked}
    fields = tuple(dict.fromkeys(field for field in known.values() if field))
    return ToAsk(fields, tuple(one.question for one in advice.asked if not known[one.field]))


def nomination_state(reasons: tuple[Reason, ...]) -> str:
    """All that is required together: ``no`` where one fails, ``unknown`` where one is unknown."""
    required = {reason.outcome for reason in reasons if reason.hard}
    return "no" if "failed" in required else "unknown" if "unknown" in required else "yes"
