"""The faults of one plugin as they stand: each once, since when, logged when it starts and when it ends."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from threading import Lock

from attrs import define, evolve, field

from mkb_core.runtime.faults import PluginFault

log = logging.getLogger(__name__)

#: faults kept of one place of a plugin, the first of them
MOST_FAULTS = 20


@define(eq=False)
class FaultRecord:
    """Faults by place: loading, what was declared, or a hook. What is set takes the place of what was there.

    A fault of the same kind at the same place goes on, whatever its words are: those may differ each time.
    """

    now: Callable[[], datetime]
    _by_place: dict[str, tuple[PluginFault, ...]] = field(factory=dict, init=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    def of(self, place: str) -> tuple[PluginFault, ...]:
        """The faults at a place."""
        return self._by_place.get(place, ())

    @property
    def all(self) -> tuple[PluginFault, ...]:
        """Those of all places, in the order in which the places first had one."""
        return tuple(fault for faults in list(self._by_place.values()) for fault in faults)

    def set(self, place: str, faults: Iterable[PluginFault]) -> None:
        """These stand now at a place, and no others. What is new is logged, and what has ended."""
        with self._lock:
            before = {(fault.kind, fault.hook): fault for fault in reversed(self.of(place))}
            given = tuple(faults)[:MOST_FAULTS]
            moment = self.now() if given else None
            known = [before.get((fault.kind, fault.hook)) for fault in given]
            after = tuple(
                evolve(fault, since=fault.since or (old.since if old else moment))
                for fault, old in zip(given, known, strict=True)
            )
            self._by_place[place] = after
            if not after:
                del self._by_place[place]
        for fault, old in zip(after, known, strict=True):
            if old is None:
                log.warning("plugin fault: %s", fault.sentence("en"))
        still = {(fault.kind, fault.hook) for fault in after}
        for kind, fault in before.items():
            if kind not in still:
                log.warning("plugin fault ended: %s", fault.sentence("en"))

    def add(self, place: str, fault: PluginFault) -> None:
        """One more at a place, unless it stands there already."""
        if fault not in self.of(place):
            self.set(place, (*self.of(place), fault))

    def restore(self, place: str, faults: Iterable[PluginFault]) -> None:
        """As another process left it: that one has logged them."""
        with self._lock:
            self._by_place[place] = tuple(faults)
