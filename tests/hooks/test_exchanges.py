"""What the messages of feeds, deliveries and fee reports refuse, on whichever side they are made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given

from mkb_core.domain.fees import FeeKind
from mkb_core.hooks import (
    Consent,
    DeliveryKind,
    FeedPage,
    FeeLine,
    FeeReport,
    NewsEntry,
    PartnerState,
    ReferralDelivery,
    UnreadLine,
    quarter_period,
    text,
)
from mkb_core.hooks.deliveries import POSSIBLE_STATES
from tests.generated import deliveries

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
CONSENT = Consent(frozenset({"question", "name"}), AT)


def delivery(kind: DeliveryKind = DeliveryKind.REFERRAL, **told: Any) -> ReferralDelivery:
    return ReferralDelivery("d-1", kind, "r-1", "liof", AT, **told)


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)), ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))],
)
def test_a_quarter_has_its_days(quarter: str, first: date, last: date) -> None:
    assert (quarter_period(quarter).start, quarter_period(quarter).end) == (first, last)


@pytest.mark.parametrize(
    "quarter", ["2026-Q5", "2026-q4", "2026Q4", "Q4 2026", " 2026-Q4", "2026-Q4\n", "٢٠٢٦-Q4"]
)
def test_a_quarter_is_written_in_one_way_only(quarter: str) -> None:
    with pytest.raises(ValueError, match="2026-Q4"):
        quarter_period(quarter)


LINE = FeeLine("a", FeeKind.REFERRAL, 100)
REFUSED: dict[str, Callable[[], object]] = {
    "a line's id twice": lambda: FeeReport("p", "2026-Q4", (LINE, LINE), sources=("f",)),
    "lines without a source": lambda: FeeReport("p", "2026-Q4", (LINE,)),
    "an unread line without a source": lambda: FeeReport(
        "p", "2026-Q4", (), (UnreadLine("f:1", text(nl="x")),)
    ),
    "too many lines": lambda: FeeReport(
        "p", "2026-Q4", tuple(FeeLine(str(n), FeeKind.REFERRAL, 0) for n in range(10_001)), sources=("f",)
    ),
    "a negative contract": lambda: FeeLine("a", FeeKind.REFERRAL, 1, -1),
    "an absurd fee": lambda: FeeLine("a", FeeKind.REFERRAL, 10**15),
    "an id without content": lambda: FeeLine(" ", FeeKind.REFERRAL, 1),
    "a time without zone": lambda: NewsEntry("a", text(nl="x"), datetime(2026, 1, 1)),  # noqa: DTZ001
    "an empty title": lambda: NewsEntry("a", text(nl=" "), AT),
    "a long title": lambda: NewsEntry("a", text(nl="x" * 301), AT),
    "a page too full": lambda: FeedPage(news=tuple(NewsEntry(str(n), text(nl="x"), AT) for n in range(1001))),
    "a field that companies have not": lambda: delivery(company={"shoe_size": 43}, consent=CONSENT),
    "an id that is no key": lambda: ReferralDelivery("d 1", DeliveryKind.STATUS, "r", "liof", AT),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_is(case: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each says something of its own
        REFUSED[case]()


@pytest.mark.parametrize(
    "told",
    [{"question": "Hoe?"}, {"company": {"name": "X"}}, {"contact": "Jo"}],
    ids=["question", "company", "contact"],
)
def test_nothing_of_a_company_goes_without_consent(told: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not consented"):
        delivery(**told)


def test_consent_covers_only_what_it_names() -> None:
    assert delivery(question="Hoe?", company={"name": "X"}, consent=CONSENT).shown == {"question", "name"}
    with pytest.raises(ValueError, match="not consented: employees"):
        delivery(company={"name": "X", "employees": 9}, consent=CONSENT)


@pytest.mark.parametrize("kind", [DeliveryKind.STATUS, DeliveryKind.WITHDRAWAL])
@pytest.mark.parametrize(
    "told",
    [
        {"question": "Hoe?", "consent": CONSENT},
        {"service": "s"},
        {"reasons": (text(nl="x"),)},
        {"consent": CONSENT},
    ],
    ids=["question", "service", "reasons", "consent"],
)
def test_a_withdrawal_and_a_question_carry_nothing(kind: DeliveryKind, told: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="carries no data"):
        delivery(kind, **told)


@given(deliveries())
def test_no_delivery_shows_more_than_its_consent(one: ReferralDelivery) -> None:
    shared = one.consent.shares if one.consent else frozenset()
    assert one.shown <= shared


def test_every_kind_of_delivery_has_its_possible_states() -> None:
    assert set(POSSIBLE_STATES) == set(DeliveryKind)
    assert PartnerState.WITHDRAWN not in POSSIBLE_STATES[DeliveryKind.REFERRAL]
    assert PartnerState.ACCEPTED not in POSSIBLE_STATES[DeliveryKind.WITHDRAWAL]
