"""Pure reading of the answers of Zoeken: which registrations match a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from mkb_core.domain.companies import Address
from mkb_partner_kvk.addresses import is_protected, read_address
from mkb_partner_kvk.notes import Notes, ReadingNote
from mkb_partner_kvk.values import read_count, read_number, read_object, read_objects, read_text, read_yes


@frozen
class FoundRegistration:
    """One result: an establishment (``establishment`` has its number) or a legal person (it is ``None``).

    ``kind`` is the register's word: hoofdvestiging, nevenvestiging or rechtspersoon. ``active`` is ``None`` where the
    answer does not say.
    """

    number: str
    name: str | None = None
    kind: str | None = None
    establishment: str | None = None
    address: Address | None = None
    active: bool | None = None


@frozen
class SearchPage:
    """One page; ``rows`` counts what stood on it, read or not; ``total`` is what the register says there are."""

    found: tuple[FoundRegistration, ...] = ()
    rows: int = 0
    total: int | None = None
    notes: tuple[ReadingNote, ...] = ()


@frozen
class SearchResult:
    """All that was found by name, in the register's order."""

    found: tuple[FoundRegistration, ...] = ()
    total: int | None = None
    notes: tuple[ReadingNote, ...] = ()


def read_zoeken(body: Any, page: int = 1) -> SearchPage:
    """Read one page; a result without a company number is noted and left out."""
    notes = Notes()
    root = f"zoeken[{page}]"
    top = read_object(body, root, notes)
    found = []
    for place, item in read_objects(top.get("resultaten"), f"{root}.resultaten", notes):
        number = read_number(item.get("kvkNummer"), 8, f"{place}.kvkNummer", notes)
        if number is None:
            if item.get("kvkNummer") in (None, ""):
                notes.unreadable(f"{place}.kvkNummer", "company-number", None)
            continue
        found.append(_registration(number, item, place, notes))
    listed = top.get("resultaten")
    rows = len(listed) if isinstance(listed, list) else 0
    return SearchPage(
        tuple(found), rows, read_count(top.get("totaal"), f"{root}.totaal", notes), notes.taken()
    )


def _registration(number: str, item: Mapping[str, Any], place: str, notes: Notes) -> FoundRegistration:
    return FoundRegistration(
        number=number,
        name=read_text(item.get("naam"), f"{place}.naam", notes),
        kind=read_text(item.get("type"), f"{place}.type", notes),
        establishment=read_number(item.get("vestigingsnummer"), 12, f"{place}.vestigingsnummer", notes),
        address=_address(item, place, notes),
        active=read_yes(item.get("actief"), f"{place}.actief", notes),
    )


def _address(item: Mapping[str, Any], place: str, notes: Notes) -> Address | None:
    outer = read_object(item.get("adres"), f"{place}.adres", notes)
    for key in ("binnenlandsAdres", "buitenlandsAdres"):
        path = f"{place}.adres.{key}"
        inner = read_object(outer.get(key), path, notes)
        if is_protected(inner, path, notes):
            notes.add(path, "protected-address")
            return None
        address = read_address(inner, path, notes)
        if address is not None:
            return address
    return None
