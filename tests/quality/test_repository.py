"""The partners of this repository: checked anew, with the outcome that is recorded, and silver at least."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mkb_core.quality.evidence import files_hash, read_evidence
from mkb_core.quality.opening import find_plugin, open_subject, surroundings_of
from mkb_core.quality.reports import report_on
from mkb_core.quality.rules import TIERS
from mkb_core.quality.scale import gather, quality_of
from mkb_core.quality.subjects import Surroundings

PARTNERS = Path(__file__).resolve().parents[2] / "partners"
NAMES = sorted(path.parent.name for path in PARTNERS.glob("*/pyproject.toml"))
TODAY = datetime.now(UTC).date()


@pytest.fixture(scope="module")
def here() -> Surroundings:
    return surroundings_of("limburg", TODAY)


def package(name: str) -> Path:
    return PARTNERS / name / f"mkb_partner_{name}"


@pytest.mark.parametrize("name", NAMES)
def test_partner_passes_all_checks_and_scenarios_as_recorded(name: str, here: Surroundings) -> None:
    path = list(sys.path)
    report = report_on(open_subject(find_plugin(str(package(name))), here))
    sys.path[:] = path
    assert [(one.id, one.findings) for one in report.failed] == []
    evidence = read_evidence(package(name))
    assert evidence is not None, f"run: mkb partners check partners/{name} --record"
    assert report.evidence is not None
    assert dict(evidence.results) == dict(report.evidence.results)
    assert evidence.without_scenario == report.evidence.without_scenario == ()
    assert evidence.hooks == report.evidence.hooks


@pytest.mark.parametrize("name", NAMES)
def test_recorded_outcome_is_that_of_the_package_as_it_is(name: str) -> None:
    evidence = read_evidence(package(name))
    assert evidence is not None
    assert evidence.fits(files_hash(package(name))), f"run: mkb partners check partners/{name} --record"


@pytest.mark.parametrize("name", NAMES)
def test_partner_is_silver_at_least_and_every_open_rule_has_its_reason(name: str, here: Surroundings) -> None:
    path = list(sys.path)
    subject = open_subject(find_plugin(str(package(name))), here)
    sys.path[:] = path
    facts = gather(subject.folder, subject.manifest, subject.declarations, here.region)
    quality = quality_of(facts, TODAY)
    assert quality.tier in TIERS[1:], [(one.rule.id, one.missing) for one in quality.missing_for_next]
    assert all(one.statement is not None and one.statement.reason for one in quality.open)
