"""``/beheer/gebruikers`` and ``/beheer/leden``: accounts of others, for whoever may manage them."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, RawBody

from mkb_core.errors import Denied, InvalidInput
from mkb_core.rights import ROLES, Actor, Side
from mkb_core.workflows.accounts import invitations, managing, members
from mkb_core.workflows.accounts.permissions import roles_to_give
from mkb_core.workflows.assembly import Installation
from mkb_service.acting import TheActor
from mkb_service.identity.answers import account_form, refused, to
from mkb_service.identity.naming import role_words
from mkb_service.languages import language_of
from mkb_service.provided import TheInstallation, TheRenderer

USERS, MEMBERS = "identity/users.html", "identity/members.html"
PLACE = "/beheer/gebruikers"
AnyRequest = Request[Any, Any, Any]


@get(PLACE, sync_to_thread=True, include_in_schema=False)
def users_page(
    request: AnyRequest, actor: TheActor, installation: TheInstallation, renderer: TheRenderer
) -> Response[str]:
    """The accounts that one may manage, and the form that invites."""
    facts = _facts(request, installation, actor)
    return renderer.page(request, USERS, form={}, faults={}, refusal=None, made=None, **facts)


@post(PLACE, sync_to_thread=True, include_in_schema=False)
def invite(
    request: AnyRequest,
    body: RawBody,
    actor: TheActor,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[str]:
    """Invite somebody; the link is mailed, and shown once for whoever wants to hand it over otherwise."""
    form = account_form(request, body)
    subject = form.get("subject", "").strip() or None
    if actor.acts_for(Side.PARTNER):
        subject = actor.subject
    try:
        made = invitations.invite(installation, actor, form.get("email", ""), form.get("role", ""), subject)
    except InvalidInput as error:
        facts = _facts(request, installation, actor)
        return refused(request, renderer, USERS, error, form, made=None, **facts)
    facts = _facts(request, installation, actor)
    return renderer.page(request, USERS, form={}, faults={}, refusal=None, made=made, **facts)


@post(PLACE + "/{account:str}", sync_to_thread=True, include_in_schema=False)
def change_user(
    request: AnyRequest,
    account: FromPath[str],
    body: RawBody,
    actor: TheActor,
    installation: TheInstallation,
) -> Response[Any]:
    """Do what the button says."""
    action, _, grant = account_form(request, body).get("action", "").partition(" ")
    if action in ("block", "unblock"):
        managing.set_blocked(installation, actor, account, action == "block")
    elif action == "reset":
        managing.reset_second_factor(installation, actor, account)
    elif action == "end":
        managing.end_role_of(installation, actor, account, grant)
    else:
        raise Denied(kind="account", action="change")
    return to(PLACE)


@get("/beheer/leden", sync_to_thread=True, include_in_schema=False)
def members_page(
    request: AnyRequest, actor: TheActor, installation: TheInstallation, renderer: TheRenderer
) -> Response[str]:
    """The form for the list of an association's members."""
    _association_of(installation, actor)
    return renderer.page(request, MEMBERS, form={}, faults={}, refusal=None, outcome=None)


@post("/beheer/leden", sync_to_thread=True, include_in_schema=False)
def invite_members(
    request: AnyRequest,
    body: RawBody,
    actor: TheActor,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[str]:
    """Invite the sound rows, and tell every fault of the others."""
    form = account_form(request, body)
    partner = _association_of(installation, actor)
    try:
        rows = members.read_members(form.get("members", ""))
    except InvalidInput as error:
        again = {"members": form.get("members", "")}
        return refused(request, renderer, MEMBERS, error, again, outcome=None)
    outcomes = members.invite_members(installation, actor, partner, rows)
    outcome = members.outcome_document(outcomes, language_of(request))
    return renderer.page(request, MEMBERS, form={}, faults={}, refusal=None, outcome=outcome)


def _association_of(installation: Installation, actor: Actor) -> str:
    partner = actor.acts_for(Side.PARTNER)
    if partner is None or not members.is_association(installation, partner):
        raise Denied(kind="account", action="create")
    roles_to_give(actor)
    return partner


def _facts(request: AnyRequest, installation: Installation, actor: Actor) -> dict[str, Any]:
    language = language_of(request)

    def shown(role: str, subject: str | None) -> str:
        return role_words(installation, role, subject, language)

    return {
        "rows": managing.accounts_for(installation, actor),
        "waiting": invitations.waiting_invitations(installation, actor),
        "roles": {role: ROLES[role].label.in_language(language) for role in roles_to_give(actor)},
        "shown": shown,
        "own_partner": actor.acts_for(Side.PARTNER),
        "association": members.is_association(installation, actor.acts_for(Side.PARTNER)),
    }
