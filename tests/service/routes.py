"""Every route of the service, read from the application: what is tested over all of them grows by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping

from litestar import Litestar
from litestar.routes import HTTPRoute
from mkb_service.policy import POLICY, Needs

from mkb_core.rights import ANONYMOUS, ROLES, Actor, Side, grants

NUMBER, PARTNER = "12345678", "lwv"
#: what stands for the parts of an address; one that is not named here is the id of nothing
PARTS: Mapping[str, str] = {
    "number": NUMBER,
    "partner": PARTNER,
    "file_path": "site.css",
    "plan": "limburg",
    "version": "0",
    "scenario": "1",
}
#: a method that no route has is refused everywhere
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "NONSENSE")


def methods_by_address(app: Litestar) -> dict[str, frozenset[str]]:
    """Address, as its route is written, to the methods that it has, with those that every address has."""
    found: dict[str, set[str]] = {}
    for route in app.routes:
        assert isinstance(route, HTTPRoute)
        found.setdefault(route.path_format or "/", {"OPTIONS"}).update(map(str, route.methods))
    return {
        path: frozenset(methods | ({"HEAD"} if "GET" in methods else set()))
        for path, methods in found.items()
    }


def address_of(path: str, **parts: str) -> str:
    """An address at which the route is found."""
    return re.sub(r"{(\w+)}", lambda found: {**PARTS, **parts}.get(found[1], "nothing-at-all"), path)


def actors_in_all_roles(user: str = "u-1") -> list[Actor]:
    """Somebody in every role that can sign in or has a token."""
    subject = {Side.COMPANY: NUMBER, Side.PARTNER: PARTNER, Side.FUNDER: "province"}
    return [
        Actor(role.id, None if role.id == "partner-system" else user, subject.get(role.side))
        for role in ROLES.values()
        if role.id != ANONYMOUS.role
    ]


def somebody_for(method: str, path: str) -> Actor | None:
    """Somebody whom the policy table lets do this; ``None`` where everybody may, or a session is needed."""
    row = POLICY.get((method, path))
    if not isinstance(row, Needs) or grants(ANONYMOUS, row.kind, row.action):
        return None
    return next(actor for actor in actors_in_all_roles() if grants(actor, row.kind, row.action))
