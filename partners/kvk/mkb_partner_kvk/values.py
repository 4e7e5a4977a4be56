"""Single values of the register's answers: text, counts, dates, yes or no; ``None`` is absent or unreadable.

Absent (no key, ``null``, blank text) leaves no note; unreadable leaves one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from mkb_partner_kvk.notes import Notes

#: The longest text taken over, in characters; statutory names may have some hundreds.
LONGEST_TEXT = 1000
MOST_EMPLOYEES = 1_000_000
OLDEST_YEARS = 1000

_DAY = re.compile(r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})")
_COUNT = re.compile(r"[0-9]{1,9}")
_YES_NO = {"ja": True, "j": True, "true": True, "nee": False, "n": False, "false": False}


def read_text(value: Any, path: str, notes: Notes) -> str | None:
    """Text with every run of white space as one space; a whole number is taken as its digits."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        value = str(value)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        notes.unreadable(path, "text", value)
        return None
    words = " ".join(value.split())
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in words):
        notes.unreadable(path, "text", value)
        return None
    return words or None


def read_count(value: Any, path: str, notes: Notes) -> int | None:
    """A number of persons, also where it is written as text."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    number = value
    if isinstance(value, str):
        number = int(value) if _COUNT.fullmatch(value := value.strip()) else None
    elif isinstance(value, float) and value.is_integer():
        number = int(value)
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= MOST_EMPLOYEES:
        notes.unreadable(path, "count", value)
        return None
    return number


def read_yes(value: Any, path: str, notes: Notes) -> bool | None:
    """``Ja`` or ``Nee`` in any case, or a JSON boolean."""
    if value is None or isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else None
    if word == "":
        return None
    if word not in _YES_NO:
        notes.unreadable(path, "yes-no", value)
        return None
    return _YES_NO[word]


def read_day(value: Any, path: str, notes: Notes, today: date) -> date | None:
    """A full date from ``YYYYMMDD``.

    Parts may be zero (``20150600``): then no day is made up, also not the first of the known month or year, because
    three years of age decide about a nomination; the note says what is known. The same holds for days that have yet
    to come and days more than a thousand years ago.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    written = str(value) if type(value) is int and 0 <= value < 10**8 else value
    parts = _DAY.fullmatch(written.strip()) if isinstance(written, str) else None
    if parts is None:
        notes.unreadable(path, "date", value)
        return None
    year, month, day = int(parts[1]), int(parts[3]), int(parts[4])
    if 0 in (year, month, day) and month <= 12 and day <= 31:
        known = (
            f"{parts[1]}-{parts[3]}-??" if year and month else f"{parts[1]}-??-??" if year else "????-??-??"
        )
        notes.add(path, "incomplete-date", known=known)
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        notes.unreadable(path, "date", value)
        return None
    if found > today or today.year - found.year > OLDEST_YEARS:
        notes.add(path, "unlikely-date", got=found.isoformat())
        return None
    return found


def read_object(value: Any, path: str, notes: Notes) -> Mapping[str, Any]:
    """An object; empty where there is none."""
    if isinstance(value, dict):
        return value
    if value is not None:
        notes.unreadable(path, "object", value)
    return {}


def read_objects(value: Any, path: str, notes: Notes) -> list[tuple[str, Mapping[str, Any]]]:
    """The objects of a list, each with its path; empty where there is none."""
    if value is None:
        return []
    if not isinstance(value, list):
        notes.unreadable(path, "list", value)
        return []
    items: list[tuple[str, Mapping[str, Any]]] = []
    for index, item in enumerate(value):
        place = f"{path}[{index}]"
        if isinstance(item, dict):
            items.append((place, item))
        else:
            notes.unreadable(place, "object", item)
    return items


def read_number(value: Any, digits: int, path: str, notes: Notes) -> str | None:
    """A register number of so many digits, as text; one written as a number gets its leading zeros back."""
    if value is None or value == "":
        return None
    written = str(value).zfill(digits) if type(value) is int and 0 < value < 10**digits else value
    if isinstance(written, str) and re.fullmatch(rf"[0-9]{{{digits}}}", written.strip()):
        return written.strip()
    notes.unreadable(path, "company-number" if digits == 8 else "establishment-number", value)
    return None
