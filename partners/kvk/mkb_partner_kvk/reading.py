"""Pure reading of Basisprofiel and Vestigingsprofiel into facts with provenance.

Links are never read, so it does not matter whether they come as ``_links``, as ``links`` or not at all; keys that we
do not know are ignored. Nothing is derived: a municipality from a town, an enterprise's staff from one of its
establishments or its age from part of a date would be inventions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any

from attrs import field, frozen

from mkb_core.domain import sbi
from mkb_core.domain.companies import Sourced
from mkb_partner_kvk.addresses import AddressBook, read_addresses
from mkb_partner_kvk.notes import Notes, ReadingNote
from mkb_partner_kvk.values import (
    read_count,
    read_day,
    read_number,
    read_object,
    read_objects,
    read_text,
    read_yes,
)

SOURCE = "kvk"
ENTERED_BY = "kvk-register"


@frozen(eq=False)
class Reading(Mapping[str, Sourced]):
    """The facts of a company by field name, usable as that mapping, and what could not be read.

    ``protected`` are the address fields that may not be shown; ``establishment`` is the number of the main
    establishment where the answer names one.
    """

    facts: Mapping[str, Sourced] = field(factory=dict)
    notes: tuple[ReadingNote, ...] = ()
    protected: frozenset[str] = frozenset()
    establishment: str | None = None

    def __getitem__(self, name: str) -> Sourced:
        return self.facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)


def read_basisprofiel(body: Any, number: str, day: date) -> Reading:
    """Read the answer about a company number, retrieved on ``day``."""
    notes = Notes()
    root = "basisprofiel"
    top = read_object(body, root, notes)
    if not _is_about(top, "kvkNummer", number, root, notes):
        return Reading(notes=notes.taken())
    embedded = read_object(top.get("_embedded"), f"{root}._embedded", notes)
    main, main_path = _part(top, embedded, "hoofdvestiging", root, notes)
    owner, owner_path = _part(top, embedded, "eigenaar", root, notes)

    trade_names = _trade_names(top, root, notes) or _trade_names(main, main_path, notes)
    books = [
        read_addresses(part.get("adressen"), f"{path}.adressen", notes)
        for part, path in ((main, main_path), (owner, owner_path), (top, root))
    ]
    addresses = _merged(books)
    values = {
        "name": read_text(top.get("naam"), f"{root}.naam", notes)
        or read_text(top.get("statutaireNaam"), f"{root}.statutaireNaam", notes)
        or read_text(main.get("eersteHandelsnaam"), f"{main_path}.eersteHandelsnaam", notes)
        or next(iter(trade_names), None),
        "trade_names": trade_names,
        "legal_form": read_text(owner.get("rechtsvorm"), f"{owner_path}.rechtsvorm", notes)
        or read_text(owner.get("uitgebreideRechtsvorm"), f"{owner_path}.uitgebreideRechtsvorm", notes),
        "sbi_codes": _sbi_codes(top, root, notes),
        **addresses.found,
        "founding_date": _founding_date(top, root, notes, day),
        "employees": _employees(top, root, main, main_path, notes),
    }
    establishment = read_number(main.get("vestigingsnummer"), 12, f"{main_path}.vestigingsnummer", notes)
    return Reading(_sourced(values, day), notes.taken(), addresses.protected, establishment)


def read_vestigingsprofiel(body: Any, number: str, establishment: str, day: date) -> Reading:
    """Read what the profile of a company's main establishment says about the company, retrieved on ``day``.

    Its staff and its starting date are those of the establishment, so they are not read.
    """
    notes = Notes()
    root = "vestigingsprofiel"
    top = read_object(body, root, notes)
    same_company = _is_about(top, "kvkNummer", number, root, notes)
    if not same_company or not _is_about(top, "vestigingsnummer", establishment, root, notes):
        return Reading(notes=notes.taken())
    addresses = read_addresses(top.get("adressen"), f"{root}.adressen", notes)
    values = {
        "trade_names": _trade_names(top, root, notes),
        "sbi_codes": _sbi_codes(top, root, notes),
        **addresses.found,
    }
    return Reading(_sourced(values, day), notes.taken(), addresses.protected, establishment)


def combined(company: Reading, establishment: Reading) -> Reading:
    """Both answers as one: the company's facts come first, and activity codes of both classifications are kept.

    Main activities lead, that of the company's own answer first. A protected address is dropped from both.
    """
    facts = {**establishment.facts, **company.facts}
    protected = company.protected | establishment.protected
    notes = Notes()
    for name in ("visiting_address", "postal_address"):
        there = establishment.facts.get(name)
        if there is not None and facts[name].value != there.value:
            notes.add(f"vestigingsprofiel.{name}", "another-address", field=name)
    if "sbi_codes" in company.facts and "sbi_codes" in establishment.facts:
        first, second = company.facts["sbi_codes"], establishment.facts["sbi_codes"]
        mains, rests = zip(*((codes.value[:1], codes.value[1:]) for codes in (first, second)), strict=True)
        codes = tuple(dict.fromkeys(chain(*mains, *rests)))
        facts["sbi_codes"] = Sourced(codes, SOURCE, min(first.date, second.date), ENTERED_BY)
    return Reading(
        {name: fact for name, fact in facts.items() if name not in protected},
        company.notes + establishment.notes + notes.taken(),
        protected,
        company.establishment,
    )


def _sourced(values: Mapping[str, Any], day: date) -> dict[str, Sourced]:
    return {
        name: Sourced(value, SOURCE, day, ENTERED_BY)
        for name, value in values.items()
        if value not in (None, ())
    }


def _is_about(top: Mapping[str, Any], key: str, asked: str, root: str, notes: Notes) -> bool:
    """An answer that names another number is about somebody else; one that names none was asked for by number."""
    named = read_number(top.get(key), len(asked), f"{root}.{key}", notes)
    if named not in (None, asked):
        notes.add(f"{root}.{key}", "other-subject", asked=asked)
    return named in (None, asked)


def _part(
    top: Mapping[str, Any], embedded: Mapping[str, Any], name: str, root: str, notes: Notes
) -> tuple[Mapping[str, Any], str]:
    """A part that may be embedded, stand at the top, or be absent; with its path."""
    if embedded.get(name) is not None:
        path = f"{root}._embedded.{name}"
        return read_object(embedded[name], path, notes), path
    return read_object(top.get(name), f"{root}.{name}", notes), f"{root}.{name}"


def _merged(books: list[AddressBook]) -> AddressBook:
    protected = frozenset[str]().union(*(book.protected for book in books))
    found = {name: address for book in reversed(books) for name, address in book.found.items()}
    return AddressBook({name: found[name] for name in found if name not in protected}, protected)


def _trade_names(part: Mapping[str, Any], path: str, notes: Notes) -> tuple[str, ...]:
    """Trade names in the register's order, each once."""
    ranked: list[tuple[bool, int, int, str]] = []
    for place, item in read_objects(part.get("handelsnamen"), f"{path}.handelsnamen", notes):
        name = read_text(item.get("naam"), f"{place}.naam", notes)
        rank = read_count(item.get("volgorde"), f"{place}.volgorde", notes)
        if name is not None:
            ranked.append((rank is None, rank or 0, len(ranked), name))
    return tuple(dict.fromkeys(name for *_, name in sorted(ranked)))


def _sbi_codes(part: Mapping[str, Any], path: str, notes: Notes) -> tuple[str, ...]:
    """Activity codes as text, the main one first; SBI 2008 and SBI 2025 alike."""
    mains: list[str] = []
    others: list[str] = []
    for place, item in read_objects(part.get("sbiActiviteiten"), f"{path}.sbiActiviteiten", notes):
        code = _sbi_code(item.get("sbiCode"), f"{place}.sbiCode", notes)
        is_main = read_yes(item.get("indHoofdactiviteit"), f"{place}.indHoofdactiviteit", notes)
        if code is not None:
            (mains if is_main else others).append(code)
    codes = tuple(dict.fromkeys(chain(mains, others)))
    if len(codes) > 1 and len(set(mains)) != 1:
        notes.add(f"{path}.sbiActiviteiten", "no-main-activity")
    return codes


def _sbi_code(value: Any, path: str, notes: Notes) -> str | None:
    if type(value) is int and not 10_000 <= value <= 99_999:
        notes.add(path, "code-as-number", got=value if abs(value) < 10**6 else "...")
        return None
    written = read_text(value, path, notes)
    if written is None:
        return None
    try:
        if not written.isascii():
            raise ValueError(written)
        return sbi.normalise(written)
    except ValueError:
        notes.unreadable(path, "sbi", value)
        return None


def _founding_date(top: Mapping[str, Any], root: str, notes: Notes, day: date) -> date | None:
    """The enterprise's own start; neither its registration nor an establishment's start says when it was founded."""
    path = f"{root}.materieleRegistratie"
    registration = read_object(top.get("materieleRegistratie"), path, notes)
    ended = read_text(registration.get("datumEinde"), f"{path}.datumEinde", notes)
    if ended is not None:
        notes.add(f"{path}.datumEinde", "ended", known=ended[:10])
    return read_day(registration.get("datumAanvang"), f"{path}.datumAanvang", notes, day)


def _employees(
    top: Mapping[str, Any], root: str, main: Mapping[str, Any], main_path: str, notes: Notes
) -> int | None:
    key = "totaalWerkzamePersonen"
    count = read_count(top.get(key), f"{root}.{key}", notes)
    if count is None:
        of_main = read_count(main.get(key), f"{main_path}.{key}", notes)
        if of_main is not None:
            notes.add(f"{main_path}.{key}", "employees-of-establishment", count=of_main)
    return count
