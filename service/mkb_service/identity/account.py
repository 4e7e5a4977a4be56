"""``/account``: one's own account, its roles and sessions, and the second factor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import RawBody

from mkb_core.errors import Denied, InvalidInput, MkbError, TooManyAttempts
from mkb_core.workflows.accounts import linking, own_account, sessions, signing_in
from mkb_core.workflows.accounts.second_factor import app_address
from mkb_core.workflows.accounts.sessions import SignedIn, needs_second_factor
from mkb_core.workflows.accounts.vouched import NO_EMAIL
from mkb_core.workflows.assembly import Installation
from mkb_service.acting import TheSession
from mkb_service.identity.answers import account_form, refused, to, with_session, without_session
from mkb_service.identity.naming import role_words
from mkb_service.identity.pictures import qr_picture
from mkb_service.identity.signing_in import SET_UP, step_after
from mkb_service.languages import language_of
from mkb_service.pages.by_role import pages_of
from mkb_service.pages.rendering import Renderer, language_cookie
from mkb_service.provided import TheInstallation, TheRenderer
from mkb_service.wording import words

ACCOUNT, ENROL, RECOVERY = "identity/account.html", "identity/enrol.html", "identity/recovery.html"
AnyRequest = Request[Any, Any, Any]


@get("/account", sync_to_thread=True, include_in_schema=False)
def account_page(
    request: AnyRequest, session: TheSession, installation: TheInstallation, renderer: TheRenderer
) -> Response[Any]:
    """All about one's own account."""
    if not session.finished:
        return to(step_after(session.finished, session.enrolled, "/account"))
    form = {"name": session.account.name, "language": session.account.language}
    facts = _facts(request, session, installation, renderer)
    return renderer.page(request, ACCOUNT, form=form, faults={}, refusal=None, **facts)


@post("/account", sync_to_thread=True, include_in_schema=False)
def change_account(
    request: AnyRequest,
    body: RawBody,
    session: TheSession,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[Any]:
    """Do what the button says: ``action`` is a key of :data:`CHANGES`."""
    form = account_form(request, body)
    change = CHANGES.get(form.get("action", ""))
    if change is None or not session.finished:
        raise Denied(kind="account", action="change")
    try:
        return change(request, session, installation, renderer, form)
    except (InvalidInput, TooManyAttempts) as error:
        return _again(request, session, installation, renderer, error, form)


@get(SET_UP, sync_to_thread=True, include_in_schema=False)
def enrol_page(
    request: AnyRequest, session: TheSession, installation: TheInstallation, renderer: TheRenderer
) -> Response[Any]:
    """The picture for the app, and the form for its first code."""
    if session.enrolled:
        return to(step_after(session.finished, session.enrolled, "/account"))
    return renderer.page(
        request,
        ENROL,
        form={},
        faults={},
        refusal=None,
        **_picture(request, session, installation, renderer),
    )


@post(SET_UP, sync_to_thread=True, include_in_schema=False)
def enrol(
    request: AnyRequest,
    body: RawBody,
    session: TheSession,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[Any]:
    """Take the second factor into use, and show the recovery codes once."""
    form = account_form(request, body)
    try:
        secret, codes = signing_in.finish_enrolment(installation, session, form.get("code", ""))
    except (InvalidInput, TooManyAttempts) as error:
        facts = _picture(request, session, installation, renderer)
        return refused(request, renderer, ENROL, error, {}, **facts)
    return with_session(request, renderer.page(request, RECOVERY, codes=codes), secret)


Change = Callable[[AnyRequest, SignedIn, Installation, Renderer, Mapping[str, str]], Response[Any]]


def _role(
    request: AnyRequest, session: SignedIn, installation: Installation, _: Renderer, form: Mapping[str, str]
) -> Response[Any]:
    secret = sessions.switch_role(installation, session, form.get("role", ""))
    return with_session(request, to("/account"), secret)


def _details(
    request: AnyRequest, session: SignedIn, installation: Installation, _: Renderer, form: Mapping[str, str]
) -> Response[Any]:
    changed = own_account.change_details(
        installation, session, form.get("name", ""), form.get("language", "")
    )
    answer = to("/account")
    answer.cookies.append(language_cookie(request, changed.language))
    return answer


def _password(
    request: AnyRequest, session: SignedIn, installation: Installation, _: Renderer, form: Mapping[str, str]
) -> Response[Any]:
    current, chosen = form.get("current", ""), form.get("password", "")
    secret = own_account.change_password(installation, session, current, chosen)
    return with_session(request, to("/account"), secret)


def _recovery(
    request: AnyRequest,
    session: SignedIn,
    installation: Installation,
    renderer: Renderer,
    form: Mapping[str, str],
) -> Response[Any]:
    codes = own_account.renew_recovery_codes(installation, session, form.get("current", ""))
    return renderer.page(request, RECOVERY, codes=codes)


def _no_second_factor(
    request: AnyRequest, session: SignedIn, installation: Installation, _: Renderer, form: Mapping[str, str]
) -> Response[Any]:
    own_account.remove_second_factor(installation, session, form.get("current", ""))
    return without_session(request, to("/inloggen"))


def _out_everywhere(
    request: AnyRequest, session: SignedIn, installation: Installation, _: Renderer, __: Mapping[str, str]
) -> Response[Any]:
    sessions.sign_out_everywhere(installation, session)
    return without_session(request, to("/inloggen"))


def _erase(
    request: AnyRequest, session: SignedIn, installation: Installation, _: Renderer, form: Mapping[str, str]
) -> Response[Any]:
    own_account.erase_own_account(installation, session, form.get("current", ""))
    return without_session(request, to("/"))


def _link(
    request: AnyRequest,
    session: SignedIn,
    installation: Installation,
    renderer: Renderer,
    form: Mapping[str, str],
) -> Response[Any]:
    method = next((one for one in renderer.methods if one.id == form.get("method")), None)
    if method is None or method.link is None:
        raise Denied(kind="account", action="change")
    own_account.confirm(installation, session, form.get("current", ""))
    return method.link(request, session, installation, renderer)


def _unlink(
    request: AnyRequest, session: SignedIn, installation: Installation, _: Renderer, form: Mapping[str, str]
) -> Response[Any]:
    issuer, current = form.get("issuer", ""), form.get("current", "")
    return with_session(
        request, to("/account"), linking.remove_identity(installation, session, issuer, current)
    )


#: what the forms of the page ask for
CHANGES: Mapping[str, Change] = {
    "role": _role,
    "details": _details,
    "password": _password,
    "link": _link,
    "unlink": _unlink,
    "recovery": _recovery,
    "no-second-factor": _no_second_factor,
    "out-everywhere": _out_everywhere,
    "erase": _erase,
}


def _again(
    request: AnyRequest,
    session: SignedIn,
    installation: Installation,
    renderer: Renderer,
    error: MkbError,
    form: Mapping[str, str],
) -> Response[str]:
    """The page again, with the fault in the form that was sent."""
    kept = {"name": session.account.name, "language": session.account.language}
    if form.get("action") == "details":
        kept |= {name: form.get(name, "") for name in kept}
    facts = _facts(request, session, installation, renderer) | {"asked": form.get("action", "")}
    return refused(request, renderer, ACCOUNT, error, kept, **facts)


def _facts(
    request: AnyRequest, session: SignedIn, installation: Installation, renderer: Renderer
) -> dict[str, Any]:
    language = language_of(request)
    identities = linking.own_identities(installation, session)
    labels = {one.issuer: one.label.in_language(language) for one in renderer.methods if one.issuer}
    linked = {one.issuer for one in identities}
    return {
        "signed_in": session,
        "asked": "",
        "roles": {
            role.id: role_words(installation, role.role, role.subject, language) for role in session.roles
        },
        "sessions": sessions.own_sessions(installation, session),
        "pages": pages_of(session.actor()),
        "obliged": needs_second_factor(session.roles),
        "identities": identities,
        "labels": labels,
        "to_link": [one for one in renderer.methods if one.link and one.issuer not in linked],
        "by_password": session.account.password is not None,
        "has_email": not session.account.email.startswith(NO_EMAIL),
    }


def _picture(
    request: AnyRequest, session: SignedIn, installation: Installation, renderer: Renderer
) -> dict[str, Any]:
    language = language_of(request)
    secret = signing_in.begin_enrolment(installation, session)
    issuer = words("site.name", language, region=renderer.region.label.in_language(language))
    address = app_address(secret, session.account.email, issuer)
    label = words("enrol.picture", language)
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return {"picture": qr_picture(address, label), "secret": groups}
