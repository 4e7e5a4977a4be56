"""Installations for exchanges: the real plugins with drop folders and addresses, and plugins made on the spot."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from attrs import evolve

from mkb_core.hooks import FeedKind, hookimpl
from mkb_core.runtime.discovery import Found
from mkb_core.runtime.host import load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.runtime.manifests import Manifest, Transport
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.outsides import outsides_of
from mkb_core.workflows.settings import PluginSettings, Settings


def with_plugins(
    assembled: Installation, folder: Path, plugins: Mapping[str, PluginSettings], *found: Found
) -> Installation:
    """The assembled catalogue with a host of its own and an empty database; ``found`` replaces the real plugins."""
    settings: Settings = evolve(
        assembled.settings, database_url=f"sqlite:///{folder / 'mkb.sqlite'}", plugins=plugins
    )
    host = load_plugins(
        found or None, isolation=Isolation.IN_PROCESS, outsides=outsides_of(settings), now=settings.clock
    )
    return Installation(settings, host, assembled.catalogue)


def planted(
    monkeypatch: pytest.MonkeyPatch,
    id_: str,
    feeds: tuple[FeedKind, ...] = (),
    partners: tuple[str, ...] = (),
    **hooks: Callable[..., Any],
) -> Found:
    """A partner plugin of these hooks, as if it were installed."""
    module = ModuleType(f"mkb_partner_{id_}")
    for name, function in hooks.items():
        setattr(module, name, hookimpl(function))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    manifest = Manifest(
        id_, id_, "-", "-", ">=1.1,<2", transport=Transport.PIPE, feeds=feeds, partners=partners or (id_,)
    )
    return Found(id_, "mkb.partner", module.__name__, "1", manifest, None)
