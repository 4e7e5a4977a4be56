"""The installed catalogue, read by the installed analyser."""

from __future__ import annotations

import pytest

from mkb_core.catalogue import Catalogue
from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.settings import Settings


@pytest.fixture(scope="session")
def installation() -> Installation:
    """What is installed, without a database."""
    return assemble(Settings("sqlite://"))


@pytest.fixture(scope="session")
def catalogue(installation: Installation) -> Catalogue:
    return installation.catalogue
