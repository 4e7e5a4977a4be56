"""A new partner package is sound as it stands: valid data, clean code, passing tests; in this region and in another."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from mkb_core.catalogue import declaration_faults
from mkb_core.codec import from_json
from mkb_core.errors import InvalidInput
from mkb_core.hooks import HOOK_API, PartnerDeclaration, RegionDefinition, read_region
from mkb_core.hooks.declaration_files import parse_toml
from mkb_core.quality.rules import RULES, Proof
from mkb_core.quality.statements import Standing, read_statements
from mkb_core.runtime.data_files import read_file_manifest, read_partner
from mkb_core.runtime.manifests import accepts, read_manifest
from mkb_core.scaffold.new_partner import NewPartner, check_names
from mkb_core.scaffold.templates import write

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
TOPICS = ("strategie-groei", "starten")
PLAIN = NewPartner("kassenkring", "Kassenkring", ("nl", "en"), TOPICS, TODAY, "limburg")
#: as hard to write down as a name and title may be
HARD = NewPartner("a-1", 'De "Kring" \\ $name {en} \'s €', ("nl", "en"), TOPICS, TODAY, "limburg")
PARTNERS = pytest.mark.parametrize("partner", [PLAIN, HARD], ids=["plain", "hard"])


def limburg() -> RegionDefinition:
    return read_region("mkb_plugin_region_limburg")


def declaration(partner: NewPartner) -> PartnerDeclaration:
    words = partner.package_files()[f"{partner.package}/{partner.name}.toml"]
    return from_json(PartnerDeclaration, parse_toml(words, "file"))


@PARTNERS
def test_the_manifest_speaks_for_the_partner_and_fits_this_version(partner: NewPartner) -> None:
    manifest = read_manifest(partner.package_files()[f"{partner.package}/partner.toml"], "partner.toml")
    assert (manifest.id, manifest.name, manifest.partners) == (partner.id, partner.title, (partner.id,))
    assert accepts(manifest.hook_api, HOOK_API)


@PARTNERS
def test_the_declaration_has_no_fault(partner: NewPartner) -> None:
    declared = declaration(partner)
    assert declaration_faults(declared, limburg()) == ()
    assert (declared.partner.id, declared.partner.name) == (partner.id, partner.title)


def test_the_declaration_shows_everything_that_a_partner_can_declare() -> None:
    declared = declaration(PLAIN)
    assert len(declared.services) == 2
    assert declared.items
    assert declared.front_desks
    assert declared.fee_schedules
    assert {one.hard for service in declared.services for one in service.conditions} == {True, False}


def test_every_condition_is_dated_and_sourced() -> None:
    conditions = [one for service in declaration(PLAIN).services for one in service.conditions]
    assert [one.id for one in conditions if not one.source or one.start != TODAY] == []


@PARTNERS
def test_the_one_file_is_the_same_offer_and_a_whole_plugin(partner: NewPartner, tmp_path: Path) -> None:
    [(name, words)] = partner.data_file().items()
    file = tmp_path / name
    file.write_text(words, "utf-8")
    assert read_partner(file) == declaration(partner)
    assert (read_file_manifest(file).id, read_file_manifest(file).owner) == (partner.id, partner.title)


def test_in_another_region_it_has_the_languages_and_topics_of_that_region() -> None:
    there = evolve(PLAIN, languages=("de", "en"), topics=("wachstum", "gruendung"))
    declared = declaration(there)
    assert {*declared.services[0].label} == {"de", "en"}
    assert {one.topic for service in declared.services for one in service.topics} == {"wachstum", "gruendung"}
    assert there.package_files()[f"{there.package}/samples/files/news.csv"].startswith(
        "id;date;website;title_de;title_en"
    )


@PARTNERS
def test_it_says_of_every_rule_that_it_cannot_meet_yet_what_is_to_be_done(partner: NewPartner) -> None:
    statements = read_statements(partner.package_files()[f"{partner.package}/quality.toml"])
    of_people = {rule.id for rule in RULES if rule.proof is Proof.STATED} | {"confirmed"}
    assert {rule: one.state for rule, one in statements.items()} == dict.fromkeys(of_people, Standing.TODO)


@pytest.fixture
def package(partner: NewPartner, tmp_path: Path) -> Path:
    write(partner.package_files(), tmp_path / partner.name)
    return tmp_path / partner.name


def run(package: Path, *command: str, path: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=package, capture_output=True, check=False, text=True,
        env={"PATH": "", "PYTHONPATH": str(package), "MYPYPATH": str(package), **(path or {})},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@PARTNERS
def test_its_code_is_clean_by_the_rules_of_this_project(package: Path) -> None:
    pytest.importorskip("ruff")
    rules = f"--config={ROOT / 'pyproject.toml'}"
    run(package, "ruff", "check", "--no-cache", rules)
    run(package, "ruff", "format", "--no-cache", "--check", rules)


@pytest.mark.slow
@pytest.mark.parametrize("partner", [PLAIN], ids=["plain"])
def test_its_code_is_typed(package: Path, tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    run(package, "mypy", "--strict", f"--cache-dir={tmp_path / 'cache'}", PLAIN.package, "tests")


@PARTNERS
def test_no_placeholder_is_left(package: Path) -> None:
    words = {path: path.read_text("utf-8") for path in package.rglob("*") if path.is_file()}
    assert [path.name for path, said in words.items() if "$" in said.replace("$name", "", 20)] == []
    assert [path for path in words if path.suffix == ".template" or "NAME" in path.as_posix()] == []


NAMES = ["", "Kring", "1kring", "kring!", "kring_", "_kring", "a--b", "a" * 41, "kr ing", "kaß"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_no_package_can_have_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_names(name, "Kring", ())
    assert [fault.code for fault in caught.value.faults] == ["name-form"]


@pytest.mark.parametrize("title", ["", " ", "two\nlines", "a" * 81])
def test_a_title_that_is_no_line_of_text_is_refused(title: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_names("kring", title, ())
    assert [fault.code for fault in caught.value.faults] == ["title-form"]


@pytest.mark.parametrize("name", ["mkb-limburg", "mkb_limburg"])
def test_a_name_in_use_is_refused_however_it_is_written(name: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_names(name, "", {"mkb-limburg"})
    assert [fault.code for fault in caught.value.faults] == ["name-taken", "title-form"]
