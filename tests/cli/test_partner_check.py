"""``mkb partners check``: findings, tier, and what the next tier needs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mkb_core.quality.checks import CHECKS
from tests.cli.conftest import Mkb
from tests.quality.packages import package_of, write_package

NOW = "2026-01-05T10:00:00Z"


@pytest.fixture(autouse=True)
def modules() -> Iterator[None]:
    path = list(sys.path)
    yield
    sys.path[:] = path
    for name in [name for name in sys.modules if name.startswith("mkb_partner_tried")]:
        del sys.modules[name]


def test_a_good_package_passes_and_is_told_what_gold_needs(mkb: Mkb, tmp_path: Path) -> None:
    done = mkb("partners", "check", str(write_package(tmp_path)), "--lang", "en", MKB_NOW=NOW)
    assert done.code == 0, done.out
    assert "Tier: silver" in done.out
    assert "Missing for gold:" in done.out
    assert "✗" not in done.out


def test_findings_are_shown_with_place_and_mending_and_fail(mkb: Mkb, tmp_path: Path) -> None:
    folder = write_package(tmp_path, ("good.toml", 'place = "https://example.org/plan"', 'place = ""'))
    done = mkb("partners", "check", str(folder), MKB_NOW=NOW)
    assert done.code == 1
    assert "good.services.good-plan.source.place: is leeg" in done.out
    assert "herstel: Vul source in" in done.out


def test_json_has_every_check_and_rule(mkb: Mkb, tmp_path: Path) -> None:
    folder = write_package(tmp_path)
    done = mkb("partners", "check", str(folder), "--json", "--record", MKB_NOW=NOW)
    shown = json.loads(done.out)
    assert [one["id"] for one in shown["checks"]][: len(CHECKS)] == [check.id for check in CHECKS]
    assert shown["tier"] == "silver"
    assert all({"id", "tier", "label", "met", "missing"} <= set(rule) for rule in shown["rules"])
    assert (package_of(folder) / "conformance.json").is_file()


def test_an_unknown_plugin_is_not_found(mkb: Mkb) -> None:
    assert mkb("partners", "check", "nobody").code == 3
