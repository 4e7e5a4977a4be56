"""Hooks that give prepared results, each by a number in what is asked; without any, they do what a number says."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from attrs import evolve

from mkb_core.codec import content_hash
from mkb_core.domain.companies import Sourced
from mkb_core.errors import SourceUnavailable
from mkb_core.hooks import (
    DeliveryAnswer,
    FeedPage,
    FeedRequest,
    FeeReport,
    Outside,
    PartnerDeclaration,
    ReferralDelivery,
    hookimpl,
)
from mkb_core.hooks.contracts import PARTNER_HOOKS

PREPARED = json.loads(resources.files(__package__).joinpath("results.json").read_text("utf-8"))


def prepared(hook: str, number: int) -> Any:
    return PARTNER_HOOKS[hook].read_result(PREPARED[hook][number])


@hookimpl
def mkb_declare_partners() -> Sequence[PartnerDeclaration]:
    declared: Sequence[PartnerDeclaration] = prepared("mkb_declare_partners", 0) if PREPARED else ()
    return declared


@hookimpl
def mkb_look_up_company(number: str, egress: Outside) -> Mapping[str, Sourced] | None:
    if PREPARED:
        found: Mapping[str, Sourced] | None = prepared("mkb_look_up_company", int(number))
        return found
    if number == "10000001":
        raise SourceUnavailable(source="The register", reason="closed on Sundays")
    if number == "10000002":
        raise ValueError("private words")
    if number == "10000003":
        return {"name": "no value with a source"}  # type: ignore[dict-item]
    if number == "10000004":
        time.sleep(0.4)
    return None


@hookimpl
def mkb_fetch_feed(request: FeedRequest, egress: Outside) -> FeedPage:
    page: FeedPage = prepared("mkb_fetch_feed", int(request.cursor or 0))
    return page


@hookimpl
def mkb_deliver_referral(delivery: ReferralDelivery, egress: Outside) -> DeliveryAnswer:
    """The answer tells what arrived."""
    answer: DeliveryAnswer = prepared("mkb_deliver_referral", int(delivery.id))
    return evolve(answer, note=content_hash(delivery))


@hookimpl
def mkb_report_fees(quarter: str, egress: Outside) -> FeeReport:
    report: FeeReport = prepared("mkb_report_fees", (int(quarter[:4]) - 2000) * 4 + int(quarter[-1]) - 1)
    return report
