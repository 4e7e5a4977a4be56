"""A running installation heals and degrades without a restart, and what began with a catalogue keeps it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mkb_core.runtime.discovery import discover
from mkb_core.runtime.host import PluginState, load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.settings import Settings
from mkb_core.workflows.supervision import Supervisor

PARTNER = """
[plugin]
owner = "nobody"
contact = "nobody"
hook_api = ">=1.0,<2"

[partner]
id = "odd"
name = "{name}"
kind = "public"
description = {{ nl = "x", en = "x" }}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A partner that is data only: no process is needed to see it change."""
    place = tmp_path / "partners" / "odd.toml"
    place.parent.mkdir()
    place.write_text(PARTNER.format(name="Odd"), "utf-8")
    return place


@pytest.fixture
def running(file: Path) -> Iterator[Installation]:
    found = [one for one in discover(file.parent) if one.group == "mkb.plugin" or one.name == "odd"]
    host = load_plugins(found, isolation=Isolation.IN_PROCESS)
    made = assemble(Settings("sqlite://", partner_folder=file.parent), host)
    supervisor = Supervisor(made, tick=0.01, watch=0.02)
    supervisor.start()
    yield made
    supervisor.stop()


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < until, "nothing changed"
        time.sleep(0.005)


def state(made: Installation) -> PluginState:
    return made.host.plugins["odd"].state


def test_changed_data_are_in_the_catalogue_without_a_restart(running: Installation, file: Path) -> None:
    file.write_text(PARTNER.format(name="Odd in another way"), "utf-8")
    wait_until(lambda: running.catalogue.declarations["odd"].partner.name == "Odd in another way")
    assert running.host.faults == ()


def test_the_analyser_is_not_made_anew(running: Installation, file: Path) -> None:
    before = running.catalogue
    file.write_text(PARTNER.format(name="Odd in another way"), "utf-8")
    wait_until(lambda: running.catalogue is not before)
    assert running.catalogue.analyser is before.analyser


def test_broken_data_leave_the_last_good_ones_and_heal(running: Installation, file: Path) -> None:
    file.write_text("[partner", "utf-8")
    wait_until(lambda: state(running) is PluginState.STALE)
    wait_until(lambda: set(running.last_good) == {"odd"})
    assert running.catalogue.declarations["odd"].partner.name == "Odd"
    file.write_text(PARTNER.format(name="Odd again"), "utf-8")
    wait_until(lambda: state(running) is PluginState.LOADED and not running.last_good)
    assert running.catalogue.declarations["odd"].partner.name == "Odd again"


def test_a_view_keeps_the_catalogue_that_it_began_with(running: Installation, file: Path) -> None:
    view, before = running.view(), running.catalogue
    file.write_text(PARTNER.format(name="Odd in another way"), "utf-8")
    wait_until(lambda: running.catalogue is not before)
    assert view.catalogue is before
    assert view.store is running.store


def test_a_stopped_supervisor_looks_after_nothing(running: Installation, file: Path) -> None:
    supervisor = Supervisor(running, tick=0.01, watch=0.01)
    supervisor.start()
    supervisor.stop()
    supervisor.stop()
    assert running.catalogue.declarations["odd"].partner.name == "Odd"
    assert file.exists()
