"""LIOF's plugin against a real HTTP server in the place of LIOF's."""

from __future__ import annotations

from typing import Any

from pytest_httpserver import HTTPServer

from mkb_core.codec import from_json, to_json
from mkb_core.hooks import DeliveryAnswer, FeedKind, FeedPage, FeedRequest, ReferralDelivery
from mkb_core.runtime.broker import Broker
from mkb_core.runtime.egress_limits import Limits
from mkb_core.runtime.in_process import InProcessPort
from mkb_core.runtime.manifests import Manifest

MANIFEST = Manifest("liof", "LIOF", "-", "-", ">=1.1,<2", egress=("api.liof.nl",))


def outside(server: HTTPServer) -> Broker:
    """A way to the server that tries once: a refusal costs a test no seconds."""
    return Broker(MANIFEST, base_url=server.url_for(""), limits=Limits(attempts=1))


def _call(server: HTTPServer, hook: str, arguments: dict[str, Any]) -> Any:
    port = InProcessPort("liof", "mkb_partner_liof.plugin")
    return port.call(hook, arguments, 30, outside(server))


def page(server: HTTPServer, feed: FeedKind, cursor: str | None = None) -> FeedPage:
    """A page of a feed."""
    request = to_json(FeedRequest(feed, cursor))
    return from_json(FeedPage, _call(server, "mkb_fetch_feed", {"request": request}))


def answer(server: HTTPServer, delivery: ReferralDelivery) -> DeliveryAnswer:
    """The answer to a delivery."""
    return from_json(DeliveryAnswer, _call(server, "mkb_deliver_referral", {"delivery": to_json(delivery)}))
