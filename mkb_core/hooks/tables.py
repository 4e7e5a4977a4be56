"""Tables that partners leave behind as CSV, read without losing a line: what cannot be read is named with its place.

For partner packages: ``read_table`` gives rows, ``read_cents``, ``read_day`` and ``read_count`` read a cell. Whatever
could mean two things is refused: nobody can ask the one who wrote it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping
from datetime import date

from attrs import frozen

from mkb_core.codec import describe
from mkb_core.domain.money import cents_from_euros
from mkb_core.hooks.fee_reports import UnreadLine
from mkb_core.text import Text, text


class UnreadableValue(ValueError):
    """A cell that cannot be read; ``reason`` says why, in words of the one who wrote it."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.in_language("en"))


@frozen
class Row:
    """One line: column to what stands there, ``""`` where nothing does. ``place`` such as ``"fees.csv:12"``."""

    place: str
    cells: Mapping[str, str]


@frozen
class Table:
    """The rows of a file, and its lines that are no rows."""

    rows: tuple[Row, ...]
    unread: tuple[UnreadLine, ...] = ()


def read_table(
    words: str, name: str, columns: Mapping[str, Collection[str]], needed: Collection[str]
) -> Table:
    """The rows of a CSV text whose first line names its columns, separated by ``;``, ``,`` or tabs.

    ``columns``: our name to the names that may stand in the file; capitals, hyphens and underscores do not count.
    Other columns are left alone. Where a ``needed`` column is missing or a column is there twice, nothing can be read.
    """
    lines = words.removeprefix("\ufeff").splitlines(keepends=True)
    skipped = (
        1 if lines and lines[0].lower().startswith("sep=") else 0
    )  # a line that only a spreadsheet program reads
    first = lines[skipped] if len(lines) > skipped else ""
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO("".join(lines[skipped:]), newline=""), delimiter=delimiter, strict=True)
    known = {_folded(other): ours for ours, others in columns.items() for other in (ours, *others)}
    try:
        header = [known.get(_folded(cell), "") for cell in next(reader, [])]
    except csv.Error:
        header = []
    named = [column for column in header if column]
    if problem := _header_problem(named, columns, needed):
        return Table((), (UnreadLine(name, problem),))
    rows: list[Row] = []
    unread: list[UnreadLine] = []
    while True:
        line = reader.line_num + 1 + skipped
        try:
            cells = next(reader)
        except StopIteration:
            return Table(tuple(rows), tuple(unread))
        except csv.Error:
            unread.append(UnreadLine(f"{name}:{line}", _broken(line, reader.line_num + skipped)))
            continue
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            unread.append(UnreadLine(f"{name}:{line}", SURPLUS))
        elif any(cell.strip() for cell in cells):
            given = dict(zip(header, (cell.strip() for cell in cells), strict=False))
            rows.append(Row(f"{name}:{line}", {column: given.get(column, "") for column in columns}))


SURPLUS = text(
    nl="er staan meer waarden dan kolommen; zet een waarde met een scheidingsteken erin tussen aanhalingstekens",
    en="there are more values than columns; put a value that holds a separator between quotation marks",
)


def _folded(column: str) -> str:
    return " ".join(re.sub(r"[-_]", " ", column).casefold().split())


def _header_problem(
    named: list[str], columns: Mapping[str, Collection[str]], needed: Collection[str]
) -> Text | None:
    missing = [next(iter(columns[column]), column) for column in needed if column not in named]
    if missing:
        shown = ", ".join(missing)
        return text(nl=f"de eerste regel noemt niet: {shown}", en=f"the first line does not name: {shown}")
    twice = sorted({column for column in named if named.count(column) > 1})
    if twice:
        shown = ", ".join(twice)
        return text(nl=f"de eerste regel noemt dubbel: {shown}", en=f"the first line names twice: {shown}")
    return None


def _broken(first: int, last: int) -> Text:
    if last <= first:
        return text(
            nl="de aanhalingstekens in deze regel kloppen niet",
            en="the quotation marks in this line are wrong",
        )
    return text(
        nl=f"de aanhalingstekens kloppen niet: regel {first} tot en met {last} zijn niet gelezen",
        en=f"the quotation marks are wrong: lines {first} to {last} were not read",
    )


_PLAIN = re.compile(r"\d{1,15}(?:[.,]\d{1,2})?", re.ASCII)
_GROUPED = re.compile(r"([1-9]\d{0,2})([.,' ])(\d{3}(?:\2\d{3})*)(?:([.,])(\d{1,2}))?", re.ASCII)


def read_cents(words: str) -> int:
    """Euros as people write them, to cents: ``1.234,56``, ``1,234.56``, ``1234.56``, ``€ 12,-`` or ``-12,50``.

    Raises :class:`UnreadableValue`, also for ``1.234``, which is one euro or a thousand.
    """
    plain = words.replace("\N{NO-BREAK SPACE}", " ").replace("\N{MINUS SIGN}", "-")
    plain = re.sub(r"€|\beur(o|os)?\b", "", plain, flags=re.IGNORECASE).strip()
    sign, plain = (-1, plain[1:].strip()) if plain.startswith("-") else (1, plain)
    plain = re.sub(r"[.,]-{1,2}$", "", plain)
    if _PLAIN.fullmatch(plain):
        return sign * cents_from_euros(plain)
    match = _GROUPED.fullmatch(plain)
    if match is None or match[2] == match[4] or len(plain) > 20:
        raise UnreadableValue(
            text(
                nl=f"{describe(words)} is geen bedrag in hele centen, zoals 1234,56",
                en=f"{describe(words)} is no amount in whole cents, such as 1234.56",
            )
        )
    whole, separator, groups, _, decimals = match.groups()
    if decimals is None and separator in ".," and len(groups) == 3:
        raise UnreadableValue(
            text(
                nl=f"{describe(words)} kan {whole}{groups} euro zijn of {whole},{groups}; schrijf {whole}{groups},00",
                en=f"{describe(words)} may be {whole}{groups} euros or {whole}.{groups}; write {whole}{groups}.00",
            )
        )
    digits = re.sub(r"[.,' ]", "", groups)
    return sign * cents_from_euros(f"{whole}{digits}" + (f".{decimals}" if decimals else ""))


_DAY = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})", re.ASCII)
_NAMED_DAY = re.compile(r"(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4})", re.ASCII)
_MONTHS = (
    ("januari", "january"), ("februari", "february"), ("maart", "mrt", "march"), ("april",), ("mei", "may"),
    ("juni", "june"), ("juli", "july"), ("augustus", "august"), ("september",), ("oktober", "october"),
    ("november",), ("december",),
)  # fmt: skip


def _month(words: str) -> int:
    """The month of a Dutch or English name, or of its first three letters or more; raises ``KeyError``."""
    for number, names in enumerate(_MONTHS, 1):
        if any(name.startswith(words) for name in names):
            return number
    raise KeyError(words)


def read_day(words: str) -> date:
    """A day: ``2026-10-05``, ``05-10-2026``, ``5.10.2026``, ``5 oktober 2026`` or ``5 Oct 2026``.

    With slashes the month may come first, so only what can be one day is read. Raises :class:`UnreadableValue`.
    """
    plain = words.strip().casefold()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", plain, re.ASCII):
            return date.fromisoformat(plain)
        if named := _NAMED_DAY.fullmatch(plain):
            return date(int(named[3]), _month(named[2]), int(named[1]))
        if match := _DAY.fullmatch(plain):
            one, other, year = int(match[1]), int(match[3]), int(match[4])
            if match[2] == "/" and one <= 12 and other <= 12 and one != other:
                raise UnreadableValue(
                    text(
                        nl=f"{describe(words)} kan twee dagen zijn; schrijf JJJJ-MM-DD",
                        en=f"{describe(words)} may be two days; write YYYY-MM-DD",
                    )
                )
            day, month = (other, one) if match[2] == "/" and other > 12 else (one, other)
            return date(year, month, day)
    except UnreadableValue:
        raise
    except (ValueError, KeyError):
        pass
    raise UnreadableValue(
        text(
            nl=f"{describe(words)} is geen datum (JJJJ-MM-DD of DD-MM-JJJJ)",
            en=f"{describe(words)} is no date (YYYY-MM-DD or DD-MM-YYYY)",
        )
    )


def read_count(words: str) -> int:
    """A whole number without separators; raises :class:`UnreadableValue`."""
    if not re.fullmatch(r"\d{1,9}", words.strip(), re.ASCII):
        raise UnreadableValue(
            text(nl=f"{describe(words)} is geen heel getal", en=f"{describe(words)} is no whole number")
        )
    return int(words)
