"""Who makes a request: the one place where a connection becomes an :class:`~mkb_core.rights.Actor`."""

from __future__ import annotations

import hmac
from base64 import b64decode
from typing import TypeAlias

from litestar.di import NamedDependency
from litestar.exceptions import NotAuthorizedException
from litestar.params import SkipValidation

from mkb_core.rights import ANONYMOUS, Actor
from mkb_core.workflows.settings import Settings
from mkb_service.languages import Connection

TheActor: TypeAlias = NamedDependency[SkipValidation[Actor]]

ACTOR = "mkb_actor"
API = "/v1/"
#: pages for the operator: a browser sends no token by itself, but asks for a password
OPERATORS_PAGES = "/beheer/"
ASK_TOKEN = 'Bearer realm="mkb"'
WRONG_TOKEN = 'Bearer realm="mkb", error="invalid_token"'
ASK_PASSWORD = 'Basic realm="mkb", charset="UTF-8"'


def actor_of(connection: Connection) -> Actor:
    """Who acts; found once per request. Reads the database: not for the event loop's own thread.

    Raises ``NotAuthorizedException`` (401) where a token is sent that opens nothing; whoever sends none is anonymous.
    """
    state = connection.scope["state"]
    found: Actor | None = state.get(ACTOR)
    if found is None:
        found = state[ACTOR] = _find(connection, connection.app.state.settings)
    return found


def not_signed_in(connection: Connection) -> NotAuthorizedException:
    """What to answer where somebody must sign in; raise it."""
    challenge = ASK_PASSWORD if connection.scope["path"].startswith(OPERATORS_PAGES) else ASK_TOKEN
    return NotAuthorizedException(headers={"www-authenticate": challenge})


def _find(connection: Connection, settings: Settings) -> Actor:
    scheme, _, written = connection.headers.get("authorization", "").partition(" ")
    on_page = not connection.scope["path"].startswith(API)
    if scheme.lower() == "bearer":
        return _of_token(written.strip(), settings)
    if scheme.lower() == "basic" and on_page:
        return _of_password(connection, written, settings)
    return ANONYMOUS


def _of_token(token: str, settings: Settings) -> Actor:
    if not _is_operators(token.encode(), settings):
        raise NotAuthorizedException(headers={"www-authenticate": WRONG_TOKEN})
    return Actor("operator", origin="api")


def _of_password(connection: Connection, written: str, settings: Settings) -> Actor:
    """A browser asks for a name and a password (RFC 7617): the password is the token, the name is free."""
    try:
        password = b64decode(written.strip(), validate=True).partition(b":")[2]
    except ValueError:
        password = b""
    if not _is_operators(password, settings):
        raise not_signed_in(connection)
    return Actor("operator", origin="page")


def _is_operators(words: bytes, settings: Settings) -> bool:
    """Without a token in the settings nobody is operator."""
    token = settings.operator_token.encode()
    return bool(token) and hmac.compare_digest(words, token)
