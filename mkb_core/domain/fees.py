"""Fee schedules as data (I2): what a partner pays or charges, dated and sourced; never a part of ranking."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from attrs import field, frozen

from mkb_core.domain.periods import ALWAYS, Period
from mkb_core.text import Text


class FeeKind(Enum):
    """What a fee is for (I1)."""

    VISIBILITY = "visibility"
    REFERRAL = "referral"
    PLATFORM_USE = "platform-use"
    IN_KIND = "in-kind"


@frozen
class FeeTier:
    """A part of a schedule: a share of the contract value above ``from_cents``, or an amount per month or year."""

    from_cents: int = 0
    share: Fraction = field(default=Fraction(0))
    cents_per_month: int = 0
    cents_per_year: int = 0

    @share.validator
    def _a_share(self, _: object, share: Fraction) -> None:
        if not 0 <= share <= 1:
            raise ValueError("a share lies between 0 and 1")


@frozen
class FeeSchedule:
    """Dated fee rules of one partner; ``cap_cents`` and ``minimum_cents`` bound one fee."""

    id: str
    kind: FeeKind
    label: Text
    tiers: tuple[FeeTier, ...] = ()
    minimum_cents: int = 0
    cap_cents: int | None = None
    valid: Period = ALWAYS
    source: str = ""
