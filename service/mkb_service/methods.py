"""HEAD for everything that GET answers, and addresses without a slash at the end."""

from __future__ import annotations

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.exceptions import NotFoundException
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from mkb_service.errors import respond_to
from mkb_service.policy import POLICY

LONGEST_FILE_NAME_BYTES = 255


class HeadAsGet:
    """Outer layer: answers HEAD as GET without the body, and names HEAD among the methods that an address allows."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass HEAD on as GET."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        if head:
            scope["method"] = "GET"

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                if any(name.lower() == b"allow" for name, _ in message["headers"]):
                    headers = MutableScopeHeaders.from_message(message)
                    headers["allow"] = allowed_methods(headers["allow"], scope.get("path_template"))
            elif head and message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        await self.app(scope, receive, answer)


def allowed_methods(allow: str, route: str | None) -> str:
    """The methods of an address in one order, with HEAD where there is GET.

    To OPTIONS Litestar names the methods of one handler only; the policy table knows those of all.
    """
    methods = {method.strip() for method in allow.split(",")}
    methods |= {method for method, path in POLICY if path == route}
    if "GET" in methods:
        methods.add("HEAD")
    return ", ".join(sorted(methods))


class ExactAddresses:
    """Outer layer: ``/v1/topics/`` and ``//v1/topics`` are not ``/v1/topics``: each thing has one address.

    And none has a zero byte in it, nor names a longer file than there can be, which file systems refuse.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what the router would read as another address."""
        if scope["type"] == ScopeType.HTTP:
            path = scope["path"]
            unnamed = path.startswith("/static/") and len(path.encode()) > LONGEST_FILE_NAME_BYTES
            if unnamed or "//" in path or "\0" in path or (path != "/" and path.endswith("/")):
                await respond_to(NotFoundException(), scope, receive, send)
                return
        await self.app(scope, receive, send)
