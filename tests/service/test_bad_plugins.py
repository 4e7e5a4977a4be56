"""The zoo in a running service: every advice as without it, every fault seen, healed in under a second, nothing left."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from litestar.testing import TestClient
from mkb_service.app import create_app

from mkb_core.catalogue import advise, declaration_faults
from mkb_core.cli.partners import plugin_table
from mkb_core.codec import to_json
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import Question
from mkb_core.runtime.host import PluginState, load_plugins
from mkb_core.workflows.assembly import Installation, OpenedStore, assemble
from mkb_core.workflows.plugin_memory import StoredPluginMemory
from mkb_core.workflows.plugin_overview import plugin_overview
from mkb_core.workflows.settings import Settings
from tests.runtime.zoo_of_cells import WILD, Wild
from tests.service.conftest import NOW, TOKEN, Client

QUESTIONS = Path(__file__).parents[1] / "data" / "questions-tuned.jsonl"
MOST_SECONDS_TO_HEAL = 1.0


def questions(count: int = 50) -> list[Question]:
    lines = QUESTIONS.read_text("utf-8").splitlines()[:count]
    return [Question(one["id"], one["question"]) for one in map(json.loads, lines)]


def decisions(made: Installation) -> list[Any]:
    return [
        to_json(advise(question, Profile(), made.catalogue, NOW).receipt.decision) for question in questions()
    ]


@pytest.fixture(scope="module")
def without(assembled: Installation) -> list[Any]:
    """What is advised where all plugins are good."""
    made = decisions(assembled)
    assert len(made) >= 50
    return made


def open_for_all(folder: Path) -> None:
    """Cells are other users, and pytest's folders are for their owner only."""
    for place in (folder, *folder.parents):
        if "pytest" in str(place):
            place.chmod(0o755)


@pytest.fixture
def settle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Path]]:
    """Install plugins where cells may read them."""
    open_for_all(tmp_path)

    def put(*wild: Wild) -> Path:
        for one in wild:
            one.animal.settle(tmp_path)
        monkeypatch.syspath_prepend(tmp_path)
        return tmp_path

    yield put
    left = [name for name in sys.modules if name.startswith("zoo_zoo")]
    assert not left, f"partner code was imported into this process: {left}"


def expect_seen(made: Installation, wild: Wild) -> None:
    """The fault is one of those expected, and the operator reads of it."""
    plugin = made.host.plugins[wild.animal.id]
    assert plugin.state in (PluginState.FAILING, PluginState.INCOMPATIBLE), plugin
    assert {fault.kind for fault in plugin.faults} <= wild.kinds, plugin.faults
    assert plugin.faults


def mark_of(made: Installation) -> str:
    """What every process has in its command line that was forked for these plugins, by whomever."""
    nursery = made.host.nursery
    assert nursery is not None
    return "" if nursery.pid is None else str(psutil.Process(nursery.pid).cmdline()[-2])


def marked(mark: str) -> list[psutil.Process]:
    return [one for one in psutil.process_iter(["cmdline"]) if mark in (one.info["cmdline"] or ())]


def no_process_left(mark: str) -> None:
    until = time.monotonic() + 5
    while mark and marked(mark) and time.monotonic() < until:
        time.sleep(0.02)
    assert not mark or not marked(mark)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenedStore]:
    """A database that remembers the good partners, so that no test but the first starts them."""
    opened = OpenedStore(f"sqlite:///{tmp_path_factory.mktemp('remembered') / 'mkb.sqlite'}")
    host = load_plugins(memory=StoredPluginMemory(opened.engine, lambda: NOW), now=lambda: NOW)
    host.declarations()
    host.close()
    yield opened
    opened.close()


@pytest.mark.slow
@pytest.mark.parametrize("wild", WILD, ids=[wild.animal.id for wild in WILD])
def test_each_bad_plugin_leaves_every_advice_as_it_is_and_is_seen(
    settle: Callable[..., Path],
    assembled: Installation,
    store: OpenedStore,
    without: list[Any],
    wild: Wild,
) -> None:
    settle(wild)
    region = assembled.catalogue.region
    host = load_plugins(memory=StoredPluginMemory(store.engine, lambda: NOW), now=lambda: NOW)
    try:
        made = Installation(assembled.settings, host, assembled.catalogue)
        host.declared(lambda declaration: declaration_faults(declaration, region))
        made.refresh()
        mark = mark_of(made)
        assert decisions(made) == without
        expect_seen(made, wild)
    finally:
        host.close()
    no_process_left(mark)


@pytest.fixture(scope="module")
def everything(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Client, Installation, Path]]:
    """A running service with all bad plugins at once."""
    folder = tmp_path_factory.mktemp("zoo")
    open_for_all(folder)
    for wild in WILD:
        wild.animal.settle(folder)
    sys.path.insert(0, str(folder))
    try:
        settings = Settings(f"sqlite:///{folder / 'mkb.sqlite'}", operator_token=TOKEN)
        made = assemble(settings)
        with TestClient(create_app(settings, made), raise_server_exceptions=False) as client:
            yield client, made, folder
            mark = mark_of(made)
        no_process_left(mark)
    finally:
        sys.path.remove(str(folder))


Everything = tuple[TestClient[Any], Installation, Path]


@pytest.mark.slow
def test_all_bad_plugins_at_once_leave_every_advice_as_it_is(
    everything: Everything, without: list[Any]
) -> None:
    assert decisions(everything[1]) == without


@pytest.mark.slow
def test_all_faults_are_seen_in_json_on_the_page_and_in_the_list(everything: Everything) -> None:
    client, made, _ = everything
    for wild in WILD:
        expect_seen(made, wild)
    operator = {"authorization": f"Bearer {TOKEN}"}
    shown = client.get("/v1/plugins", headers=operator).json()["items"]
    page = client.get("/beheer/plugins", headers=operator).text
    listed = plugin_table(plugin_overview(made, "nl"), "nl")
    for wild in WILD:
        [one] = [one for one in shown if one["id"] == wild.animal.id]
        assert one["faults"], one
        assert wild.animal.id in page
        assert wild.animal.id in list(listed.columns[0].cells)


@pytest.mark.slow
def test_a_plugin_that_heals_is_in_the_advice_within_a_second(everything: Everything) -> None:
    _, made, folder = everything
    for wild in (one for one in WILD if one.animal.id in ("zoo-sleeps", "zoo-exit", "zoo-import")):
        (folder / wild.animal.package / "plugin.py").write_text(wild.healed, "utf-8")
        until = time.monotonic() + 10 * MOST_SECONDS_TO_HEAL
        while wild.animal.id not in made.catalogue.declarations and time.monotonic() < until:
            time.sleep(0.01)
        assert wild.animal.id in made.catalogue.declarations
        assert made.host.plugins[wild.animal.id].state is PluginState.LOADED
