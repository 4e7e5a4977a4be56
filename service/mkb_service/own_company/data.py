"""``/bedrijf/gegevens``: a copy of all that is known of the company, and its erasure (N2)."""

from __future__ import annotations

import json
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import RawBody

from mkb_core.errors import InputFault, InvalidInput, TooManyAttempts
from mkb_core.workflows.accounts.own_account import confirm
from mkb_core.workflows.accounts.sessions import SignedIn
from mkb_core.workflows.erasure import erase_company
from mkb_core.workflows.privacy import export_company
from mkb_service.acting import TheActor, TheSession, session_of
from mkb_service.identity.answers import account_form, refused, to, without_session
from mkb_service.own_company.whose import own_company
from mkb_service.provided import TheInstallation, TheRenderer

PLACE = "/bedrijf/gegevens"
ERASED = "/gegevens-gewist"
TEMPLATE = "own_company/data.html"
AnyRequest = Request[Any, Any, Any]


@get(PLACE, sync_to_thread=True, include_in_schema=False)
def data_page(request: AnyRequest, actor: TheActor, renderer: TheRenderer) -> Response[str]:
    """What can be done with one's own data."""
    number, has_password = own_company(actor), _has_password(session_of(request))
    return renderer.page(
        request, TEMPLATE, form={}, faults={}, refusal=None, number=number, has_password=has_password
    )


@post(PLACE + "/kopie", sync_to_thread=True, include_in_schema=False)
def download(
    request: AnyRequest, body: RawBody, actor: TheActor, installation: TheInstallation
) -> Response[bytes]:
    """All that is known, as a file; a form and no link, because making it is a line in the audit log."""
    account_form(request, body)
    number = own_company(actor)
    data = export_company(installation, actor, number)
    return Response(
        json.dumps(data, ensure_ascii=False, indent=2).encode(),
        status_code=200,
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="gegevens-{number}.json"'},
    )


@post(PLACE + "/wissen", sync_to_thread=True, include_in_schema=False)
def erase(
    request: AnyRequest,
    body: RawBody,
    actor: TheActor,
    session: TheSession,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[Any]:
    """Erase the company for good: whoever asks for it writes its number, and gives the password again."""
    form = account_form(request, body)
    number = own_company(actor)
    try:
        if form.get("number", "").strip() != number:
            raise InvalidInput([InputFault("number", "not-the-number", {"number": number})])
        confirm(installation, session, form.get("current", ""))
    except (InvalidInput, TooManyAttempts) as error:
        facts = {"number": number, "has_password": _has_password(session)}
        return refused(request, renderer, TEMPLATE, error, form, **facts)
    erase_company(installation, actor, number, wait=False)
    return without_session(request, to(ERASED))


@get(ERASED, sync_to_thread=True, include_in_schema=False)
def erased_page(request: AnyRequest, renderer: TheRenderer) -> Response[str]:
    """What is read after it."""
    return renderer.page(request, "own_company/erased.html")


def _has_password(session: SignedIn | None) -> bool:
    """Whoever a broker vouches for has none: having signed in just now is what confirms."""
    return session is None or session.account.password is not None
