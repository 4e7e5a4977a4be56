"""What a partner reports about contracts and fees in a quarter (I3); how it is reconciled comes later."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

from mkb_core.domain.fees import FeeKind


@frozen
class FeeLine:
    """One contract or fee as the partner states it; amounts in cents. ``referral`` is the id of ours, where given."""

    id: str
    kind: FeeKind
    fee_cents: int
    contract_value_cents: int | None = None
    signed_on: date | None = None
    company_number: str | None = None
    referral: str | None = None
    description: str | None = None


@frozen
class UnreadLine:
    """A line that the plugin could not read: nothing is lost unseen. ``place`` such as ``"fees.csv:12"``."""

    place: str
    reason: str


@frozen
class FeeReport:
    """A partner's report on one quarter such as ``"2026-Q4"``. ``sources`` name the files or pages it was made of."""

    partner: str
    quarter: str = field()
    lines: tuple[FeeLine, ...] = ()
    unread: tuple[UnreadLine, ...] = ()
    sources: tuple[str, ...] = ()
