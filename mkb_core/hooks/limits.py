"""How much a message may hold: validators of the fields of exchanges, so that both sides refuse the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from mkb_core.text import Text, is_whole

Validator = Callable[[Any, Any, Any], None]

SHORT = 300  # characters: ids, titles, names, places
LONG = 5_000  # characters: summaries, notes
QUESTION = 20_000  # characters
CURSOR = 1_000  # characters
MOST_ENTRIES = 1_000  # on one page of a feed
MOST_LINES = 10_000  # in one report of fees
MOST_NOTES = 200


def words(limit: int = SHORT, *, optional: bool = False) -> Validator:
    """Text that is not blank and no longer than ``limit`` characters in any of its languages."""

    def check(_: Any, attribute: Any, value: Any) -> None:
        if value is None and optional:
            return
        parts = [part for _, part in value.translations] if isinstance(value, Text) else [value]
        for part in parts:
            if not isinstance(part, str) or not part.strip() or "\0" in part or not is_whole(part):
                raise ValueError(f"{attribute.name} must be text, and not empty")
            if len(part) > limit:
                raise ValueError(f"{attribute.name} has {len(part)} characters, at most {limit}")

    return check


def at_most(limit: int) -> Validator:
    """No more than ``limit`` elements."""

    def check(_: Any, attribute: Any, value: Any) -> None:
        if len(value) > limit:
            raise ValueError(f"{attribute.name} has {len(value)} elements, at most {limit}")

    return check


def moment(_: Any, attribute: Any, value: Any) -> None:
    """A time with zone, or ``None``."""
    if value is not None and (not isinstance(value, datetime) or value.utcoffset() is None):
        raise ValueError(f"{attribute.name} is no time with zone")
