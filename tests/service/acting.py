"""Requests of an actor that a test says, as a session or a token would make them."""

from __future__ import annotations

from litestar.types import ASGIApp, Receive, Scope, Send
from mkb_service.acting import ACTOR

from mkb_core.rights import Actor


class Acting:
    """Stands around an application and makes each request that of ``actor``; of whoever it says it is while there is none."""

    def __init__(self, app: ASGIApp, actor: Actor | None = None) -> None:
        self.app = app
        self.actor = actor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.actor is not None:
            scope.setdefault("state", {})[ACTOR] = self.actor
        await self.app(scope, receive, send)
