"""All pages about one's own company."""

from __future__ import annotations

from litestar import Router

from mkb_service.own_company import consents, data, uses


def make_router() -> Router:
    """A router of its own for each application."""
    handlers = [
        uses.uses_page,
        consents.consents_page,
        consents.give,
        consents.take_back,
        data.data_page,
        data.download,
        data.erase,
        data.erased_page,
    ]
    return Router("/", route_handlers=handlers)
