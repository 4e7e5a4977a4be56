"""How long an outside source may take, how much it may send, and the clock by which that is measured."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime

from attrs import frozen


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
    """Seconds, attempts and bytes that a source may take."""

    connect: float = 2.0
    read: float = 5.0
    total: float = 10.0
    attempts: int = 3
    first_wait: float = 0.25
    longest_wait: float = 3.0
    most_bytes: int = 2_000_000
    keep_found: float = 24 * 3600.0
    keep_not_found: float = 3600.0
