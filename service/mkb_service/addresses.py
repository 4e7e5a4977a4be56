"""The query of an address, in the order in which it was written (the framework gives it in no order)."""

from __future__ import annotations

from urllib.parse import parse_qsl

from litestar.types import Scope

from mkb_service.languages import Connection


def query_pairs(connection: Connection) -> list[tuple[str, str]]:
    """Names and values; bytes that are no text become replacement marks."""
    return pairs_of(connection.scope)


def pairs_of(scope: Scope) -> list[tuple[str, str]]:
    """The same, before there is a connection."""
    query = scope["query_string"].decode("ascii", "replace")
    return parse_qsl(query, keep_blank_values=True, errors="replace")
