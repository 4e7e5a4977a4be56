"""``/inloggen`` and ``/uitloggen``: a password, a code, and out again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.params import RawBody

from mkb_core.errors import SignInRefused, TooManyAttempts
from mkb_core.workflows.accounts import sessions, signing_in
from mkb_service.acting import TheSession, session_of
from mkb_service.client_addresses import client_address
from mkb_service.identity.answers import (
    account_form,
    own_page,
    refused,
    to,
    with_session,
    without_session,
)
from mkb_service.provided import TheInstallation, TheRenderer

SIGN_IN, CODE = "identity/sign_in.html", "identity/code.html"
SET_UP = "/account/tweede-factor"


@get("/inloggen", sync_to_thread=True, include_in_schema=False)
def sign_in_page(request: Request[Any, Any, Any], renderer: TheRenderer) -> Response[Any]:
    """The empty form; whoever is signed in goes on."""
    found = session_of(request)
    onward = own_page(request.query_params.get("naar", ""))
    if found is not None:
        return to(step_after(found.finished, found.enrolled, onward))
    return renderer.page(request, SIGN_IN, form={"naar": onward}, faults={}, refusal=None)


@post("/inloggen", sync_to_thread=True, include_in_schema=False)
def sign_in(
    request: Request[Any, Any, Any], body: RawBody, installation: TheInstallation, renderer: TheRenderer
) -> Response[Any]:
    """A new session, and on to the second factor where one is asked."""
    form = account_form(request, body)
    address = client_address(request.scope, installation.settings.trusted_proxies)
    try:
        secret = signing_in.sign_in(installation, form.get("email", ""), form.get("password", ""), address)
    except (SignInRefused, TooManyAttempts) as error:
        return refused(request, renderer, SIGN_IN, error, form)
    found = sessions.signed_in(installation, secret)
    onward = own_page(form.get("naar", ""))
    finished, enrolled = (found.finished, found.enrolled) if found else (False, False)
    return with_session(request, to(step_after(finished, enrolled, onward)), secret)


@get("/inloggen/code", sync_to_thread=True, include_in_schema=False)
def code_page(request: Request[Any, Any, Any], session: TheSession, renderer: TheRenderer) -> Response[Any]:
    """The question for a code."""
    if session.finished or not session.enrolled:
        return to(step_after(session.finished, session.enrolled, "/account"))
    form = {"naar": own_page(request.query_params.get("naar", ""))}
    return renderer.page(request, CODE, form=form, faults={}, refusal=None)


@post("/inloggen/code", sync_to_thread=True, include_in_schema=False)
def give_code(
    request: Request[Any, Any, Any],
    body: RawBody,
    session: TheSession,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[Any]:
    """Finish signing in."""
    form = account_form(request, body)
    try:
        secret = signing_in.give_code(installation, session, form.get("code", ""))
    except (SignInRefused, TooManyAttempts) as error:
        return refused(request, renderer, CODE, error, form)
    return with_session(request, to(own_page(form.get("naar", ""))), secret)


@post("/uitloggen", sync_to_thread=True, include_in_schema=False)
def sign_out(request: Request[Any, Any, Any], body: RawBody, installation: TheInstallation) -> Response[Any]:
    """End the session; whose session ended already is out as well."""
    account_form(request, body)
    found = session_of(request)
    if found is not None:
        sessions.sign_out(installation, found)
    return without_session(request, to("/inloggen"))


def step_after(finished: bool, enrolled: bool, onward: str) -> str:
    """Where signing in goes on."""
    if finished:
        return onward
    return f"/inloggen/code?{urlencode({'naar': onward}, safe='/')}" if enrolled else SET_UP
