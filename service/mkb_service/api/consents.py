"""``/v1/companies/{number}/consents`` and ``.../assignments``: who may see a company, as it and the organisation say."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, RawBody

from mkb_core.codec import describe
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.workflows import assignments, consents
from mkb_core.workflows.companies import check_number
from mkb_service.acting import actor_of
from mkb_service.api.company_resources import Assignment, AssignmentList, Consent, ConsentList
from mkb_service.api.queries import read_query
from mkb_service.bodies import read_json_object
from mkb_service.provided import TheInstallation

CONSENT_TEXTS = ("purpose", "recipient", "question")
ASSIGNMENT_TEXTS = ("account", "partner")


@get(
    "/companies/{number:str}/consents",
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


@post(
    "/companies/{number:str}/consents",
    sync_to_thread=True,
    summary="Consent",
    operation_id="giveConsent",
    tags=["companies"],
)
def give_consent(
    request: Request[Any, Any, Any], number: FromPath[str], body: RawBody, installation: TheInstallation
) -> Consent:
    """Agree to a referral to one partner, naming what it sees; or to publication, or to research."""
    read_query(request, paged=False)
    check_number(number)
    data = read_json_object(request, body)
    faults = _faults(data, CONSENT_TEXTS, ("shares",))
    shares = data.get("shares")
    if shares is None:
        shares = []
    if not isinstance(shares, list) or not all(isinstance(name, str) for name in shares):
        faults.append(
            InputFault("shares", "wrong-type", {"expected": "a list of texts", "got": describe(shares)})
        )
    if data.get("purpose") is None:
        faults.append(InputFault("purpose", "missing"))
    if faults:
        raise InvalidInput(faults)
    given = consents.give_consent(
        installation,
        actor_of(request),
        number,
        data["purpose"],
        data.get("recipient"),
        shares,
        data.get("question"),
    )
    return Consent.of(given)


@post(
    "/companies/{number:str}/consents/{consent:str}/withdrawals",
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


@get(
    "/companies/{number:str}/assignments",
    sync_to_thread=True,
    summary="Who guides a company",
    operation_id="listAssignments",
    tags=["companies"],
)
def list_assignments(
    request: Request[Any, Any, Any], number: FromPath[str], installation: TheInstallation
) -> AssignmentList:
    """Who guides or guided the company, and which partner put it forward, the newest first."""
    read_query(request, paged=False)
    found = assignments.assignments_of(installation, actor_of(request), number)
    return AssignmentList(tuple(map(Assignment.of, found)))


@post(
    "/companies/{number:str}/assignments",
    sync_to_thread=True,
    summary="Assign",
    operation_id="assign",
    tags=["companies"],
)
def assign(
    request: Request[Any, Any, Any], number: FromPath[str], body: RawBody, installation: TheInstallation
) -> Assignment:
    """Say which consultant guides the company (``account``), or which partner put it forward (``partner``)."""
    read_query(request, paged=False)
    check_number(number)
    data = read_json_object(request, body)
    if faults := _faults(data, ASSIGNMENT_TEXTS):
        raise InvalidInput(faults)
    named = {name: data.get(name) for name in ASSIGNMENT_TEXTS}
    return Assignment.of(assignments.assign(installation, actor_of(request), number, **named))


@post(
    "/companies/{number:str}/assignments/{assignment:str}/endings",
    sync_to_thread=True,
    status_code=200,
    summary="End an assignment",
    operation_id="endAssignment",
    tags=["companies"],
)
def end_assignment(
    request: Request[Any, Any, Any],
    number: FromPath[str],
    assignment: FromPath[str],
    installation: TheInstallation,
) -> Assignment:
    """From the next request on it counts no more."""
    read_query(request, paged=False)
    return Assignment.of(assignments.end_assigned(installation, actor_of(request), number, assignment))


def _faults(data: dict[str, Any], texts: tuple[str, ...], more: tuple[str, ...] = ()) -> list[InputFault]:
    """Unknown keys, and values that should be text."""
    faults = [
        InputFault(key, "unknown-key", {"key": describe(key)}) for key in data if key not in (*texts, *more)
    ]
    for name in texts:
        value = data.get(name)
        if value is not None and not isinstance(value, str):
            faults.append(InputFault(name, "wrong-type", {"expected": "text", "got": describe(value)}))
    return faults
