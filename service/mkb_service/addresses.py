"""The query of an address, in the order in which it was written (the framework gives it in no order)."""

from __future__ import annotations

from urllib.parse import parse_qsl

from mkb_service.languages import Connection


def query_pairs(connection: Connection) -> list[tuple[str, str]]:
    """Names and values; bytes that are no text become replacement marks."""
    query = connection.scope["query_string"].decode("ascii", "replace")
    return parse_qsl(query, keep_blank_values=True, errors="replace")
