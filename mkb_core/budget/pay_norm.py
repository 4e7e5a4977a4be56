"""The pay norm of interim top officials as dated values (J5)."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from mkb_core.budget.quantities import Cents


@frozen
class NormYear:
    """The ceilings of one year, in cents; ``None`` is not on record. ``month_1_6`` and ``month_7_12``: for a month of the
    assignment; ``hour``: for an hour in its months 1 to 12; ``year_general``: the general maximum of a full-time year."""

    month_1_6: Cents | None = None
    month_7_12: Cents | None = None
    hour: Cents | None = None
    year_general: Cents | None = None

    def month(self, number: int) -> int | None:
        """The ceiling of a month of the assignment (1 to 12)."""
        return self.month_1_6 if number <= 6 else self.month_7_12


@frozen
class PayNorm:
    """The years on record, each by its number in text."""

    years: Mapping[str, NormYear]
    source: str = ""

    def of(self, year: int) -> NormYear:
        """The ceilings of a year; one without any where nothing is on record."""
        return self.years.get(str(year), NormYear())
