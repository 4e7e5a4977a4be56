"""Column types that refuse what would not come back the same from both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text, TypeDecorator
from sqlalchemy.exc import DontWrapMixin

from mkb_core.codec import NAMES, canonical, describe, parse_json
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.store.failures import Unreadable
from mkb_core.text import is_whole

MOST_ROWS = 10_000  # in one answer


class RefusedValue(InvalidInput, DontWrapMixin):
    """A value that a column does not take; SQLAlchemy passes it on as it is."""


def _refuse(path: str, expected: str, value: object) -> RefusedValue:
    return RefusedValue([InputFault(path, "wrong-type", {"expected": expected, "got": describe(value)})])


class UtcTime(TypeDecorator[datetime]):
    """A moment: any zone in, UTC out, to the microsecond; refuses times without zone with :class:`InvalidInput`."""

    impl = DateTime
    cache_ok = True

    def __init__(self, path: str = "$") -> None:
        super().__init__(timezone=True)
        self.path = path

    def process_bind_param(self, value: Any, dialect: Dialect) -> datetime | None:
        """SQLite has no zones: it gets the UTC time without one."""
        if value is None:
            return None
        if not isinstance(value, datetime) or value.utcoffset() is None:
            raise _refuse(self.path, NAMES[datetime], value)
        try:
            moment = value.astimezone(UTC)
        except OverflowError:
            raise _refuse(self.path, "a time between the years 1 and 9999", value) from None
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """The zone comes back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PlainText(TypeDecorator[str]):
    """Text; refuses NUL and lone surrogates, which PostgreSQL cannot hold, with :class:`InvalidInput`."""

    impl = Text
    cache_ok = True

    def __init__(self, path: str = "$") -> None:
        super().__init__()
        self.path = path

    def process_bind_param(self, value: Any, _: Dialect) -> str | None:
        """Checked here, so that no caller can forget it."""
        if value is None:
            return None
        if type(value) is not str:
            raise _refuse(self.path, NAMES[str], value)
        if "\0" in value or not is_whole(value):
            raise RefusedValue([InputFault(self.path, "control-characters")])
        return value


def document_text(document: Any, path: str) -> str:
    """The canonical JSON of a document; raises :class:`InvalidInput` where it is none (NaN, sets, lone surrogates)."""
    try:
        return canonical(document).decode("utf-8")
    except (ValueError, TypeError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InvalidInput([InputFault(path, "not-json", {"reason": reason})]) from None


def document_of(words: str, kind: str, key: str) -> Any:
    """The stored document; raises :class:`Unreadable` where the text is no JSON any more."""
    try:
        return parse_json(words)
    except InvalidInput as error:
        raise Unreadable(kind, key, error.faults) from None


def checked_limit(limit: int) -> int:
    """The number of rows asked for; raises :class:`InvalidInput` outside 1 to 10,000."""
    if not 1 <= limit <= MOST_ROWS:
        raise InvalidInput(
            [InputFault("limit", "out-of-range", {"value": limit, "low": 1, "high": MOST_ROWS})]
        )
    return limit
