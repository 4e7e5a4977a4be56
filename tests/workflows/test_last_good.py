"""A plugin that fails: advice goes on with its last good declaration, in every process, and says so."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from attrs import define, evolve

from mkb_core.domain.profile import Profile
from mkb_core.runtime.discovery import discover
from mkb_core.runtime.host import PluginHost, PluginState, load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.workflows.advising import consider
from mkb_core.workflows.assembly import Installation, OpenedStore, assemble
from mkb_core.workflows.partner_notices import partner_notices
from mkb_core.workflows.plugin_memory import StoredPluginMemory
from mkb_core.workflows.settings import Settings
from tests.runtime.zoo import Animal, declares

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
GOOD = declares('return [declared("odd"), declared("odd-too")]')
COUNTS = "import builtins\nbuiltins.imported = getattr(builtins, 'imported', 0) + 1\n"
BROKEN = "raise RuntimeError('broken')"


@define
class Moment:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@define
class Plugged:
    """A plugin whose files a test writes, and installations as new processes make them."""

    folder: Path
    store: OpenedStore
    moment: Moment

    def write(self, code: str) -> None:
        (self.folder / "zoo_odd" / "plugin.py").write_text(code, "utf-8")

    def host(self) -> PluginHost:
        for name in [name for name in sys.modules if name.startswith("zoo_odd")]:
            del sys.modules[name]  # a new process has imported nothing
        return load_plugins(
            [one for one in discover() if one.name in ("region_limburg", "words", "liof", "odd")],
            isolation=Isolation.IN_PROCESS,
            memory=StoredPluginMemory(self.store.engine, self.moment),
            now=self.moment,
        )

    def start(self) -> Installation:
        return assemble(Settings("sqlite://", now=self.moment.now), self.host())


def plug_in(folder: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plugged]:
    Animal("odd", COUNTS + GOOD, ("odd", "odd-too")).settle(folder)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    made = Plugged(folder, OpenedStore(url), Moment())
    yield made
    made.store.close()
    vars(__import__("builtins")).pop("imported", None)
    for name in [name for name in sys.modules if name.startswith("zoo_odd")]:
        del sys.modules[name]


@pytest.fixture
def plugged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plugged]:
    """On SQLite."""
    yield from plug_in(tmp_path, f"sqlite:///{tmp_path / 'mkb.sqlite'}", monkeypatch)


@pytest.fixture
def plugged_on_each(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plugged]:
    """On SQLite and on PostgreSQL in turn."""
    yield from plug_in(tmp_path, database_url, monkeypatch)


def imported() -> int:
    return int(vars(__import__("builtins")).get("imported", 0))


def test_the_same_files_are_not_read_again(plugged_on_each: Plugged) -> None:
    plugged = plugged_on_each
    first = plugged.start()
    again = plugged.start()
    assert imported() == 1
    assert again.catalogue.version == first.catalogue.version
    assert again.host.plugins["odd"].state is PluginState.LOADED
    assert again.host.plugins["odd"].since == first.host.plugins["odd"].since


def test_changed_files_are_read(plugged: Plugged) -> None:
    plugged.start()
    plugged.write(declares('return [declared("odd")]'))
    assert set(plugged.start().catalogue.declarations) == {"liof", "odd"}


def test_a_plugin_that_fails_is_stale_and_its_last_good_declarations_count(plugged_on_each: Plugged) -> None:
    plugged = plugged_on_each
    before = plugged.start()
    plugged.write(BROKEN)
    plugged.moment.now += timedelta(days=1)
    made = plugged.start()
    assert made.catalogue.version == before.catalogue.version
    assert made.last_good == {"odd": NOON, "odd-too": NOON}
    plugin = made.host.plugins["odd"]
    assert (plugin.state, plugin.since) == (PluginState.STALE, plugged.moment.now)


def test_an_advice_is_the_same_with_the_last_good_declarations(plugged: Plugged) -> None:
    def decision(made: Installation) -> object:
        return consider(made, "Ik zoek geld", Profile(), question_id="q").receipt.decision

    before = decision(plugged.start())
    plugged.write(BROKEN)
    assert decision(plugged.start()) == before


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "De gegevens van odd zijn van gisteren"), ("en", "odd's data are from yesterday")],
)
def test_it_is_said_of_what_day_the_data_are(plugged: Plugged, language: str, said: str) -> None:
    plugged.start()
    plugged.write(BROKEN)
    plugged.moment.now += timedelta(days=1)
    [notice, _] = partner_notices(plugged.start())
    assert notice.sentence(language).startswith(said)


def test_a_plugin_at_fault_is_left_alone_by_the_next_process_too(plugged: Plugged) -> None:
    plugged.write(COUNTS + BROKEN)
    for _ in range(3):
        assert plugged.start().host.plugins["odd"].state is PluginState.FAILING
    assert imported() == 1


def test_it_is_tried_again_when_the_wait_is_over(plugged: Plugged) -> None:
    plugged.write(COUNTS + BROKEN)
    plugged.start()
    plugged.moment.now += timedelta(seconds=1)
    plugged.start()
    assert imported() == 2


def test_it_is_tried_at_once_when_its_files_changed(plugged: Plugged) -> None:
    plugged.write(BROKEN)
    plugged.start()
    plugged.write(GOOD)
    assert plugged.start().host.plugins["odd"].state is PluginState.LOADED


def test_a_fault_is_logged_by_the_process_that_met_it_only(
    plugged: Plugged, caplog: pytest.LogCaptureFixture
) -> None:
    plugged.write(BROKEN)
    plugged.start()
    plugged.start()
    assert [record.getMessage()[:13] for record in caplog.records] == ["plugin fault:"]


def test_what_a_plugin_no_longer_declares_is_withdrawn_and_not_missed(plugged: Plugged) -> None:
    plugged.start()
    plugged.write(declares('return [declared("odd")]'))
    plugged.start()
    plugged.write(BROKEN)
    assert set(plugged.start().last_good) == {"odd"}


SERVICE = """
from mkb_core.domain.partners import Source
from mkb_core.hooks import TopicStrength
words = text(nl="x", en="x")
service = Service("s", words, words, (TopicStrength("{topic}", 5),), Source("x", "2026"))
return [declared("odd", services=(service,)), declared("odd-too")]
"""


def test_a_declaration_that_the_region_refuses_leaves_the_last_good_one(plugged: Plugged) -> None:
    plugged.write(declares(SERVICE.format(topic="financiering")))
    before = plugged.start()
    plugged.write(declares(SERVICE.format(topic="no-such-topic")))
    made = plugged.start()
    assert made.catalogue.version == before.catalogue.version
    assert set(made.last_good) == {"odd"}
    assert made.host.plugins["odd"].state is PluginState.STALE


def test_a_last_good_declaration_is_checked_like_a_fresh_one(plugged: Plugged) -> None:
    plugged.write(declares(SERVICE.format(topic="no-such-topic")))
    host = plugged.host()
    assert "odd" in host.declarations()  # nobody checked it against a region
    plugged.write(BROKEN)
    assert "odd" not in plugged.start().catalogue.declarations


def test_a_disabled_plugin_is_not_run_and_not_used(plugged: Plugged) -> None:
    plugged.start()
    found = [one for one in discover() if one.name in ("region_limburg", "words", "odd")]
    memory = StoredPluginMemory(plugged.store.engine, plugged.moment)
    host = load_plugins(found, isolation=Isolation.IN_PROCESS, disabled=["odd"], memory=memory)
    assert host.declarations() == {}
    assert host.plugins["odd"].state is PluginState.DISABLED


def test_without_a_database_advice_goes_on(plugged: Plugged) -> None:
    beyond = evolve(plugged, store=OpenedStore("postgresql://nobody@127.0.0.1:9/none"))
    made = beyond.start()
    assert "odd" in made.catalogue.declarations
    assert consider(made, "Ik zoek geld", Profile()).receipt.decision.topic_ids
