"""LibreOffice opens a workbook, works it out itself and gives what the engine gives; and what it saves can be read again."""

from __future__ import annotations

import shutil
import subprocess
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from mkb_core.budget import BudgetPlan, evaluate
from mkb_core.budget.addresses import unit_of
from mkb_core.budget.rounding import whole_cents
from mkb_core.spreadsheets.reading import read_workbook
from mkb_core.spreadsheets.workbook import write_workbook
from tests.spreadsheets.recomputing import edited
from tests.spreadsheets.test_workbook import places_of

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
CHANGES = {
    "fte.consultant/consultancy.2019": Fraction(7, 2),
    "rate.office_management": Fraction(3650),
    "cost.organisation_other/housing.pilot": Fraction(1234567),
    "delay.total": Fraction(3),
}

pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


@pytest.mark.parametrize("scenario", ["1", "2"])
def test_libreoffice_works_out_the_same_totals(limburg: BudgetPlan, tmp_path: Path, scenario: str) -> None:
    assert OFFICE
    places = places_of(limburg, scenario)
    typed = {
        (places[name].sheet, places[name].a1): float(value / 100 if unit_of(name).is_money else value)
        for name, value in CHANGES.items()
    }
    file = tmp_path / "begroting.xlsx"
    file.write_bytes(edited(write_workbook(limburg, scenario, "nl"), typed))  # without stored results
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    to = ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "saved")]
    subprocess.run([OFFICE, home, *to, str(file)], check=True, capture_output=True, timeout=110)
    saved = (tmp_path / "saved" / file.name).read_bytes()
    book = openpyxl.load_workbook(BytesIO(saved), data_only=True)
    exact = evaluate(limburg, scenario).changed(CHANGES)
    compared = 0
    for name, place in places.items():
        if name in exact.values:
            value = exact.values[name]
            found = Fraction(book[place.sheet][place.a1].value or 0)
            if unit_of(name).is_money:
                assert whole_cents(found * 100) == whole_cents(value), name
            else:
                assert abs(found - value) < Fraction(1, 10**9), name
            compared += 1
    assert compared > 500
    assert read_workbook(saved, limburg).changes == CHANGES
