"""The one table of who may do what: a row for every route, and whatever has no row is refused."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from mkb_core.rights import ANONYMOUS
from mkb_service.acting import actor_of, not_signed_in
from mkb_service.languages import Connection
from mkb_service.nearness import is_on_this_machine


class Who(Enum):
    """Who may use a route."""

    ANYONE = "anyone"
    OPERATOR = "operator"
    MONITORING = "monitoring"  # a program on this machine itself, or the operator


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
    ("GET", "/ready"): Who.ANYONE,
    ("GET", "/metrics"): Who.MONITORING,
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


def make_guard() -> Guard:
    """A guard that lets through what the table allows."""
    listed = frozenset(path for _, path in POLICY)

    def guard(connection: Connection, _: BaseRouteHandler) -> None:
        method, path = str(connection.scope.get("method")), connection.scope["path_template"]
        # OPTIONS tells the methods of an address and nothing else.
        who = Who.ANYONE if method == "OPTIONS" and path in listed else POLICY.get((method, path))
        if who is Who.ANYONE:
            return
        if who is None:
            raise PermissionDeniedException
        if who is Who.MONITORING and is_on_this_machine(connection):
            return
        actor = actor_of(connection)
        if actor == ANONYMOUS:
            raise not_signed_in(connection)
        if actor.role != "operator":
            raise PermissionDeniedException

    return guard
