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

from mkb_service.logs import Log

REQUEST_ID = "mkb_request_id"
FAULT = "mkb_fault"


def instance_of(scope: Scope) -> str:
    """The name of one request, as problems show it and the log knows it."""
    return f"urn:uuid:{_request_id(scope)}"


def remember_fault(scope: Scope, error: Exception) -> None:
    """Have an unforeseen error logged with its request."""
    scope["state"][FAULT] = error


class AccessLog:
    """Outermost layer: times a request and logs how it ended."""

    def __init__(self, app: ASGIApp, log: Log) -> None:
        self.app = app
        self.log = log

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
            facts: dict[str, Any] = {
                "id": _request_id(scope),
                "method": method if len(method) <= 10 else "?",
                "route": scope.get("path_template") or None,
                "status": status,
                "milliseconds": round((time.perf_counter() - started) * 1000, 1),
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
    return {"error": type(error).__name__, "at": places}


def _request_id(scope: Scope) -> str:
    state = scope.setdefault("state", {})
    known: str = state.setdefault(REQUEST_ID, str(uuid4()))
    return known
