"""Is an answer about what was asked? Beyond its type: why it is refused, in one line for the plugin's developer."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from mkb_core.hooks.deliveries import POSSIBLE_STATES, DeliveryAnswer, ReferralDelivery
from mkb_core.hooks.fee_reports import FeeReport
from mkb_core.hooks.feeds import FeedPage, FeedRequest

#: the reason, or ``None`` where the answer is accepted
About = Callable[[Any], str | None]


def any_values(_: object) -> str | None:
    """What a register says of a company is about that company."""
    return None


def page_of(request: FeedRequest) -> About:
    """A page holds entries of the feed that was asked for, and says where to go on where there is more."""

    def about(page: FeedPage) -> str | None:
        filled = [name for name in ("companies", "news", "events", "items") if getattr(page, name)]
        others = [name for name in filled if name != request.feed.value]
        if others:
            return f"feed {request.feed.value} was asked for, and {', '.join(others)} came"
        if page.more and page.cursor in (None, request.cursor):
            return "there is more, but the cursor does not go on"
        return None

    return about


def answer_to(delivery: ReferralDelivery) -> About:
    """An answer is about the referral that was delivered, and its state can follow from that kind of delivery."""

    def about(answer: DeliveryAnswer) -> str | None:
        if answer.referral != delivery.referral:
            return "the answer is about another referral"
        if answer.state not in POSSIBLE_STATES[delivery.kind]:
            return f"state {answer.state.value} is no answer to a delivery of kind {delivery.kind.value}"
        return None

    return about


def report_on(quarter: str, partners: Collection[str]) -> About:
    """A report is about the quarter that was asked for and a partner for whom the plugin speaks."""

    def about(report: FeeReport) -> str | None:
        if report.quarter != quarter:
            return f"quarter {quarter} was asked for, and {report.quarter[:20]} came"
        if report.partner not in partners:
            return f"partner {report.partner[:40]} is not in its manifest"
        return None

    return about
