"""``/v1/companies/{number}/consents``: who may see a company, as it says itself."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, RawBody

from mkb_core.workflows import consents
from mkb_core.workflows.companies import check_number
from mkb_service.acting import actor_of
from mkb_service.api.company_resources import Consent, ConsentList
from mkb_service.api.queries import read_query
from mkb_service.api.text_values import read_texts
from mkb_service.provided import TheInstallation

PLACE = "/companies/{number:str}/consents"


@get(
    PLACE,
    sync_to_thread=True,
    summary="A company's consents",
    operation_id="listConsents",
    tags=["companies"],
)
def list_consents(
    request: Request[Any, Any, Any], number: FromPath[str], installation: TheInstallation
) -> ConsentList:
    """All consents that the company gave, the newest first; also those that it took back."""
    read_query(request, paged=False)
    found = consents.consents_of(installation, actor_of(request), number)
    return ConsentList(tuple(map(Consent.of, found)))


@get(
    PLACE + "/{consent:str}",
    sync_to_thread=True,
    summary="One consent",
    operation_id="readConsent",
    tags=["companies"],
)
def read_consent(
    request: Request[Any, Any, Any],
    number: FromPath[str],
    consent: FromPath[str],
    installation: TheInstallation,
) -> Consent:
    """A consent as it stands now."""
    read_query(request, paged=False)
    return Consent.of(consents.consent_of(installation, actor_of(request), number, consent))


@post(PLACE, sync_to_thread=True, summary="Consent", operation_id="giveConsent", tags=["companies"])
def give_consent(
    request: Request[Any, Any, Any], number: FromPath[str], body: RawBody, installation: TheInstallation
) -> Response[Consent]:
    """Agree to a referral to one partner, naming what it sees; or to publication, or to research."""
    read_query(request, paged=False)
    check_number(number)
    said = read_texts(request, body, ("purpose", "recipient", "question"), ("shares",), needed=("purpose",))
    given = consents.give_consent(installation, actor_of(request), number, **said)
    return Response(Consent.of(given), headers={"location": f"/v1/companies/{number}/consents/{given.id}"})


@post(
    PLACE + "/{consent:str}/withdrawals",
    sync_to_thread=True,
    status_code=200,
    summary="Take a consent back",
    operation_id="withdrawConsent",
    tags=["companies"],
)
def withdraw_consent(
    request: Request[Any, Any, Any],
    number: FromPath[str],
    consent: FromPath[str],
    installation: TheInstallation,
) -> Consent:
    """From the next request on it counts no more."""
    read_query(request, paged=False)
    return Consent.of(consents.take_consent_back(installation, actor_of(request), number, consent))
