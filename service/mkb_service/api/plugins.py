"""``/v1/plugins``: how every plugin stands, for the operator."""

from __future__ import annotations

from typing import Any

from litestar import Request, get

from mkb_core.workflows.plugin_overview import plugin_overview
from mkb_service.api.plugin_resources import Plugin, PluginList
from mkb_service.api.queries import read_query
from mkb_service.languages import language_of
from mkb_service.provided import TheInstallation


@get("/plugins", sync_to_thread=False, summary="All plugins", operation_id="listPlugins", tags=["operation"])
def list_plugins(request: Request[Any, Any, Any], installation: TheInstallation) -> PluginList:
    """State, faults and isolation of every plugin, trusted ones first; they are few, so there are no pages."""
    read_query(request, paged=False)
    shown = plugin_overview(installation, language_of(request))
    return PluginList(tuple(map(Plugin.of, shown)))
