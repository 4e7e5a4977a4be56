"""The manifest: who owns a plugin and which hooks it was written for, known before its code is imported."""

from __future__ import annotations

import pytest

from mkb_core.errors import InvalidInput
from mkb_core.runtime.manifests import Transport, accepts, read_manifest

SOUND = 'id = "a"\nname = "A"\nowner = "O"\ncontact = "c"\nhook_api = ">=1,<2"\n'


def test_a_manifest_is_read() -> None:
    manifest = read_manifest(SOUND + 'partners = ["a", "b"]\negress = ["api.example"]', "a/partner.toml")
    assert (manifest.id, manifest.partners, manifest.egress) == ("a", ("a", "b"), ("api.example",))
    assert manifest.transport is Transport.PIPE


FAULTS = [
    ("missing", 'id = "a"', {"name", "owner", "contact", "hook_api"}),
    ("unknown key", SOUND + "colour = 1", {"$"}),
    ("wrong type", SOUND + 'partners = "a"', {"partners"}),
    ("unknown transport", SOUND + 'transport = "pigeon"', {"transport"}),
    ("no TOML", "id = ", {"a/partner.toml"}),
]


@pytest.mark.parametrize(("words", "paths"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_all_faults_of_a_manifest_come_together(words: str, paths: set[str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_manifest(words, "a/partner.toml")
    assert {fault.path for fault in caught.value.faults} == paths


RANGES = [
    (">=1.0,<2", "1.0", True),
    (">=1,<2", "1.0", True),
    (">= 1.0 , < 2.0", "1.9.9", True),
    (">=1.0,<2", "2.0", False),
    (">=1.0,<2", "2", False),
    (">=1.1", "1.0", False),
    (">1.0", "1.0.0", False),
    (">1.0", "1.0.1", True),
    ("<=1", "1.0", True),
    ("==1.0.0", "1", True),
    ("==1.1", "1.10", False),
    (">=1.9", "1.10", True),
    ("<1", "0.9", True),
    (">=1,<1", "1", False),
]


@pytest.mark.parametrize(
    ("wanted", "version", "accepted"), RANGES, ids=[f"{one[1]} in {one[0]}" for one in RANGES]
)
def test_a_range_accepts_by_number_not_by_letter(wanted: str, version: str, accepted: bool) -> None:
    assert accepts(wanted, version) is accepted


@pytest.mark.parametrize(
    "wanted", ["", "1.0", ">=", "~=1.0", ">=1.x", "^1", ">=1;<2", ">=1,", "latest", ">=-1"]
)
def test_a_range_that_cannot_be_read_is_refused(wanted: str) -> None:
    with pytest.raises(ValueError, match="not a version range"):
        accepts(wanted, "1.0")


@pytest.mark.parametrize(
    ("regions", "region", "is_for"),
    [("[]", "limburg", True), ('["limburg"]', "limburg", True), ('["a", "b"]', "limburg", False), ('["a"]', None, True)],
)  # fmt: skip
def test_a_plugin_is_for_the_regions_that_it_names_or_for_any(
    regions: str, region: str | None, is_for: bool
) -> None:
    assert read_manifest(f"{SOUND}regions = {regions}", "a/partner.toml").is_for(region) is is_for
