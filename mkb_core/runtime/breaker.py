"""A circuit breaker: what failed is left alone for a while, then tried once, then left alone for longer."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from attrs import define, field

FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 60.0


@define(eq=False)
class Breaker:
    """Closed: go on. Open: no attempt until the wait is over. Half open: one attempt, which decides. Safe between threads.

    ``clock`` counts seconds and never goes back. Whoever gets ``True`` from :meth:`allows` ends with
    :meth:`succeeded`, :meth:`failed` or :meth:`undecided`.
    """

    clock: Callable[[], float] = time.monotonic
    first_wait: float = FIRST_WAIT_SECONDS
    longest_wait: float = LONGEST_WAIT_SECONDS
    wait: float = field(default=0.0, init=False)
    _again_at: float = field(default=0.0, init=False)
    _probing: bool = field(default=False, init=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    @property
    def is_open(self) -> bool:
        """Did the last attempt fail? Also while the next one is under way."""
        return self.wait > 0

    @property
    def seconds_left(self) -> float:
        """Until the next attempt may go; 0 where one may go now."""
        return max(self._again_at - self.clock(), 0.0) if self.is_open else 0.0

    def allows(self) -> bool:
        """May an attempt go now? Where the breaker is open, only one at a time, when the wait is over."""
        with self._lock:
            if not self.is_open:
                return True
            if self._probing or self.clock() < self._again_at:
                return False
            self._probing = True
            return True

    def succeeded(self) -> None:
        """Close."""
        with self._lock:
            self.wait, self._probing = 0.0, False

    def failed(self) -> None:
        """Open, and wait twice as long as the last time. Of attempts that fail side by side, one counts."""
        with self._lock:
            if self.is_open and not self._probing:
                return
            self._open(min(max(self.wait * 2, self.first_wait), self.longest_wait))

    def undecided(self) -> None:
        """The attempt told nothing about the plugin; the next may go at once."""
        with self._lock:
            self._probing = False

    def restore(self, wait: float, seconds_left: float) -> None:
        """Open as another process left it."""
        with self._lock:
            self._open(min(max(wait, self.first_wait), self.longest_wait))
            self._again_at = self.clock() + min(max(seconds_left, 0.0), self.longest_wait)

    def try_at_once(self) -> None:
        """There is reason to hope: the next attempt need not wait. A failure then counts as the first one."""
        with self._lock:
            self._probing = False
            if self.is_open:
                self.wait, self._again_at = self.first_wait / 2, self.clock()

    def _open(self, wait: float) -> None:
        self.wait, self._probing = wait, False
        self._again_at = self.clock() + wait
