"""A second region, installed from its own package as any other: nothing of the core, the plugins or the service knows it."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mkb_core.catalogue import Catalogue
from mkb_core.runtime.discovery import Found, discover
from mkb_core.runtime.isolation import Isolation
from mkb_core.runtime.loading import load_plugins
from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.settings import Settings

PACKAGE = Path(__file__).parent / "kreis_heinsberg"
REGION = "kreis_heinsberg"
#: the region's own plugins and the one that reads questions: what a machine in that region would have installed
INSTALLED = {"words", "region_kreis_heinsberg", "wfg_heinsberg", "alte_hasen"}
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture(scope="session")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Found]]:
    """The plugins that are found once the package is installed."""
    pytest.importorskip("hatchling", reason="needs hatchling to install the region's package")
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        pytest.skip("needs uv to install the region's package")
    folder = tmp_path_factory.mktemp("region")
    source, site = folder / "source", folder / "site"
    shutil.copytree(PACKAGE, source, ignore=shutil.ignore_patterns("__pycache__"))
    command = [uv, "pip", "install", "--quiet", "--offline", "--no-deps", "--no-build-isolation"]
    subprocess.run(
        [*command, f"--python={sys.executable}", f"--target={site}", str(source)], check=True, timeout=60
    )
    sys.path.insert(0, str(site))
    importlib.invalidate_caches()
    yield [one for one in discover() if one.name in INSTALLED]
    sys.path.remove(str(site))
    importlib.invalidate_caches()


@pytest.fixture(scope="session")
def installation(found: list[Found]) -> Installation:
    """The region as it runs, without a database; its partners are data only, so no process is needed."""
    settings = Settings("sqlite://", region=REGION, now=NOW)
    return assemble(settings, load_plugins(found, isolation=Isolation.IN_PROCESS))


@pytest.fixture(scope="session")
def catalogue(installation: Installation) -> Catalogue:
    return installation.catalogue
