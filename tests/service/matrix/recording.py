"""A partner's plugin whose port keeps every message that goes over it, as JSON; its hooks answer as simply as they may."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest
from attrs import define, field

from mkb_core.domain.companies import Sourced
from mkb_core.domain.fees import FeeKind
from mkb_core.hooks import (
    DeliveryAnswer,
    FeedKind,
    FeedPage,
    FeedRequest,
    FeeLine,
    FeeReport,
    PartnerState,
    ReferralDelivery,
    hookimpl,
)
from mkb_core.hooks.outside import Outside
from mkb_core.runtime.discovery import Found, discover
from mkb_core.runtime.host import load_plugins
from mkb_core.runtime.in_process import InProcessPort
from mkb_core.runtime.isolation import Isolation
from mkb_core.runtime.manifests import Manifest, Transport
from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.outsides import outsides_of

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
CALLS = frozenset({"mkb_look_up_company", "mkb_fetch_feed", "mkb_deliver_referral", "mkb_report_fees"})


@define
class RecordingPort:
    """A port to the plugin; ``messages``: (hook, arguments as JSON), of every call."""

    inner: InProcessPort
    messages: list[tuple[str, str]] = field(factory=list)

    def hooks(self, seconds: float) -> frozenset[str]:
        return self.inner.hooks(seconds)

    def call(self, hook: str, arguments: dict[str, Any], seconds: float, outside: Outside | None) -> Any:
        self.messages.append((hook, json.dumps(arguments, ensure_ascii=False)))
        return self.inner.call(hook, arguments, seconds, outside)

    def rest(self) -> None:
        self.inner.rest()

    def close(self) -> None:
        self.inner.close()


def recorded(
    monkeypatch: pytest.MonkeyPatch, assembled: Installation, partner: str
) -> tuple[Installation, list[tuple[str, str]]]:
    """The installation with one plugin, which speaks for a partner and is the register; and what is sent to it."""

    def look_up(number: str, egress: Any) -> Mapping[str, Sourced]:
        return {"employees": Sourced(12, partner, NOW.date(), partner)}

    def fetch(request: FeedRequest, egress: Any) -> FeedPage:
        return FeedPage(cursor="1")

    def deliver(delivery: ReferralDelivery, egress: Any) -> DeliveryAnswer:
        return DeliveryAnswer(delivery.referral, PartnerState.ACCEPTED, NOW)

    def report(quarter: str, egress: Any) -> FeeReport:
        return FeeReport(partner, quarter, (FeeLine("C-1", FeeKind.REFERRAL, 100),), sources=("f.csv",))

    hooks: dict[str, Callable[..., Any]] = {
        "mkb_declare_partners": lambda: [assembled.catalogue.declarations[partner]],
        "mkb_look_up_company": look_up,
        "mkb_fetch_feed": fetch,
        "mkb_deliver_referral": deliver,
        "mkb_report_fees": report,
    }
    module = ModuleType("mkb_partner_recorded")
    for name, function in hooks.items():
        setattr(module, name, hookimpl(function))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    manifest = Manifest(
        partner,
        partner,
        "-",
        "-",
        ">=1.1,<2",
        transport=Transport.HTTP,
        feeds=tuple(FeedKind),
        partners=(partner,),
        register=True,
    )
    port = RecordingPort(InProcessPort(partner, module.__name__))
    mine = Found(partner, "mkb.partner", module.__name__, "1", manifest, None)
    others = [one for one in discover() if one.group != "mkb.partner" or one.data]
    host = load_plugins(
        [*others, mine],
        isolation=Isolation.IN_PROCESS,
        http=lambda _: port,
        outsides=outsides_of(assembled.settings),
        now=assembled.settings.clock,
    )
    return assemble(assembled.settings, host), port.messages
