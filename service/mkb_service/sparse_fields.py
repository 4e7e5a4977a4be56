"""``?fields=``: an answer with only the fields that are asked for. In a list it is the items that are made smaller.

Done behind every route that answers with JSON, so that no handler has to think of it; which names exist is read from the
type of what the handler answers with.
"""

from __future__ import annotations

import json
from typing import Any, get_args

import attrs
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from mkb_service.acting import API
from mkb_service.addresses import pairs_of

FIELDS = "fields"
ITEMS = "items"
#: what makes an answer a list; other things may have items too
LIST = frozenset({ITEMS, "pagination"})


def field_names(handler: BaseRouteHandler) -> frozenset[str]:
    """The names that ``?fields=`` may hold for a handler; none where it answers with no resource."""
    answered = handler.parsed_fn_signature.return_type.annotation
    resource = next(iter(get_args(answered)), answered)
    if not attrs.has(resource):
        return frozenset()
    fields = attrs.fields_dict(resource)
    if LIST.issuperset(fields):
        item = get_args(attrs.fields_dict(attrs.resolve_types(resource))[ITEMS].type)[0]
        fields = attrs.fields_dict(item)
    return frozenset(fields)


def chosen(scope: Scope) -> frozenset[str] | None:
    """The names that a request asks for; ``None``: all."""
    written = [value for name, value in pairs_of(scope) if name == FIELDS]
    return frozenset(names_in(written[-1])) if written else None


def names_in(words: str) -> list[str]:
    """The names between commas."""
    return [name.strip() for name in words.split(",")]


def select(document: Any, names: frozenset[str]) -> Any:
    """A document with these fields only; a list keeps what it says of itself."""
    if LIST.issuperset(document):
        return document | {ITEMS: [_select(item, names) for item in document[ITEMS]]}
    return _select(document, names)


def _select(document: Any, names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name in names}


class SparseFields:
    """Layer around a route: leaves out of an answer what was not asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; make a JSON answer of the API smaller."""
        is_read = (
            scope["type"] == ScopeType.HTTP and scope["method"] == "GET" and scope["path"].startswith(API)
        )
        names = chosen(scope) if is_read else None
        if names is None:
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def gather(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body":
                body += message["body"]
                if not message.get("more_body", False) and start is not None:
                    await send_smaller(start)

        async def send_smaller(beginning: Message) -> None:
            smaller = body
            headers = MutableScopeHeaders.from_message(beginning)
            if headers.get("content-type", "").startswith("application/json"):
                smaller = json.dumps(select(json.loads(body), names), ensure_ascii=False).encode()
                headers["content-length"] = str(len(smaller))
            await send(beginning)
            await send({"type": "http.response.body", "body": smaller, "more_body": False})

        await self.app(scope, receive, gather)
