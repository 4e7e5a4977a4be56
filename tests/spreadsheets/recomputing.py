"""A workbook's formulas worked out exactly, by other code than the budget's: references, sums, products, MIN and MAX."""

from __future__ import annotations

import re
from fractions import Fraction
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, get_column_letter

NAME = r"(?:'((?:[^']|'')+)'!|([^\W\d]\w*)!)?"
RANGE = re.compile(rf"SUM\({NAME}([A-Z]+)(\d+):([A-Z]+)(\d+)\)")
REFERENCE = re.compile(rf"{NAME}([A-Z]+\d+)(?![\w(])")
NUMBER = re.compile(r"(?<![\w.\"'])(\d+(?:\.\d+)?)(?![\w.\"'])")


class Recomputed:
    """The cells of a workbook by sheet and name, each worked out once."""

    def __init__(self, content: bytes) -> None:
        book = openpyxl.load_workbook(BytesIO(content))
        self.typed: dict[tuple[str, str], Any] = {
            (sheet.title, cell.coordinate): cell.value
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        self.known: dict[tuple[str, str], Fraction] = {}

    def formulas(self) -> list[tuple[str, str]]:
        """The cells that are computed."""
        return [
            place for place, typed in self.typed.items() if isinstance(typed, str) and typed.startswith("=")
        ]

    def value(self, sheet: str, cell: str) -> Fraction:
        """The number of a cell; an empty one is zero."""
        place = sheet, cell
        if place not in self.known:
            typed = self.typed.get(place, 0)
            is_formula = isinstance(typed, str) and typed.startswith("=")
            self.known[place] = self._worked_out(sheet, typed[1:]) if is_formula else Fraction(repr(typed))
        return self.known[place]

    def _worked_out(self, sheet: str, formula: str) -> Fraction:
        words = RANGE.sub(lambda match: f"({self._spelled_out(match)})", formula)
        cells: list[Fraction] = []

        def keep(match: re.Match[str]) -> str:
            at = (match[1] or match[2] or sheet).replace("''", "'")
            cells.append(self.value(at, match[3]))
            return f"cells[N{len(cells) - 1}]"

        words = REFERENCE.sub(keep, words)
        words = NUMBER.sub(r"Fraction('\1')", words).replace("[N", "[")
        names = {"cells": cells, "Fraction": Fraction, "MIN": min, "MAX": max}
        return Fraction(eval(words, {"__builtins__": {}}, names))  # noqa: S307  of our own making

    def _spelled_out(self, match: re.Match[str]) -> str:
        at = match[0][4 : match.start(3) - match.start()]
        columns = range(column_index_from_string(match[3]), column_index_from_string(match[5]) + 1)
        rows = range(int(match[4]), int(match[6]) + 1)
        return "+".join(f"{at}{get_column_letter(column)}{row}" for column in columns for row in rows)


def edited(content: bytes, cells: dict[tuple[str, str], Any]) -> bytes:
    """A workbook with other values typed in; what was computed is no longer stored in it."""
    book = openpyxl.load_workbook(BytesIO(content))
    for (sheet, cell), value in cells.items():
        assert coordinate_from_string(cell)
        book[sheet][cell] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()
