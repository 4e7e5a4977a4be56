"""``mkb partners check --against``: a plugin held against a version of the hook API, without running it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Mkb

PACKAGE = """\
[project]
name = "mkb-partner-x"

[project.entry-points."mkb.partner"]
x = "mkb_partner_x.plugin"
"""
MANIFEST = 'id = "x"\nname = "X"\nowner = "X"\ncontact = "x"\nhook_api = ">=1.0,<2"\npartners = ["x"]\n'


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package that is not installed, and whose code must not run."""
    folder = tmp_path / "x"
    inner = folder / "mkb_partner_x"
    inner.mkdir(parents=True)
    (folder / "pyproject.toml").write_text(PACKAGE)
    (inner / "partner.toml").write_text(MANIFEST)
    (inner / "plugin.py").write_text("raise SystemExit(70)\ndef mkb_fetch_feed(request, egress): ...\n")
    return folder


def test_a_plugin_that_works_is_one_sentence(mkb: Mkb) -> None:
    done = mkb("partners", "check", "gemeenten", "--against", "1.1", "--lang", "en")
    assert (done.code, done.out) == (0, "Works with version 1.1 of the hook API.\n")


def test_says_what_is_not_there_yet_and_what_to_do(mkb: Mkb, package: Path) -> None:
    done = mkb("partners", "check", str(package), "--against", "1.0", "--lang", "en")
    assert done.code == 1
    assert "mkb_fetch_feed exists since 1.1 only" in done.out
    assert "make it >=1.1" in done.out


def test_an_announced_version_outside_the_range_is_told_in_dutch(mkb: Mkb, package: Path) -> None:
    done = mkb("partners", "check", str(package), "--against", "2.0")
    assert done.code == 1
    assert "sluit 2.0 uit" in done.out


def test_json_has_every_hook_and_key(mkb: Mkb, package: Path) -> None:
    report = mkb("partners", "check", str(package), "--against", "1.0", "--json").json
    standing = {use["name"]: use["standing"] for use in report["uses"]}
    assert (report["plugin"], report["works"], report["accepted"]) == ("x", False, True)
    assert standing["mkb_fetch_feed.request"] == "not-yet"
    assert standing["manifest.owner"] == "present"


def test_a_partner_that_is_one_file_is_held_against_a_version_too(mkb: Mkb, tmp_path: Path) -> None:
    made = mkb("partners", "new", "kring", "--data-only", "--folder", str(tmp_path))
    assert made.code == 0
    assert mkb("partners", "check", str(tmp_path / "kring.toml"), "--against", "1.2").code == 0
    older = mkb("partners", "check", str(tmp_path / "kring.toml"), "--against", "1.1")
    assert (older.code, "1.1" in older.out) == (1, True)


@pytest.mark.parametrize("version", ["0.9", "latest"])
def test_a_version_that_never_was_is_refused(mkb: Mkb, version: str) -> None:
    done = mkb("partners", "check", "gemeenten", "--against", version)
    assert (done.code, done.out) == (2, "")
    assert "version" in done.err
