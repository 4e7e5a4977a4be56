"""What the number of a cell counts, and how people write that number."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from mkb_core.budget.quantities import write_quantity


class Unit(Enum):
    """The unit of a cell's exact value. Amounts are cents in a cell; people write and read them in euros."""

    FTE = "FTE"
    MONTHS = "months"
    HOURS = "hours"
    HOURS_PER_FTE_YEAR = "hours per FTE year"
    CENTS = "cents"
    CENTS_PER_HOUR = "cents per hour"
    SHARE = "share"
    INHABITANTS = "inhabitants"

    @property
    def is_money(self) -> bool:
        """Written in euros?"""
        return self in (Unit.CENTS, Unit.CENTS_PER_HOUR)

    def from_written(self, number: Fraction) -> Fraction:
        """A number as people write it (euros), as a cell holds it (cents)."""
        return number * 100 if self.is_money else number

    def written(self, value: Fraction) -> int | str:
        """The exact value of a cell as people write it, such as ``30000`` or ``"7.5"`` euros."""
        return write_quantity(value / 100 if self.is_money else value)
