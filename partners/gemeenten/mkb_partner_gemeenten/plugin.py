"""The hooks of the municipalities of Limburg: what they offer is data in ``gemeente.toml``; local schemes are a feed."""

from collections.abc import Sequence

from mkb_core.hooks import FeedPage, FeedRequest, Outside, PartnerDeclaration, hookimpl, read_declaration
from mkb_partner_gemeenten.feeds import fetch_feed


@hookimpl
def mkb_declare_partners() -> Sequence[PartnerDeclaration]:
    """The one declaration of this package."""
    return (read_declaration("mkb_partner_gemeenten", "gemeente.toml"),)


@hookimpl
def mkb_fetch_feed(request: FeedRequest, egress: Outside) -> FeedPage:
    """Local schemes of single municipalities."""
    return fetch_feed(request, egress)
