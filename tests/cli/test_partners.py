"""``mkb partners``: who takes part, and what a plugin at fault looks like to users."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Mkb

MANIFEST = """
id = "{id}"
name = "Broken"
owner = "Nobody"
contact = "none"
hook_api = "{hook_api}"
partners = ["{id}"]
"""


Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a plugin for commands in this process; afterwards nothing of it is left."""

    def put(code: str, hook_api: str = ">=1.0,<2", manifest: str | None = None) -> None:
        put_plugin(tmp_path, code, hook_api, manifest)
        monkeypatch.syspath_prepend(str(tmp_path))

    yield put
    for module in [name for name in sys.modules if name.startswith("mkb_partner_broken")]:
        del sys.modules[module]


def put_plugin(folder: Path, code: str, hook_api: str = ">=1.0,<2", manifest: str | None = None) -> None:
    """A plugin as an installer leaves it: a package, and what says that it is installed."""
    package = folder / "mkb_partner_broken"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "plugin.py").write_text(code)
    (package / "partner.toml").write_text(manifest or MANIFEST.format(id="broken", hook_api=hook_api))
    info = folder / "mkb_partner_broken-0.1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mkb-partner-broken\nVersion: 0.1\n")
    (info / "entry_points.txt").write_text("[mkb.partner]\nbroken = mkb_partner_broken.plugin\n")


FAULTS = {
    "import": ("raise RuntimeError('no data today')", ">=1.0,<2", "import"),
    "exit": ("raise SystemExit(9)", ">=1.0,<2", "import"),
    "older": ("", ">=0.1,<1", "incompatible"),
    "range": ("", "new", "manifest"),
    "hook": (
        "from mkb_core.hooks import hookimpl\n@hookimpl\ndef mkb_declare_partnrs(): ...",
        ">=1.0,<2",
        "unknown-hook",
    ),
    "raises": (
        "from mkb_core.hooks import hookimpl\n@hookimpl\ndef mkb_declare_partners(): return 1 / 0",
        ">=1.0,<2",
        "raised",
    ),
    "garbage": (
        "from mkb_core.hooks import hookimpl\n@hookimpl\ndef mkb_declare_partners(): return 'abc'",
        ">=1.0,<2",
        "wrong-type",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_plugin_at_fault_keeps_only_itself_out_and_is_seen(mkb: Mkb, install: Install, fault: str) -> None:
    code, hook_api, kind = FAULTS[fault]
    install(code, hook_api)
    listed = mkb("partners", "list", "--json")
    assert listed.code == 0
    rows = {row["id"]: row for row in listed.json["partners"]}
    assert rows["broken"]["state"] == ("incompatible" if fault == "older" else "failing")
    assert rows["liof"]["state"] == "loaded"
    [plugin] = [one for one in listed.json["plugins"] if one["id"] == "broken"]
    assert [one["kind"] for one in plugin["faults"]] == [kind]


def test_advice_goes_on_without_a_plugin_at_fault_and_says_so(process: Mkb, tmp_path: Path) -> None:
    put_plugin(tmp_path, FAULTS["import"][0])
    done = process("advise", "Hoe vind ik personeel?", "--json", PYTHONPATH=str(tmp_path))
    assert done.code == 0
    assert done.json["partners"]
    assert len(done.err.splitlines()) == 1
    assert "no data today" in done.err


def test_a_manifest_that_cannot_be_read_is_seen(mkb: Mkb, install: Install) -> None:
    install("", manifest="id = [")
    listed = mkb("partners", "list")
    assert listed.code == 0
    assert "manifest" in listed.out


def test_the_list_names_every_partner_of_the_region(mkb: Mkb) -> None:
    done = mkb("partners", "list", "--json")
    assert {"kvk", "rabobank", "liof", "gemeente", "lwv", "rvo"} <= {
        row["id"] for row in done.json["partners"]
    }
    shown = mkb("partners", "list").out
    assert "Rabobank" in shown
    assert "Overheid" in shown
    assert "public" not in shown


def test_a_partner_is_shown_with_its_services_and_conditions(mkb: Mkb) -> None:
    done = mkb("partners", "show", "liof", "--json")
    assert done.code == 0
    assert done.json["declaration"]["services"]
    assert done.json["faults"] == []
    assert "Het bedrijf ligt in Limburg" in mkb("partners", "show", "liof").out


def test_a_partner_whose_plugin_fails_is_shown_with_its_fault(mkb: Mkb, install: Install) -> None:
    install(FAULTS["import"][0])
    done = mkb("partners", "show", "broken")
    assert done.code == 0
    assert "no data today" in done.out


def test_an_unknown_partner_is_not_found(mkb: Mkb) -> None:
    assert mkb("partners", "show", "nobody").code == 3


def test_a_misspelt_variable_is_told_and_its_value_is_not(mkb: Mkb) -> None:
    told = mkb("partners", "list", MKB_KVK_APIKEY="s3cret", MKB_LANG="en").err
    assert "nothing reads the variable MKB_KVK_APIKEY; do you mean MKB_KVK_API_KEY?" in told
    assert "s3cret" not in told


def test_a_plugin_for_another_region_is_listed_as_that_and_is_no_fault(mkb: Mkb, install: Install) -> None:
    elsewhere = MANIFEST.format(id="broken", hook_api=">=1.0,<2") + 'regions = ["elsewhere"]\n'
    install("raise RuntimeError('was run')", manifest=elsewhere)
    listed = mkb("partners", "list", "--json").json
    [plugin] = [one for one in listed["plugins"] if one["id"] == "broken"]
    assert (plugin["state"], plugin["faults"]) == ("elsewhere", [])
    assert "broken" not in [one["id"] for one in listed["partners"]]
    assert "for another region" in mkb("partners", "list", "--lang", "en").out


def test_a_partner_without_services_has_no_tier(mkb: Mkb) -> None:
    rows = {row["id"]: row for row in mkb("partners", "list", "--json").json["partners"]}
    without = [row for row in rows.values() if row["services"] == 0]
    assert {(row["tier"], row["tier_label"]) for row in without} == {("none", "nog geen diensten")}
    assert "no services yet" in mkb("partners", "show", without[0]["id"], "--lang", "en").out
