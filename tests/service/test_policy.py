"""The table of who may do what covers every route, and refuses what it does not name."""

from __future__ import annotations

from typing import Any

from litestar import Litestar, get
from litestar.routes import HTTPRoute
from litestar.testing import TestClient
from mkb_service.policy import POLICY, Needs, make_guard

from tests.service.conftest import Client


def routes_of(app: Litestar) -> set[tuple[str, str]]:
    """Method and address of every route; OPTIONS and HEAD tell nothing that the others do not."""
    assert all(isinstance(route, HTTPRoute) for route in app.routes)
    return {
        (str(method), route.path_format or "/")
        for route in app.routes
        for method in route.methods
        if method not in ("OPTIONS", "HEAD")
    }


def test_every_route_has_a_row_and_every_row_a_route(client: Client) -> None:
    assert routes_of(client.app) == set(POLICY)


def test_companies_and_plugins_need_a_right() -> None:
    rows = {
        path: who for (_, path), who in POLICY.items() if path.startswith(("/v1/companies", "/v1/plugins"))
    }
    assert rows
    assert all(isinstance(who, Needs) for who in rows.values())


def test_what_has_no_row_is_refused() -> None:
    @get("/planted", sync_to_thread=False)
    def planted() -> dict[str, Any]:
        return {"secret": 1}

    app = Litestar([planted], guards=[make_guard()], logging_config=None, openapi_config=None)
    with TestClient(app) as client:
        for method in ("GET", "OPTIONS"):
            answer = client.request(method, "/planted", headers={"authorization": "Bearer token"})
            assert (answer.status_code, "secret" in answer.text) == (403, False)


def test_every_handler_is_guarded(client: Client) -> None:
    for route in client.app.routes:
        assert isinstance(route, HTTPRoute)
        assert all(handler.resolve_guards() for handler in route.route_handlers)
