"""Every way in which the outside can fail a plugin, and values that would betray a person if they were logged."""

from __future__ import annotations

import io
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from datetime import UTC, date, datetime
from typing import Any

from attrs import define, field, frozen

from mkb_core.errors import SourceUnavailable
from mkb_core.hooks.deliveries import Consent, DeliveryKind, ReferralDelivery
from mkb_core.quality.samples import SOURCE
from mkb_core.runtime.egress_faults import REASONS, NoAnswer

#: occurs in no real data; part of every value that is a person's
MARK = "merkteken7f3a"
PERSON = f"Jan {MARK.capitalize()}, jan.{MARK}@example.org, 06 12345678"
ASKED = f"Mijn compagnon {MARK} is ziek, wie helpt ons?"
MOMENT = datetime(2026, 1, 5, 10, tzinfo=UTC)


@frozen
class Trouble:
    """One way to fail. ``fault`` is given the method that the plugin used; ``silent``: the source gave no answer at all,
    so an empty answer of the plugin would hide that."""

    name: str
    fault: Callable[[str], Any]
    silent: bool = False


def _raises(make: Callable[[], Exception]) -> Callable[[str], Any]:
    def fault(_: str) -> Any:
        raise make()

    return fault


def _answers(status: int, body: Any, file: str) -> Callable[[str], Any]:
    def fault(method: str) -> Any:
        if method == "files":
            return [f"{MARK}.csv", f"{MARK}.json", f"{MARK}.toml"]
        return file if method == "read_file" else (status, body)

    return fault


def _nothing_there(method: str) -> Any:
    return [] if method == "files" else "" if method == "read_file" else (404, None)


def _no_answer(kind: str) -> Trouble:
    return Trouble(kind, _raises(lambda: NoAnswer(SOURCE, kind, status=503, codes="X1")), silent=True)


NONSENSE: tuple[tuple[str, int, Any, str], ...] = (
    ("null", 200, None, ""),
    ("an empty list", 200, [], "\n"),
    ("an empty object", 200, {}, "{}"),
    ("a number", 200, 12, "12"),
    ("text", 200, f"<html>{PERSON}</html>", f"<html>{PERSON}</html>"),
    ("another object", 200, {PERSON: {"items": [1, None, PERSON]}}, f'{{"{MARK}": [1, null'),
    ("lists in lists", 200, [[PERSON], [None], [{}]], f"{MARK};;;\n;;;;;;;{PERSON}\n\x00\x01"),
    ("half a table", 200, {"items": {"id": PERSON}}, f"id;soort;bedrag;kvk\n1;{PERSON}"),
    ("not found", 404, None, ""),
    ("not found, with words", 404, {"error": PERSON}, PERSON),
)

TROUBLES: tuple[Trouble, ...] = (
    *(_no_answer(kind) for kind in REASONS),
    Trouble(
        "another fault", _raises(lambda: SourceUnavailable(source=SOURCE, reason="out of order")), silent=True
    ),
    Trouble("nothing there", _nothing_there),
    *(Trouble(name, _answers(status, body, file)) for name, status, body, file in NONSENSE),
)


def only_reading(trouble: Trouble, names: Collection[str]) -> Trouble:
    """The same trouble, but the drop folder lists its files: what fails is reading them."""

    def fault(method: str) -> Any:
        return list(names) if method == "files" else trouble.fault(method)

    return Trouble(f"{trouble.name}, on reading", fault, trouble.silent)


def marked_delivery(kind: DeliveryKind, partner: str, message: str = "delivery-1") -> ReferralDelivery:
    """A delivery about one referral, whose personal values bear the mark."""
    if kind is not DeliveryKind.REFERRAL:
        return ReferralDelivery(f"{message}-{kind.value}", kind, "referral-1", partner, MOMENT)
    return ReferralDelivery(
        id=message,
        kind=kind,
        referral="referral-1",
        partner=partner,
        asked_at=MOMENT,
        question=ASKED,
        company={"name": f"Bakkerij {MARK}", "employees": 7},
        contact=PERSON,
        respond_by=date(2026, 1, 12),
        consent=Consent(frozenset({"question", "contact", "name", "employees"}), MOMENT),
    )


@define
class Overheard:
    """What was logged and printed, by this process and by those that print to its streams."""

    lines: list[tuple[str, str]] = field(factory=list)

    def betrayals(self) -> list[tuple[str, str]]:
        """Where (``log``, ``output``) and in which line a marked value stands."""
        return [(where, line) for where, line in self.lines if MARK in line.casefold()]


class _Listening(logging.Handler):
    def __init__(self, overheard: Overheard) -> None:
        super().__init__(logging.DEBUG)
        self.overheard = overheard

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(Exception):  # a record that cannot be written says nothing
            self.overheard.lines.append(("log", f"{record.name}: {self.format(record)}"))


@contextmanager
def overhearing() -> Iterator[Overheard]:
    """Listen to every logger and to both output streams, also those of child processes; restored afterwards."""
    overheard = Overheard()
    root = logging.getLogger()
    level, handler = root.level, _Listening(overheard)
    printed = io.StringIO()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        with _streams(overheard), redirect_stdout(printed), redirect_stderr(printed):
            yield overheard
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
        overheard.lines += [("output", line) for line in printed.getvalue().splitlines()]


@contextmanager
def _streams(overheard: Overheard) -> Iterator[None]:
    sys.stdout.flush()
    sys.stderr.flush()
    kept = os.dup(1), os.dup(2)
    with tempfile.TemporaryFile() as file:
        try:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
            yield
        finally:
            for number, stream in enumerate(kept, 1):
                os.dup2(stream, number)
                os.close(stream)
            file.seek(0)
            words = file.read().decode("utf-8", "replace")
            overheard.lines += [("output", line) for line in words.splitlines()]
