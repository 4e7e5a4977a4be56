"""Guessing gets slower: per account and per address of the network, over all processes of an installation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timedelta

from attrs import frozen
from sqlalchemy import Connection

from mkb_core.errors import TooManyAttempts
from mkb_core.store import sign_in_failures as failures
from mkb_core.workflows.accounts.held_secrets import hash_of


@frozen
class Patience:
    """How many failures are free, how long they count, and how long a wait gets at most: it doubles with each."""

    free: int
    counts_for: timedelta = timedelta(hours=24)
    first_wait: timedelta = timedelta(seconds=2)
    longest_wait: timedelta = timedelta(minutes=15)

    def wait_after(self, count: int) -> timedelta:
        """How long to wait after so many failures."""
        if count < self.free:
            return timedelta(0)
        doublings: int = 2 ** min(count - self.free, 20)
        return min(self.first_wait * doublings, self.longest_wait)


#: what is guessed -> patience. Behind one address of the network there may be a whole office.
PATIENCE: Mapping[str, Patience] = {
    "account": Patience(free=5),
    "address": Patience(free=50),
    "code": Patience(free=5),
    "new-password": Patience(free=3, first_wait=timedelta(minutes=1)),
    "new-password-address": Patience(free=20),
}


@frozen
class Attempt:
    """An attempt under way; it counts as a failure until it is taken back."""

    subjects: tuple[str, ...]
    ids: tuple[str, ...]


def begin_attempt(connection: Connection, tried: Mapping[str, str | None], now: datetime) -> Attempt:
    """Count an attempt before it is judged, so that many at once are no way around. ``tried``: what is guessed to which.

    Raises :class:`TooManyAttempts`, and counts nothing then.
    """
    failures.forget_failures_before(connection, now - max(one.counts_for for one in PATIENCE.values()))
    subjects = {f"{kind}:{hash_of(which)}": PATIENCE[kind] for kind, which in tried.items() if which}
    waits = [_wait(connection, subject, subjects[subject], now) for subject in sorted(subjects)]
    if longest := max(waits, default=0):
        raise TooManyAttempts(seconds=longest)
    ids = tuple(failures.add_failure(connection, subject, now) for subject in subjects)
    return Attempt(tuple(subjects), ids)


def take_back(connection: Connection, attempt: Attempt) -> None:
    """The attempt was right: it and the failures before it count no more; those of an address of the network still do."""
    for subject in attempt.subjects:
        if not subject.startswith("address:"):
            failures.forget_failures_of(connection, subject)
    for id_ in attempt.ids:
        failures.forget_failure(connection, id_)


def _wait(connection: Connection, subject: str, patience: Patience, now: datetime) -> int:
    """Seconds still to wait."""
    found = failures.failures_of(connection, subject, since=now - patience.counts_for)
    if found.last is None:
        return 0
    return max(0, math.ceil((found.last + patience.wait_after(found.count) - now).total_seconds()))
