"""One installation of the real plugins per worker, and a database of its own for every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from attrs import evolve

from mkb_core.runtime.host import PluginHost, load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.settings import Settings

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
Make = Callable[..., Installation]


@pytest.fixture(scope="session")
def assembled() -> Installation:
    """Assembled once: nothing of it changes when questions are asked."""
    return assemble(Settings("sqlite://", now=NOW), load_plugins(isolation=Isolation.IN_PROCESS))


@pytest.fixture
def installation(assembled: Installation, tmp_path: Path, migrated_file: Path) -> Iterator[Installation]:
    """The installation on an empty database."""
    file = tmp_path / "mkb.sqlite"
    shutil.copy(migrated_file, file)
    settings = evolve(assembled.settings, database_url=f"sqlite:///{file}")
    made = Installation(settings, assembled.host, assembled.catalogue)
    yield made
    made.engine.dispose()


@pytest.fixture(scope="session")
def host(assembled: Installation) -> PluginHost:
    """The loaded plugins."""
    return assembled.host
