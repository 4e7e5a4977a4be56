"""``mkb company``: from the store, from a real peer in the register's shapes, from files and from people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from tests.cli.conftest import Mkb, write_lines
from tests.partners.kvk.answers import BUSY, NOTHING_FOUND, NUMBER, basisprofiel, vestigingsprofiel

ROW: dict[str, Any] = {"number": "12345678", "name": "Bakkerij Smit", "employees": 9, "municipality": "Venlo"}


@pytest.fixture
def register(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, mkb: Mkb) -> HTTPServer:
    """A register at the address of the settings (``mkb`` first: it sets an address where nobody listens)."""
    monkeypatch.setenv("MKB_KVK_BASE_URL", httpserver.url_for("/api"))
    monkeypatch.setenv("MKB_KVK_API_KEY", "key-of-the-test")
    return httpserver


def knows(register: HTTPServer, company: dict[str, Any] | None = None) -> None:
    register.expect_request(
        f"/api/v1/basisprofielen/{NUMBER}", headers={"apikey": "key-of-the-test"}
    ).respond_with_json(company or basisprofiel())
    register.expect_request("/api/v1/vestigingsprofielen/000012345678").respond_with_json(vestigingsprofiel())


def test_show_fills_a_company_from_the_register_with_provenance(mkb: Mkb, register: HTTPServer) -> None:
    knows(register)
    done = mkb("company", "show", NUMBER, "--json")
    assert done.code == 0
    assert done.json.keys() == {"number", "fields", "missing"}
    assert done.json["number"] == NUMBER
    assert done.json["fields"]["employees"] == {
        "value": 18,
        "source": "kvk",
        "date": "2026-11-23",
        "entered_by": done.json["fields"]["employees"]["entered_by"],
    }
    assert done.json["fields"]["municipality"]["value"] == "Venlo"
    assert done.json["missing"] == ["growth_ambition", "innovation_ambition"]


def test_a_company_of_the_store_is_not_asked_for_again(mkb: Mkb, register: HTTPServer) -> None:
    knows(register)
    mkb("company", "show", NUMBER)
    calls = len(register.log)
    assert mkb("company", "show", NUMBER).code == 0
    assert len(register.log) == calls
    mkb("company", "show", NUMBER, "--refresh")
    assert len(register.log) > calls


def test_show_in_text_formats_values_and_asks_what_is_missing(mkb: Mkb, register: HTTPServer) -> None:
    knows(register)
    done = mkb(
        "company",
        "complete",
        NUMBER,
        "--set",
        "turnover=€1.200.000",
        "--set",
        "growth_ambition=ja",
        "--by",
        "An",
    )
    assert done.code == 0
    assert "€ 1.200.000" in done.out
    assert "entered (An)" in done.out
    assert "Wilt u vernieuwen?" in done.out


def test_a_difference_between_register_and_person_is_kept_and_shown(mkb: Mkb, register: HTTPServer) -> None:
    knows(register)
    done = mkb("company", "complete", NUMBER, "--set", "employees=12", "--json")
    assert [one["value"] for one in done.json["conflicts"]["employees"]] == [18, 12]
    assert "Bronnen verschillen" in mkb("company", "show", NUMBER).out


def test_a_person_takes_over_from_an_import(mkb: Mkb, tmp_path: Path) -> None:
    mkb("company", "import", write_lines(tmp_path / "in.jsonl", [ROW]), "--source", "crm")
    done = mkb("company", "complete", "12345678", "--set", "employees=12", "--json")
    assert done.json["fields"]["employees"]["value"] == 12
    assert [one["value"] for one in done.json["conflicts"]["employees"]] == [12, 9]


def test_complete_without_values_shows_what_a_decision_misses(mkb: Mkb, tmp_path: Path) -> None:
    mkb("company", "import", write_lines(tmp_path / "in.jsonl", [ROW]))
    done = mkb("company", "complete", "12345678", "--for", "sme-test")
    assert (done.code, done.err) == (0, "")
    assert "turnover_cents" in done.out
    assert "employees" not in done.out.replace("company complete", "")


@pytest.mark.parametrize(
    ("values", "named"),
    [
        (["employees=many", "turnover=x", "colour=red"], ["employees", "turnover_cents"]),
        (["employees=-1"], ["employees"]),
        (["colour=red"], ["colour"]),
        (["employees="], ["employees"]),
        (["employees"], ["--set"]),
        (["sbi=12,abc"], ["sbi_codes[1]"]),
        (["founding_date=31-02-2020"], ["founding_date"]),
        (["growth_ambition=maybe"], ["growth_ambition"]),
        (["visiting_address={"], ["visiting_address"]),
        (['visiting_address={"town": "Venlo"}'], ["visiting_address"]),
        (["employees=1", "employees=2"], ["employees"]),
    ],
)
def test_wrong_values_are_usage_and_store_nothing(
    mkb: Mkb, tmp_path: Path, values: list[str], named: list[str]
) -> None:
    mkb("company", "import", write_lines(tmp_path / "in.jsonl", [ROW]))
    done = mkb("company", "complete", "12345678", *(token for value in values for token in ("--set", value)))
    assert (done.code, done.out) == (2, "")
    assert all(f"{name}: " in done.err for name in named)
    assert mkb("company", "show", "12345678", "--json").json["fields"]["employees"]["value"] == 9


def test_a_number_the_register_does_not_know_is_not_found(mkb: Mkb, register: HTTPServer) -> None:
    register.expect_request(f"/api/v1/basisprofielen/{NUMBER}").respond_with_json(NOTHING_FOUND, 404)
    done = mkb("company", "show", NUMBER, "--json")
    assert (done.code, done.out) == (3, "")
    assert NUMBER in done.err


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        pytest.param(401, {}, "sleutel", id="bad key"),
        pytest.param(400, BUSY, "tijdelijk", id="busy"),
        pytest.param(400, {"fout": [{"code": "IPD0004"}]}, "geweigerd", id="refused"),
        pytest.param(200, {"unexpected": []}, "onleesbaar", id="unreadable"),
    ],
)
def test_a_register_that_gives_no_answer_is_unavailable(
    mkb: Mkb, register: HTTPServer, status: int, body: dict[str, Any], words: str
) -> None:
    register.expect_request(f"/api/v1/basisprofielen/{NUMBER}").respond_with_json(body, status)
    done = mkb("company", "show", NUMBER)
    assert (done.code, done.out) == (4, "")
    assert words in done.err
    assert "key-of-the-test" not in done.err


def test_a_register_that_cannot_be_reached_is_unavailable(mkb: Mkb) -> None:
    done = mkb("company", "show", NUMBER)
    assert done.code == 4
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("number", ["1234567", "123456789", "abcdefgh", "", "１２３４５６７８"])
def test_a_malformed_number_is_usage(mkb: Mkb, number: str) -> None:
    done = mkb("company", "show", number)
    assert done.code == 2
    assert "acht cijfers" in done.err


CSV = """kvk_nummer;name;employees;turnover;sbi;growth_ambition;founding_date
12345678;Bakkerij Smit;9;€ 1.200.000,50;1071;ja;1-9-1994
1234567;Te kort;9;;;;
23456789;Onmogelijk;-3;veel;abc;misschien;1994-13-01

34567890;Leeg;;;;;
45678901;Te veel;1;2;3;ja;1994-01-01;nog iets
"""


def test_import_of_csv_stores_the_sound_lines_and_names_all_faults_of_the_others(
    mkb: Mkb, tmp_path: Path
) -> None:
    file = tmp_path / "companies.csv"
    file.write_bytes(CSV.encode("utf-8-sig"))
    done = mkb("company", "import", str(file), "--json")
    assert done.code == 1
    assert (done.json["stored"], done.json["faulty"]) == (2, 3)
    faults = {line["line"]: [error["path"] for error in line["errors"]] for line in done.json["lines"]}
    assert faults == {
        3: ["number"],
        4: ["turnover_cents", "growth_ambition", "founding_date", "employees", "sbi_codes[0]"],
        7: ["$"],
    }
    shown = mkb("company", "show", "12345678", "--json").json["fields"]
    assert shown["turnover_cents"]["value"] == 120_000_050
    assert shown["founding_date"]["value"] == "1994-09-01"
    assert shown["growth_ambition"]["value"] is True


def test_import_of_json_lines_takes_the_form_of_company_show_too(mkb: Mkb, tmp_path: Path) -> None:
    form = {"number": "23456789", "fields": {"employees": {"value": 3, "source": "x", "date": "2020-01-01"}}}
    rows = [ROW, form, {"number": 12345678}, [], "x", {"number": "34567890", "employees": "9", "colour": 1}]
    done = mkb("company", "import", write_lines(tmp_path / "in.jsonl", rows), "--json")
    assert (done.code, done.json["stored"]) == (1, 2)
    assert [line["line"] for line in done.json["lines"]] == [3, 4, 5, 6]
    assert len(done.json["lines"][-1]["errors"]) == 2
    assert "regel 3: number: een KvK-nummer heeft acht cijfers" in done.err


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("in.txt", b"number\n12345678\n", 2),
        ("in.csv", b"", 1),
        ("in.csv", b"name;employees\nx;1\n", 1),
        ("in.csv", b"\xff\xfe\x00\x01" * 100, 1),
        ("in.csv", b"number;name\n12345678;\xff\xfe\n", 1),
        ("in.csv", b'number;name\n12345678;"' + b"x" * 300_000 + b"\n", 1),
        ("in.jsonl", b"", 0),
    ],
    ids=[
        "unknown kind",
        "empty",
        "no number column",
        "binary",
        "no UTF-8",
        "unclosed quote",
        "empty JSON Lines",
    ],
)
def test_odd_files(mkb: Mkb, tmp_path: Path, name: str, content: bytes, code: int) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    done = mkb("company", "import", str(file))
    assert done.code == code
    assert (done.err == "") == (code == 0)
