"""``mkb region new`` writes a region that installs and passes its own tests at once, in Dutch, English and German."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mkb_core.budget.evaluation import evaluate
from mkb_core.budget.funding import funding_of
from mkb_core.budget.plan_files import parse_plan
from mkb_core.budget.staffing_checks import check_scenario
from mkb_core.catalogue import declaration_faults, region_faults
from mkb_core.cli import main
from mkb_core.codec import from_json
from mkb_core.errors import InvalidInput
from mkb_core.hooks import PartnerDeclaration, RegionDefinition
from mkb_core.hooks.declaration_files import parse_toml
from mkb_core.scaffold.new_region import QUESTIONS, NewRegion, check_region

MKB = Path(sys.executable).with_name("mkb")
TODAY = date(2026, 11, 23)
LANGUAGES = [("nl", "en"), ("de",), ("de", "en"), ("en",), ("nl", "de", "en")]

New = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def new(tmp_path: Path) -> New:
    """Run the command in an empty folder."""

    def run(*tokens: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MKB_")}
        return subprocess.run(
            [MKB, "region", "new", *tokens],
            cwd=tmp_path, env=environment | {"MKB_NOW": "2026-11-23T10:00:00Z"},
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    return run


def region(languages: tuple[str, ...]) -> dict[str, str]:
    return NewRegion("kleve", "Kreis “Kleve”", "DE", languages, TODAY).files


@pytest.mark.parametrize("languages", LANGUAGES, ids="-".join)
def test_region_and_partner_are_sound_in_any_languages(languages: tuple[str, ...]) -> None:
    files = region(languages)
    package = "mkb_plugin_region_kleve"
    topics = [parse_toml(words, path) for path, words in files.items() if "/topics/" in path]
    data = parse_toml(files[f"{package}/region.toml"], "region.toml") | {"topics": topics}
    definition = from_json(RegionDefinition, data)
    declaration = from_json(
        PartnerDeclaration, parse_toml(files["mkb_partner_kleve_desk/desk.toml"], "desk.toml")
    )
    assert region_faults(definition) == ()
    assert declaration_faults(declaration, definition) == ()
    assert definition.region.languages == languages
    assert all(topic.terms(language).defining for topic in definition.topics for language in languages)


@pytest.mark.parametrize("languages", LANGUAGES, ids="-".join)
def test_a_language_comes_along_only_where_the_installation_lacks_it(languages: tuple[str, ...]) -> None:
    files = region(languages)
    brings = "mkb_plugin_region_kleve/languages/de.toml" in files
    points = tomllib.loads(files["pyproject.toml"])["project"]["entry-points"]
    assert brings is ("de" in languages)
    assert ("mkb.language" in points) is brings


@pytest.mark.slow
@pytest.mark.parametrize(
    "tokens", [("--country", "DE", "--language", "de"), ()], ids=["in German", "by default"]
)
def test_it_installs_and_passes_its_own_tests(new: New, tmp_path: Path, tokens: tuple[str, ...]) -> None:
    for module in ("hatchling", "uv"):
        pytest.importorskip(module)
    done = new("kleve", "--title", "Kreis Kleve", *tokens)
    assert done.returncode == 0, done.stderr
    site = tmp_path / "site"
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline", "--no-deps"]
    subprocess.run(
        [*install, "--no-build-isolation", f"--python={sys.executable}", f"--target={site}", str(tmp_path / "kleve")],
        check=True, timeout=60,
    )  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path / "kleve", env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout
    assert "4 passed" in ran.stdout


@pytest.mark.parametrize("languages", LANGUAGES, ids="-".join)
def test_the_budget_is_sound_and_paid_for_in_any_languages(languages: tuple[str, ...]) -> None:
    plan = parse_plan(region(languages)["mkb_plugin_region_kleve/budget.toml"])
    assert {scenario.id for scenario in plan.scenarios} == {"1", "2"}
    assert set(plan.label) == set(languages)
    assert plan.financing is not None
    gaps = {}
    for scenario in plan.scenarios:
        funding = funding_of(plan, plan.financing, evaluate(plan, scenario.id).values)
        gaps[scenario.id] = funding.gap
        assert funding.lowered == funding.in_kind
        capacity = check_scenario(plan, scenario.id).capacity
        assert capacity is not None
        assert all(one.plans_together >= capacity.goal_plans for one in capacity.deliverable)
    assert gaps == {"1": 371_600, "2": -160_400}


def test_the_commands_of_budgets_read_a_new_region_before_it_is_installed(new: New, tmp_path: Path) -> None:
    assert new("kleve").returncode == 0
    file = tmp_path / "kleve" / "mkb_plugin_region_kleve" / "budget.toml"
    for command in (("budget", "show"), ("budget", "check"), ("financing", "show"), ("budget", "gantt")):
        assert main([*command, str(file)]) == 0


def test_it_says_what_to_do_next(new: New) -> None:
    done = new("kleve", "--lang", "en")
    assert "The region Kleve was made in kleve." in done.stdout
    assert QUESTIONS["nl"] in done.stdout


@pytest.mark.parametrize(
    ("tokens", "named"),
    [
        (("Kleve",), "NAME"),
        (("limburg",), "NAME"),
        (("kleve", "--country", "Germany"), "--country"),
        (("kleve", "--language", "fr"), "--language"),
        (("kleve", "--language", "de", "--language", "de"), "--language"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_what_cannot_be_made_is_a_fault_of_usage(new: New, tokens: tuple[str, ...], named: str) -> None:
    done = new(*tokens)
    assert (done.returncode, done.stdout) == (2, "")
    assert named in done.stderr


def test_nothing_is_written_over(new: New, tmp_path: Path) -> None:
    (tmp_path / "kleve").mkdir()
    assert new("kleve").returncode == 2
    assert list((tmp_path / "kleve").iterdir()) == []


def test_all_faults_come_together() -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_region("de", ("fr", "xx"))
    assert [fault.path for fault in refusal.value.faults] == ["--country", "--language", "--language"]
