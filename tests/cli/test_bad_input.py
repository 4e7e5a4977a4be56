"""Whatever is given: one clear message with all faults, the right exit code, nothing on standard output, no traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Mkb, write_lines

CASES: dict[str, tuple[list[str], int, list[str]]] = {
    "unknown command": (["bogus"], 2, ["bogus"]),
    "unknown option": (["advise", "x", "--bogus"], 2, ["--bogus"]),
    "no question": (["advise"], 2, ["mkb advise"]),
    "empty question": (["advise", "  "], 2, ["mag niet leeg zijn"]),
    "100 kB question": (["advise", "x" * 100_000], 2, ["te lang: 100000"]),
    "control characters": (["advise", "lening\x1b[2J"], 2, ["tekens die geen tekst zijn"]),
    "two questions": (["advise", "a", "b"], 2, ["b"]),
    "a word for a number": (["advise", "x", "--employees", "many"], 2, ["--employees"]),
    "a number without end": (["advise", "x", "--employees", "9" * 5000], 2, ["--employees"]),
    "a fraction of a person": (["advise", "x", "--employees", "2.5"], 2, ["--employees"]),
    "impossible numbers": (
        ["advise", "x", "--employees", "-5", "--age-years", "2000", "--sbi", "x", "--turnover", "much"],
        2,
        ["--employees: -5", "--age-years: 2000", "--sbi:", "--turnover:"],
    ),
    "empty municipality": (["advise", "x", "--municipality", " "], 2, ["--municipality"]),
    "another language": (["advise", "x", "--lang", "de"], 2, ["--lang"]),
    "file and number": (["advise", "x", "--company", "f", "--kvk", "12345678"], 2, ["--kvk"]),
    "question and batch": (["advise", "x", "--batch", "f"], 2, ["--batch"]),
    "company without question": (["advise", "--employees", "5", "--batch", "f"], 2, ["--batch"]),
    "absent batch": (["advise", "--batch", "no-such-file"], 2, ["no-such-file", "bestaat niet"]),
    "absent company file": (["advise", "x", "--company", "no-such-file"], 2, ["no-such-file"]),
    "absent set": (["evaluate", "no-such-file"], 2, ["no-such-file"]),
    "absent import": (["company", "import", "no-such-file.csv"], 2, ["no-such-file.csv"]),
    "a folder": (["advise", "--batch", "/"], 2, ["map"]),
    "no value": (["advise", "x", "--kvk"], 2, ["--kvk"]),
    "wrong port": (["serve", "--port", "99999"], 2, ["99999"]),
    "negative port": (["demo", "--port", "-1"], 2, ["-1"]),
    "malformed number": (["advise", "x", "--kvk", "12"], 2, ["acht cijfers"]),
    "unknown receipt": (["replay", "r-unknown"], 3, ["r-unknown"]),
    "unknown partner": (["partners", "show", "nobody"], 3, ["nobody"]),
    "register out of reach": (["company", "show", "12345678"], 4, ["niet bereikbaar"]),
}


@pytest.mark.parametrize("name", CASES)
def test_the_command_line(mkb: Mkb, name: str) -> None:
    tokens, code, words = CASES[name]
    done = mkb(*tokens)
    assert (done.code, done.out) == (code, "")
    assert all(word in done.err for word in words)
    assert "Traceback" not in done.err
    assert len(done.err) < 2000


def test_bytes_that_are_no_text_on_the_command_line(process: Mkb) -> None:
    done = process("advise", b"lening \xff\xfe")
    assert (done.code, done.out) == (2, "")
    assert "tekens die geen tekst zijn" in done.err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b"[]", "verwacht"),
        (b'{"employees": "5", "age_years": -1, "colour": "red"}', "colour"),
        (b'{"number": "1", "fields": {"employees": {"value": -2}}}', "acht cijfers"),
        (b'{"number": "12345678", "fields": []}', "fields"),
        (b'{"employees": 1e400}', "1e400"),
        (b"x" * 1_100_000, "te lang"),
    ],
)
def test_a_company_file(mkb: Mkb, tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "company.json"
    file.write_bytes(content)
    done = mkb("advise", "lening?", "--company", str(file))
    assert (done.code, done.out) == (1, "")
    assert words in done.err


@pytest.mark.usefixtures("no_database")
@pytest.mark.parametrize(
    "tokens", [["advise", "lening?"], ["company", "show", "12345678"], ["db", "upgrade"], ["replay", "r"]]
)
@pytest.mark.parametrize(
    "content", [b"this is no database, whatever its name says", os.urandom(5000)], ids=["text", "noise"]
)
def test_a_corrupt_database_file_is_left_as_it_is(
    mkb: Mkb, environment: dict[str, str], tmp_path: Path, tokens: list[str], content: bytes
) -> None:
    file = tmp_path / "store" / "mkb.sqlite"
    file.parent.mkdir()
    file.write_bytes(content)
    done = mkb(*tokens)
    assert (done.code, done.out) == (4, "")
    assert len(done.err.splitlines()) == 1
    assert "geen database" in done.err
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "adres van de database"),
        ("mysql://server/x", "adres van de database"),
        ("sqlite:////proc/none/x.db", "map"),
        ("sqlite:////", "database"),
        ("postgresql://nobody:secret@127.0.0.1:9/x", "neemt geen verbinding aan"),
    ],
)
def test_a_database_that_cannot_be_had(mkb: Mkb, url: str, words: str) -> None:
    done = mkb("advise", "lening?", MKB_DATABASE_URL=url)
    assert (done.code, done.out) == (4, "")
    assert words in done.err
    assert "secret" not in done.err


def test_all_settings_that_cannot_be_read_are_named_together(mkb: Mkb) -> None:
    done = mkb("partners", "list", MKB_PORT="high", MKB_NOW="yesterday")
    assert (done.code, done.out) == (2, "")
    assert "MKB_PORT" in done.err
    assert "MKB_NOW" in done.err


def test_a_region_without_plugin_is_not_found(mkb: Mkb) -> None:
    done = mkb("advise", "lening?", MKB_REGION="atlantis")
    assert done.code == 3
    assert "atlantis" in done.err


@pytest.mark.usefixtures("no_database")
def test_a_batch_on_a_corrupt_database_answers_nothing(mkb: Mkb, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "mkb.sqlite").write_bytes(b"no database at all, really")
    done = mkb("advise", "--batch", write_lines(tmp_path / "in.jsonl", [{"question": "lening?"}]), "--json")
    assert (done.code, done.out) == (4, "")
