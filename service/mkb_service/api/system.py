"""``/health`` and the published description of the API."""

from __future__ import annotations

from typing import Any

from litestar import Response, get

from mkb_service.api import resources
from mkb_service.api.openapi import description
from mkb_service.provided import TheInstallation


@get("/health", sync_to_thread=False, include_in_schema=False)
def health(installation: TheInstallation) -> resources.Health:
    """The process answers. It asks the database nothing: a slow database is no reason to stop the process."""
    return resources.Health(
        status="ok",
        region=installation.catalogue.region.region.id,
        partners=len(installation.catalogue.declarations),
        failing_plugins=len({fault.plugin for fault in installation.faults}),
    )


@get("/v1/openapi.json", sync_to_thread=False, include_in_schema=False)
def openapi() -> Response[dict[str, Any]]:
    """The OpenAPI description; open to pages of other sites, as the rules for government APIs ask."""
    return Response(
        description(),
        headers={
            "access-control-allow-origin": "*",
            "cache-control": "public, max-age=300",
        },
    )
