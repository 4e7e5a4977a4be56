"""What handlers get by name: the installation and the renderer of its pages."""

from __future__ import annotations

from typing import Any, TypeAlias

from litestar import Request
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from mkb_core.rights import Actor
from mkb_core.workflows.accounts.sessions import SignedIn
from mkb_core.workflows.assembly import Installation
from mkb_service.acting import actor_of, require_session
from mkb_service.pages.rendering import Renderer

TheInstallation: TypeAlias = NamedDependency[SkipValidation[Installation]]
TheRenderer: TypeAlias = NamedDependency[SkipValidation[Renderer]]


def provided(installation: Installation, renderer: Renderer) -> dict[str, Provide]:
    """Hand them to every handler that names them; a request keeps the catalogue that it began with."""
    return {
        "installation": Provide(installation.view, sync_to_thread=False),
        "renderer": _always(renderer),
        "actor": Provide(_actor, sync_to_thread=True),
        "session": Provide(_session, sync_to_thread=True),
    }


def _actor(request: Request[Any, Any, Any]) -> Actor:
    return actor_of(request)


def _session(request: Request[Any, Any, Any]) -> SignedIn:
    return require_session(request)


def _always(one: Any) -> Provide:
    return Provide(lambda: one, sync_to_thread=False)
