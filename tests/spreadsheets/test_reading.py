"""Workbooks that came back wrong: every fault with its cell, and nothing taken over."""

from __future__ import annotations

import datetime
import os
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from mkb_core.budget import BudgetPlan
from mkb_core.errors import InvalidInput
from mkb_core.spreadsheets.grids import LARGEST_CONTENT, LARGEST_FILE
from mkb_core.spreadsheets.reading import read_workbook
from mkb_core.spreadsheets.workbook import write_workbook
from tests.spreadsheets.recomputing import edited


@pytest.fixture(scope="module")
def content(limburg: BudgetPlan) -> bytes:
    return write_workbook(limburg, "1", "nl")


def faults(content: bytes, plan: BudgetPlan) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refusal:
        read_workbook(content, plan)
    return {fault.path: fault.code for fault in refusal.value.faults}


def test_all_faults_at_once_each_with_its_cell(content: bytes, limburg: BudgetPlan) -> None:
    wrong: dict[tuple[str, str], Any] = {
        ("Fte", "C6"): "drie",
        ("Fte", "D6"): -1,
        ("Fte", "E6"): 5000,
        ("Fte", "F6"): True,
        ("Fte", "G6"): datetime.date(2026, 1, 2),
        ("Fte", "H6"): "=1+",
        ("Fte", "I6"): "#REF!",
        ("Uitgangspunten", "C6"): None,
        ("Uitgangspunten", "C9"): 0,
        ("Uren", "C6"): 12,
        ("Kosten", "D7"): "=C7",
    }
    assert faults(edited(content, wrong), limburg) == {
        "Fte!C6": "wrong-type",
        "Fte!D6": "out-of-range",
        "Fte!E6": "out-of-range",
        "Fte!F6": "wrong-type",
        "Fte!G6": "wrong-type",
        "Fte!H6": "not-worked-out",
        "Fte!I6": "wrong-type",
        "Uitgangspunten!C9": "out-of-range",
        "Uren!C6": "typed-over",
        "Kosten!D7": "typed-over",
    }


def moved(content: bytes, change: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(BytesIO(content))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (lambda book: book.remove(book["Fte"]), {"Fte": "missing"}),
        (lambda book: book.remove(book["Overzicht"]), {"Overzicht": "missing"}),
        (lambda book: book["Fte"].__setitem__("A6", "chef/consultancy"), {"Fte": "unknown-name"}),
        (lambda book: book["Kosten"].__setitem__("D4", None), {"Kosten": "missing-line"}),
        (lambda book: book["Fte"].__setitem__("D4", "2017-10/11"), {"Fte": "missing-line"}),
        (lambda book: book["Overzicht"].__setitem__("B2", "elders"), {"Overzicht!B2": "other-plan"}),
        (lambda book: book["Overzicht"].__setitem__("B3", "9"), {"Overzicht!B3": "unknown-name"}),
    ],
)
def test_what_is_missing_or_of_another_plan(
    content: bytes, limburg: BudgetPlan, change: Callable[[Any], None], wanted: dict[str, str]
) -> None:
    assert faults(moved(content, change), limburg) == wanted


def test_rows_that_were_moved_are_found_by_their_ids(content: bytes, limburg: BudgetPlan) -> None:
    def swap(book: Any) -> None:
        sheet = book["Fte"]
        for column in range(1, 12):
            first, second = sheet.cell(6, column), sheet.cell(7, column)
            first.value, second.value = second.value, first.value

    # The formulas of other sheets point to the old rows: that is told, rather than computed wrongly.
    assert set(faults(moved(content, swap), limburg).values()) == {"typed-over"}


@pytest.mark.parametrize("garbage", [b"", b"PK\x03\x04", b"<html>", os.urandom(3000), b"\0" * 100])
def test_what_is_no_workbook(limburg: BudgetPlan, garbage: bytes) -> None:
    assert faults(garbage, limburg) == {"$": "no-workbook"}


def test_a_cut_workbook_is_told(content: bytes, limburg: BudgetPlan) -> None:
    for length in range(0, len(content), 997):
        assert faults(content[:length], limburg) == {"$": "no-workbook"}


def test_a_huge_one_is_refused_before_it_is_unpacked(limburg: BudgetPlan) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (LARGEST_CONTENT + 1))
    assert faults(out.getvalue(), limburg) == {"$": "too-large"}
    assert faults(b"0" * (LARGEST_FILE + 1), limburg) == {"$": "too-large"}


def test_a_workbook_that_refers_to_itself_in_its_xml_is_refused(content: bytes, limburg: BudgetPlan) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb if name == "xl/workbook.xml" else old.read(name))
    assert faults(out.getvalue(), limburg) == {"$": "no-workbook"}
