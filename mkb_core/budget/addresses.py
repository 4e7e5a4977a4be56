"""The addresses of cells: ``measure.row.column``, such as ``cost.consultancy.pilot``; the rules stand in one table here.

A row is a role with an activity (``consultant/consultancy``), an activity, a cost group with a line
(``organisation_other/housing``), a cost group, or ``total``. A column is a period (``2019``), ``phase:pilot``,
``year:2019``, a sum of phases (``span:pilot_and_roll_out``), or ``total``. Where there is one number per role, period or
phase, the address has two parts: ``rate.consultant``, ``months.pilot``, ``delay.phase:pilot``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from mkb_core.budget.units import Unit
from mkb_core.errors import InputFault

#: measure -> the unit of its cells. The address of a cell has three parts, or two where the measure is in TWO_PARTS.
MEASURES = {
    "fte": Unit.FTE,
    "hours": Unit.HOURS,
    "cost": Unit.CENTS,
    "in_kind": Unit.CENTS,
    "share": Unit.SHARE,
    "rate": Unit.CENTS_PER_HOUR,
    "hours_per_fte_year": Unit.HOURS_PER_FTE_YEAR,
    "months": Unit.MONTHS,
    "delay": Unit.MONTHS,
    "travel_rate": Unit.CENTS_PER_HOUR,
}
TWO_PARTS = frozenset({"rate", "hours_per_fte_year", "months", "delay", "travel_rate"})
TOTAL = "total"
#: An id stands in addresses: no dot, no colon, and a slash only in a period's.
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}", re.ASCII)
PERIOD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_/-]{0,59}", re.ASCII)
_KINDS = ("phase", "year", "span")
_SHOWN_NEAR = 3


def address(measure: str, *parts: str) -> str:
    """The address of a cell."""
    return ".".join((measure, *parts))


def unit_of(words: str) -> Unit:
    """The unit of a cell; raises ``KeyError`` for an unknown measure."""
    return MEASURES[words.partition(".")[0]]


def phase_column(phase: str) -> str:
    """The column of a phase."""
    return f"phase:{phase}"


def year_column(year: int) -> str:
    """The column of a calendar year."""
    return f"year:{year}"


def span_column(span: str) -> str:
    """The column of a sum of phases."""
    return f"span:{span}"


def find_address(words: str, known: Iterable[str]) -> str | None:
    """The known address that is meant: as written, or with a column that is no period but the id of a phase, a sum of
    phases or a year (``cost.total.2018``). ``None`` where there is none."""
    cells = set(known)
    words = words.strip()
    if words in cells:
        return words
    front, _, column = words.rpartition(".")
    meant = (f"{front}.{kind}:{column}" for kind in _KINDS)
    return next((one for one in meant if one in cells), None)


def near_addresses(words: str, known: Iterable[str]) -> tuple[str, ...]:
    """Known addresses that resemble what was written, the likeliest first; at most three."""
    found = get_close_matches(words.strip()[:200], list(known), _SHOWN_NEAR, cutoff=0.5)
    return tuple(found)


def unknown_address(path: str, words: str, known: Iterable[str]) -> InputFault:
    """The fault of an address that is none, with what may have been meant."""
    near = near_addresses(words, known)
    value = words[:80]
    if near:
        return InputFault(path, "unknown-cell-near", {"value": value, "near": ", ".join(near)})
    return InputFault(path, "unknown-name", {"value": value})
