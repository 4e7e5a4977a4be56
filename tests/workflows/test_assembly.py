"""What an installation is made of, and what a fault in one part does to the others."""

from __future__ import annotations

import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from attrs import evolve

from mkb_core.catalogue import Catalogue
from mkb_core.codec import from_json, to_json
from mkb_core.errors import InvalidInput, NotFound, StoreUnavailable
from mkb_core.hooks import hookimpl
from mkb_core.hooks.declarations import PartnerDeclaration, RegionDefinition
from mkb_core.rights import COMMAND_LINE
from mkb_core.runtime.discovery import Found, discover
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.host import PluginHost, PluginState, load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.runtime.manifests import Manifest
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import write
from mkb_core.workflows.assembly import EarlierCatalogues, Installation, assemble, open_store
from mkb_core.workflows.settings import Settings

SETTINGS = Settings("sqlite://")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
EXTRA = "extra"


def plugin_with(monkeypatch: pytest.MonkeyPatch, partners: tuple[str, ...] = (EXTRA,), **hooks: Any) -> Found:
    """An installed plugin whose hooks are these functions."""
    name = f"mkb_partner_{EXTRA}"
    module = ModuleType(name)
    for hook, function in hooks.items():
        setattr(module, hook, hookimpl(function))
    monkeypatch.setitem(__import__("sys").modules, name, module)
    manifest = Manifest(EXTRA, "Extra", "Nobody", "none", ">=1.0,<2", partners=partners)
    return Found(EXTRA, "mkb.partner", name, "0.1", manifest, None)


def declaration_of(installation: Installation, **changes: Any) -> PartnerDeclaration:
    document = to_json(installation.catalogue.declarations["liof"])
    document["partner"] |= {"id": EXTRA, "name": "Extra"}
    return from_json(PartnerDeclaration, document | changes)


def test_every_declared_partner_is_in_the_catalogue(assembled: Installation) -> None:
    named = {partner for plugin in assembled.host.plugins.values() for partner in plugin.partners}
    assert set(assembled.catalogue.declarations) == named
    assert assembled.faults == ()


def test_another_partner_joins_by_its_plugin_alone(
    assembled: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    declaration = declaration_of(assembled)
    extra = plugin_with(monkeypatch, mkb_declare_partners=lambda: (declaration,))
    made = assemble(SETTINGS, load_plugins([*discover(), extra], isolation=Isolation.IN_PROCESS))
    assert set(made.catalogue.declarations) == {*assembled.catalogue.declarations, EXTRA}
    assert made.catalogue.version != assembled.catalogue.version


def test_a_faulty_declaration_keeps_only_its_partner_out_and_is_visible(
    assembled: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = to_json(declaration_of(assembled))
    document["services"][0]["topics"][0]["topic"] = "no-such-topic"
    faulty = from_json(PartnerDeclaration, document)
    extra = plugin_with(monkeypatch, mkb_declare_partners=lambda: (faulty,))
    made = assemble(SETTINGS, load_plugins([*discover(), extra], isolation=Isolation.IN_PROCESS))
    assert made.catalogue.version == assembled.catalogue.version
    [fault] = made.faults
    assert (fault.plugin, fault.kind) == (EXTRA, FaultKind.INVALID)
    assert "no-such-topic" in fault.reason
    assert made.host.plugins[EXTRA].state is PluginState.FAILING


@pytest.mark.parametrize(
    "hook",
    [
        pytest.param(lambda: 1 / 0, id="raises"),
        pytest.param(lambda: "text", id="returns text"),
        pytest.param(lambda: None, id="returns nothing"),
        pytest.param(lambda: ({"partner": {}},), id="returns dictionaries"),
    ],
)
def test_a_hook_at_fault_is_visible_and_costs_the_others_nothing(
    assembled: Installation, monkeypatch: pytest.MonkeyPatch, hook: Any
) -> None:
    made = assemble(
        SETTINGS,
        load_plugins(
            [*discover(), plugin_with(monkeypatch, mkb_declare_partners=hook)], isolation=Isolation.IN_PROCESS
        ),
    )
    assert made.catalogue.version == assembled.catalogue.version
    assert {fault.plugin for fault in made.faults} == {EXTRA}


def test_a_partner_of_another_plugin_cannot_be_spoken_for(
    assembled: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    stolen = assembled.catalogue.declarations["liof"]
    extra = plugin_with(monkeypatch, ("liof",), mkb_declare_partners=lambda: (evolve(stolen, services=()),))
    made = assemble(SETTINGS, load_plugins([*discover(), extra], isolation=Isolation.IN_PROCESS))
    assert any(fault.kind is FaultKind.DUPLICATE for fault in made.faults)
    assert len(made.catalogue.declarations["liof"].services) in {0, len(stolen.services)}


def test_an_unknown_region_is_not_found(host: PluginHost) -> None:
    with pytest.raises(NotFound, match="atlantis"):
        assemble(evolve(SETTINGS, region="atlantis"), host)


def test_a_faulty_region_stops_with_all_its_faults(
    assembled: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = to_json(assembled.catalogue.region)
    document["region"]["id"] = "elsewhere"
    document["region"]["municipalities"][0]["sub_region"] = "nowhere"
    region = from_json(RegionDefinition, document)
    extra = evolve(plugin_with(monkeypatch, (), mkb_define_region=lambda: region), group="mkb.plugin")
    with pytest.raises(InvalidInput) as refusal:
        assemble(
            evolve(SETTINGS, region="elsewhere"),
            load_plugins([*discover(), extra], isolation=Isolation.IN_PROCESS),
        )
    assert refusal.value.faults


def test_without_a_language_plugin_questions_cannot_be_read() -> None:
    found = [one for one in discover() if one.name != "words"]
    with pytest.raises(NotFound, match="analyser"):
        assemble(SETTINGS, load_plugins(found, isolation=Isolation.IN_PROCESS))


def test_the_store_is_made_and_migrated_at_first_use(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "mkb.sqlite"
    open_store(f"sqlite:///{file}").dispose()
    open_store(f"sqlite:///{file}").dispose()
    assert file.is_file()


def test_a_store_whose_key_is_refused_is_closed(tmp_path: Path) -> None:
    file = tmp_path / "mkb.sqlite"
    url = f"sqlite:///{file}"
    engine = open_store(url, secrets.token_urlsafe(48))
    with write(engine) as connection:
        append(connection, AuditEvent.by(COMMAND_LINE, "read", "company"), NOW)
    engine.dispose()
    with pytest.raises(StoreUnavailable):
        open_store(url, secrets.token_urlsafe(48))
    open_files = {one.resolve() for one in Path("/proc/self/fd").iterdir()}
    assert file not in open_files


@pytest.mark.parametrize("url", ["nonsense", "oracle://server/x", ""])
def test_an_address_of_no_store(url: str) -> None:
    with pytest.raises(StoreUnavailable):
        open_store(url)


def test_an_earlier_catalogue_is_made_once_for_all_threads(installation: Installation) -> None:
    earlier = EarlierCatalogues()
    made: list[str] = []

    def make() -> Catalogue:
        made.append("once")
        time.sleep(0.05)
        return installation.catalogue

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: earlier.get("version", make), range(8)))
    assert made == ["once"]
    assert all(one is installation.catalogue for one in found)


def test_only_the_last_earlier_catalogues_are_kept(installation: Installation) -> None:
    earlier = EarlierCatalogues(most=2)
    made: list[str] = []
    for version in ("a", "b", "c", "b", "a"):

        def make(version: str = version) -> Catalogue:
            made.append(version)
            return installation.catalogue

        earlier.get(version, make)
    assert made == ["a", "b", "c", "a"]


def test_threads_that_crowd_each_other_out_still_get_their_catalogue(installation: Installation) -> None:
    earlier = EarlierCatalogues(most=1)
    with ThreadPoolExecutor(8) as threads:
        found = threads.map(
            lambda number: earlier.get(str(number % 3), lambda: installation.catalogue), range(2000)
        )
        assert all(one is installation.catalogue for one in found)
