"""A source's fault as JSON, written by the one end and believed by the other only as far as it has that form."""

from __future__ import annotations

from typing import Any

from mkb_core.errors import SourceUnavailable
from mkb_core.runtime.egress_faults import REASONS, NoAnswer

#: longest name of a source and longest reason that are believed
MOST_WORDS = 300


def write_unavailable(error: BaseException) -> dict[str, Any]:
    """A source's fault as JSON; of any other exception its type only."""
    if isinstance(error, NoAnswer):
        details = {name: value for name, value in error.details.items() if type(value) in (str, int)}
        return {"source": error.source, "kind": error.kind, "details": details}
    if isinstance(error, SourceUnavailable):
        facts = {name: str(error.facts.get(name, ""))[:MOST_WORDS] for name in ("source", "reason")}
        return dict(facts)
    return {"source": "", "reason": type(error).__name__}


def read_unavailable(data: object, source: str | None = None) -> SourceUnavailable:
    """The same fault again; what is no such fault is "unreadable". ``source`` takes the place of the name that came."""
    given = data if isinstance(data, dict) else {}
    name = _line(given.get("source")) if source is None else source
    kind, details, reason = given.get("kind"), given.get("details", {}), _line(given.get("reason"))
    if isinstance(kind, str) and kind in REASONS and isinstance(details, dict):
        plain = {
            str(key): _line(value) if isinstance(value, str) else value
            for key, value in list(details.items())[:10]
            if isinstance(key, str)
            and key not in ("source", "kind", "self")
            and (isinstance(value, str) or (type(value) is int and abs(value) < 10**9))
        }
        return NoAnswer(name, kind, **plain)
    if "kind" not in given and reason:
        return SourceUnavailable(source=name, reason=reason)
    return NoAnswer(name, "unreadable")


def _line(words: object) -> str:
    """One line of printable text, and not too much of it."""
    shown = " ".join(words[:MOST_WORDS].split()) if isinstance(words, str) else ""
    return "".join(letter if letter.isprintable() else "?" for letter in shown)
