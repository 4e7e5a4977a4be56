"""An answer of the right type that is not about what was asked is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mkb_core.hooks import (
    CompanyEntry,
    DeliveryAnswer,
    DeliveryKind,
    FeedKind,
    FeedPage,
    FeedRequest,
    FeeReport,
    PartnerState,
    ReferralDelivery,
)
from mkb_core.runtime import answers

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
ENTRY = CompanyEntry("12345678", "liof", {})
COMPANIES = FeedRequest(FeedKind.COMPANIES, "here")


@pytest.mark.parametrize(
    ("page", "accepted"),
    [
        (FeedPage(), True),
        (FeedPage(companies=(ENTRY,), cursor="there", more=True), True),
        (FeedPage(companies=(ENTRY,), cursor="here", more=True), False),
        (FeedPage(companies=(ENTRY,), more=True), False),
    ],
    ids=["nothing", "goes on", "goes round", "goes nowhere"],
)
def test_a_page_goes_on_where_there_is_more(page: FeedPage, accepted: bool) -> None:
    assert (answers.page_of(COMPANIES)(page) is None) == accepted


def test_a_page_of_another_feed_is_refused() -> None:
    about = answers.page_of(FeedRequest(FeedKind.NEWS))
    assert about(FeedPage(companies=(ENTRY,))) == "feed news was asked for, and companies came"


@pytest.mark.parametrize(("referral", "accepted"), [("r-1", True), ("r-2", False)])
def test_an_answer_is_about_the_referral_that_was_delivered(referral: str, accepted: bool) -> None:
    delivery = ReferralDelivery("d-1", DeliveryKind.STATUS, "r-1", "liof", AT)
    answer = DeliveryAnswer(referral, PartnerState.RECEIVED, AT)
    assert (answers.answer_to(delivery)(answer) is None) == accepted


@pytest.mark.parametrize(
    ("report", "accepted"),
    [
        (FeeReport("rabobank", "2026-Q4"), True),
        (FeeReport("rabobank", "2026-Q3"), False),
        (FeeReport("liof", "2026-Q4"), False),
    ],
    ids=["asked", "other quarter", "other partner"],
)
def test_a_report_is_about_the_quarter_and_a_partner_of_the_plugin(report: FeeReport, accepted: bool) -> None:
    assert (answers.report_on("2026-Q4", ["rabobank"])(report) is None) == accepted
