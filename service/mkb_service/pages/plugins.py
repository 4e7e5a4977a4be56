"""``/beheer/plugins``: how every plugin stands, for whoever runs the installation."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get

from mkb_core.workflows.partner_notices import day_words
from mkb_core.workflows.plugin_overview import moment_words, plugin_overview
from mkb_service.languages import language_of
from mkb_service.provided import TheInstallation, TheRenderer


@get("/beheer/plugins", sync_to_thread=False, include_in_schema=False)
def plugins_page(
    request: Request[Any, Any, Any], installation: TheInstallation, renderer: TheRenderer
) -> Response[str]:
    """All plugins, those at fault first."""
    language = language_of(request)
    today = installation.settings.clock().date()
    shown = plugin_overview(installation, language)
    return renderer.page(
        request,
        "plugins.html",
        plugins=sorted(shown, key=lambda one: (not one.faults, one.id)),
        names={id_: one.partner.name for id_, one in installation.catalogue.declarations.items()},
        moment=lambda at: moment_words(at, language),
        of_day=lambda at: day_words(at, today, language),
    )
