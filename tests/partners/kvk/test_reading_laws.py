"""Laws of reading, on generated answers with every oddity: never an exception, no invented fact, full provenance."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import event, example, given, settings
from hypothesis import strategies as st
from mkb_partner_kvk.reading import (
    ENTERED_BY,
    SOURCE,
    Reading,
    combined,
    read_basisprofiel,
    read_vestigingsprofiel,
)
from mkb_partner_kvk.search import read_zoeken

from mkb_core.codec import canonical, from_json, to_json
from mkb_core.domain import sbi
from mkb_core.domain.companies import Address, Company
from mkb_core.domain.company_fields import COMPANY_FIELDS
from mkb_core.domain.profile import profile_of
from tests.partners.kvk.answers import (
    DAY,
    ESTABLISHMENT,
    NUMBER,
    basisprofiel,
    result,
    vestigingsprofiel,
    zoeken,
)

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.text(st.characters(), max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
SPACED = st.lists(st.text("abcdéü'-.", min_size=1, max_size=8), min_size=1, max_size=4).flatmap(
    lambda words: st.sampled_from([" ", "   ", "\t", "\u00a0 "]).map(lambda gap: gap.join(words) + gap)
)
DATES = (
    st.dates(date(1800, 1, 1), DAY).map("{:%Y%m%d}".format)
    | st.sampled_from(
        ["20150600", "20150000", "00000000", "20150015", "20151301", "20260229", "20991231", "", " "]
    )
    | st.text("0123456789-", min_size=4, max_size=10)
)
COUNTS = (
    st.integers(0, 2000)
    | st.integers(0, 2000).map(str)
    | st.sampled_from(["", " 7 ", "-1", "1.000", "zeven"])
)
CODES = (
    st.text("0123456789", min_size=4, max_size=5)
    | st.sampled_from(["01.13", " 0113 ", "1130", "x", ""])
    | st.integers(0, 99_999)
)
YES_NO = st.sampled_from(["Ja", "Nee", "ja", "NEE", "", "?"]) | st.booleans() | st.none()
LINKS = st.sampled_from(
    [
        {},
        {"_links": {"self": {"href": "https://x.example/9"}}},
        {"links": [{"rel": "self", "href": "https://x.example/9"}]},
        {"links": None},
    ]
)
ADDRESS_KINDS = st.sampled_from(["bezoekadres", "correspondentieadres", "Bezoekadres", "vakantieadres"])


def optional(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """An object of which any key may be absent, null, or (rarely) something else altogether; with unknown keys."""
    odd = {
        key: st.one_of(value, value, value, value, value, st.none(), ANYTHING) for key, value in keys.items()
    }
    known = st.fixed_dictionaries({}, optional=odd)
    extra = st.dictionaries(st.text("xyz", min_size=3, max_size=5), ANYTHING, max_size=2)
    return st.builds(lambda left, right, links: {**left, **right, **links}, extra, known, LINKS)


def several(items: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.one_of(items, items, items, items, ANYTHING), max_size=4)


ADDRESSES = optional(
    type=ADDRESS_KINDS,
    indAfgeschermd=YES_NO,
    volledigAdres=SPACED,
    straatnaam=SPACED,
    huisnummer=COUNTS,
    huisletter=st.sampled_from(["A", "b", ""]),
    huisnummerToevoeging=SPACED,
    postbusnummer=COUNTS,
    postcode=st.sampled_from(["5911AA", "5911 AA", ""]),
    plaats=SPACED,
    straatHuisnummer=SPACED,
    postcodeWoonplaats=SPACED,
    regio=SPACED,
    land=SPACED,
)
TRADE_NAMES = several(optional(naam=SPACED, volgorde=COUNTS))
ACTIVITIES = several(optional(sbiCode=CODES, sbiOmschrijving=SPACED, indHoofdactiviteit=YES_NO))
REGISTRATIONS = optional(datumAanvang=DATES, datumEinde=DATES)
ESTABLISHMENTS = optional(
    vestigingsnummer=st.sampled_from([ESTABLISHMENT, 12345678, "12", ""]),
    eersteHandelsnaam=SPACED,
    handelsnamen=TRADE_NAMES,
    totaalWerkzamePersonen=COUNTS,
    materieleRegistratie=REGISTRATIONS,
    adressen=several(ADDRESSES),
)
OWNERS = optional(rechtsvorm=SPACED, uitgebreideRechtsvorm=SPACED, adressen=several(ADDRESSES))
COMPANIES = optional(
    kvkNummer=st.sampled_from([NUMBER, NUMBER, NUMBER, 1234567, "76543210"]),
    naam=SPACED,
    statutaireNaam=SPACED,
    formeleRegistratiedatum=DATES,
    materieleRegistratie=REGISTRATIONS,
    totaalWerkzamePersonen=COUNTS,
    handelsnamen=TRADE_NAMES,
    sbiActiviteiten=ACTIVITIES,
    hoofdvestiging=ESTABLISHMENTS,
    _embedded=optional(hoofdvestiging=ESTABLISHMENTS, eigenaar=OWNERS),
)
PROFILES = optional(
    kvkNummer=st.just(NUMBER),
    vestigingsnummer=st.just(ESTABLISHMENT),
    handelsnamen=TRADE_NAMES,
    sbiActiviteiten=ACTIVITIES,
    adressen=several(ADDRESSES),
    totaalWerkzamePersonen=COUNTS,
    materieleRegistratie=REGISTRATIONS,
)
RESULTS = optional(
    kvkNummer=st.sampled_from([NUMBER, 1234567, "12", ""]),
    vestigingsnummer=st.sampled_from([ESTABLISHMENT, 5, ""]),
    naam=SPACED,
    type=st.sampled_from(["hoofdvestiging", "nevenvestiging", "rechtspersoon"]),
    actief=YES_NO,
    adres=optional(binnenlandsAdres=ADDRESSES, buitenlandsAdres=ADDRESSES),
)
PAGES = optional(pagina=COUNTS, totaal=COUNTS, resultaten=several(RESULTS))

FIELDS = {
    *("name", "trade_names", "legal_form", "sbi_codes"),
    *("visiting_address", "postal_address", "founding_date", "employees"),
}


def leaves(body: Any) -> Iterator[str]:
    """Every value of an answer as text with single spaces: what a fact may be made of."""
    if isinstance(body, dict | list):
        for item in body.values() if isinstance(body, dict) else body:
            yield from leaves(item)
    elif isinstance(body, str | int | float) and not isinstance(body, bool):
        yield " ".join(str(body).split())


def holds_the_laws(found: Reading, *bodies: Any) -> None:
    assert set(found) <= FIELDS
    written = set(leaves(list(bodies)))
    for name, fact in found.items():
        assert (fact.source, fact.date, fact.entered_by) == (SOURCE, DAY, ENTERED_BY)
        assert from_json(COMPANY_FIELDS[name].kind, json.loads(canonical(fact.value))) == fact.value
        assert comes_from(name, fact.value, written), (name, fact.value)
    assert not found.protected & set(found)
    profile_of(Company(NUMBER).with_values(found), DAY)
    for note in found.notes:
        assert note.path
        for language in ("nl", "en"):
            note.message(language).encode()


def comes_from(name: str, value: Any, written: set[str]) -> bool:
    """Whether a fact stands in the answer, letter by letter."""
    if name == "founding_date":
        return {f"{value:%Y%m%d}", value.isoformat()} & written != set()
    if name == "employees":
        return any(
            word.removesuffix(".0").isdigit() and int(float(word)) == value
            for word in written
            if word.isascii()
        )
    if name == "sbi_codes":
        return len(set(value)) == len(value) and all(
            code in {w.replace(".", "").strip() for w in written} for code in value
        )
    if isinstance(value, Address):
        parts = [part for part in to_json(value).values() if part and part != "Postbus"]
        return bool(parts) and all(any(word and word in part for word in written) for part in parts)
    return all(word in written for word in ([value] if isinstance(value, str) else value))


@settings(max_examples=500, deadline=None)
@given(COMPANIES)
@example(basisprofiel())
def test_any_basisprofiel(body: Any) -> None:
    found = read_basisprofiel(body, NUMBER, DAY)
    event(f"facts: {len(found)}")
    holds_the_laws(found, body)


@settings(max_examples=300, deadline=None)
@given(COMPANIES, PROFILES)
@example(basisprofiel(), vestigingsprofiel())
def test_any_two_answers_together(body: Any, profile: Any) -> None:
    company = read_basisprofiel(body, NUMBER, DAY)
    establishment = read_vestigingsprofiel(profile, NUMBER, ESTABLISHMENT, DAY)
    both = combined(company, establishment)
    holds_the_laws(both, body, profile)
    assert set(both) == (set(company) | set(establishment)) - company.protected - establishment.protected
    assert set(both.notes) >= set(company.notes) | set(establishment.notes)
    if "sbi_codes" in company:
        assert both["sbi_codes"].value[0] == company["sbi_codes"].value[0]


@settings(max_examples=200, deadline=None)
@given(PAGES)
@example(zoeken(result()))
def test_any_page_of_zoeken(body: Any) -> None:
    page = read_zoeken(body)
    written = set(leaves(body))
    assert len(page.found) <= page.rows
    for found in page.found:
        assert found.number in {word.zfill(8) for word in written}
        assert found.name is None or found.name in written


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_anything_at_all(body: Any) -> None:
    for found in (
        read_basisprofiel(body, NUMBER, DAY),
        read_vestigingsprofiel(body, NUMBER, ESTABLISHMENT, DAY),
    ):
        holds_the_laws(found, body)
    read_zoeken(body)


PLACES = st.sampled_from(
    ["naam", "totaalWerkzamePersonen", "handelsnamen", "sbiActiviteiten", "materieleRegistratie", "_embedded"]
)


@settings(max_examples=300, deadline=None)
@given(PLACES, ANYTHING)
def test_one_spoilt_value_spoils_nothing_else(place: str, spoilt: Any) -> None:
    depends = {
        "naam": {"name"},
        "totaalWerkzamePersonen": {"employees"},
        "handelsnamen": {"trade_names"},
        "sbiActiviteiten": {"sbi_codes"},
        "materieleRegistratie": {"founding_date"},
        "_embedded": {"legal_form", "visiting_address", "postal_address"},
    }
    whole = read_basisprofiel(basisprofiel(), NUMBER, DAY)
    found = read_basisprofiel(basisprofiel() | {place: spoilt}, NUMBER, DAY)
    for name in set(whole) - depends[place]:
        assert found[name] == whole[name]
    absent = (
        spoilt is None or isinstance(spoilt, dict | list) or (isinstance(spoilt, str) and not spoilt.strip())
    )
    if not absent and not depends[place] & set(found):
        assert any(place in note.path for note in found.notes), "lost without a note"


@given(DATES)
def test_a_founding_date_is_exactly_the_written_day(written: str) -> None:
    found = read_basisprofiel(
        basisprofiel() | {"materieleRegistratie": {"datumAanvang": written}}, NUMBER, DAY
    )
    if "founding_date" in found:
        assert f"{found['founding_date'].value:%Y%m%d}" == written.strip().replace("-", "")
    else:
        assert found.notes or not written.strip()


@given(st.lists(st.tuples(st.text("0123456789", min_size=4, max_size=5), st.booleans()), max_size=5))
def test_the_main_activity_leads_and_no_code_is_lost(listed: list[tuple[str, bool]]) -> None:
    body = basisprofiel() | {
        "sbiActiviteiten": [
            {"sbiCode": code, "indHoofdactiviteit": "Ja" if main else "Nee"} for code, main in listed
        ]
    }
    fact = read_basisprofiel(body, NUMBER, DAY).get("sbi_codes")
    codes: tuple[str, ...] = fact.value if fact else ()
    assert set(codes) == {sbi.normalise(code) for code, _ in listed}
    mains = {code for code, main in listed if main}
    assert not mains or codes[0] in mains
