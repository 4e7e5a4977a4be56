"""Who makes a request: the one place where a connection becomes an :class:`~mkb_core.rights.Actor`."""

from __future__ import annotations

import hmac
from typing import TypeAlias

from litestar.di import NamedDependency
from litestar.exceptions import NotAuthorizedException
from litestar.params import SkipValidation

from mkb_core.rights import ANONYMOUS, Actor
from mkb_core.workflows.accounts.sessions import SignedIn, signed_in
from mkb_core.workflows.accounts.tokens import MARK, actor_of_token
from mkb_core.workflows.assembly import Installation
from mkb_service.identity.cookies import SESSION, cookie_of
from mkb_service.languages import Connection

TheActor: TypeAlias = NamedDependency[SkipValidation[Actor]]
TheSession: TypeAlias = NamedDependency[SkipValidation[SignedIn]]

ACTOR, FOUND = "mkb_actor", "mkb_session"
API = "/v1/"
READING = ("GET", "HEAD", "OPTIONS")
CHALLENGE = 'Bearer realm="mkb"'
INVALID = f'{CHALLENGE}, error="invalid_token"'


def actor_of(connection: Connection) -> Actor:
    """Who acts; found once per request. Reads the database: not for the event loop's own thread.

    A bearer token (the operator's of the settings, or a machine's) goes before a session. Raises
    ``NotAuthorizedException`` (401) where a token is sent that opens nothing; whoever sends none is anonymous.
    """
    state = connection.scope["state"]
    found: Actor | None = state.get(ACTOR)
    if found is None:
        found = state[ACTOR] = _find(connection)
    return found


def is_known_at_once(connection: Connection) -> bool:
    """Can :func:`actor_of` tell without reading the database? So it is for visitors, and the operator's own token."""
    if ACTOR in connection.scope["state"]:
        return True
    scheme, _, written = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return not written.strip().startswith(MARK)
    return cookie_of(connection, SESSION) is None


def session_of(connection: Connection) -> SignedIn | None:
    """Who is signed in by a session, maybe not finished; found once per request. Reads the database."""
    state = connection.scope["state"]
    if FOUND not in state:
        secret = cookie_of(connection, SESSION)
        installation: Installation = connection.app.state.installation
        state[FOUND] = None if secret is None else signed_in(installation, secret)
    found: SignedIn | None = state[FOUND]
    return found


def require_session(connection: Connection) -> SignedIn:
    """Who is signed in. Raises ``NotAuthorizedException``: pages then lead to signing in."""
    found = session_of(connection)
    if found is None:
        raise not_signed_in()
    return found


def not_signed_in() -> NotAuthorizedException:
    """What to answer where somebody must sign in; raise it."""
    return NotAuthorizedException(headers={"www-authenticate": CHALLENGE})


def _find(connection: Connection) -> Actor:
    scheme, _, written = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _of_token(connection, written.strip())
    on_api = connection.scope["path"].startswith(API)
    # A page of another site can make a browser write to the API, but no form there has a token to check.
    if on_api and connection.scope.get("method") not in READING:
        return ANONYMOUS
    found = session_of(connection)
    return ANONYMOUS if found is None else found.actor("api" if on_api else "page")


def _of_token(connection: Connection, token: str) -> Actor:
    operators = connection.app.state.settings.operator_token.encode()
    if operators and hmac.compare_digest(token.encode(), operators):
        return Actor("operator", origin="api")
    machine = actor_of_token(connection.app.state.installation, token) if token.startswith(MARK) else None
    if machine is None:
        raise NotAuthorizedException(headers={"www-authenticate": INVALID})
    return machine
