"""What the signed messages hold: what is asked of a plugin, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from mkb_core.codec import from_json
from mkb_core.errors import InputFault, InvalidInput
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
class AskHooks:
    """Which hooks does the plugin implement?"""


@frozen
class AskCall:
    """Call a hook. ``seconds``: so long will the host wait."""

    hook: str
    arguments: Mapping[str, Any]
    seconds: float


_FORMS: Mapping[str, Any] = {"hooks": AskHooks, "call": AskCall}


def ask_hooks() -> dict[str, Any]:
    """The message that asks for the names of the hooks."""
    return {"do": "hooks"}


def ask_call(hook: str, arguments: Mapping[str, Any], seconds: float) -> dict[str, Any]:
    """The message that calls a hook."""
    return {"do": "call", "hook": hook, "arguments": arguments, "seconds": seconds}


def read_asked(data: Any) -> AskHooks | AskCall:
    """What is asked; raises :class:`InvalidInput`."""
    if not isinstance(data, dict) or not isinstance(data.get("do"), str) or data["do"] not in _FORMS:
        raise InvalidInput([InputFault("do", "not-allowed", {"value": "what is asked"})])
    asked: AskHooks | AskCall = from_json(
        _FORMS[data["do"]], {name: value for name, value in data.items() if name != "do"}
    )
    return asked


def tell_fault(kind: FaultKind, reason: str) -> dict[str, Any]:
    """The answer of a plugin that gave none."""
    return {"fault": {"kind": kind.value, "reason": reason[:MOST_WORDS]}}


def read_told(data: Any) -> Any:
    """The result that an answer holds; raises :class:`PortFailed` and ``SourceUnavailable`` for what it tells instead."""
    if isinstance(data, dict) and len(data) == 1:
        if "result" in data:
            return data["result"]
        if "unavailable" in data:
            raise read_unavailable(data["unavailable"])
        if isinstance(data.get("fault"), dict):
            raise _told(data["fault"])
    raise PortFailed(FaultKind.UNREADABLE, "the answer is neither a result nor a fault")


def _told(fault: Mapping[str, Any]) -> PortFailed:
    kind = next((one for one in TOLD if one.value == fault.get("kind")), None)
    if kind is None or set(fault) != {"kind", "reason"} or not isinstance(fault["reason"], str):
        return PortFailed(FaultKind.UNREADABLE, "the answer tells a fault of no known kind")
    words = " ".join(fault["reason"][:MOST_WORDS].split())
    return PortFailed(kind, "".join(letter if letter.isprintable() else "?" for letter in words))
