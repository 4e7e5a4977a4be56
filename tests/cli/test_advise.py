"""``mkb advise``: one question."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Mkb

GROWTH = "Wij willen groeien van 16 naar 40 man en zoeken financiering voor een nieuwe hal"
ESTABLISHED = ("--employees", "16", "--age-years", "12", "--municipality", "Venlo", "--sbi", "2511")
KEYS = {"question", "route", "topics", "partners", "out_of_scope", "receipt", "explanation"}
COMPANY: dict[str, Any] = {
    "employees": 16,
    "age_years": 12,
    "sbi": "2511",
    "municipality": "Venlo",
    "growth_ambition": True,
}


def test_json_has_the_keys_of_a_batch_and_the_explanation(mkb: Mkb) -> None:
    done = mkb("advise", GROWTH, *ESTABLISHED, "--json")
    assert (done.code, done.err) == (0, "")
    assert done.json.keys() == {*KEYS, "notices"}
    assert done.json["route"] == "support-process-candidate"
    assert "financiering" in done.json["topics"]
    assert done.json["partners"] == [offer["partner"] for offer in done.json["explanation"]["proposals"]]
    assert done.json["receipt"].startswith("r-")


def test_text_gives_route_topics_partners_with_reasons_and_the_way_to_more(mkb: Mkb) -> None:
    done = mkb("advise", GROWTH, *ESTABLISHED)
    assert done.code == 0
    assert done.out.startswith("Kandidaat voor begeleiding\n")
    assert "u schrijft „financiering”" in done.out
    assert " 1. " in done.out
    assert "✓ Het bedrijf ligt in Limburg" in done.out
    assert "mkb explain r-" in done.out
    assert not any(line.endswith(" ") for line in done.out.splitlines())


def test_what_is_missing_is_asked_with_the_option_that_answers_it(mkb: Mkb) -> None:
    done = mkb("advise", GROWTH, "--lang", "en")
    assert "Still to be known" in done.out
    assert "--age-years" in done.out
    assert "--municipality" in done.out


def test_english_by_option_goes_before_dutch_by_environment(mkb: Mkb) -> None:
    assert "Candidate for guidance" in mkb("advise", GROWTH, *ESTABLISHED, "--lang", "en", MKB_LANG="nl").out
    assert "Candidate for guidance" in mkb("advise", GROWTH, *ESTABLISHED, MKB_LANG="en").out


def test_a_company_file_in_the_form_of_a_batch(mkb: Mkb, tmp_path: Path) -> None:
    file = tmp_path / "company.json"
    file.write_text(json.dumps(COMPANY))
    assert (
        mkb("advise", GROWTH, "--company", str(file), "--json").json["route"] == "support-process-candidate"
    )


def test_a_company_file_in_the_form_of_company_show(mkb: Mkb, tmp_path: Path) -> None:
    file = tmp_path / "company.json"
    shown = {"employees": 16, "founding_date": "2010-01-01", "sbi_codes": ["2511"], "municipality": "Venlo"}
    source = {"source": "kvk", "date": "2026-01-01", "entered_by": "kvk"}
    fields = {name: {"value": value, **source} for name, value in shown.items()}
    file.write_text(json.dumps({"number": "12345678", "fields": fields, "missing": []}))
    assert (
        mkb("advise", GROWTH, "--company", str(file), "--json").json["route"] == "support-process-candidate"
    )


def test_an_option_goes_before_the_company_file(mkb: Mkb, tmp_path: Path) -> None:
    file = tmp_path / "company.json"
    file.write_text(json.dumps(COMPANY))
    starter = mkb("advise", GROWTH, "--company", str(file), "--age-years", "1", "--json")
    assert starter.json["route"] != "support-process-candidate"


def test_a_company_from_standard_input(process: Mkb) -> None:
    done = process("advise", GROWTH, "--company", "-", "--json", stdin=json.dumps(COMPANY).encode())
    assert done.json["route"] == "support-process-candidate"


def test_a_company_of_the_store_by_its_number(mkb: Mkb, tmp_path: Path) -> None:
    file = tmp_path / "companies.jsonl"
    file.write_text(
        json.dumps({"number": "12345678", "employees": 16, "age_years": 12, "municipality": "Venlo"})
    )
    mkb("company", "import", str(file))
    done = mkb("advise", GROWTH, "--kvk", "12345678", "--json")
    assert done.json["route"] == "support-process-candidate"


@pytest.mark.usefixtures("no_database")
def test_what_is_not_stored_has_no_receipt_and_leaves_no_database(mkb: Mkb, tmp_path: Path) -> None:
    done = mkb("advise", GROWTH, "--no-store", "--json")
    assert done.json["receipt"] is None
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    "flag", ["--growth-ambition", "--no-growth-ambition", "--innovation", "--no-innovation"]
)
def test_ambition_is_yes_no_or_unsaid(mkb: Mkb, flag: str) -> None:
    assert mkb("advise", "Hoe vind ik personeel?", flag, "--no-store", "--json").code == 0


def test_text_is_plain_where_it_is_not_a_terminal(mkb: Mkb) -> None:
    assert "\x1b" not in mkb("advise", "Hoe vind ik personeel?", "--no-store", FORCE_COLOR="1").out


def test_a_question_is_data_and_never_steers_the_terminal(mkb: Mkb) -> None:
    done = mkb("advise", "[bold]lening[/bold] :smile: nodig voor een machine", "--json")
    shown = mkb("explain", done.json["receipt"])
    assert "[bold]lening[/bold] :smile:" in shown.out
