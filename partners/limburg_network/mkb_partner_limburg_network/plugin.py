"""The hooks of the Limburg network: what its partners offer is data, one file for each; member lists are a feed."""

from collections.abc import Sequence

from mkb_core.hooks import FeedPage, FeedRequest, Outside, PartnerDeclaration, hookimpl, read_declaration
from mkb_partner_limburg_network.feeds import fetch_feed

PARTNERS = (
    "provincie",
    "lwv",
    "mkb-limburg",
    "lltb",
    "keyport",
    "edb",
    "led",
    "brightlands",
    "okb",
    "trias",
    "um",
    "zuyd",
    "rvo",
)


@hookimpl
def mkb_declare_partners() -> Sequence[PartnerDeclaration]:
    """One declaration from each partner's file."""
    return tuple(read_declaration("mkb_partner_limburg_network", f"{partner}.toml") for partner in PARTNERS)


@hookimpl
def mkb_fetch_feed(request: FeedRequest, egress: Outside) -> FeedPage:
    """Members of the associations."""
    return fetch_feed(request, egress)
