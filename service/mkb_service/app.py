"""The application: core and plugins behind an API and pages. Made by a function; nothing happens at import."""

from __future__ import annotations

from typing import Any

from litestar import Litestar, Request, Response
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.settings import Settings
from mkb_core.workflows.supervision import Supervisor
from mkb_service import idempotency
from mkb_service.access_log import AccessLog
from mkb_service.api import system
from mkb_service.api.routes import make_router
from mkb_service.bodies import LARGEST_BODY_BYTES
from mkb_service.denials import record_denial
from mkb_service.errors import on_error
from mkb_service.headers import Headers
from mkb_service.hooks import sign_in_methods
from mkb_service.identity import routes as identity
from mkb_service.languages import default_language
from mkb_service.logs import Log, json_log
from mkb_service.methods import ExactAddresses, HeadAsGet
from mkb_service.metrics import Metrics
from mkb_service.own_company import routes as own_company
from mkb_service.pages import advice as advice_pages
from mkb_service.pages import ask, guidance, information, plugins
from mkb_service.pages import directory as directory_pages
from mkb_service.pages.budgets import routes as budgets
from mkb_service.pages.rendering import STATIC, Renderer
from mkb_service.policy import make_guard
from mkb_service.provided import provided
from mkb_service.rate_limits import RateLimits
from mkb_service.request_limits import RequestLimits, check_accept
from mkb_service.sparse_fields import SparseFields

ONE_DAY_SECONDS = 24 * 3600


def create_app(
    settings: Settings, installation: Installation | None = None, log: Log | None = None
) -> Litestar:
    """An application for an installation (assembled from the settings where none is given).

    Opens no database yet. Raises :class:`~mkb_core.errors.NotFound` or :class:`~mkb_core.errors.InvalidInput` where the
    region of the settings is not there or is faulty.
    """
    running = installation or assemble(settings)
    methods = sign_in_methods(running.host, settings)
    renderer = Renderer(running, methods)
    metrics = Metrics(running)
    supervisor = Supervisor(running)
    app = Litestar(
        route_handlers=[
            *pages(),
            *(handler for method in methods for handler in method.handlers),
            make_router(),
            system.health,
            system.ready,
            system.metrics,
            system.openapi,
        ],
        after_exception=[record_denial],
        before_request=before_handler,
        dependencies=provided(running, renderer),
        exception_handlers={Exception: on_error},
        guards=[make_guard({row: who for method in methods for row, who in method.policy.items()})],
        logging_config=None,
        middleware=[idempotency.Idempotency, SparseFields],
        on_shutdown=[supervisor.stop, running.close],
        on_startup=[supervisor.start],
        openapi_config=None,  # served by ``api.system``
        request_max_body_size=LARGEST_BODY_BYTES,
    )
    app.state.renderer = renderer
    app.state.metrics = metrics
    app.state.settings = settings
    app.state.installation = running
    app.state.language = default_language(running.catalogue.region.region.languages)
    # Around everything, also around what has no route: Litestar's own middleware starts only behind a route.
    inner = Headers(HeadAsGet(ExactAddresses(RequestLimits(RateLimits(app.asgi_handler)))))
    app.asgi_handler = AccessLog(inner, log or json_log(), metrics)
    return app


async def before_handler(request: Request[Any, Any, Any]) -> Response[bytes] | None:
    """What is looked at once it is known that the route exists and may be used."""
    check_accept(request)
    return await idempotency.answer_repetition(request)


def pages() -> list[Any]:
    """The pages and what they are dressed in."""
    static = create_static_files_router(
        "/static", [STATIC], cache_control=CacheControlHeader(max_age=ONE_DAY_SECONDS, public=True)
    )
    return [
        ask.ask_page,
        ask.ask,
        advice_pages.advice_page,
        advice_pages.check_page,
        directory_pages.partners_page,
        directory_pages.partner_page,
        information.information_page,
        plugins.plugins_page,
        guidance.make_router(),
        own_company.make_router(),
        budgets.make_router(),
        identity.make_router(),
        static,
    ]
