"""Files of companies: CSV with a first line of names, or JSON Lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, Literal

from mkb_core.cli.entered_values import field_of, typed_fields
from mkb_core.cli.faults import CliFault, usage
from mkb_core.cli.files import opened, read_lines
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.workflows.batches import parse_line

Format = Literal["csv", "jsonl"]
SUFFIXES: dict[str, Format] = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}


def format_of(name: str) -> Format:
    """The format by the name of the file."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise usage(name, "file-kind", expected=", ".join(SUFFIXES))
    return SUFFIXES[suffix]


def rows_of(name: str, kind: Format) -> Iterator[tuple[int, Any]]:
    """Line number and row; a row that cannot be read is the :class:`InvalidInput` that says why."""
    return _csv_rows(name) if kind == "csv" else _json_rows(name)


def _json_rows(name: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(read_lines(name), 1):
        if line.strip():
            try:
                yield number, parse_line(line)
            except InvalidInput as refusal:
                yield number, refusal


def _csv_rows(name: str) -> Iterator[tuple[int, Any]]:
    """Bytes that are no UTF-8 become lone surrogates, which every field refuses: the fault stays with its line."""
    with opened(name) as file:
        words = io.TextIOWrapper(file, "utf-8-sig", errors="surrogateescape", newline="")
        first = words.readline(10_000)
        delimiter = max(";,\t", key=first.count)
        columns = [column.strip() for column in next(csv.reader([first], delimiter=delimiter), [])]
        if "number" not in map(field_of, columns):
            raise InvalidInput([CliFault(name, "columns", {})])
        reader = csv.reader(words, delimiter=delimiter)
        while True:
            line = reader.line_num + 2
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, InvalidInput([InputFault("$", "invalid-value", {"reason": str(error)})])
                continue
            if any(cell.strip() for cell in cells):
                yield line, _csv_row(columns, cells)


def _csv_row(columns: list[str], cells: list[str]) -> dict[str, Any] | InvalidInput:
    if len(cells) > len(columns):
        return InvalidInput([CliFault("$", "surplus", {})])
    given = [(column, cell) for column, cell in zip(columns, cells, strict=False) if cell.strip()]
    try:
        return typed_fields(given)
    except InvalidInput as refusal:
        return refusal
