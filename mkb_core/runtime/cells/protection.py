"""What a cell is promised to be kept from, and what of it holds on this system."""

from __future__ import annotations

from enum import Enum

from attrs import frozen


class Profile(Enum):
    """How much is asked for: all that the system offers, or resource limits and an own user only."""

    HARDENED = "hardened"
    LIMITS = "limits"


@frozen
class Protection:
    """The parts that hold for one cell, as it found before it imported any plugin code.

    ``file_system``: reads only code, writes only its own folder. ``network``: opens no socket of any kind.
    ``processes``: starts no process, signals and inspects no other one. ``memory``: has an upper limit. ``user``: is a
    user of its own, so the limit on processes counts for it alone and all of them can be found and ended.
    """

    file_system: bool = False
    network: bool = False
    processes: bool = False
    memory: bool = False
    user: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the parts that do not hold."""
        parts = ("file_system", "network", "processes", "memory", "user")
        return tuple(part for part in parts if not getattr(self, part))
