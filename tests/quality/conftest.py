"""The region and the reader of questions that packages are checked in, and packages to check."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from mkb_core.quality.opening import find_plugin, open_subject, surroundings_of
from mkb_core.quality.subjects import Subject, Surroundings
from tests.quality.packages import write_package

ON = date(2026, 1, 5)
Change = tuple[str, str, str]


@pytest.fixture(scope="session")
def surroundings() -> Surroundings:
    return surroundings_of("limburg", ON)


@pytest.fixture
def modules() -> Iterator[None]:
    """What a package under check leaves behind in this process is removed."""
    path = list(sys.path)
    yield
    sys.path[:] = path
    for name in [name for name in sys.modules if name.startswith("mkb_partner_tried")]:
        del sys.modules[name]


@pytest.fixture
def opened(tmp_path: Path, surroundings: Surroundings, modules: None) -> Callable[..., Subject]:
    """Write a package with changes and open it."""

    def make(*changes: Change) -> Subject:
        return open_subject(find_plugin(str(write_package(tmp_path, *changes))), surroundings)

    return make
