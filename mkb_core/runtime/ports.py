"""How the host reaches one partner's code, whatever the transport: JSON in, JSON out, or a fault as a value."""

from __future__ import annotations

from typing import Any, Protocol

from mkb_core.hooks.outside import Outside
from mkb_core.runtime.faults import FaultKind


class PortFailed(Exception):
    """A call gave no answer. ``reason`` is one line for the plugin's developer and never holds what was asked."""

    def __init__(self, kind: FaultKind, reason: str) -> None:
        self.kind = kind
        self.reason = reason
        super().__init__(f"{kind.value}: {reason}")


class Port(Protocol):
    """The way to one plugin. Safe between threads. Made without starting anything; started at the first use."""

    def hooks(self, seconds: float) -> frozenset[str]:
        """Names of the hooks that the plugin implements, in at most ``seconds``. Raises :class:`PortFailed`."""

    def call(self, hook: str, arguments: dict[str, Any], seconds: float, outside: Outside | None) -> Any:
        """Call a hook with JSON arguments (see ``hooks.contracts``) and return its JSON result, as it came.

        Raises :class:`PortFailed` for every fault, a missed deadline among them, and ``SourceUnavailable`` where the
        plugin says that its own source gives no answer.
        """

    def rest(self) -> None:
        """Nothing will be asked soon: stop what runs for nothing. The next call starts it again."""

    def close(self) -> None:
        """Stop for good and leave nothing running. May be called twice."""
