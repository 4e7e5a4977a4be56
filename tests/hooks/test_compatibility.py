"""What the compatibility report says of a plugin, for versions of then, of today and announced ones."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mkb_core.errors import InvalidInput
from mkb_core.hooks import HOOK_API
from mkb_core.hooks.compatibility import (
    Compatibility,
    Standing,
    compatibility,
    compatibility_sentences,
    hooks_in,
)
from mkb_core.hooks.deprecations import Deprecation
from mkb_core.hooks.history import HISTORY

ROOT = Path(__file__).parents[2]
PACKAGES = sorted([*ROOT.glob("partners/*/mkb_*/partner.toml"), *ROOT.glob("plugins/*/mkb_*/plugin.toml")])
MANIFEST = {"id": "x", "name": "X", "owner": "X", "contact": "x", "hook_api": ">=1.0,<2"}
LOOKS_UP = {"mkb_declare_partners": (), "mkb_look_up_company": ("number", "egress")}
FEEDS = {"mkb_fetch_feed": ("request", "egress")}
LATER = dict(HISTORY) | {"mkb_look_up_firm": "1.2"}
RETIRED = (Deprecation("mkb_look_up_company", "1.2", "use mkb_look_up_firm", "2.0"),)


def report(
    hooks: Mapping[str, tuple[str, ...]], version: str, manifest: Mapping[str, Any] = MANIFEST
) -> Compatibility:
    return compatibility(manifest, hooks, version, history=LATER, deprecations=RETIRED)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_plugin_of_the_first_version_works_with_all_published_ones(version: str) -> None:
    made = report(LOOKS_UP, version)
    assert made.works
    assert {use.standing for use in made.uses} == {Standing.PRESENT}


def test_a_newer_hook_is_not_there_in_an_older_version() -> None:
    made = report(FEEDS, "1.0")
    assert not made.works
    assert {use.name for use in made.of(Standing.NOT_YET)} == {
        "mkb_fetch_feed", "mkb_fetch_feed.request", "mkb_fetch_feed.egress"
    }  # fmt: skip


def test_a_newer_key_of_the_manifest_is_not_there_in_an_older_version() -> None:
    made = report({}, "1.0", MANIFEST | {"feeds": ["news"]})
    assert [use.name for use in made.of(Standing.NOT_YET)] == ["manifest.feeds"]


def test_a_range_that_takes_a_version_without_what_is_used_is_too_wide() -> None:
    assert report(FEEDS, "1.1").too_wide
    assert report(FEEDS, "1.1").least == "1.1"
    assert not report(FEEDS, "1.1", MANIFEST | {"hook_api": ">=1.1,<2"}).too_wide


def test_a_deprecated_hook_works_until_it_is_removed() -> None:
    assert report(LOOKS_UP, "1.2").works
    assert next(use.name for use in report(LOOKS_UP, "1.2").of(Standing.DEPRECATED)) == "mkb_look_up_company"
    wide = MANIFEST | {"hook_api": ">=1.0,<3"}
    assert not report(LOOKS_UP, "2.0", wide).works
    assert report(LOOKS_UP, "2.0", wide).accepted


def test_an_announced_version_outside_the_range_is_not_accepted() -> None:
    made = report({"mkb_declare_partners": ()}, "2.0")
    assert (made.accepted, made.works) == (False, False)


def test_a_misspelt_hook_is_known_in_no_version() -> None:
    made = report({"mkb_declare_partner": ()}, HOOK_API)
    assert [use.name for use in made.of(Standing.UNKNOWN)] == ["mkb_declare_partner"]


def test_a_plugin_of_data_only_declares_by_its_files() -> None:
    made = report({}, HOOK_API, MANIFEST | {"declares": ["x.toml"]})
    assert "mkb_declare_partners" in [use.name for use in made.uses]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "mkb_look_up_company is er sinds 2.0 niet meer: use mkb_look_up_firm."),
        ("en", "mkb_look_up_company is gone since 2.0: use mkb_look_up_firm."),
    ],
)
def test_report_says_what_to_do(language: str, words: str) -> None:
    told = compatibility_sentences(report(LOOKS_UP, "2.0"), language)
    assert words in told
    assert "2.0" in told[0]


def test_report_of_a_plugin_that_works_is_one_sentence() -> None:
    [told] = compatibility_sentences(report(LOOKS_UP, "1.1"), "en")
    assert told == "Works with version 1.1 of the hook API."


@pytest.mark.parametrize("version", ["0.9", "", "one", "1.x", "-1"])
def test_a_version_that_never_was_is_refused(version: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        report(LOOKS_UP, version)
    assert refusal.value.faults[0].path == "version"


def test_a_range_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(InvalidInput) as refusal:
        report(LOOKS_UP, "1.1", MANIFEST | {"hook_api": "newest"})
    assert refusal.value.faults[0].path == "hook_api"


def test_hooks_are_found_in_source_without_running_it() -> None:
    source = """
from somewhere import mkb_fetch_feed, other
raise SystemExit
@hookimpl
def mkb_look_up_company(number, *, egress): ...
def helper(): ...
"""
    assert hooks_in(source) == {"mkb_fetch_feed": (), "mkb_look_up_company": ("number", "egress")}


@pytest.mark.parametrize("manifest", PACKAGES, ids=lambda path: path.parent.name)
def test_every_plugin_of_this_repository_works_with_the_version_of_today(manifest: Path) -> None:
    plugin = manifest.with_name("plugin.py")
    hooks = hooks_in(plugin.read_text("utf-8")) if plugin.exists() else {}
    made = compatibility(tomllib.loads(manifest.read_text("utf-8")), hooks)
    assert made.works, compatibility_sentences(made, "en")
    assert made.of(Standing.DEPRECATED) == ()
