"""What handlers get by name: the installation and the renderer of its pages."""

from __future__ import annotations

from typing import Any, TypeAlias

from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from mkb_core.workflows.assembly import Installation
from mkb_service.pages.rendering import Renderer

TheInstallation: TypeAlias = NamedDependency[SkipValidation[Installation]]
TheRenderer: TypeAlias = NamedDependency[SkipValidation[Renderer]]


def provided(installation: Installation, renderer: Renderer) -> dict[str, Provide]:
    """Hand the two to every handler that names them; a request keeps the catalogue that it began with."""
    return {
        "installation": Provide(installation.view, sync_to_thread=False),
        "renderer": _always(renderer),
    }


def _always(one: Any) -> Provide:
    return Provide(lambda: one, sync_to_thread=False)
