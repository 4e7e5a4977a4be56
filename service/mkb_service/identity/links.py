"""The pages that a mailed link leads to: an invitation, and a new password; and asking for that link."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, RawBody

from mkb_core.errors import InvalidInput, LinkGone, TooManyAttempts
from mkb_core.workflows.accounts import invitations, lost_password
from mkb_service.client_addresses import client_address
from mkb_service.identity.answers import account_form, refused, to, with_session, without_session
from mkb_service.identity.naming import role_words
from mkb_service.languages import language_of
from mkb_service.pages.rendering import Renderer
from mkb_service.provided import TheInstallation, TheRenderer

INVITATION, LOST = "identity/invitation.html", "identity/lost_password.html"
NEW_PASSWORD, GONE = "identity/new_password.html", "identity/link_gone.html"


@get("/uitnodiging/{secret:str}", sync_to_thread=True, include_in_schema=False)
def invitation_page(
    request: Request[Any, Any, Any],
    secret: FromPath[str],
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[str]:
    """What is offered, and the form to accept it. Looking does not use the link up."""
    offered = invitations.read_invitation(installation, secret)
    form = {"name": offered.name, "language": language_of(request)}
    role = role_words(installation, offered.role, offered.subject, language_of(request))
    return renderer.page(request, INVITATION, form=form, faults={}, refusal=None, offered=offered, role=role)


@post("/uitnodiging/{secret:str}", sync_to_thread=True, include_in_schema=False)
def accept_invitation(
    request: Request[Any, Any, Any],
    secret: FromPath[str],
    body: RawBody,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[Any]:
    """Make the account and go on; who has one signs in."""
    form = account_form(request, body)
    offered = invitations.read_invitation(installation, secret)
    try:
        session = invitations.accept_invitation(installation, secret, form)
    except InvalidInput as error:
        role = role_words(installation, offered.role, offered.subject, language_of(request))
        return refused(request, renderer, INVITATION, error, form, offered=offered, role=role)
    if session is None:
        return to("/inloggen")
    return with_session(request, to("/inloggen"), session)


@get("/wachtwoord-vergeten", sync_to_thread=False, include_in_schema=False)
def lost_password_page(request: Request[Any, Any, Any], renderer: TheRenderer) -> Response[str]:
    """The form that asks for a link."""
    return renderer.page(request, LOST, form={}, faults={}, refusal=None, sent=False)


@post("/wachtwoord-vergeten", sync_to_thread=True, include_in_schema=False)
def ask_new_password(
    request: Request[Any, Any, Any], body: RawBody, installation: TheInstallation, renderer: TheRenderer
) -> Response[str]:
    """The same answer for everybody."""
    form = account_form(request, body)
    address = client_address(request.scope, installation.settings.trusted_proxies)
    try:
        lost_password.ask_new_password(installation, form.get("email", ""), address)
    except TooManyAttempts as error:
        return refused(request, renderer, LOST, error, form, sent=False)
    return renderer.page(request, LOST, form={}, faults={}, refusal=None, sent=True)


@get("/nieuw-wachtwoord/{secret:str}", sync_to_thread=True, include_in_schema=False)
def new_password_page(
    request: Request[Any, Any, Any],
    secret: FromPath[str],
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[str]:
    """The form for another password."""
    email = lost_password.check_new_password_link(installation, secret)
    return renderer.page(request, NEW_PASSWORD, form={}, faults={}, refusal=None, email=email)


@post("/nieuw-wachtwoord/{secret:str}", sync_to_thread=True, include_in_schema=False)
def set_new_password(
    request: Request[Any, Any, Any],
    secret: FromPath[str],
    body: RawBody,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[Any]:
    """Another password, and all sessions end."""
    form = account_form(request, body)
    email = lost_password.check_new_password_link(installation, secret)
    try:
        lost_password.set_new_password(installation, secret, form.get("password", ""))
    except InvalidInput as error:
        return refused(request, renderer, NEW_PASSWORD, error, {}, email=email)
    return without_session(request, to("/inloggen"))


def gone(request: Request[Any, Any, Any], _: LinkGone) -> Response[str]:
    """What is shown for a link that opens nothing (any more)."""
    renderer: Renderer = request.app.state.renderer
    return renderer.page(request, GONE, status=404)
