"""The same checks over another port: a process of the plugin's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mkb_core.quality.checks import check_all
from mkb_core.quality.findings import ResultState
from mkb_core.quality.opening import find_plugin, open_subject
from mkb_core.quality.subjects import Surroundings
from mkb_core.runtime.host import load_plugins
from mkb_core.runtime.ports import Port
from tests.quality.packages import write_package


@pytest.fixture
def over_a_pipe(tmp_path: Path, modules: None) -> Iterator[Port]:
    host = load_plugins([find_plugin(str(write_package(tmp_path)))])
    port = host.roster.partners["good"].port()
    assert port is not None
    yield port
    host.close()


def test_the_good_package_passes_every_check_in_a_process_of_its_own(
    over_a_pipe: Port, tmp_path: Path, surroundings: Surroundings
) -> None:
    subject = open_subject(find_plugin(str(tmp_path)), surroundings, over_a_pipe)
    assert {one.id: one.state for one in check_all(subject) if one.state is not ResultState.PASSED} == {}
