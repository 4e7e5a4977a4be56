"""Paging through a source that is always read whole, such as a file: the cursor says which content, and how far.

For partner packages. As long as the content stays the same, the feed brings it once; when it changes, all of it again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Generic, TypeVar

from attrs import frozen

from mkb_core.hooks.limits import MOST_NOTES
from mkb_core.text import Text, text

T = TypeVar("T")

PAGE = 500  # entries
_CURSOR = re.compile(r"([0-9a-f]{16}):(\d{1,9})", re.ASCII)


@frozen
class Part(Generic[T]):
    """The entries of one page, where the next one begins, and whether there is a next one now."""

    entries: tuple[T, ...]
    cursor: str
    more: bool
    first: bool


def take_part(entries: Sequence[T], content: str, cursor: str | None, size: int = PAGE) -> Part[T]:
    """The entries after ``cursor``; all from the start where ``content`` is another than that of the cursor.

    ``content`` is the text of all sources together. ``first`` says that a round begins: then notes are told.
    """
    mark = sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    match = _CURSOR.fullmatch(cursor or "")
    start = int(match[2]) if match and match[1] == mark else 0
    end = min(start + size, len(entries))
    # The end of content without entries must differ from its start, or it would be told again and again.
    begins = not (match and match[1] == mark)
    return Part(tuple(entries[start:end]), f"{mark}:{end}", end < len(entries), begins)


def shortened(notes: Sequence[Text]) -> tuple[Text, ...]:
    """As many notes as a page takes; the last one says how many more there are."""
    if len(notes) <= MOST_NOTES:
        return tuple(notes)
    left = len(notes) - MOST_NOTES + 1
    return (*notes[: MOST_NOTES - 1], text(nl=f"en nog {left} andere", en=f"and {left} more"))
