"""What a partner reports about contracts and fees in a quarter (I3); how it is reconciled comes later."""

from __future__ import annotations

import re
from datetime import date, timedelta

from attrs import field, frozen

from mkb_core.domain.company_fields import HIGHEST_CENTS
from mkb_core.domain.fees import FeeKind
from mkb_core.domain.periods import Period
from mkb_core.hooks.limits import LONG, MOST_LINES, SHORT, at_most, words
from mkb_core.text import Text

_QUARTER = re.compile(r"(20\d\d)-Q([1-4])", re.ASCII)


def quarter_period(quarter: str) -> Period:
    """First and last day of a quarter such as ``"2026-Q4"``; raises ``ValueError`` for any other way of writing."""
    match = _QUARTER.fullmatch(quarter)
    if match is None:
        raise ValueError("a quarter is written as 2026-Q4")
    year, number = int(match[1]), int(match[2])
    following = date(year + number // 4, number % 4 * 3 + 1, 1)
    return Period(date(year, number * 3 - 2, 1), following - timedelta(days=1))


@frozen
class FeeLine:
    """One contract or fee as the partner states it; amounts in cents. ``referral`` is the id of ours, where given.

    ``id`` is the partner's own. A negative ``fee_cents`` takes an earlier fee back; a contract's value is never negative.
    """

    id: str = field(validator=words())
    kind: FeeKind
    fee_cents: int = field()
    contract_value_cents: int | None = field(default=None)
    signed_on: date | None = None
    company_number: str | None = field(default=None, validator=words(optional=True))
    referral: str | None = field(default=None, validator=words(optional=True))
    description: str | None = field(default=None, validator=words(LONG, optional=True))

    @fee_cents.validator
    def _an_amount(self, _: object, cents: int) -> None:
        if not -HIGHEST_CENTS <= cents <= HIGHEST_CENTS:
            raise ValueError("a fee is at most a thousand billion euros")

    @contract_value_cents.validator
    def _a_value(self, _: object, cents: int | None) -> None:
        if cents is not None and not 0 <= cents <= HIGHEST_CENTS:
            raise ValueError("a contract's value lies between nothing and a thousand billion euros")


@frozen
class UnreadLine:
    """A line that the plugin could not read: nothing is lost unseen. ``place`` such as ``"fees.csv:12"``."""

    place: str = field(validator=words())
    reason: Text = field(validator=words(LONG))


@frozen
class FeeReport:
    """A partner's report on one quarter such as ``"2026-Q4"``. ``sources`` name the files or pages it was made of.

    A report without sources says that the partner has reported nothing so far; with sources and without lines, that
    there were no fees. No two lines have the same id.
    """

    partner: str = field(validator=words())
    quarter: str = field()
    lines: tuple[FeeLine, ...] = field(default=(), validator=at_most(MOST_LINES))
    unread: tuple[UnreadLine, ...] = field(default=(), validator=at_most(MOST_LINES))
    sources: tuple[str, ...] = field(default=(), validator=at_most(SHORT))

    @quarter.validator
    def _a_quarter(self, _: object, quarter: str) -> None:
        quarter_period(quarter)

    @lines.validator
    def _ids_once(self, _: object, lines: tuple[FeeLine, ...]) -> None:
        if len({line.id for line in lines}) < len(lines):
            raise ValueError("two lines have the same id")

    @sources.validator
    def _named(self, _: object, sources: tuple[str, ...]) -> None:
        if not sources and (self.lines or self.unread):
            raise ValueError("lines come from a source: name it")
