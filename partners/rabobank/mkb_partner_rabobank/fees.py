"""Contracts and referral fees of a quarter, from the CSV files that the bank leaves in its drop folder."""

from __future__ import annotations

import re

from mkb_core.domain.companies import is_company_number
from mkb_core.domain.fees import FeeKind
from mkb_core.hooks import FeeLine, FeeReport, Outside, UnreadLine, text
from mkb_core.hooks.tables import Row, UnreadableValue, read_cents, read_day, read_table

PARTNER = "rabobank"
#: ``aanbreng-fees-2026-Q4.csv``; what follows the quarter tells several files of one quarter apart.
_FILE = re.compile(r"(?:aanbreng-fees|referral-fees)-(\d{4}-q[1-4])(?:-[a-z0-9-]+)?\.csv")
#: our column -> the names that it may have in the file
COLUMNS = {
    "id": ("kenmerk", "contractnummer", "contract", "reference"),
    "fee": ("fee", "bedrag", "aanbreng-fee", "amount"),
    "kind": ("soort",),
    "contract_value": ("opdrachtwaarde", "contractwaarde"),
    "signed_on": ("getekend op", "datum", "date"),
    "company_number": ("kvk-nummer", "kvk"),
    "referral": ("doorverwijzing", "verwijzing"),
    "description": ("omschrijving",),
}
KINDS = {
    "": FeeKind.REFERRAL,
    "aanbreng-fee": FeeKind.REFERRAL,
    "aanbrengfee": FeeKind.REFERRAL,
    "zichtbaarheid": FeeKind.VISIBILITY,
    "platformgebruik": FeeKind.PLATFORM_USE,
    "in natura": FeeKind.IN_KIND,
    **{kind.value: kind for kind in FeeKind},
}


def report_fees(quarter: str, egress: Outside) -> FeeReport:
    """All files of the quarter together; a line that cannot be read is in ``unread``, as is a second one of an id."""
    lines: dict[str, FeeLine] = {}
    unread: list[UnreadLine] = []
    sources = files_of(quarter, egress.files())
    for name in sources:
        table = read_table(egress.read_file(name), name, COLUMNS, needed=("id", "fee"))
        unread += table.unread
        for row in table.rows:
            try:
                line = read_line(row)
            except UnreadableValue as refusal:
                unread.append(UnreadLine(row.place, refusal.reason))
                continue
            if line.id in lines:
                reason = text(nl="dit kenmerk staat er al", en="this reference is there already")
                unread.append(UnreadLine(row.place, reason))
            else:
                lines[line.id] = line
    return FeeReport(PARTNER, quarter, tuple(lines.values()), tuple(unread), sources)


def files_of(quarter: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The files about a quarter, in order of their names."""
    found = []
    for name in sorted(names):
        match = _FILE.fullmatch(name.lower())
        if match and match[1].upper() == quarter:
            found.append(name)
    return tuple(found)


def read_line(row: Row) -> FeeLine:
    """One line; raises ``UnreadableValue`` with the first thing that is wrong with it."""
    cells = row.cells
    kind = KINDS.get(cells["kind"].casefold())
    if kind is None:
        raise UnreadableValue(text(nl="dit soort fee is onbekend", en="this kind of fee is unknown"))
    number = cells["company_number"]
    if number and not is_company_number(number):
        raise UnreadableValue(
            text(nl="een KvK-nummer heeft acht cijfers", en="a company number has eight digits")
        )
    value = cells["contract_value"]
    day = cells["signed_on"]
    try:
        return FeeLine(
            id=cells["id"],
            kind=kind,
            fee_cents=read_cents(cells["fee"]),
            contract_value_cents=read_cents(value) if value else None,
            signed_on=read_day(day) if day else None,
            company_number=number or None,
            referral=cells["referral"] or None,
            description=cells["description"] or None,
        )
    except UnreadableValue:
        raise
    except ValueError as error:  # a value that no report may hold, such as a negative contract
        raise UnreadableValue(
            text(nl=f"deze regel past niet in een opgave: {error}", en=f"this line fits no report: {error}")
        ) from None
