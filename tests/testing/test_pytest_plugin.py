"""``pytest --mkb-contract`` in a partner's own repository: a real run of pytest, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mkb_core.quality.checks import CHECKS
from tests.quality.packages import write_package


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MKB_", "PYTEST_"))
    }
    environment |= {"MKB_DATABASE_URL": "sqlite://", "MKB_NOW": "2026-01-05T10:00:00Z", "MKB_LANG": "en"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error", *words]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=100
    )


def test_one_test_per_check_and_scenario(tmp_path: Path) -> None:
    write_package(tmp_path)
    (tmp_path / "test_own.py").write_text("def test_own() -> None:\n    pass\n", "utf-8")
    done = run(tmp_path, "--mkb-contract", ".", "-v")
    assert done.returncode == 0, done.stdout + done.stderr
    for check in CHECKS:
        assert f"mkb-contract[good-{check.id}] PASSED" in done.stdout
    assert "mkb-contract[good-scenarios/good[0]] PASSED" in done.stdout
    assert (
        f"{len(CHECKS) + 4} passed" in done.stdout
    )  # the reading of scenarios, two of them, and the own test


def test_a_finding_is_shown_with_its_place_and_how_to_mend_it(tmp_path: Path) -> None:
    write_package(tmp_path, ("good.toml", 'place = "https://example.org/plan"', 'place = ""'))
    done = run(tmp_path, "--mkb-contract", ".", "-k", "sources or scenarios")
    assert done.returncode == 1
    assert "good.services.good-plan.source.place: is empty" in done.stdout
    assert "→ Fill in source" in done.stdout
    assert "1 failed, 2 passed" in done.stdout


def test_what_is_not_tried_is_skipped_with_the_reason(tmp_path: Path) -> None:
    done = run(tmp_path, "--mkb-contract", "liof", "-k", "delivered-once", "-rs")
    assert done.returncode == 0
    assert "skipped" in done.stdout


def test_a_broken_scenario_fails_under_its_own_name(tmp_path: Path) -> None:
    write_package(tmp_path, ("scenarios/good.toml", "employees = 80", "employees = 8"))
    done = run(tmp_path, "--mkb-contract", ".", "-k", "scenarios")
    assert done.returncode == 1
    assert "FAILED" in done.stdout
    assert "good-scenarios/good[1]" in done.stdout
    assert "expected: not proposed (small); got: proposed" in done.stdout


def test_an_unknown_plugin_is_a_fault_of_usage(tmp_path: Path) -> None:
    done = run(tmp_path, "--mkb-contract", "nobody")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "--mkb-contract nobody: plugin nobody was not found" in done.stderr + done.stdout


def test_without_the_option_nothing_of_the_core_is_imported(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(
        "import sys\n\ndef test_own() -> None:\n    assert 'mkb_core.quality.checks' not in sys.modules\n",
        "utf-8",
    )
    assert run(tmp_path, "-q").returncode == 0
