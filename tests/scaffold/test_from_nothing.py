"""From ``mkb partners new`` to an advice, as a stranger would: outside the repository, in an environment made of wheels."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = [ROOT, ROOT / "plugins" / "region_limburg", ROOT / "plugins" / "words"]
QUESTION = "Wij willen groeien van 16 naar 40 man. Wie helpt ons met een plan?"
COMPANY = ["--employees", "16", "--age-years", "12", "--municipality", "Venlo"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a work tree: nothing to build wheels of"),
]

Run = Callable[..., str]


def run(*command: str | Path, cwd: Path, **variables: str) -> str:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MKB_", "PYTHON"))}
    inherited["UV_PYTHON_DOWNLOADS"] = "never"
    done = subprocess.run(
        command, cwd=cwd, env=inherited | variables, capture_output=True, check=False, text=True, timeout=100
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the repository, with a new package in it."""
    made = tmp_path_factory.mktemp("outside")
    mkb = Path(sys.executable).with_name("mkb")
    run(mkb, "partners", "new", "kassenkring", cwd=made, MKB_NOW="2026-11-23T10:00:00Z")
    return made


@pytest.fixture(scope="module")
def clean(folder: Path) -> Run:
    """An environment that holds wheels only: of the core, a region, a language, and the new package."""
    for module in ("hatchling", "uv"):
        pytest.importorskip(module)
    wheels = folder / "wheels"
    for project in [*MEMBERS, folder / "kassenkring"]:
        run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", wheels, cwd=project)
    uv = [sys.executable, "-m", "uv"]
    run(*uv, "venv", "--quiet", "--no-project", f"--python={sys.executable}", "clean", cwd=folder)
    python = folder / "clean" / "bin" / "python"
    core, *others = sorted(wheels.glob("*.whl"), key=lambda wheel: not wheel.name.startswith("mkb_core"))
    run(
        *uv, "pip", "install", "--quiet", f"--python={python}", f"--constraint={ROOT / 'requirements' / 'test.txt'}",
        f"mkb-core[cli,http,migrate,testing] @ {core.as_uri()}", *others, cwd=folder,
    )  # fmt: skip

    def in_it(*command: str | Path, **variables: str) -> str:
        settings = {
            "HOME": str(folder / "home"),
            "MKB_DATABASE_URL": f"sqlite:///{folder / 'mkb.sqlite'}",
            "MKB_NOW": "2026-11-23T10:00:00Z",
            "PATH": os.pathsep.join([str(python.parent), os.environ.get("PATH", "")]),
        }
        return run(
            python.parent / command[0], *command[1:], cwd=folder / "kassenkring", **settings | variables
        )

    return in_it


def told(words: str) -> Any:
    return json.loads(words)


def test_everything_comes_from_wheels(clean: Run, folder: Path) -> None:
    modules = "import mkb_core, mkb_plugin_words, mkb_partner_kassenkring as p; print(mkb_core.__file__, p.__file__)"
    for place in clean("python", "-P", "-c", modules).split():
        assert Path(place).is_relative_to(folder / "clean")


def test_its_own_tests_pass_and_those_of_the_contract_with_them(clean: Run) -> None:
    said = clean("pytest", "-v", "-p", "no:cacheprovider")
    assert "test_a_reference_counts_once PASSED" in said
    assert "mkb-contract[kassenkring-types] PASSED" in said
    assert "mkb-contract[kassenkring-scenarios/kassenkring[0]] PASSED" in said


def test_it_is_silver_at_once(clean: Run) -> None:
    checked = told(clean("mkb", "partners", "check", ".", "--json"))
    assert {one["state"] for one in checked["checks"]} == {"passed", "not-tried"}
    assert {one["state"] for one in checked["scenarios"]} == {"passed"}
    assert checked["tier"] == "silver"


def test_its_plugin_is_in_order(clean: Run) -> None:
    listed = told(clean("mkb", "partners", "list", "--json"))
    assert [(row["id"], row["state"]) for row in listed["partners"]] == [("kassenkring", "loaded")]
    assert [fault for plugin in listed["plugins"] for fault in plugin["faults"]] == []


def test_its_proposal_shows_in_an_advice(clean: Run) -> None:
    advice = told(clean("mkb", "advise", QUESTION, *COMPANY, "--json"))
    assert advice["partners"] == ["kassenkring"]
    shown = clean("mkb", "advise", QUESTION, *COMPANY, "--lang", "en")
    assert "1. Kassenkring — A colleague reads your plan  [fits]" in shown


def test_its_fees_and_news_come_from_its_drop_folder(clean: Run, folder: Path) -> None:
    samples = folder / "kassenkring" / "mkb_partner_kassenkring" / "samples" / "files"
    drop = {"MKB_KASSENKRING_DROP_FOLDER": str(samples)}
    [answer] = told(clean("mkb", "fees", "collect", "--period", "2026-Q4", "--json", **drop))["answers"]
    assert (answer["partner"], answer["lines"], answer["fee_cents"]) == ("kassenkring", 2, 165_000)
    [feed] = told(clean("mkb", "feeds", "collect", "--json", **drop))["feeds"]
    assert (feed["feed"], feed["new"], feed["notes"]) == ("news", 1, [])
