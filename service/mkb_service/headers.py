"""Headers that every answer has, whoever made it: also errors, and addresses that do not exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from mkb_service import API_VERSION
from mkb_service.languages import language_of

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
#: pages with a script of our own that asks this service itself; all others run none
SCRIPTED_BELOW = ("/begrotingen/",)
SCRIPTED = f"{CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'"
EVERYWHERE = {
    "API-Version": API_VERSION,
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), interest-cohort=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
#: where an answer says nothing itself
OTHERWISE = {"Cache-Control": "no-store"}
#: unless an address is named here, what it answers may be about somebody: kept by no one, found by no search engine
CONFIDENTIAL = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
OPEN = ("/", "/health", "/ready")
OPEN_BELOW = (
    "/static/", "/partners", "/hoe-het-werkt", "/privacy", "/toegankelijkheid",
    "/v1/openapi.json", "/v1/partners", "/v1/services", "/v1/topics",
)  # fmt: skip


def _written(headers: Mapping[str, str]) -> dict[bytes, bytes]:
    return {name.lower().encode(): value.encode() for name, value in headers.items()}


_OF_ALL, _OF_CONFIDENTIAL = _written(EVERYWHERE), _written(EVERYWHERE | CONFIDENTIAL)
_OF_SCRIPTED = _OF_CONFIDENTIAL | _written({"Content-Security-Policy": SCRIPTED})
_OTHERWISE = tuple(_written(OTHERWISE).items())


class Headers:
    """Outer layer: adds the headers to whatever is sent."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with headers."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = completed(message["headers"], scope)
            await send(message)

        await self.app(scope, receive, with_headers)


def completed(headers: Iterable[tuple[bytes, bytes]], scope: Scope) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with those that every answer at its address has."""
    path = scope["path"]
    ours = _OF_ALL if path in OPEN or path.startswith(OPEN_BELOW) else _OF_CONFIDENTIAL
    if path.startswith(SCRIPTED_BELOW):
        ours = _OF_SCRIPTED
    kept = [one for one in headers if one[0].lower() not in ours]
    said = {name.lower() for name, _ in kept}
    added = [*ours.items(), *((name, value) for name, value in _OTHERWISE if name not in ours.keys() | said)]
    if path.startswith("/v1/"):
        if b"content-language" not in said:
            added.append((b"content-language", language_of(ASGIConnection(scope)).encode()))
        if b"vary" not in said:
            added.append((b"vary", b"Accept-Language, Cookie"))
    return kept + added
