"""``mkb budget show --xlsx`` and ``--csv``, and ``mkb budget import``: as their users use them."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Mkb


@pytest.fixture
def workbook(mkb: Mkb, tmp_path: Path) -> Path:
    """The second scenario, written by the command."""
    file = tmp_path / "begroting.xlsx"
    done = mkb("budget", "show", "limburg", "--scenario", "2", "--xlsx", str(file))
    assert (done.code, done.err) == (0, "")
    return file


def typed(file: Path, sheet: str, cell: str, value: object) -> None:
    book = openpyxl.load_workbook(file)
    book[sheet][cell] = value
    book.save(file)


def test_an_edit_is_shown_with_what_it_costs_and_saved(mkb: Mkb, workbook: Path, tmp_path: Path) -> None:
    typed(workbook, "Fte", "J7", 3.5)  # consultants of 2019
    saved = tmp_path / "edited.json"
    done = mkb("budget", "import", "limburg", str(workbook), "--save", str(saved), "--json")
    assert (done.code, done.err) == (0, "")
    assert done.json["scenario"] == "2"
    assert done.json["changes"] == {"fte.consultant/consultancy.2019": {"before": 2, "after": "3.5"}}
    what_if = mkb(
        "budget", "what-if", "limburg", "--scenario", "2", "--set", "fte.consultant/consultancy.2019=3.5", "--json"
    )  # fmt: skip
    assert done.json["result"] == what_if.json["result"]
    again = mkb("budget", "show", str(saved), "--scenario", "2", "--json")
    assert again.json == what_if.json["result"]
    untouched = mkb("budget", "show", str(saved), "--scenario", "1", "--json")
    assert untouched.json == mkb("budget", "show", "limburg", "--scenario", "1", "--json").json


def test_faults_save_nothing(mkb: Mkb, workbook: Path, tmp_path: Path) -> None:
    typed(workbook, "Fte", "J7", "drie")
    saved = tmp_path / "edited.json"
    done = mkb("budget", "import", "limburg", str(workbook), "--save", str(saved))
    assert (done.code, done.out) == (1, "")
    assert done.err == 'mkb: Fte!J7: verwacht een getal, kreeg "drie"\n'
    assert not saved.exists()


def test_what_is_no_workbook_and_what_cannot_be_written(mkb: Mkb, tmp_path: Path) -> None:
    file = tmp_path / "begroting.xlsx"
    file.write_text("Fte;3,5")
    done = mkb("budget", "import", "limburg", str(file))
    assert (done.code, done.out) == (1, "")
    assert str(file) in done.err
    done = mkb("budget", "show", "limburg", "--xlsx", str(tmp_path / "nowhere" / "begroting.xlsx"))
    assert done.code == 2
    assert "niet te schrijven" in done.err


@pytest.mark.parametrize("words", ["[]", '{"id": "x"}', "{", "NaN"])
def test_a_plan_in_json_that_is_none(mkb: Mkb, tmp_path: Path, words: str) -> None:
    file = tmp_path / "plan.json"
    file.write_text(words)
    done = mkb("budget", "show", str(file))
    assert (done.code, done.out) == (1, "")
    assert str(file) in done.err


def test_csv_has_every_cell(mkb: Mkb) -> None:
    done = mkb("budget", "show", "limburg", "--scenario", "1", "--csv")
    assert (done.code, done.err) == (0, "")
    lines = list(csv.DictReader(StringIO(done.out)))
    cells = {line["cell"]: line for line in lines}
    assert len(cells) == len(lines) > 500
    assert cells["cost.total.2019"]["value"] == "972865"
    assert cells["hours.consultant/consultancy.total"] == {
        "cell": "hours.consultant/consultancy.total", "measure": "hours", "row": "consultant/consultancy",
        "column": "total", "value": "32300/3", "unit": "hours", "formula": "sum",
    }  # fmt: skip
    assert not [line for line in lines if line["cell"][0] in "=+-@"]
