"""The one table of who may do what: a row for every route, and whatever has no row is refused.

Identities come later; until then there is one role beside the public: the operator, known by a token from the settings.
"""

from __future__ import annotations

import hmac
from base64 import b64decode
from collections.abc import Mapping
from enum import Enum

from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from mkb_service.languages import Connection


class Who(Enum):
    """Who may use a route."""

    ANYONE = "anyone"
    OPERATOR = "operator"


#: (method, address as the route is written) -> who may
POLICY: Mapping[tuple[str, str], Who] = {
    ("GET", "/"): Who.ANYONE,
    ("POST", "/"): Who.ANYONE,
    ("GET", "/advies/{receipt}"): Who.ANYONE,
    ("GET", "/advies/{receipt}/controle"): Who.ANYONE,
    ("GET", "/partners"): Who.ANYONE,
    ("GET", "/partners/{partner}"): Who.ANYONE,
    ("GET", "/hoe-het-werkt"): Who.ANYONE,
    ("GET", "/privacy"): Who.ANYONE,
    ("GET", "/toegankelijkheid"): Who.ANYONE,
    ("GET", "/static/{file_path}"): Who.ANYONE,
    ("GET", "/health"): Who.ANYONE,
    ("GET", "/v1/openapi.json"): Who.ANYONE,
    ("POST", "/v1/advice"): Who.ANYONE,
    ("GET", "/v1/advice/{receipt}"): Who.ANYONE,
    ("GET", "/v1/advice/{receipt}/replay"): Who.ANYONE,
    ("GET", "/v1/partners"): Who.ANYONE,
    ("GET", "/v1/partners/{partner}"): Who.ANYONE,
    ("GET", "/v1/services"): Who.ANYONE,
    ("GET", "/v1/topics"): Who.ANYONE,
    ("GET", "/beheer/plugins"): Who.OPERATOR,
    ("GET", "/v1/plugins"): Who.OPERATOR,
    ("GET", "/v1/companies/{number}"): Who.OPERATOR,
    ("PATCH", "/v1/companies/{number}"): Who.OPERATOR,
    ("POST", "/v1/companies/{number}/refreshes"): Who.OPERATOR,
}

#: pages for the operator: a browser sends no token by itself, but asks for a password
OPERATORS_PAGES = "/beheer/"


def make_guard(operator_token: str) -> Guard:
    """A guard that lets through what the table allows; an empty ``operator_token`` means that nobody is operator."""
    listed = frozenset(path for _, path in POLICY)

    def guard(connection: Connection, _: BaseRouteHandler) -> None:
        method, path = str(connection.scope.get("method")), connection.scope["path_template"]
        # OPTIONS tells the methods of an address and nothing else.
        who = Who.ANYONE if method == "OPTIONS" and path in listed else POLICY.get((method, path))
        if who is Who.ANYONE:
            return
        if who is None or not operator_token:
            raise PermissionDeniedException
        if path.startswith(OPERATORS_PAGES):
            _check_password(connection, operator_token)
        else:
            _check_token(connection, operator_token)

    return guard


def _check_password(connection: Connection, operator_token: str) -> None:
    """A browser asks for a name and a password (RFC 7617): the password is the token, the name is free."""
    scheme, _, written = connection.headers.get("authorization", "").partition(" ")
    try:
        password = b64decode(written.strip(), validate=True).partition(b":")[2]
    except ValueError:
        password = b""
    if scheme.lower() != "basic" or not hmac.compare_digest(password, operator_token.encode()):
        raise NotAuthorizedException(headers={"www-authenticate": 'Basic realm="mkb", charset="UTF-8"'})


def _check_token(connection: Connection, operator_token: str) -> None:
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise NotAuthorizedException(headers={"www-authenticate": 'Bearer realm="mkb"'})
    if not hmac.compare_digest(token.strip().encode(), operator_token.encode()):
        challenge = 'Bearer realm="mkb", error="invalid_token"'
        raise NotAuthorizedException(headers={"www-authenticate": challenge})
