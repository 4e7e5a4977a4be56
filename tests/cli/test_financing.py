"""``mkb financing``, ``mkb budget check`` and ``mkb budget gantt``: the figures of Limburg, both languages, bad input."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from tests.cli.conftest import Mkb


def plan_text() -> str:
    return resources.files("mkb_plugin_region_limburg").joinpath("budget.toml").read_text("utf-8")


def changed(tmp_path: Path, old: str, new: str) -> str:
    """A plan's file with one thing changed."""
    words = plan_text()
    assert words.count(old) >= 1
    file = tmp_path / "plan.toml"
    file.write_text(words.replace(old, new, 1), "utf-8")
    return str(file)


def test_model_agreed_and_in_kind_as_json(mkb: Mkb) -> None:
    done = mkb("financing", "show", "limburg", "--scenario", "2", "--json")
    assert (done.code, done.err) == (0, "")
    made = done.json
    assert made["model_result_k"] == {
        "province": 1100, "owner": 50, "south": 682.5, "led": 590.0, "heerlen": 92.5, "mid_and_north": 367.5,
    }  # fmt: skip
    assert made["as_agreed_k"] == {
        "led": 600, "heerlen": 100, "keyport_and_edb": 350, "owner": 50, "province": 1100,
    }  # fmt: skip
    lowered = {one["id"]: one["lowered_cents"] for one in made["funders"]}
    assert lowered == {
        "province": 29133334,
        "owner": 1324242,
        "led": 15890909,
        "heerlen": 2648485,
        "keyport_and_edb": 9269697,
    }
    assert sum(lowered.values()) == made["in_kind_cents"] == 58266667
    assert all(
        one["committed_cents"] == one["lowered_cents"] + one["still_to_pay_cents"] for one in made["funders"]
    )


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("nl", ["Nog te betalen", "€ 808.666,66", "Tekort: kosten die niemand betaalt", "nog te bevestigen"]),
        ("en", ["Still to pay", "€808,666.66", "Gap: cost that nobody pays", "to be confirmed"]),
    ],
)
def test_as_tables(mkb: Mkb, language: str, sentences: list[str]) -> None:
    done = mkb("financing", "show", "limburg", "--scenario", "2", "--lang", language)
    assert done.code == 0
    assert [one for one in sentences if one not in done.out] == []


def test_a_part_is_explained_down_to_the_plan(mkb: Mkb) -> None:
    done = mkb("financing", "show", "limburg", "--explain", "heerlen")
    assert done.code == 0
    assert done.out.startswith("part.heerlen ≈ € 92.488,32\n")
    assert "gegeven: financing.model[4].inhabitants" in done.out
    made = mkb("financing", "show", "limburg", "--explain", "heerlen", "--json").json
    assert (made["cell"], made["formula"]) == ("part.heerlen", "proportion")


def test_an_unknown_party_is_a_fault_of_usage(mkb: Mkb) -> None:
    done = mkb("financing", "show", "limburg", "--explain", "nobody", "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert "heerlen" in done.err


def test_an_unknown_scenario_is_not_found(mkb: Mkb) -> None:
    for command in (("financing", "show"), ("budget", "check")):
        assert mkb(*command, "limburg", "--scenario", "9").code == 3


def test_each_scenario_is_checked(mkb: Mkb) -> None:
    done = mkb("budget", "check", "limburg", "--json")
    assert done.code == 0
    first, second = done.json["scenarios"]
    assert first["capacity"]["plans"] == {"25": 91, "30": 76, "35": 65}
    assert second["capacity"]["in_kind"]["plans"] == {"25": 40, "30": 33, "35": 29}
    assert first["capacity"]["goal_plans"] == 100
    verdicts = {(one["role"], one["year"]): one["verdict"] for one in first["pay_norm"]}
    assert verdicts["senior_project_leader", 2018] == "no norm on record"
    assert verdicts["senior_project_leader", 2019] == "kept"
    assert len(verdicts) == 10


def test_pay_above_the_norm_is_named_with_row_and_month(mkb: Mkb, tmp_path: Path) -> None:
    file = changed(tmp_path, "rate_per_hour = 125", "rate_per_hour = 130")
    done = mkb("budget", "check", file, "--scenario", "1", "--json")
    assert done.code == 1
    [scenario] = done.json["scenarios"]
    exceeded = [one for one in scenario["pay_norm"] if one["verdict"] == "exceeded"]
    assert [(one["role"], one["year"]) for one in exceeded] == [("senior_project_leader", 2019)]
    assert exceeded[0]["violations"][0] == {
        "row": "senior_project_leader/consultancy",
        "month": "2019-01",
        "ceiling": "year_general",
    }
    shown = mkb("budget", "check", file, "--scenario", "1")
    assert (
        "Boven de norm: senior_project_leader/consultancy in 2019-01 (algemeen maximum naar rato)"
        in shown.out
    )


def test_the_checks_as_tables(mkb: Mkb) -> None:
    done = mkb("budget", "check", "limburg", "--scenario", "2", "--lang", "en")
    assert done.code == 0
    assert "no norm on record" in done.out
    assert re.search(r"25 +53 +40 +93 +100", done.out)


def test_the_build_phase_in_weeks(mkb: Mkb) -> None:
    done = mkb("budget", "gantt", "limburg", "--lang", "en")
    assert done.code == 0
    [line] = [line for line in done.out.splitlines() if "recruit consultants" in line]
    assert line.endswith("5-10     · · · ·████████████ · ·")
    chart = mkb("budget", "gantt", "limburg", "--json").json
    assert (chart["weeks"], chart["rows"][0]["id"]) == (12, "organisation")


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('share = "1/2"', 'share = "3/2"', "financing.model[0].share"),
        ('share = "1/2"', "share = nan", "financing.model[0].share"),
        ("amount = 50_000", "amount = -1", "financing.commitments[1].amount"),
        ('funder = "keyport_and_edb"\namount', 'funder = "king"\namount', "financing.commitments[4].funder"),
        ("start = 5\nend = 10", "start = 5\nend = 13", "build.workstreams[0].tasks[3].end"),
    ],
)
def test_faults_of_a_file_are_told_with_their_place(
    mkb: Mkb, tmp_path: Path, old: str, new: str, path: str
) -> None:
    file = changed(tmp_path, old, new)
    for command in (("financing", "show"), ("budget", "check"), ("budget", "gantt")):
        done = mkb(*command, file, "--lang", "en")
        assert (done.code, done.out) == (1, "")
        assert path in done.err


@pytest.mark.parametrize(
    ("command", "part"), [(("financing", "show"), "financing"), (("budget", "gantt"), "build")], ids=str
)  # fmt: skip
def test_a_plan_without_the_part_says_so(
    mkb: Mkb, tmp_path: Path, command: tuple[str, str], part: str
) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(plan_text().partition("\n# Financing:")[0], "utf-8")
    done = mkb(*command, str(file), "--lang", "en")
    assert (done.code, done.err) == (1, f"mkb: {part}: is missing\n")


def test_a_plan_without_norm_has_none_on_record(mkb: Mkb, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(plan_text().partition("\n# Financing:")[0], "utf-8")
    done = mkb("budget", "check", str(file), "--json")
    assert done.code == 0
    assert {one["verdict"] for made in done.json["scenarios"] for one in made["pay_norm"]} == {
        "no norm on record"
    }
    assert {made["capacity"] for made in done.json["scenarios"]} == {None}
