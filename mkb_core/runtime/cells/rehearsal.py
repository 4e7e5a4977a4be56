"""A plugin that the nursery calls once before it forks, so that no cell has to do again what is only done the first time:
functions that read and write each type are generated, patterns compiled, modules imported."""

from __future__ import annotations

from mkb_core.hooks import FeedPage, FeedRequest, Outside, PartnerDeclaration, hookimpl, read_declaration
from mkb_core.runtime.in_process import InProcessPort


@hookimpl
def mkb_declare_partners() -> list[PartnerDeclaration]:
    """One partner with one service."""
    return [read_declaration("mkb_core.runtime.cells", "rehearsal.toml")]


@hookimpl
def mkb_fetch_feed(request: FeedRequest, egress: Outside) -> FeedPage:
    """An empty page."""
    return FeedPage()


def rehearse() -> None:
    """Call both hooks; raises ``PortFailed`` where they no longer do what the contract says."""
    port = InProcessPort("rehearsal", __name__)
    port.call("mkb_declare_partners", {}, 1, None)
    port.call("mkb_fetch_feed", {"request": {"feed": "news", "cursor": None}}, 1, None)
