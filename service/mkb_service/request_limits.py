"""How large and how slow a request may be, and in which form it may want its answer."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from mkb_service.acting import API
from mkb_service.errors import respond_to
from mkb_service.refusals import Refusal

LONGEST_ADDRESS_BYTES = 8 * 1024
LARGEST_HEADERS_BYTES = 16 * 1024
#: all of a body must have come within this time
BODY_SECONDS = 20.0
#: what an ``Accept`` must name one of, for an answer of the API
ACCEPTABLE = frozenset({"application/json", "application/problem+json", "application/*", "*/*"})


class RequestLimits:
    """Outer layer: refuses addresses and headers that are too large, and bodies that come too slowly."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse or pass on."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_ADDRESS_BYTES:
            await respond_to(Refusal("address-too-long"), scope, receive, send)
            return
        if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEADERS_BYTES:
            await respond_to(Refusal("headers-too-large"), scope, receive, send)
            return
        await self.app(scope, _in_time(receive), send)


def _in_time(receive: Receive) -> Receive:
    until = time.monotonic() + BODY_SECONDS
    complete = False

    async def receive_in_time() -> Any:
        nonlocal complete
        if complete:  # what comes after the body is that the client has gone
            return await receive()
        try:
            async with asyncio.timeout(until - time.monotonic()):
                message = await receive()
        except TimeoutError:
            raise Refusal("too-slow", {"connection": "close"}) from None
        complete = not (message["type"] == "http.request" and message.get("more_body", False))
        return message

    return receive_in_time


def check_accept(request: Request[Any, Any, Any]) -> None:
    """Refuse whoever wants no JSON from the API. Errors are told in JSON to everybody."""
    accept = request.headers.get("accept")
    if accept is None or not request.scope["path"].startswith(API):
        return
    for choice in accept[:LARGEST_HEADERS_BYTES].split(","):
        kind, *parameters = (part.strip().lower() for part in choice.split(";"))
        if kind in ACCEPTABLE and "q=0" not in parameters:
            return
    raise Refusal("not-acceptable")
