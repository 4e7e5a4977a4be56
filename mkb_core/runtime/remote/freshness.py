"""Is a message of now, and seen for the first time? What the receiver remembers is bounded."""

from __future__ import annotations

from threading import Lock

from attrs import define, field

from mkb_core.runtime.remote.signatures import NotGenuine, Proof

#: seconds that the clocks of both sides and the way between them may make together
WINDOW = 30
MOST_NONCES = 10_000


class TooBusy(Exception):
    """More messages within the window than can be remembered: rather none than one twice."""


def check_time(created: int, now: float, window: int = WINDOW) -> None:
    """Raises :class:`NotGenuine` for a message that is too old, or from the future."""
    if now - created > window:
        raise NotGenuine(f"signed {now - created:.0f} seconds ago: late, or the clocks differ")
    if created - now > window:
        raise NotGenuine(f"signed {created - now:.0f} seconds from now: early, or the clocks differ")


@define
class Freshness:
    """What a receiver has seen, safe between threads. A server of several processes would take a message once in each:
    it must be one process.

    Messages from before ``started`` (seconds since 1970) are refused: what was seen then is forgotten.
    """

    started: float
    window: int = WINDOW
    most: int = MOST_NONCES
    _seen: dict[tuple[str, str], float] = field(factory=dict, init=False, repr=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    def admit(self, proof: Proof, now: float) -> None:
        """Let a genuine message in, once. Raises :class:`NotGenuine` and :class:`TooBusy`."""
        check_time(proof.created, now, self.window)
        if proof.created < int(self.started):
            raise NotGenuine("signed before this server started")
        with self._lock:
            self._forget(now)
            if (proof.key, proof.nonce) in self._seen:
                raise NotGenuine("seen before")
            if len(self._seen) >= self.most:
                raise TooBusy
            # A message may be from the future by one window, and is then fresh for two.
            self._seen[proof.key, proof.nonce] = now + 2 * self.window

    def _forget(self, now: float) -> None:
        """Entries stand in the order in which they end."""
        while self._seen and next(iter(self._seen.values())) < now:
            del self._seen[next(iter(self._seen))]
