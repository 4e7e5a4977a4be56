"""Members of the associations, from the lists that these leave in the drop folder as CSV (A4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mkb_core.domain.companies import is_company_number
from mkb_core.hooks import CompanyEntry, FeedKind, FeedPage, FeedRequest, Outside, Text, text
from mkb_core.hooks.paging import shortened, take_part
from mkb_core.hooks.tables import Row, UnreadableValue, read_count, read_day, read_table

#: association -> the name that a membership is shown under
ASSOCIATIONS = {"lwv": "LWV", "mkb-limburg": "MKB-Limburg", "lltb": "LLTB"}
#: ``leden-lwv.csv``; what follows the association tells several files of one association apart.
_FILE = re.compile(r"(?:leden|members)-(lwv|mkb-limburg|lltb)(?:-[a-z0-9-]+)?\.csv")
#: field -> the names that its column may have in the file
COLUMNS = {
    "number": ("kvk-nummer", "kvk", "company number"),
    "name": ("naam", "bedrijfsnaam", "company"),
    "municipality": ("gemeente",),
    "employees": ("medewerkers", "aantal medewerkers", "staff"),
    "sbi_codes": ("sbi", "sbi-code"),
    "legal_form": ("rechtsvorm",),
    "founding_date": ("opgericht", "datum van oprichting", "founded"),
}


def fetch_feed(request: FeedRequest, egress: Outside) -> FeedPage:
    """Members list by list; whoever is in several lists has all memberships in each of these entries."""
    if request.feed is not FeedKind.COMPANIES:
        return FeedPage(cursor=request.cursor)
    contents = {name: egress.read_file(name) for name in sorted(egress.files()) if association_of(name)}
    entries: dict[tuple[str, str], dict[str, Any]] = {}
    notes: list[Text] = []
    for name, words in contents.items():
        association = association_of(name)
        table = read_table(words, name, COLUMNS, needed=("number",))
        unread = [(line.place, line.reason) for line in table.unread]
        for row in table.rows:
            try:
                key = (association, _number(row))
                if key in entries:
                    raise UnreadableValue(
                        text(nl="dit bedrijf staat er al", en="this company is there already")
                    )
                entries[key] = _values(row)
            except UnreadableValue as refusal:
                unread.append((row.place, refusal.reason))
        notes += [
            text(**{language: f"{place}: {reason.in_language(language)}" for language in ("nl", "en")})
            for place, reason in unread
        ]
    companies = tuple(
        CompanyEntry(number, association, {**values, "memberships": _memberships(number, entries)})
        for (association, number), values in entries.items()
    )
    part = take_part(companies, "\0".join(word for pair in contents.items() for word in pair), request.cursor)
    return FeedPage(
        companies=part.entries,
        cursor=part.cursor,
        more=part.more,
        notes=shortened(notes) if part.first else (),
    )


def association_of(name: str) -> str:
    """The association whose list a file is; ``""`` where it is none."""
    match = _FILE.fullmatch(name.lower())
    return match[1] if match else ""


def _memberships(number: str, entries: dict[tuple[str, str], dict[str, Any]]) -> list[str]:
    return [shown for association, shown in ASSOCIATIONS.items() if (association, number) in entries]


def _number(row: Row) -> str:
    number = row.cells["number"].replace(" ", "").replace(".", "")
    if not is_company_number(number):
        raise UnreadableValue(
            text(nl="geen KvK-nummer van acht cijfers", en="no company number of eight digits")
        )
    return number


#: How the words of a column become a JSON value; the others are text.
READERS: dict[str, Callable[[str], Any]] = {
    "employees": read_count,
    "founding_date": lambda words: read_day(words).isoformat(),
    "sbi_codes": lambda words: words.replace(",", " ").split(),
}


def _values(row: Row) -> dict[str, Any]:
    """Field to JSON value of what stands in a row; whether a field takes it is for the host to say.

    What cannot be read is told by its column: notes never repeat a cell, which may hold a name.
    """
    values: dict[str, Any] = {}
    for name, words in row.cells.items():
        if not words or name == "number":
            continue
        try:
            values[name] = READERS.get(name, str)(words)
        except UnreadableValue:
            column = COLUMNS[name][0]
            reason = text(nl=f"{column} is niet te lezen", en=f"{column} cannot be read")
            raise UnreadableValue(reason) from None
    return values
