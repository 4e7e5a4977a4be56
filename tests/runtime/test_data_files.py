"""Partners that are data only: what is read, what is refused, and that no code of theirs runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from mkb_core.codec import from_json
from mkb_core.hooks import PartnerDeclaration
from mkb_core.runtime.data_files import MOST_BYTES, MOST_DOTS, DataPort
from mkb_core.runtime.discovery import MOST_FILES, Found, discover
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.manifests import Manifest
from mkb_core.runtime.ports import PortFailed

OWNER = 'owner = "Kassenkring"\ncontact = "desk@example.org"\nhook_api = ">=1.0,<2"\n'
PLUGIN = f"[plugin]\n{OWNER}"
PARTNER = """
[partner]
id = "greenhouse-circle"
name = "Kassenkring"
kind = "association"
description = {nl = "Tuinders die elkaars plannen lezen.", en = "Growers who read each other's plans."}
"""
SERVICE = """
[[services]]
id = "plan-reading"
label = {nl = "Een collega leest mee", en = "A colleague reads along"}
summary = {nl = "Wie de stap al zette.", en = "Someone who took that step."}
topics = [{topic = "strategie-groei", strength = STRENGTH}]
source = {place = "https://example.org/offer", as_of = "2026-11-02"}
"""
SOUND = PLUGIN + PARTNER + SERVICE.replace("STRENGTH", "70")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "partners"
    made.mkdir()
    return made


def in_folder(folder: Path) -> list[Found]:
    return discover(folder)[len(discover()) :]


def only(folder: Path) -> Found:
    [found] = in_folder(folder)
    return found


def declared(found: Found) -> list[PartnerDeclaration]:
    answer = DataPort(found.data).call("mkb_declare_partners", {}, 2.0, None)
    return [from_json(PartnerDeclaration, one) for one in answer]


def failure(found: Found, hook: str = "mkb_declare_partners") -> PortFailed:
    with pytest.raises(PortFailed) as caught:
        DataPort(found.data).call(hook, {}, 2.0, None)
    return caught.value


def test_a_file_in_the_partner_folder_is_a_whole_plugin(folder: Path) -> None:
    file = folder / "greenhouse.toml"
    file.write_text(SOUND, "utf-8")
    found = only(folder)
    assert found.manifest == Manifest(
        "greenhouse-circle", "Kassenkring", "Kassenkring", "desk@example.org", ">=1.0,<2",
        partners=("greenhouse-circle",),
    )  # fmt: skip
    assert (found.group, found.fault, found.folder, found.data) == ("mkb.partner", None, file, (file,))
    assert [one.partner.id for one in declared(found)] == ["greenhouse-circle"]


def test_a_file_may_name_its_plugin_itself(folder: Path) -> None:
    (folder / "a.toml").write_text(f'[plugin]\nid = "own"\nname = "Own"\n{OWNER}{PARTNER}', "utf-8")
    manifest = only(folder).manifest
    assert manifest is not None
    assert (manifest.id, manifest.name, manifest.partners) == ("own", "Own", ("greenhouse-circle",))


def test_a_file_is_another_version_when_it_changes(folder: Path) -> None:
    (folder / "a.toml").write_text(SOUND, "utf-8")
    before = only(folder).version
    (folder / "a.toml").write_text(SOUND.replace("= 70", "= 71"), "utf-8")
    assert only(folder).version != before


def test_an_empty_folder_and_no_folder_hold_no_plugins(folder: Path) -> None:
    (folder / "README.md").write_text("Put files here.", "utf-8")
    assert in_folder(folder) == []


def test_files_come_after_what_is_installed_in_the_order_of_their_names(folder: Path) -> None:
    for name in ("b", "a"):
        (folder / f"{name}.toml").write_text(SOUND.replace("greenhouse-circle", name), "utf-8")
    assert [one.name for one in discover(folder)] == [*(one.name for one in discover()), "a", "b"]


def test_a_folder_that_is_not_there_is_a_fault_and_no_empty_folder(tmp_path: Path) -> None:
    found = only(tmp_path / "nowhere")
    assert found.fault is not None
    assert (found.fault.plugin, found.fault.kind) == ("nowhere", FaultKind.MANIFEST)
    assert "the partner folder cannot be read" in found.fault.reason


def test_faults_of_the_plugin_table_and_of_the_rest_are_told_together(folder: Path) -> None:
    words = '[plugin]\nowner = "o"\ncolour = 1\n' + PARTNER + SERVICE.replace("STRENGTH", "700")
    (folder / "a.toml").write_text(words, "utf-8")
    fault = only(folder).fault
    assert fault is not None
    for told in ("a.toml.plugin.contact is missing", "hook_api is missing", "unknown key colour", "strength"):
        assert told in fault.reason


def test_a_faulty_declaration_is_a_fault_of_the_partner_that_it_names(folder: Path) -> None:
    (folder / "a.toml").write_text(
        PLUGIN + PARTNER + SERVICE.replace("STRENGTH", '"x"') + "colour = 1", "utf-8"
    )
    found = only(folder)
    assert found.manifest is not None
    assert found.manifest.partners == ("greenhouse-circle",)
    failed = failure(found)
    assert failed.kind is FaultKind.INVALID
    assert "a.toml.services[0].topics[0].strength" in failed.reason
    assert "colour" in failed.reason


UNREADABLE: list[tuple[str, bytes, str]] = [
    ("no TOML", b"[plugin", "not valid TOML"),
    ("not text", b"\xff\xfe", "not readable text"),
    ("too large", b"#" * (MOST_BYTES + 1), "larger than 256 KB"),
    ("key of endless parts", b".".join([b"a"] * 100_000) + b" = 1", f"line 1 has more than {MOST_DOTS} dots"),
    ("endless nesting", b"a = " + b"[" * 100_000, "not valid TOML"),
    ("no partner", PLUGIN.encode(), "partner is missing"),
    ("no plugin table", PARTNER.encode(), "plugin.owner is missing"),
]


@pytest.mark.parametrize(("raw", "told"), [row[1:] for row in UNREADABLE], ids=[row[0] for row in UNREADABLE])
def test_what_cannot_be_read_is_a_fault_of_that_file_alone(folder: Path, raw: bytes, told: str) -> None:
    (folder / "a.toml").write_bytes(raw)
    (folder / "b.toml").write_text(SOUND, "utf-8")
    broken, sound = in_folder(folder)
    assert broken.fault is not None
    assert broken.fault.plugin == "a"
    assert told in broken.fault.reason
    assert sound.fault is None


def test_a_pipe_in_the_folder_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "a.toml")
    fault = only(folder).fault
    assert fault is not None
    assert "not a file" in fault.reason


def test_a_flood_of_files_is_cut_off_and_told(folder: Path) -> None:
    for number in range(MOST_FILES + 1):
        (folder / f"{number:04}.toml").write_text("")
    *_, last = in_folder(folder)
    assert last.fault is not None
    assert f"only the first {MOST_FILES} files" in last.fault.reason


def test_a_file_that_went_away_is_a_fault_when_it_is_read_again(folder: Path) -> None:
    (folder / "a.toml").write_text(SOUND, "utf-8")
    found = only(folder)
    (folder / "a.toml").unlink()
    assert failure(found).kind is FaultKind.INVALID


def test_data_have_no_call_hooks(folder: Path) -> None:
    (folder / "a.toml").write_text(SOUND, "utf-8")
    found = only(folder)
    assert DataPort(found.data).hooks(1.0) == {"mkb_declare_partners"}
    assert failure(found, "mkb_fetch_feed").kind is FaultKind.UNKNOWN_HOOK


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put a package on the path: its manifest's further lines, its entry point and its files; returns what is found."""

    def put(lines: str, entry: str = "zz_data", **files: str) -> Found:
        home = tmp_path / "installed"
        info = home / "zz_data-0.3.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: zz_data\nVersion: 0.3\n")
        (info / "entry_points.txt").write_text(f"[mkb.partner]\nzz-data = {entry}\n")
        folder = home / "zz_data"
        folder.mkdir()
        (folder / "__init__.py").write_text("raise SystemExit('code of a data-only partner ran')")
        (folder / "partner.toml").write_text(
            f'id = "zz-data"\nname = "Data"\npartners = ["greenhouse-circle"]\n{OWNER}{lines}', "utf-8"
        )
        for name, words in files.items():
            (folder / f"{name}.toml").write_text(words, "utf-8")
        monkeypatch.syspath_prepend(home)
        [found] = [one for one in discover() if one.name == "zz-data"]
        return found

    return put


def test_a_package_that_declares_files_needs_no_code_and_none_runs(package: Any, tmp_path: Path) -> None:
    found = package('declares = ["one.toml", "two.toml"]', one=PARTNER, two=PARTNER)
    assert (found.fault, found.version, found.folder) == (None, "0.3", tmp_path / "installed" / "zz_data")
    assert len(declared(found)) == 2
    assert "zz_data" not in sys.modules


def test_the_faults_of_all_files_of_a_package_come_together(package: Any) -> None:
    reason = failure(package('declares = ["one.toml", "two.toml"]', one="[partner]")).reason
    assert "one.toml.partner.id is missing" in reason
    assert "two.toml No such file" in reason


REFUSED = [
    ("outside the package", 'declares = ["../other.toml", "/etc/x.toml"]', "zz_data", "declares[1]"),
    ("no TOML file", 'declares = ["plugin.py"]', "zz_data", "is not allowed"),
    ("code too", 'declares = ["one.toml"]', "zz_data.plugin", "the entry point of code"),
    (
        "a way outside",
        'declares = ["one.toml"]\negress = ["example.org"]\nfeeds = ["news"]',
        "zz_data",
        "egress, feeds",
    ),
]


@pytest.mark.parametrize(
    ("lines", "entry", "told"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_package_of_data_is_data_of_that_package_only(
    package: Any, lines: str, entry: str, told: str
) -> None:
    found = package(lines, entry, one=PARTNER)
    assert found.manifest is None
    assert found.fault is not None
    assert told in found.fault.reason


def test_a_link_does_not_lead_out_of_the_package(package: Any, tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text(PARTNER, "utf-8")
    folder = tmp_path / "installed" / "zz_data"
    found = package('declares = ["one.toml"]')
    (folder / "one.toml").symlink_to(tmp_path / "secret.toml")
    [found] = [one for one in discover() if one.name == "zz-data"]
    assert found.fault is not None
