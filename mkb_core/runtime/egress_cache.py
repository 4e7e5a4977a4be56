"""Answers of outside sources, kept for a while because calls cost money and are limited.

Kept in memory only: what a register says of a person must not outlive its erasure in a file that nobody thinks of.
Written here, and not taken from hishel: hishel 2.0 stores the request with its headers, and so the key; it does not keep
a 404, and decides before anybody could see that an answer is unreadable.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any, Protocol

from attrs import evolve, field, frozen, mutable


@frozen
class Answer:
    """What a source answered: status 200, or 404 where the source itself says that it knows nothing.

    ``retrieved_at`` (UTC) is when the source said so, which lies before now when ``cached`` is true.
    """

    status: int
    body: Any = field(repr=False)
    retrieved_at: datetime
    cached: bool = False


class AnswerCache(Protocol):
    """Keeps answers; never raises."""

    def get(self, key: str, now: datetime) -> Answer | None:
        """The answer, with ``cached`` set, unless it is older than it may be."""

    def put(self, key: str, answer: Answer, keep_seconds: float) -> None:
        """Keep an answer for so many seconds after it was retrieved."""

    def forget(self, key: str) -> None:
        """Drop an answer."""


@mutable(eq=False)
class MemoryCache:
    """In this process, for the ``size`` answers used last; safe between threads."""

    size: int = 1024
    _kept: OrderedDict[str, tuple[datetime, Answer]] = field(factory=OrderedDict, init=False, repr=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False, repr=False)

    def get(self, key: str, now: datetime) -> Answer | None:
        """The answer, unless it is too old."""
        with self._lock:
            expires, answer = self._kept.get(key, (now, None))
            if answer is None or expires <= now:
                self._kept.pop(key, None)
                return None
            self._kept.move_to_end(key)
            return evolve(answer, cached=True)

    def put(self, key: str, answer: Answer, keep_seconds: float) -> None:
        """Keep an answer; the one unused longest makes room."""
        with self._lock:
            self._kept[key] = (answer.retrieved_at + timedelta(seconds=keep_seconds), answer)
            self._kept.move_to_end(key)
            while len(self._kept) > self.size:
                self._kept.popitem(last=False)

    def forget(self, key: str) -> None:
        """Drop an answer."""
        with self._lock:
            self._kept.pop(key, None)
