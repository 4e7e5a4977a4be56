"""``/health``, ``/ready``, ``/metrics`` and the published description of the API."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from litestar import Request, Response, get

from mkb_service.access_log import instance_of
from mkb_service.api.openapi import description
from mkb_service.languages import language_of
from mkb_service.metrics import CONTENT_TYPE
from mkb_service.problems import MEDIA_TYPE, RETRY_AFTER_SECONDS, problem_of_kind
from mkb_service.provided import TheInstallation
from mkb_service.readiness import reasons_against


@frozen
class Health:
    """The process answers; ``failing_plugins`` counts plugins that could not be read well."""

    status: str
    region: str
    partners: int
    failing_plugins: int


@get("/health", sync_to_thread=False, include_in_schema=False)
def health(installation: TheInstallation) -> Health:
    """The process answers. It asks the database nothing: a slow database is no reason to stop the process."""
    return Health(
        status="ok",
        region=installation.catalogue.region.region.id,
        partners=len(installation.catalogue.declarations),
        failing_plugins=len({fault.plugin for fault in installation.faults}),
    )


@get("/ready", sync_to_thread=True, include_in_schema=False)
def ready(request: Request[Any, Any, Any], installation: TheInstallation) -> Response[Any]:
    """May requests be sent to this process? Answers 503 with ``reasons`` where not; each is one word."""
    reasons = [reason.value for reason in reasons_against(installation)]
    if not reasons:
        return Response({"status": "ready"})
    problem = problem_of_kind("not-ready", language_of(request), instance_of(request.scope)).as_dict()
    headers = {"retry-after": str(RETRY_AFTER_SECONDS["not-ready"])}
    return Response(problem | {"reasons": reasons}, status_code=503, media_type=MEDIA_TYPE, headers=headers)


@get("/metrics", sync_to_thread=True, include_in_schema=False)
def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Figures for a monitoring system, in Prometheus' text format."""
    return Response(request.app.state.metrics.page(), media_type=CONTENT_TYPE)


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
