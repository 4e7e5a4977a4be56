"""One line of JSON per request: what was asked for, never what was said.

The address is logged as the route is written (``/advies/{receipt}``): a receipt's id opens an advice. Query strings,
bodies, cookies and the messages of exceptions are left out: each may hold a question.
"""

from __future__ import annotations

import time
import traceback
from typing import Any
from uuid import uuid4

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from mkb_core.store.failures import StoreFailure
from mkb_service.logs import Log
from mkb_service.metrics import Metrics

REQUEST_ID = "mkb_request_id"
FAULT = "mkb_fault"


def instance_of(scope: Scope) -> str:
    """The name of one request, as problems show it and the log knows it."""
    return f"urn:uuid:{_request_id(scope)}"


def remember_fault(scope: Scope, error: Exception) -> None:
    """Have an unforeseen error logged with its request."""
    scope["state"][FAULT] = error


class AccessLog:
    """Outermost layer: times a request, logs how it ended and counts it."""

    def __init__(self, app: ASGIApp, log: Log, metrics: Metrics) -> None:
        self.app = app
        self.log = log
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on and log."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        method = scope["method"]
        started = time.perf_counter()
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            seconds, route = time.perf_counter() - started, scope.get("path_template") or None
            self.metrics.requested(route, method, status, seconds)
            facts: dict[str, Any] = {
                "id": _request_id(scope),
                "method": method if len(method) <= 10 else "?",
                "route": route,
                "status": status,
                "milliseconds": round(seconds * 1000, 1),
            }
            fault = scope["state"].get(FAULT)
            if fault is None:
                self.log.info("request", **facts)
            else:
                self.log.error("request failed", **facts, **describe_fault(fault))


def describe_fault(error: BaseException) -> dict[str, Any]:
    """Where an error arose, without its message."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    facts = {"error": type(error).__name__, "at": places}
    if isinstance(error, StoreFailure):
        facts["cause"] = error.facts["cause"]  # one of a fixed list: no address, no value
    return facts


def _request_id(scope: Scope) -> str:
    state = scope.setdefault("state", {})
    known: str = state.setdefault(REQUEST_ID, str(uuid4()))
    return known
