"""A plugin's fault as a value: never read as an empty answer, always visible."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from attrs import field, frozen

from mkb_core.errors import DEFAULT_LANGUAGE, sentence


class FaultKind(Enum):
    """What went wrong."""

    MANIFEST = "manifest"
    INCOMPATIBLE = "incompatible"
    IMPORT = "import"
    UNKNOWN_HOOK = "unknown-hook"
    RAISED = "raised"
    WRONG_TYPE = "wrong-type"
    INVALID = "invalid"
    DUPLICATE = "duplicate"
    TIME_OUT = "time-out"
    CRASHED = "crashed"
    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"
    LEFTOVERS = "leftovers"
    UNREACHABLE = "unreachable"
    NOT_GENUINE = "not-genuine"


@frozen
class PluginFault:
    """A fault of one plugin, at a hook where it happened in one. ``reason`` is for the plugin's developer.

    ``since`` (UTC) is when it began, where that is known: the same fault seen again keeps it.
    """

    plugin: str
    kind: FaultKind
    reason: str
    hook: str | None = None
    since: datetime | None = field(default=None, eq=False)

    def sentence(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The fault in one sentence."""
        facts = {"plugin": self.plugin, "kind": self.kind.value, "reason": self.reason}
        return sentence("plugin-fault", facts, language)


def reason_of(error: BaseException) -> str:
    """One line about an exception: its type and the start of its message."""
    try:
        words = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 - a plugin's exception may fail even while it is told
        words = ""
    shown = words if len(words) <= 300 else words[:299] + "…"
    return f"{type(error).__name__}: {shown}" if shown else type(error).__name__
