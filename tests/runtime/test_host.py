"""The host: one faulty or hostile plugin never breaks the others; its fault is contained, recorded once and visible."""

from __future__ import annotations

import builtins
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from mkb_core.domain.companies import Sourced
from mkb_core.errors import SourceUnavailable
from mkb_core.hooks import PartnerDeclaration
from mkb_core.runtime.discovery import Found, discover
from mkb_core.runtime.faults import FaultKind, PluginFault
from mkb_core.runtime.host import HookFailed, PluginHost, PluginState, load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.runtime.manifests import Manifest
from mkb_core.workflows.assembly import assemble
from mkb_core.workflows.settings import Settings
from tests.runtime.zoo import BAD, GOOD, Animal, Bad, declares

Settle = Callable[..., PluginHost]


def in_process(found: list[Found] | None = None, **more: Any) -> PluginHost:
    """A host whose partners run here: what is tested here does not depend on where they run."""
    return load_plugins(found, isolation=Isolation.IN_PROCESS, **more)


@pytest.fixture(scope="module")
def installed() -> dict[str, PartnerDeclaration]:
    """What is declared without the zoo, by the plugins that it is loaded with."""
    return in_process([one for one in discover() if one.name == "liof"]).declarations()


@pytest.fixture
def settle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Install plugins next to those that are."""

    def put(*animals: Animal) -> None:
        for animal in animals:
            animal.settle(tmp_path)
        monkeypatch.syspath_prepend(tmp_path)

    yield put
    for name in [name for name in sys.modules if name.startswith("zoo_")]:
        del sys.modules[name]


@pytest.fixture
def load_all(settle: Callable[..., None]) -> Settle:
    """Install plugins and load all that are installed."""

    def host(*animals: Animal) -> PluginHost:
        settle(*animals)
        return in_process()

    return host


@pytest.fixture
def load(settle: Callable[..., None]) -> Settle:
    """Install plugins and load them, with one partner of those that are installed."""

    def host(*animals: Animal) -> PluginHost:
        settle(*animals)
        return in_process([one for one in discover() if one.name == "liof" or one.module.startswith("zoo_")])

    return host


def with_good(installed: Iterable[str]) -> set[str]:
    return {*installed, *(partner for animal in GOOD for partner in animal.partners)}


def expect(host: PluginHost, bad: Bad) -> None:
    """The fault is recorded once, with its plugin, and the state is right."""
    plugin = host.plugins[bad.animal.id]
    assert [(fault.kind, fault.hook) for fault in plugin.faults] == [(bad.kind, bad.hook)]
    assert plugin.state is bad.state
    assert plugin.faults[0] in host.faults


@pytest.mark.parametrize("bad", BAD, ids=[bad.animal.id for bad in BAD])
def test_a_bad_plugin_alone_is_contained_and_seen(
    load: Settle, installed: dict[str, PartnerDeclaration], bad: Bad
) -> None:
    host = load(*GOOD, bad.animal)
    declared = host.declarations()
    assert declared == {**{name: declared[name] for name in with_good([])}, **installed}
    assert set(host.declarations()) == with_good(installed)
    expect(host, bad)
    assert len(host.faults) == 1


def test_all_bad_plugins_together_are_contained_and_seen(load_all: Settle) -> None:
    installed = in_process().declarations()
    host = load_all(*GOOD, *(bad.animal for bad in BAD))
    declared = host.declarations()
    assert set(declared) == with_good(installed)
    assert all(declared[name] == declaration for name, declaration in installed.items())
    for bad in BAD:
        expect(host, bad)
    assert len(host.faults) == len(BAD)


def test_advice_goes_on_beside_all_bad_plugins(load_all: Settle) -> None:
    installed = in_process().declarations()
    host = load_all(*GOOD, *(bad.animal for bad in BAD))
    installation = assemble(Settings("sqlite://"), host)
    assert set(installation.catalogue.declarations) == with_good(installed)
    assert len(installation.faults) == len(BAD)


def test_good_plugins_stay_without_fault(load: Settle) -> None:
    host = load(*GOOD, *(bad.animal for bad in BAD))
    host.declarations()
    bad = {one.animal.id for one in BAD}
    others = [plugin for plugin in host.plugins.values() if plugin.id not in bad]
    assert {plugin.state for plugin in others} == {PluginState.LOADED}
    assert not any(plugin.faults for plugin in others)


def test_a_fault_is_logged_once(load: Settle, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        host = load(Animal("nothing", declares("return None"), ("nothing",)))
        host.declarations()
        host.declarations()
    assert [record.getMessage() for record in caplog.records] == [
        f"plugin fault: {host.faults[0].sentence('en')}"
    ]


def test_an_interrupt_by_the_user_is_no_fault(load: Settle) -> None:
    host = load(Animal("slow", declares("raise KeyboardInterrupt"), ("slow",)))
    with pytest.raises(KeyboardInterrupt):
        host.declarations()


def test_manifests_are_read_without_running_any_plugin(settle: Callable[..., None]) -> None:
    settle(Animal("sleeper", "raise RuntimeError('was run')", ("sleeper",)))
    found = {one.name: one for one in discover()}
    assert found["sleeper"].manifest is not None
    assert found["sleeper"].manifest.partners == ("sleeper",)
    assert not any(name.startswith("zoo_sleeper") for name in sys.modules)


def test_an_incompatible_plugin_is_never_run(load: Settle) -> None:
    load(Animal("for-two", "raise RuntimeError('was run')", hook_api=">=2"))
    assert "zoo_for_two.plugin" not in sys.modules


def test_plugins_are_found_in_one_order_whatever_the_order_of_installation(
    settle: Callable[..., None],
) -> None:
    settle(*[Animal(name, declares("return []")) for name in ("cc", "aa", "bb")])
    names = [one.name for one in discover() if one.group == "mkb.partner"]
    assert names == sorted(names)


def test_trusted_plugins_load_first(settle: Callable[..., None]) -> None:
    settle(Animal("aa", declares("return []")), Animal("zz", "", group="mkb.plugin"))
    groups = [one.group for one in discover()]
    assert groups == sorted(groups, key=["mkb.plugin", "mkb.partner"].index)


FIRST = declares('return [declared("pp")]').replace("@hookimpl", "@hookimpl(tryfirst=True)")


def test_a_plugin_that_wants_to_be_first_counts_by_its_id_like_all_others(load: Settle) -> None:
    host = load(Animal("bb", FIRST, ("pp",)), Animal("aa", declares('return [declared("pp")]'), ("pp",)))
    host.declarations()
    assert [plugin.id for plugin in host.plugins.values() if plugin.faults] == ["bb"]


WRAPPER = """
from mkb_core.hooks import hookimpl

@hookimpl(wrapper=True)
def mkb_declare_partners():
    yield
    return []
"""


def test_no_plugin_wraps_the_hook_of_another(load: Settle, installed: dict[str, PartnerDeclaration]) -> None:
    host = load(Animal("wrapper", WRAPPER))
    assert set(host.declarations()) == set(installed)


def test_the_namesake_speaks_for_a_partner_also_while_it_fails(load: Settle) -> None:
    claim = Animal("aa-claims", declares('return [declared("zz-own")]'), ("zz-own",))
    host = load(claim, Animal("zz-own", "raise RuntimeError", ("zz-own",)))
    assert "zz-own" not in host.declarations()
    assert host.speaks_for("zz-own") == "zz-own"
    assert [fault.kind for fault in host.plugins["aa-claims"].faults] == [FaultKind.DUPLICATE]


def test_of_two_claims_without_namesake_the_first_id_counts(load: Settle) -> None:
    both = [Animal(name, declares('return [declared("pp")]'), ("pp",)) for name in ("bb", "aa")]
    host = load(*both)
    assert "pp" in host.declarations()
    assert [plugin.id for plugin in host.plugins.values() if plugin.faults] == ["bb"]


def test_nobody_speaks_for_an_unknown_partner(load: Settle) -> None:
    host = load()
    assert host.speaks_for("nobody") is None
    assert host.faults == ()


def test_one_partner_declared_twice_counts_once(load: Settle) -> None:
    host = load(Animal("twice", declares('return [declared("twice"), declared("twice")]'), ("twice",)))
    assert "twice" in host.declarations()
    assert [fault.kind for fault in host.faults] == [FaultKind.DUPLICATE]


def test_a_second_plugin_of_one_id_is_not_run(load: Settle, installed: dict[str, PartnerDeclaration]) -> None:
    twin = Animal("zz-twin", "raise RuntimeError('was run')", manifest=Animal("liof", "").manifest)
    twin = evolve(
        twin,
        manifest='id = "liof"\nname = "x"\nowner = "x"\ncontact = "x"\nhook_api = ">=1,<2"\npartners = ["rabobank"]',
    )
    host = load(twin)
    assert host.declarations() == installed
    assert host.plugins["liof"].state is PluginState.LOADED
    assert [fault.kind for fault in host.plugins["liof"].faults] == [FaultKind.DUPLICATE]
    assert host.plugins["liof"].partners == ("liof",)


def test_what_the_catalogue_refuses_is_recorded_with_the_plugin(load_all: Settle) -> None:
    body = """
from mkb_core.domain.partners import Source
from mkb_core.hooks import TopicStrength
words = text(nl="x", en="x")
service = Service("s", words, words, (TopicStrength("no-such-topic", 5),), Source("x", "2026"))
return [declared("odd", services=(service,))]
"""
    installation = assemble(Settings("sqlite://"), load_all(Animal("odd", declares(body), ("odd",))))
    assert "odd" not in installation.catalogue.declarations
    assert [(fault.plugin, fault.kind) for fault in installation.faults] == [("odd", FaultKind.INVALID)]
    assert "services[0].topics[0].topic" in installation.faults[0].reason


REGION = """
from mkb_core.hooks import hookimpl

@hookimpl
def mkb_define_region():
{body}
"""


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("    raise ValueError", FaultKind.RAISED),
        ("    return 'limburg'", FaultKind.WRONG_TYPE),
        ("    return None", FaultKind.WRONG_TYPE),
        (
            "    from mkb_core.hooks import read_region\n    return read_region('mkb_plugin_region_limburg')",
            FaultKind.DUPLICATE,
        ),
        ("    from mkb_core.hooks import RegionDefinition\n    return RegionDefinition('x', (), 3)", FaultKind.INVALID),
    ],
    ids=["raises", "words", "nothing", "second", "odd"],
)  # fmt: skip
def test_a_bad_region_leaves_the_region_as_it_is(load_all: Settle, body: str, kind: FaultKind) -> None:
    host = load_all(Animal("zz-region", REGION.format(body=body), group="mkb.plugin"))
    before = in_process([one for one in discover() if one.name != "zz-region"]).regions()
    assert host.regions() == before
    assert [(fault.plugin, fault.kind) for fault in host.faults] == [("zz-region", kind)]


PLANS = REGION.replace("mkb_define_region", "mkb_declare_budget_plans")
ODD_PLAN = """
    from attrs import evolve
    from mkb_core.hooks import read_budget_plan
    plan = read_budget_plan("mkb_plugin_region_limburg", "budget.toml")
    return [evolve(plan, id="odd", {change})]
"""


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("    raise ValueError", FaultKind.RAISED),
        ("    return 'limburg'", FaultKind.WRONG_TYPE),
        ("    return ['limburg']", FaultKind.WRONG_TYPE),
        (ODD_PLAN.format(change='id="limburg"').replace('id="odd", ', ""), FaultKind.DUPLICATE),
        (ODD_PLAN.format(change="periods=()"), FaultKind.INVALID),
        (ODD_PLAN.format(change="periods=3"), FaultKind.INVALID),
    ],
    ids=["raises", "words", "list of words", "second", "without periods", "odd"],
)
def test_a_bad_budget_plan_leaves_the_others_as_they_are(
    load_all: Settle, body: str, kind: FaultKind
) -> None:
    host = load_all(Animal("zz-plans", PLANS.format(body=body), group="mkb.plugin"))
    assert list(host.budget_plans()) == ["limburg"]
    assert [(fault.plugin, fault.kind) for fault in host.faults] == [("zz-plans", kind)]


ANALYSER = "from mkb_core.hooks import hookimpl\n\n@hookimpl\ndef mkb_make_analyser():\n    {body}\n"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("raise SystemExit", FaultKind.RAISED),
        ("return 3", FaultKind.WRONG_TYPE),
        ("return None", FaultKind.WRONG_TYPE),
        ("return lambda topics, languages: 1 / 0", FaultKind.RAISED),
    ],
    ids=["exits", "number", "nothing", "maker raises"],
)
def test_a_bad_analyser_leaves_its_place_to_the_next(load_all: Settle, body: str, kind: FaultKind) -> None:
    host = load_all(Animal("aa-words", ANALYSER.format(body=body), group="mkb.plugin"))
    assert host.make_analyser((), ("nl", "en")) is not None
    assert [(fault.plugin, fault.kind) for fault in host.faults] == [("aa-words", kind)]


def test_without_plugins_there_is_nothing_and_no_fault() -> None:
    host = in_process([])
    assert (host.declarations(), host.regions(), host.make_analyser((), ()), host.faults) == (
        {},
        {},
        None,
        (),
    )


LOOK_UP = """
from datetime import date
from mkb_core.domain.companies import Sourced
from mkb_core.errors import SourceUnavailable
from mkb_core.hooks import hookimpl

@hookimpl
def mkb_look_up_company(number, egress):
    {body}
"""
FOUND = 'return {"name": Sourced("Bakker", egress, date(2026, 11, 23), "feed")}'


def outside_of(manifest: Manifest) -> Any:
    """Stands for a way outside: the plugins of these tests only name it."""
    return manifest.id


def source(settle: Callable[..., None], *bodies: str, outsides: Any = outside_of) -> PluginHost:
    names = ["source-a", "source-b"][: len(bodies)]
    animals = [Animal(name, LOOK_UP.format(body=body)) for name, body in zip(names, bodies, strict=True)]
    settle(*animals)
    return in_process([one for one in discover() if one.name in names], outsides=outsides)


def test_the_first_source_that_knows_a_company_answers(settle: Callable[..., None]) -> None:
    answer = source(settle, "return None", FOUND).look_up_company("12345678")
    assert answer is not None
    plugin, values = answer
    assert plugin == "source-b"
    assert values["name"] == Sourced("Bakker", "source-b", date(2026, 11, 23), "feed")


def test_a_company_that_no_source_knows_is_no_fault(settle: Callable[..., None]) -> None:
    host = source(settle, "return None")
    assert host.look_up_company("12345678") is None
    assert host.faults == ()


def test_a_source_without_a_way_outside_is_not_asked(settle: Callable[..., None]) -> None:
    host = source(settle, "raise RuntimeError", outsides=lambda _: None)
    assert host.look_up_company("12345678") is None
    assert host.registers() == []


def test_a_source_that_cannot_be_reached_says_so_and_is_not_at_fault(settle: Callable[..., None]) -> None:
    host = source(settle, 'raise SourceUnavailable(source="X", reason="silent")')
    with pytest.raises(SourceUnavailable, match="silent"):
        host.look_up_company("12345678")
    assert host.faults == ()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("raise KeyError(number)", FaultKind.RAISED),
        ("raise SystemExit", FaultKind.RAISED),
        ("return [1]", FaultKind.WRONG_TYPE),
        ('return "Bakker"', FaultKind.WRONG_TYPE),
        ('return {"name": "Bakker"}', FaultKind.WRONG_TYPE),
        ('return {3: Sourced("x", "y", date(2026, 1, 1), "z")}', FaultKind.WRONG_TYPE),
    ],
)
def test_a_source_at_fault_is_never_read_as_not_found(
    settle: Callable[..., None], body: str, kind: FaultKind
) -> None:
    host = source(settle, body)
    with pytest.raises(HookFailed) as caught:
        host.look_up_company("12345678")
    assert caught.value.fault.kind is kind
    assert host.faults == (caught.value.fault,)
    assert host.plugins["source-a"].state is PluginState.FAILING


def test_a_source_that_failed_is_not_asked_again_at_once(settle: Callable[..., None]) -> None:
    body = "import builtins; builtins.asked = getattr(builtins, 'asked', 0) + 1; raise KeyError"
    host = source(settle, body)

    def ask(_: int) -> PluginFault:
        with pytest.raises(HookFailed) as caught:
            host.look_up_company("12345678")
        return caught.value.fault

    with ThreadPoolExecutor(4) as threads:
        faults = set(threads.map(ask, range(40)))
    assert len(faults) == 1
    asked = vars(builtins).pop("asked")
    assert asked <= 4
    assert len(host.faults) == 1
