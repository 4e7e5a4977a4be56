"""LIOF's hooks: what it offers is data in ``liof.toml``; news, events and referrals go over its web server."""

from collections.abc import Sequence

from mkb_core.hooks import (
    DeliveryAnswer,
    FeedPage,
    FeedRequest,
    Outside,
    PartnerDeclaration,
    ReferralDelivery,
    hookimpl,
    read_declaration,
)
from mkb_partner_liof.delivery import deliver_referral
from mkb_partner_liof.feeds import fetch_feed


@hookimpl
def mkb_declare_partners() -> Sequence[PartnerDeclaration]:
    """The one declaration of this package."""
    return (read_declaration("mkb_partner_liof", "liof.toml"),)


@hookimpl
def mkb_fetch_feed(request: FeedRequest, egress: Outside) -> FeedPage:
    """News and events of its site."""
    return fetch_feed(request, egress)


@hookimpl
def mkb_deliver_referral(delivery: ReferralDelivery, egress: Outside) -> DeliveryAnswer:
    """A referral, the question how it stands, or its withdrawal, to its intake."""
    return deliver_referral(delivery, egress)
