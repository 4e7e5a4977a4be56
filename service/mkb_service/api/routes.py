"""All routes of version 1 of the API."""

from __future__ import annotations

from litestar import Router

from mkb_service.api import advice, companies, directory, plugins

BASE = "/v1"


def make_router() -> Router:
    """A router of its own for each application."""
    handlers = [
        advice.ask_question,
        advice.read_advice,
        advice.replay_advice,
        directory.list_partners,
        directory.read_partner,
        directory.list_services,
        directory.list_topics,
        plugins.list_plugins,
        companies.read_company,
        companies.complete_company,
        companies.refresh_company,
    ]
    return Router(BASE, route_handlers=handlers)
