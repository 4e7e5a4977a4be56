"""A request to an outside source and its response as data; what a plugin may ask for, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import field, frozen

Params = Mapping[str, str | int]
_PATH = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")
_DIGITS = 18


@frozen
class Request:
    """What is sent, but for the headers of the host. ``accept`` is JSON or text."""

    method: str
    path: str
    params: Params = field(factory=dict)
    accept: str = "application/json"
    content: bytes | None = None
    headers: Mapping[str, str] = field(factory=dict)
    try_again: frozenset[str] = frozenset()


@frozen
class Response:
    """What came back, complete; names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    raw: bytes


def check(asked: Request) -> None:
    """Raises ``ValueError`` where what is asked is no plain request."""
    if not _PATH.fullmatch(asked.path) or len(asked.path) > 1000:
        raise ValueError(f"not a plain path: {asked.path[:40]!r}")
    if len(asked.params) > 50:
        raise ValueError("at most 50 parameters")
    for name, value in asked.params.items():
        whole = type(value) is int and abs(value) < 10**_DIGITS
        words = type(value) is str and len(value) <= 2000 and _is_text(value)
        if type(name) is not str or not _is_text(name) or not 0 < len(name) <= 100 or not (whole or words):
            raise ValueError("a parameter has a name, and a text or a whole number as value")


def _is_text(words: str) -> bool:
    """Whether it can be written as UTF-8."""
    return not any("\ud800" <= letter <= "\udfff" for letter in words)
