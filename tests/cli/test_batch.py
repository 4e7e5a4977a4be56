"""``mkb advise --batch``: one line in, one line out, and nothing lost."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select

from mkb_core.store.tables import receipts
from tests.cli.conftest import Mkb, write_lines

SOUND = {"id": "a", "question": "Hoe vraag ik subsidie aan?", "company": {"employees": 5, "known": True}}
KEYS = ["id", "route", "topics", "partners", "out_of_scope", "receipt"]


def test_a_line_has_exactly_the_published_keys(mkb: Mkb, tmp_path: Path) -> None:
    done = mkb("advise", "--batch", write_lines(tmp_path / "in.jsonl", [SOUND]), "--json")
    assert (done.code, done.err) == (0, "")
    [line] = done.lines
    assert list(line) == KEYS
    assert line["id"] == "a"
    assert line["topics"][0] == "subsidies"
    assert line["partners"]


def test_every_value_of_a_company_may_be_null(mkb: Mkb, tmp_path: Path) -> None:
    names = ("employees", "age_years", "sbi", "municipality", "growth_ambition", "innovation", "known")
    rows = [
        {"id": 1, "question": "lening?", "company": dict.fromkeys(names)},
        {"id": 2, "question": "lening?"},
    ]
    done = mkb("advise", "--batch", write_lines(tmp_path / "in.jsonl", rows), "--json")
    assert done.code == 0
    assert [line["id"] for line in done.lines] == [1, 2]


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        pytest.param("{not json", ["$"], id="no JSON"),
        pytest.param(b"\xff\xfe\x00", ["$"], id="no text"),
        pytest.param("[1, 2]", ["$"], id="no object"),
        pytest.param({"id": 1}, ["question"], id="no question"),
        pytest.param({"question": None}, ["question"], id="null question"),
        pytest.param({"question": "   "}, ["question"], id="empty question"),
        pytest.param({"question": "x" * 100_000}, ["question"], id="100 kB question"),
        pytest.param('{"question": "' + "x" * 3_000_000 + '"}', ["$"], id="3 MB line"),
        pytest.param({"question": "lening\u0000"}, ["question"], id="control character"),
        pytest.param('{"question": "\\ud800 lening"}', ["question"], id="half a character"),
        pytest.param({"id": {"a": 1}, "question": "lening?"}, ["id"], id="an object as id"),
        pytest.param({"question": "lening?", "company": []}, ["company"], id="company is a list"),
        pytest.param(
            {
                "question": "lening?",
                "company": {"employees": -1, "age_years": 3.5, "sbi": "x", "known": "false"},
            },
            ["company.employees", "company.age_years", "company.known", "company.sbi"],
            id="all faults at once",
        ),
        pytest.param('{"question": "lening?", "company": {"employees": NaN}}', ["$"], id="NaN"),
        pytest.param('{"question": "a", "question": "b"}', ["$"], id="a key twice"),
        pytest.param("[" * 100_000, ["$"], id="nested without end"),
    ],
)
def test_a_broken_line_is_reported_in_its_place_and_the_others_go_on(
    mkb: Mkb, tmp_path: Path, line: object, paths: list[str]
) -> None:
    done = mkb("advise", "--batch", write_lines(tmp_path / "in.jsonl", [SOUND, line, SOUND]), "--json")
    assert done.code == 1
    first, broken, last = done.lines
    assert first["id"] == last["id"] == "a"
    assert broken.keys() == {"line", "errors"}
    assert broken["line"] == 2
    assert [error["path"] for error in broken["errors"]] == paths
    assert all(error["message"] for error in broken["errors"])


def test_blank_lines_are_skipped_but_counted(mkb: Mkb, tmp_path: Path) -> None:
    done = mkb("advise", "--batch", write_lines(tmp_path / "in.jsonl", ["", SOUND, "", "x"]), "--json")
    assert done.lines[1]["line"] == 4


def test_a_byte_order_mark_is_no_fault(mkb: Mkb, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "in.jsonl", [b"\xef\xbb\xbf" + json.dumps(SOUND).encode()])
    assert mkb("advise", "--batch", file, "--json").code == 0


def test_an_empty_file_gives_no_line_and_a_message(mkb: Mkb, tmp_path: Path) -> None:
    done = mkb("advise", "--batch", write_lines(tmp_path / "in.jsonl", []), "--json")
    assert (done.code, done.out) == (0, "")
    assert "geen enkele vraag" in done.err


def test_a_binary_file_is_many_broken_lines_and_no_crash(mkb: Mkb, tmp_path: Path) -> None:
    file = tmp_path / "in.bin"
    file.write_bytes(os.urandom(200_000))
    done = mkb("advise", "--batch", str(file), "--json")
    assert done.code == 1
    assert all(line.keys() == {"line", "errors"} for line in done.lines)


def test_standard_input(process: Mkb) -> None:
    done = process("advise", "--batch", "-", "--json", stdin=(json.dumps(SOUND) + "\n").encode() * 3)
    assert done.code == 0
    assert len(done.lines) == 3


def test_every_advice_has_a_receipt_of_its_own_in_the_store(
    mkb: Mkb, tmp_path: Path, environment: dict[str, str]
) -> None:
    done = mkb("advise", "--batch", write_lines(tmp_path / "in.jsonl", [SOUND] * 450), "--json")
    assert len({line["receipt"] for line in done.lines}) == 450
    engine = create_engine(environment["MKB_DATABASE_URL"])
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(receipts)).scalar_one() == 450
    engine.dispose()


def test_without_json_a_line_is_one_readable_line(mkb: Mkb, tmp_path: Path) -> None:
    done = mkb("advise", "--batch", write_lines(tmp_path / "in.jsonl", [SOUND, "x"]))
    assert done.code == 1
    assert done.out.startswith("a: referral | subsidies | ")
    assert done.out.splitlines()[1] == "2: $: geen geldige JSON: regel 1, teken 1"


@pytest.mark.slow
def test_ten_thousand_lines(process: Mkb, tmp_path: Path) -> None:
    rows = [SOUND | {"id": number} if number % 4 == 0 else "broken" for number in range(10_000)]
    done = process("advise", "--batch", write_lines(tmp_path / "in.jsonl", rows), "--json", "--no-store")
    assert done.code == 1
    assert [line.get("id", -1) for line in done.lines] == [
        number if number % 4 == 0 else -1 for number in range(10_000)
    ]
