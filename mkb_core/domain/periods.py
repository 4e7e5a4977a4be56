"""Spans of days during which a declaration, a fee or a rule holds."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen


@frozen
class Period:
    """From ``start`` up to and including ``end``; ``None`` is open on that side."""

    start: date | None = None
    end: date | None = field(default=None)

    @end.validator
    def _after_start(self, _: object, end: date | None) -> None:
        if end is not None and self.start is not None and end < self.start:
            raise ValueError(f"a period cannot end ({end}) before it starts ({self.start})")

    def contains(self, day: date) -> bool:
        """Does the day lie in the period?"""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def overlaps(self, other: Period) -> bool:
        """Do both periods hold on at least one day?"""
        return not (
            (self.end is not None and other.start is not None and self.end < other.start)
            or (other.end is not None and self.start is not None and other.end < self.start)
        )


ALWAYS = Period()


def whole_years(since: date, at: date) -> int:
    """Completed years from one day to another (never negative); 29 February counts until 1 March."""
    years = at.year - since.year - ((at.month, at.day) < (since.month, since.day))
    return max(years, 0)
