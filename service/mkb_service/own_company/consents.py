"""``/bedrijf/toestemmingen``: what the company agrees to, one purpose at a time; it counts from the next request on (H2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, RawBody

from mkb_core.domain.company_fields import COMPANY_FIELDS
from mkb_core.errors import InvalidInput, NotFound
from mkb_core.rights import Actor
from mkb_core.workflows.asked_questions import questions_of
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.consents import REFERRAL, SHARES, consents_of, give_consent, take_consent_back
from mkb_service.acting import TheActor
from mkb_service.identity.answers import account_form, refused, to
from mkb_service.languages import language_of
from mkb_service.own_company.whose import own_company
from mkb_service.provided import TheInstallation, TheRenderer
from mkb_service.wording import words

PLACE = "/bedrijf/toestemmingen"
TEMPLATE = "own_company/consents.html"
#: the box of a share is named so, because a form keeps one value of each name
BOX = "share-"
QUESTION = "question"
SHOWN_QUESTIONS = 100
AnyRequest = Request[Any, Any, Any]


@get(PLACE, sync_to_thread=True, include_in_schema=False)
def consents_page(
    request: AnyRequest, actor: TheActor, installation: TheInstallation, renderer: TheRenderer
) -> Response[str]:
    """The consents in force and those that were taken back, and the forms that give one."""
    facts = _facts(request, actor, installation)
    return renderer.page(request, TEMPLATE, form={}, faults={}, refusal=None, **facts)


@post(PLACE, sync_to_thread=True, include_in_schema=False)
def give(
    request: AnyRequest,
    body: RawBody,
    actor: TheActor,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[Any]:
    """Agree to the purpose of the form that was sent."""
    form = account_form(request, body)
    purpose = form.get("purpose", "")
    try:
        if purpose == REFERRAL:
            give_consent(installation, actor, own_company(actor), purpose, *_referral(form))
        else:
            give_consent(installation, actor, own_company(actor), purpose)
    except InvalidInput as error:
        return refused(request, renderer, TEMPLATE, error, form, **_facts(request, actor, installation))
    return to(PLACE)


@post(PLACE + "/{consent:str}", sync_to_thread=True, include_in_schema=False)
def take_back(
    request: AnyRequest,
    consent: FromPath[str],
    body: RawBody,
    actor: TheActor,
    installation: TheInstallation,
) -> Response[Any]:
    """Take it back."""
    account_form(request, body)
    take_consent_back(installation, actor, own_company(actor), consent)
    return to(PLACE)


def _referral(form: Mapping[str, str]) -> tuple[str | None, list[str], str | None]:
    """Partner, shares and question as the form names them."""
    question = form.get(QUESTION) or None
    shares = [name for name in SHARES if form.get(BOX + name)]
    return form.get("recipient") or None, shares + ([QUESTION] if question else []), question


def _facts(request: AnyRequest, actor: Actor, installation: Installation) -> dict[str, Any]:
    number, language = own_company(actor), language_of(request)
    labels = {name: one.label.in_language(language) for name, one in COMPANY_FIELDS.items()}
    labels |= {name: words(f"consents.share.{name}", language) for name in SHARES if name not in labels}
    names = {id_: one.partner.name for id_, one in installation.catalogue.declarations.items()}
    try:
        given = consents_of(installation, actor, number)
        asked = questions_of(installation, actor, number, limit=SHOWN_QUESTIONS).questions
    except NotFound:  # nothing is known of the company yet, so there is nothing to agree to
        return {"known": False}
    questions = {str(one.question.id): one.question.text for one in asked}
    return {
        "known": True,
        "in_force": [one for one in given if one.withdrawn_at is None],
        "withdrawn": [one for one in given if one.withdrawn_at is not None],
        "names": names,
        "labels": labels,
        "choices": {"": words("consents.choose", language)}
        | dict(sorted(names.items(), key=lambda one: one[1].casefold())),
        "boxes": {BOX + name: labels[name] for name in SHARES if name != QUESTION},
        "confidential": {BOX + name for name, one in COMPANY_FIELDS.items() if one.confidential},
        "questions": questions,
        "choices_of_question": {"": words("consents.no-question", language)} | questions,
    }
