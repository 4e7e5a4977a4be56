"""``mkb budget``: the plan's own tables, what would be if, and where every figure comes from."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Mkb

PRINTED: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "budget-limburg.json").read_text("utf-8")
)["scenarios"]["1"]["expected_k"]
PLAN = resources.files("mkb_plugin_region_limburg").joinpath("budget.toml").read_text("utf-8")


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    file = tmp_path / "budget.toml"
    file.write_text(PLAN, "utf-8")
    return file


def test_scenario_is_printed_as_the_plan_prints_it(mkb: Mkb) -> None:
    done = mkb("budget", "show", "limburg", "--scenario", "1", "--json")
    assert (done.code, done.json, done.err) == (0, PRINTED, "")


def test_other_scenario_has_the_same_keys(mkb: Mkb) -> None:
    assert list(mkb("budget", "show", "limburg", "--scenario", "2", "--json").json) == list(PRINTED)


def test_every_column_is_shown_where_a_table_is_too_wide(mkb: Mkb) -> None:
    lines = mkb("budget", "show", "limburg", "--scenario", "2").out.splitlines()
    hours = lines[lines.index("Uren") :]
    totals = [word for line in hours if line.startswith(" totaal") for word in line.split()[1:]]
    assert totals == ["2.533", "5.320", "887", "3.565", "5.827"]


def test_without_a_scenario_the_first_counts(mkb: Mkb) -> None:
    assert mkb("budget", "show", "limburg", "--json").json == PRINTED


def test_plan_in_a_file_is_shown_like_an_installed_one(mkb: Mkb, plan_file: Path) -> None:
    assert mkb("budget", "show", str(plan_file), "--json").json == PRINTED


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nl", ["pilotfase feb 18", "1.365", "2.186", "waarvan", "Uren", "Afgerond uit exacte bedragen"]),
        ("en", ["pilot phase", "1,365", "2,186", "travel", "Hours", "Rounded from exact amounts"]),
    ],
)
def test_tables_are_in_the_language(mkb: Mkb, lang: str, words: list[str]) -> None:
    done = mkb("budget", "show", "limburg", "--scenario", "1", "--lang", lang)
    assert done.code == 0
    assert [word for word in words if word not in done.out] == []


def test_staff_in_kind_is_told_with_its_value(mkb: Mkb) -> None:
    out = mkb("budget", "show", "limburg", "--scenario", "2").out
    assert "In natura: 5.827 uur, met een waarde van ≈ € 582.666,67; telt niet mee in de kosten." in out


def test_delta_is_the_first_minus_the_second(mkb: Mkb) -> None:
    forth = mkb("budget", "delta", "limburg", "1", "2", "--json").json
    back = mkb("budget", "delta", "limburg", "2", "1", "--json").json
    assert forth["total_by_year"] == {"2017": 0, "2018": 174, "2019": 312, "2020": 78}
    assert (forth["total"], back["total"]) == (564, -564)
    assert forth["hours"]["consultant/in-kind"]["pilot"] == -760


def test_delta_tells_the_figures_that_differ(mkb: Mkb) -> None:
    out = mkb("budget", "delta", "limburg", "1", "2").out
    assert "fte.consultant/consultancy.2019                4 fte        2 fte" in out
    assert "cost.organisation_other" not in out


def test_what_if_gives_changes_result_and_delta(mkb: Mkb) -> None:
    done = mkb("budget", "what-if", "limburg", "--set", "fte.consultant/consultancy.2019=3,5", "--json")
    assert done.json["scenario"] == "1"
    assert done.json["changes"] == {"fte.consultant/consultancy.2019": {"before": 4, "after": "3.5"}}
    assert done.json["result"]["hours"]["consultant/consultancy"]["2019"] == 5320
    assert done.json["delta"]["total"] == -78


def test_what_if_takes_several_changes_and_staff_in_kind(mkb: Mkb) -> None:
    changes = ["--set", "delay.total=2", "--set", "rate.consultant=110"]
    done = mkb("budget", "what-if", "limburg", *changes, "--in-kind", "fte.consultant/consultancy.2019=1")
    assert done.code == 0
    for words in ("2 maanden", "€ 110,00 per uur", "fte.consultant/in-kind.2019", "wat als", "verschil"):
        assert words in done.out


def test_explanation_goes_down_to_the_place_in_the_plan(mkb: Mkb) -> None:
    out = mkb("budget", "explain", "limburg", "--scenario", "2", "cost.consultant/consultancy.2019").out
    assert "cost.consultant/consultancy.2019 = € 304.000,00" in out
    assert "gegeven: scenarios[1].fte[consultant/consultancy][2019] (scenario 2)" in out
    assert "gegeven: roles[1].rate_per_hour\n" in out


def test_explanation_can_be_cut_short_and_is_whole_as_json(mkb: Mkb) -> None:
    cut = mkb("budget", "explain", "limburg", "cost.total.total", "--depth", "0", "--lang", "en")
    assert cut.out.splitlines() == ["cost.total.total ≈ €2,186,267.08", "    sum", "    …"]
    whole = mkb("budget", "explain", "limburg", "cost.total.total", "--json")
    assert whole.json["value"] == "655880125/3"
    assert whole.out.count('"formula": "given"') > 200


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["show", "drenthe"], 3, "begroting drenthe is niet gevonden; wel: limburg"),
        (["show", "limburg", "--scenario", "3"], 3, "scenario 3 is niet gevonden; wel: 1, 2"),
        (["delta", "limburg", "1", "3"], 3, "scenario 3 is niet gevonden"),
        (["show", "nowhere.toml"], 2, "nowhere.toml: dit bestand bestaat niet"),
        (["explain", "limburg", "cost.consultency.pilot"], 2, "bedoelde u: cost.consultancy.pilot"),
        (["what-if", "limburg", "--set", "rate.consultant"], 2, "--set: verwacht naam=waarde"),
        (["what-if", "limburg", "--set", "rate.consultant=1.000"], 2, "1.000 kan twee getallen zijn"),
        (["what-if", "limburg", "--set", "months.pilot=-1"], 2, "--set months.pilot: -1 ligt niet tussen"),
        (["what-if", "limburg", "--in-kind", "fte.consultant/consultancy.2019=9"], 2, "9 ligt niet tussen"),
        (["what-if", "limburg", "--in-kind", "rate.consultant=9"], 2, "is geen betaalde inzet"),
    ],
)
def test_mistake_is_told_and_nothing_is_printed(
    mkb: Mkb, arguments: list[str], code: int, words: str
) -> None:
    done = mkb("budget", *arguments)
    assert (done.code, done.out) == (code, "")
    assert words in done.err


def test_all_faults_of_a_file_are_told_with_their_cell(mkb: Mkb, plan_file: Path) -> None:
    wrong = PLAN.replace("2019 = 4,", "2019 = -4,").replace("pilot = 10_000", 'pilot = "veel"')
    plan_file.write_text(wrong.replace('base = "1"', 'base = "2"'), "utf-8")
    done = mkb("budget", "show", str(plan_file))
    assert (done.code, done.out) == (1, "")
    for words in (
        "budget.toml.scenarios[0].fte[consultant/consultancy][2019]: -4 ligt niet tussen 0 en 1000",
        'office_supplies][pilot]: verwacht een getal, kreeg "veel"',
        "scenarios[1].base: de scenario's verwijzen in een kring naar elkaar: 2 → 2",
    ):
        assert words in done.err
    assert len(done.err.splitlines()) == 3
