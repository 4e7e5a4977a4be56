"""What the signed messages hold: what is asked of a plugin, and what came of it; the same as a cell is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.outside_messages import read_unavailable
from mkb_core.runtime.ports import PortFailed

#: bytes of a body
MOST_ASKED = 1_000_000
MOST_ANSWERED = 8_000_000
MOST_WORDS = 300

#: What a partner's server may tell about its plugin; all other kinds are found out by the host itself.
TOLD = frozenset(
    {
        FaultKind.IMPORT,
        FaultKind.INVALID,
        FaultKind.RAISED,
        FaultKind.TOO_LARGE,
        FaultKind.UNKNOWN_HOOK,
        FaultKind.UNREADABLE,
        FaultKind.WRONG_TYPE,
    }
)


@frozen
class Asked:
    """A question: to call a hook, or, where ``hook`` is ``None``, for the names of the hooks that there are.

    ``seconds``: so long does the host wait for the answer.
    """

    hook: str | None
    seconds: float
    arguments: Mapping[str, Any] = field(factory=dict, eq=dict)


def tell_fault(kind: FaultKind, reason: str) -> dict[str, Any]:
    """The answer of a plugin that gave no result."""
    return {"fault": kind.value, "reason": reason[:MOST_WORDS]}


def read_told(data: Any, source: str | None = None) -> Any:
    """The result that an answer holds; ``source`` takes the place of the name that the plugin gives its own source. Raises :class:`PortFailed` and ``SourceUnavailable`` for what it tells instead."""
    told = data if isinstance(data, dict) else {}
    match sorted(told):
        case ["result"]:
            return told["result"]
        case ["unavailable"]:
            raise read_unavailable(told["unavailable"], source)
        case ["fault", "reason"] if isinstance(told["reason"], str):
            kind = next((one for one in TOLD if one.value == told["fault"]), None)
            if kind is not None:
                raise PortFailed(kind, _line(told["reason"]))
    raise PortFailed(FaultKind.UNREADABLE, "the answer is neither a result nor a known fault")


def _line(words: str) -> str:
    """One short line of printable text, whatever was sent."""
    shown = " ".join(words[:MOST_WORDS].split())
    return "".join(letter if letter.isprintable() else "?" for letter in shown)
