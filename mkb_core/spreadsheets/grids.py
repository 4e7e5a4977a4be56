"""A workbook's sheets as plain rows of values, read with bounds: a stranger's file may be no workbook, or a huge one."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, TypeAlias

import openpyxl
from attrs import frozen

from mkb_core.errors import InputFault, InvalidInput

LARGEST_FILE = 5_000_000  # bytes
LARGEST_CONTENT = 40_000_000  # bytes, unpacked
MOST_ROWS = 2_000
MOST_COLUMNS = 400
#: ``=1/3``, text, a number, a date, ...; ``None`` is an empty cell
Rows: TypeAlias = Sequence[Sequence[Any]]


@frozen
class Grid:
    """A sheet: what was typed (formulas as text), and the numbers that the spreadsheet program computed."""

    name: str
    typed: Rows
    worked_out: Rows

    def typed_at(self, row: int, column: int) -> Any:
        """What was typed; ``None`` where nothing was."""
        return _at(self.typed, row, column)

    def worked_out_at(self, row: int, column: int) -> Any:
        """The number that the program stored beside a formula."""
        return _at(self.worked_out, row, column)


def read_grids(content: bytes) -> Mapping[str, Grid]:
    """Sheets by name. Raises :class:`InvalidInput` for what is no workbook, or too large. Needs the extra ``xlsx``."""
    _check_size(content)
    try:
        typed, worked_out = _rows(content, values=False), _rows(content, values=True)
    except Exception as error:  # noqa: BLE001  the library raises anything for a broken file
        raise InvalidInput([InputFault("$", "no-workbook", {"reason": type(error).__name__})]) from None
    return {name: Grid(name, rows, worked_out.get(name, ())) for name, rows in typed.items()}


def _check_size(content: bytes) -> None:
    if len(content) > LARGEST_FILE:
        raise _too_large(len(content), LARGEST_FILE)
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InvalidInput([InputFault("$", "no-workbook", {"reason": type(error).__name__})]) from None
    if unpacked > LARGEST_CONTENT:
        raise _too_large(unpacked, LARGEST_CONTENT)


def _too_large(size: int, limit: int) -> InvalidInput:
    return InvalidInput([InputFault("$", "too-large", {"size": size, "limit": limit})])


def _rows(content: bytes, *, values: bool) -> dict[str, Rows]:
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=values)
    try:
        found: dict[str, Rows] = {}
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a file says of its size need not be true
            rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
            found[sheet.title] = [tuple(row) for row in rows]
        return found
    finally:
        book.close()


def _at(rows: Rows, row: int, column: int) -> Any:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None
