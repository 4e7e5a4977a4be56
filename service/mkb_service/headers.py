"""Headers that every answer has, whoever made it: also errors, and addresses that do not exist."""

from __future__ import annotations

from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
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
#: answers about one company's question: not to be kept by anyone nor found by search engines
CONFIDENTIAL = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
CONFIDENTIAL_BELOW = (
    "/v1/advice", "/v1/companies", "/v1/plugins", "/v1/questions", "/v1/webhooks", "/advies", "/account", "/beheer", "/inloggen", "/uitnodiging", "/nieuw-wachtwoord",
)  # fmt: skip


class Headers:
    """Outer layer: adds the headers to whatever is sent."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with headers."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        path = scope["path"]

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                for name, value in EVERYWHERE.items():
                    headers[name] = value
                if path.startswith(CONFIDENTIAL_BELOW):
                    for name, value in CONFIDENTIAL.items():
                        headers[name] = value
                for name, value in OTHERWISE.items():
                    headers.setdefault(name, value)
                if path.startswith("/v1/"):
                    headers.setdefault("Content-Language", language_of(ASGIConnection(scope)))
                    headers.setdefault("Vary", "Accept-Language, Cookie")
            await send(message)

        await self.app(scope, receive, with_headers)
