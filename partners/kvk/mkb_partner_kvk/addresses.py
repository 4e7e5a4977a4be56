"""Addresses of the register: in the country, abroad, post boxes, in parts or in one line, and protected ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from mkb_core.domain.companies import Address
from mkb_partner_kvk.notes import Notes
from mkb_partner_kvk.values import read_objects, read_text, read_yes

#: The register's kinds of address -> our fields.
FIELD_OF_KIND = {
    "bezoekadres": "visiting_address",
    "bezoeklocatie": "visiting_address",
    "correspondentieadres": "postal_address",
    "postadres": "postal_address",
    "postlocatie": "postal_address",
}
_PARTS = (
    *(
        "straatnaam",
        "huisnummer",
        "huisletter",
        "huisnummerToevoeging",
        "postbusnummer",
        "postcode",
        "plaats",
    ),
    *("straatHuisnummer", "postcodeWoonplaats", "regio", "land", "volledigAdres"),
)


@frozen
class AddressBook:
    """Addresses by field name, and the fields whose address is protected: those are read from nowhere else either."""

    found: Mapping[str, Address] = field(factory=dict)
    protected: frozenset[str] = frozenset()


def read_addresses(value: Any, path: str, notes: Notes) -> AddressBook:
    """The addresses in ``adressen``; the first of each kind counts."""
    found: dict[str, Address] = {}
    protected: set[str] = set()
    for place, item in read_objects(value, path, notes):
        kind = read_text(item.get("type"), f"{place}.type", notes)
        name = FIELD_OF_KIND.get((kind or "").lower())
        if name is None:
            notes.add(f"{place}.type", "unknown-address-kind")
        elif is_protected(item, place, notes):
            protected.add(name)
            notes.add(place, "protected-address")
        else:
            address = read_address(item, place, notes)
            if address is not None and found.setdefault(name, address) != address:
                notes.add(place, "another-address", field=kind)
    return AddressBook({name: found[name] for name in found if name not in protected}, frozenset(protected))


def is_protected(item: Mapping[str, Any], path: str, notes: Notes) -> bool:
    """Whether an address may not be read; a mark that nobody can read counts as yes."""
    for key in ("indAfgeschermd", "IndAfgeschermd"):
        mark = item.get(key)
        blank = mark is None or (isinstance(mark, str) and not mark.strip())
        if not blank and read_yes(mark, f"{path}.{key}", notes) is not False:
            return True
    return False


def read_address(item: Mapping[str, Any], path: str, notes: Notes) -> Address | None:
    """One address; abroad, street and number and postcode and town stay together as the register writes them."""
    part = {key: read_text(item.get(key), f"{path}.{key}", notes) for key in _PARTS}
    country = part["land"]
    if part["straatHuisnummer"] or part["postcodeWoonplaats"]:
        place = _joined(", ", part["postcodeWoonplaats"] or part["plaats"], part["regio"])
        return Address(part["straatHuisnummer"], None, part["postcode"], place, country)
    if part["postbusnummer"]:
        return Address("Postbus", part["postbusnummer"], part["postcode"], part["plaats"], country)
    if part["straatnaam"] or part["postcode"] or part["plaats"]:
        number = _joined(" ", part["huisnummer"], part["huisletter"], part["huisnummerToevoeging"])
        return Address(part["straatnaam"], number, part["postcode"], part["plaats"], country)
    if part["volledigAdres"]:
        notes.add(path, "address-in-one-line")
        return Address(street=part["volledigAdres"], country=country)
    return None


def _joined(by: str, *parts: str | None) -> str | None:
    return by.join(part for part in parts if part) or None
