"""Declarations as TOML: read strictly, every fault with the file and the path in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mkb_core.domain.partners import PartnerKind, Status
from mkb_core.errors import InvalidInput
from mkb_core.hooks.declaration_files import declaration_from_file, parse_toml, read_declaration, read_region

SOUND = """
[partner]
id = "bakkers"
name = "Bakkers"
kind = "association"
description = {nl = "Bakkers", en = "Bakers"}

[[services]]
id = "bakkers-advies"
label = {nl = "Advies", en = "Advice"}
summary = {nl = "Advies over ovens", en = "Advice on ovens"}
topics = [{topic = "duurzaamheid", strength = 80}]
source = {place = "bakkers.example", as_of = "2026", status = "open"}
valid = {start = 2026-01-01, end = 2026-12-31}

[[services.conditions]]
id = "size"
label = {nl = "Klein", en = "Small"}
rule = "employees < 50"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bakkers.toml"
    path.write_text(SOUND, "utf-8")
    return path


def faults_of(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        declaration_from_file(path)
    return [(fault.path, fault.code) for fault in caught.value.faults]


def changed(path: Path, *changes: tuple[str, str]) -> Path:
    words = path.read_text("utf-8")
    for old, new in changes:
        assert old in words
        words = words.replace(old, new)
    path.write_text(words, "utf-8")
    return path


def test_a_declaration_is_read(file: Path) -> None:
    declaration = declaration_from_file(file)
    service = declaration.services[0]
    assert declaration.partner.kind is PartnerKind.ASSOCIATION
    assert (service.valid.start, service.valid.end) == (date(2026, 1, 1), date(2026, 12, 31))
    assert service.source.status is Status.OPEN
    assert service.conditions[0].hard


def test_what_is_not_said_to_be_confirmed_is_not(file: Path) -> None:
    assert declaration_from_file(file).services[0].confirmed is False


FAULTS = [
    ("unknown key", ('id = "bakkers"', 'id = "bakkers"\ncolour = "red"'), ("partner", "unknown-key")),
    ("missing", ('name = "Bakkers"\n', ""), ("partner.name", "missing")),
    ("wrong type", ("strength = 80", 'strength = "80"'), ("services[0].topics[0].strength", "wrong-type")),
    ("broken number", ("strength = 80", "strength = 80.0"), ("services[0].topics[0].strength", "wrong-type")),
    ("out of range", ("strength = 80", "strength = 101"), ("services[0].topics[0]", "invalid-value")),
    ("unknown kind", ('"association"', '"club"'), ("partner.kind", "wrong-type")),
    ("unreadable rule", ("employees < 50", "employees <"), ("services[0].conditions[0].rule", "rule-syntax")),
    ("rule that runs code", ("employees < 50", "__import__('os')"), ("services[0].conditions[0].rule", None)),
    (
        "ends before it starts",
        ("end = 2026-12-31", "end = 2025-12-31"),
        ("services[0].valid", "invalid-value"),
    ),
    ("time for a date", ("2026-01-01", "2026-01-01T00:00:00Z"), ("services[0].valid.start", "wrong-type")),
]


@pytest.mark.parametrize(("change", "fault"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_names_file_and_path(
    file: Path, change: tuple[str, str], fault: tuple[str, str | None]
) -> None:
    path, code = fault
    found = faults_of(changed(file, change))
    assert [one for one, _ in found] == [f"bakkers.toml.{path}"]
    assert code is None or found[0][1] == code


def test_all_faults_of_a_file_come_together(file: Path) -> None:
    changes = [("strength = 80", "strength = 0"), ('"association"', "3"), ("employees < 50", "(")]
    assert len(faults_of(changed(file, *changes))) == 3


@pytest.mark.parametrize(
    "words",
    ["[", "a = ", 'a = 1\na = 2', "a = 2026-02-30", "a = " + "[" * 5000, "a = " + "9" * 5000, "\x00"],
    ids=["table", "value", "double", "date", "nesting", "digits", "binary"],
)  # fmt: skip
def test_what_is_no_toml_is_one_fault_that_names_the_file(words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_toml(words, "some.toml")
    assert [fault.path for fault in caught.value.faults] == ["some.toml"]
    assert "not valid TOML" in str(caught.value)


def test_dates_are_read_as_in_json() -> None:
    assert parse_toml("a = [{day = 2026-01-31}]", "x") == {"a": [{"day": "2026-01-31"}]}


def test_a_file_in_a_package_is_read_as_one_outside() -> None:
    assert read_declaration("mkb_partner_liof", "liof.toml").partner.id == "liof"


def test_a_region_has_its_topics_from_files_of_their_own() -> None:
    region = read_region("mkb_plugin_region_limburg")
    assert len({topic.id for topic in region.topics}) == len(region.topics) == 18
