"""How long an outside source may take, how much may be asked and sent, and the clock by which that is measured."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock

from attrs import define, field, frozen


def _utc_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the edge: provenance needs the real time unless the host says else


@frozen
class Clock:
    """Time as the egress sees it; all in seconds but ``now``, which is a time with zone. Tests give their own."""

    now: Callable[[], datetime] = _utc_now
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    #: A number from 0 to 1 by which waiting times are spread, so that clients do not come back all at once.
    chance: Callable[[], float] = random.random


@frozen
class Limits:
    """Seconds, attempts, bytes and requests that a plugin's sources may take.

    ``longest`` is the most that a plugin may set as its own deadline; ``total`` is what it gets where it sets none.
    """

    connect: float = 2.0
    read: float = 5.0
    total: float = 10.0
    longest: float = 30.0
    attempts: int = 3
    first_wait: float = 0.25
    longest_wait: float = 3.0
    most_bytes: int = 2_000_000
    most_sent_bytes: int = 256_000
    per_call: int = 50
    per_minute: int = 300
    keep_found: float = 24 * 3600.0
    keep_not_found: float = 3600.0


@define(eq=False)
class Allowance:
    """At most ``most`` requests in ``seconds``; ``None`` is ever. Safe between threads."""

    most: int
    seconds: float | None = None
    _made: deque[float] = field(factory=deque, init=False, repr=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    def take(self, now: float) -> bool:
        """Count a request at a moment of the monotonic clock; false where it is one too many."""
        with self._lock:
            while self.seconds is not None and self._made and self._made[0] <= now - self.seconds:
                self._made.popleft()
            if len(self._made) >= self.most:
                return False
            self._made.append(now)
            return True
