"""``mkb partners new``: what it writes, what it refuses, and what it says to do next."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Mkb


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder outside the repository."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_a_package_is_written_and_the_next_three_commands_are_told(mkb: Mkb, here: Path) -> None:
    done = mkb("partners", "new", "kassenkring", "--lang", "en")
    assert (done.code, done.err) == (0, "")
    assert (here / "kassenkring" / "mkb_partner_kassenkring" / "kassenkring.toml").is_file()
    said, _, commands = done.out.partition("And now:\n")
    assert said.startswith("Kassenkring was made in kassenkring.")
    told = [line.partition("#")[0].split() for line in commands.splitlines()]
    assert [line[-1] for line in told] == ["./kassenkring", "kassenkring", "kassenkring"]
    assert ["install" in told[0], told[1][:3], told[2][:3]] == [
        True,
        ["mkb", "partners", "check"],
        ["mkb", "partners", "show"],
    ]


def test_the_day_is_that_of_the_clock(mkb: Mkb, here: Path) -> None:
    mkb("partners", "new", "kring")
    assert "start = 2026-11-23" in (here / "kring" / "mkb_partner_kring" / "kring.toml").read_text("utf-8")


def test_it_is_written_where_asked_under_the_title_asked(mkb: Mkb, here: Path) -> None:
    done = mkb("partners", "new", "kassen-kring", "--folder", "a b", "--title", 'De "Kring"')
    assert done.code == 0
    assert 'De "Kring" is gemaakt in a b/kassen_kring' in done.out
    assert "mkb partners check 'a b/kassen_kring'" in done.out
    assert "mkb partners show kassen-kring" in done.out


def test_a_data_only_partner_is_one_file_that_counts_at_once(mkb: Mkb, here: Path) -> None:
    folder = here / "partners"
    folder.mkdir()
    done = mkb("partners", "new", "kring", "--data-only", "--lang", "en", MKB_PARTNER_FOLDER=str(folder))
    assert done.code == 0
    assert "MKB_PARTNER_FOLDER" not in done.out
    assert [path.name for path in folder.iterdir()] == ["kring.toml"]
    shown = mkb("partners", "show", "kring", "--lang", "en", MKB_PARTNER_FOLDER=str(folder))
    assert (shown.code, shown.err) == (0, "")
    assert "A colleague reads your plan" in shown.out


def test_a_data_only_partner_elsewhere_says_which_folder_to_set(mkb: Mkb, here: Path) -> None:
    done = mkb("partners", "new", "kring", "--data-only")
    assert f"export MKB_PARTNER_FOLDER={here}" in done.out


@pytest.mark.parametrize("more", [[], ["--data-only"]])
def test_what_is_there_already_is_left_alone(mkb: Mkb, here: Path, more: list[str]) -> None:
    mkb("partners", "new", "kring", *more)
    [made] = here.iterdir()
    before = sorted((path, path.stat().st_mtime_ns) for path in here.rglob("*"))
    again = mkb("partners", "new", "kring", *more)
    assert (again.code, again.out) == (2, "")
    assert again.err == f"mkb: {made.name}: bestaat al; kies een andere naam of map\n"
    assert sorted((path, path.stat().st_mtime_ns) for path in here.rglob("*")) == before


@pytest.mark.parametrize("name", ["liof", "mkb-limburg", "region-limburg", "limburg_network"])
def test_the_name_of_a_plugin_or_partner_that_is_there_is_refused(mkb: Mkb, here: Path, name: str) -> None:
    done = mkb("partners", "new", name, "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert "is a plugin or partner here already" in done.err
    assert list(here.iterdir()) == []


def test_all_that_is_wrong_with_name_and_title_is_told_at_once(mkb: Mkb, here: Path) -> None:
    done = mkb("partners", "new", "De Kring", "--title", "", "--lang", "en")
    assert done.code == 2
    assert [line.split(":")[1].strip() for line in done.err.splitlines()] == ["NAME", "--title"]


@pytest.mark.slow
def test_the_check_of_an_offer_on_a_topic_that_the_region_lacks_says_so(mkb: Mkb, here: Path) -> None:
    mkb("partners", "new", "kring", "--data-only")
    file = here / "kring.toml"
    file.write_text(file.read_text("utf-8").replace("strategie-groei", "strategy"), "utf-8")
    (here / "scenarios").mkdir()
    (here / "scenarios" / "kring.toml").write_text(
        'date = 2026-11-23\n[[scenario]]\nname = "Starters"\ntopics = ["starten"]\n'
        'company = {age_years = 2}\nexpect.proposed = ["starters-circle"]\n'
    )
    done = mkb("partners", "check", "kring.toml", "--lang", "en")
    assert (done.code, done.err) == (1, "")
    assert "kring.services[0].topics[0].topic: unknown: strategy" in done.out
    assert "got: kept out, because the declaration is faulty" in " ".join(done.out.split())


def test_without_its_region_nothing_is_written(mkb: Mkb, here: Path) -> None:
    done = mkb("partners", "new", "kring", MKB_REGION="atlantis")
    assert done.code == 3
    assert "atlantis" in done.err
    assert list(here.iterdir()) == []
