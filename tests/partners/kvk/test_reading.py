"""The documented shapes of the register's answers, one fact per test."""

import inspect
from datetime import date
from typing import Any

import pytest
from mkb_partner_kvk import addresses, reading, register, search, values
from mkb_partner_kvk.notes import EXPECTED, SENTENCES, ReadingNote
from mkb_partner_kvk.reading import Reading, combined, read_basisprofiel, read_vestigingsprofiel
from mkb_partner_kvk.search import read_zoeken

from mkb_core.codec import from_json, to_json
from mkb_core.domain.companies import Address, Company, Sourced
from mkb_core.domain.company_fields import COMPANY_FIELDS
from tests.partners.kvk.answers import (
    ABROAD,
    DAY,
    ESTABLISHMENT,
    HAL_LINKS,
    LISTED_LINKS,
    NUMBER,
    POST_BOX,
    VISITING,
    activity,
    basisprofiel,
    result,
    vestigingsprofiel,
    zoeken,
)


def shown(value: object) -> str:
    words = repr(value).replace("'sbiOmschrijving': 'van alles', ", "")
    return words if len(words) < 200 else words[:20]


def read(**changes: Any) -> Reading:
    return read_basisprofiel(basisprofiel() | changes, NUMBER, DAY)


def read_main(**changes: Any) -> Reading:
    body = basisprofiel()
    body["_embedded"]["hoofdvestiging"] |= changes
    return read_basisprofiel(body, NUMBER, DAY)


def values_of(found: Reading) -> dict[str, Any]:
    return {name: fact.value for name, fact in found.items()}


def codes_of(found: Reading) -> list[tuple[str, str]]:
    return [(note.path, note.code) for note in found.notes]


def test_a_full_answer_becomes_all_facts() -> None:
    assert values_of(read()) == {
        "name": "Tuinderij Maasoever B.V.",
        "trade_names": ("Tuinderij Maasoever", "Maasoever Planten"),
        "legal_form": "BeslotenVennootschap",
        "sbi_codes": ("0119", "4622", "0130"),
        "visiting_address": Address("Molenweg", "12 B", "5911AA", "Venlo", "Nederland"),
        "postal_address": Address("Postbus", "77", "5900AB", "Venlo", "Nederland"),
        "founding_date": date(2012, 2, 15),
        "employees": 18,
    }
    assert read().notes == ()
    assert read().establishment == ESTABLISHMENT


def test_every_fact_has_its_provenance_and_fits_its_field() -> None:
    for name, fact in read().items():
        assert (fact.source, fact.date, fact.entered_by) == ("kvk", DAY, "kvk-register")
        assert from_json(COMPANY_FIELDS[name].kind, to_json(fact.value)) == fact.value


def test_a_reading_fills_a_company() -> None:
    company = Company(NUMBER).with_values(read())
    assert company.value("employees") == 18
    assert company.sourced("name") == Sourced("Tuinderij Maasoever B.V.", "kvk", DAY, "kvk-register")


@pytest.mark.parametrize(
    "links", [HAL_LINKS, LISTED_LINKS, {}, {"links": None}, {"_links": []}, {"links": "x"}], ids=shown
)
def test_links_in_any_form_change_nothing(links: dict[str, Any]) -> None:
    body = {key: value for key, value in basisprofiel().items() if key != "_links"} | links
    found = read_basisprofiel(body, NUMBER, DAY)
    assert (values_of(found), found.notes) == (values_of(read()), ())


@pytest.mark.parametrize(
    ("absent", "lost"),
    [
        ("handelsnamen", ("trade_names",)),
        ("totaalWerkzamePersonen", ("employees",)),
        ("sbiActiviteiten", ("sbi_codes",)),
        ("materieleRegistratie", ("founding_date",)),
        ("_embedded", ("legal_form", "visiting_address", "postal_address")),
        ("naam", ()),
        ("kvkNummer", ()),
        ("onbekend", ()),
    ],
    ids=shown,
)
@pytest.mark.parametrize("how", ["no key", "null"], ids=shown)
def test_what_is_absent_is_unknown_and_nothing_else_is(absent: str, lost: tuple[str, ...], how: str) -> None:
    body = basisprofiel() | {absent: None}
    if how == "no key":
        del body[absent]
    found = read_basisprofiel(body, NUMBER, DAY)
    assert set(found) == set(read()) - set(lost)


def test_the_names_that_stand_in_for_an_absent_name() -> None:
    body = basisprofiel() | {"naam": "  "}
    assert read_basisprofiel(body, NUMBER, DAY)["name"].value == "Tuinderij Maasoever Holding B.V."
    del body["statutaireNaam"]
    assert read_basisprofiel(body, NUMBER, DAY)["name"].value == "Tuinderij Maasoever"
    del body["_embedded"]
    assert read_basisprofiel(body, NUMBER, DAY)["name"].value == "Tuinderij Maasoever"


def test_an_establishments_staff_is_not_the_enterprises() -> None:
    found = read(totaalWerkzamePersonen=None)
    assert "employees" not in found
    path = "basisprofiel._embedded.hoofdvestiging.totaalWerkzamePersonen"
    assert codes_of(found) == [(path, "employees-of-establishment")]
    assert "(7)" in found.notes[0].message("nl")


def test_an_establishments_start_is_not_the_enterprises() -> None:
    assert "founding_date" not in read(materieleRegistratie={})


@pytest.mark.parametrize(
    ("written", "count"),
    [(18, 18), ("18", 18), (" 018 ", 18), (0, 0), ("0", 0), (18.0, 18), (1_000_000, 1_000_000)],
    ids=shown,
)
def test_staff_as_number_or_text(written: object, count: int) -> None:
    assert read(totaalWerkzamePersonen=written)["employees"].value == count


@pytest.mark.parametrize(
    "written",
    ["achttien", -1, 1.5, True, 1_000_001, "9" * 5000, [], {}, "1.200", "٣", float("inf")],
    ids=shown,
)
def test_unreadable_staff_is_noted(written: object) -> None:
    found = read(totaalWerkzamePersonen=written)
    assert "employees" not in found
    assert codes_of(found)[0] == ("basisprofiel.totaalWerkzamePersonen", "unreadable")


@pytest.mark.parametrize("written", ["20120215", " 20120215 ", 20120215, "2012-02-15"], ids=shown)
def test_a_full_date(written: object) -> None:
    assert read(materieleRegistratie={"datumAanvang": written})["founding_date"].value == date(2012, 2, 15)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("20150600", "2015-06-??"),
        ("20150000", "2015-??-??"),
        ("00000000", "????-??-??"),
        ("20150015", "2015-??-??"),
        (0, "????-??-??"),
    ],
    ids=shown,
)
def test_a_date_with_zero_parts_is_no_day_but_a_note_of_what_is_known(written: object, known: str) -> None:
    found = read(materieleRegistratie={"datumAanvang": written})
    if written == 0:
        assert codes_of(found) == [("basisprofiel.materieleRegistratie.datumAanvang", "unreadable")]
    else:
        assert codes_of(found) == [("basisprofiel.materieleRegistratie.datumAanvang", "incomplete-date")]
        assert known in found.notes[0].message("nl")
    assert "founding_date" not in found


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("20151301", "unreadable"),
        ("20150230", "unreadable"),
        ("20150099", "unreadable"),
        ("2015", "unreadable"),
        ("gisteren", "unreadable"),
        (True, "unreadable"),
        ([], "unreadable"),
        (-20150601, "unreadable"),
        ("20261124", "unlikely-date"),
        ("10251231", "unlikely-date"),
        ("99991231", "unlikely-date"),
    ],
    ids=shown,
)
def test_a_date_that_cannot_be_is_noted(written: object, code: str) -> None:
    found = read(materieleRegistratie={"datumAanvang": written})
    assert "founding_date" not in found
    assert codes_of(found) == [("basisprofiel.materieleRegistratie.datumAanvang", code)]


def test_an_enterprise_that_has_ended_is_noted() -> None:
    found = read(materieleRegistratie={"datumAanvang": "20120215", "datumEinde": "20240100"})
    assert codes_of(found) == [("basisprofiel.materieleRegistratie.datumEinde", "ended")]
    assert "founding_date" in found


def test_protected_addresses_are_read_from_nowhere() -> None:
    body = basisprofiel()
    body["_embedded"]["hoofdvestiging"]["adressen"][0]["indAfgeschermd"] = "Ja"
    body["_embedded"]["eigenaar"]["adressen"] = [VISITING]
    found = read_basisprofiel(body, NUMBER, DAY)
    both = combined(found, read_vestigingsprofiel(vestigingsprofiel(), NUMBER, ESTABLISHMENT, DAY))
    for one in (found, both):
        assert "visiting_address" not in one
        assert "postal_address" in one
        assert one.protected == {"visiting_address"}
        assert "Molenweg" not in str([(note, note.message()) for note in one.notes])


@pytest.mark.parametrize("mark", ["Ja", "ja", " JA ", True, "true", "J", "misschien", 1, [], {}], ids=shown)
def test_a_protection_mark_that_is_not_a_plain_no_protects(mark: object) -> None:
    assert read_main(adressen=[VISITING | {"indAfgeschermd": mark}]).protected == {"visiting_address"}


@pytest.mark.parametrize("mark", ["Nee", "nee", False, None, "", " "], ids=shown)
def test_a_plain_no_or_nothing_does_not_protect(mark: object) -> None:
    assert "visiting_address" in read_main(adressen=[VISITING | {"indAfgeschermd": mark}])


def test_an_address_abroad_stays_as_the_register_writes_it() -> None:
    assert read_main(adressen=[ABROAD])["visiting_address"].value == Address(
        street="Hauptstrasse 5a", place="D-41334 Nettetal, Nordrhein-Westfalen", country="Duitsland"
    )


def test_an_address_of_one_line_is_kept_whole_without_its_runs_of_spaces() -> None:
    found = read_main(adressen=[{"type": "bezoekadres", "volledigAdres": VISITING["volledigAdres"]}])
    assert found["visiting_address"].value == Address(street="Molenweg 12 B 5911AA Venlo")
    assert [code for _, code in codes_of(found)] == ["address-in-one-line"]


def test_a_house_number_keeps_its_letter_and_addition() -> None:
    one = VISITING | {"huisnummer": "12", "huisletter": "b", "huisnummerToevoeging": "2 hoog"}
    assert read_main(adressen=[one])["visiting_address"].value.house_number == "12 b 2 hoog"


def test_the_owners_address_stands_in_where_there_is_no_establishment() -> None:
    body = basisprofiel()
    body["_embedded"]["hoofdvestiging"] = None
    body["_embedded"]["eigenaar"]["adressen"] = [VISITING, POST_BOX]
    found = read_basisprofiel(body, NUMBER, DAY)
    assert {"visiting_address", "postal_address"} <= set(found)
    assert found.establishment is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ([VISITING, VISITING | {"plaats": "Roermond"}], "another-address"),
        ([VISITING | {"type": "vakantieadres"}], "unknown-address-kind"),
        ([VISITING | {"type": None}], "unknown-address-kind"),
        (["Molenweg 12"], "unreadable"),
        ("Molenweg 12", "unreadable"),
        ({"type": "bezoekadres"}, "unreadable"),
    ],
    ids=shown,
)
def test_what_is_odd_about_addresses_is_noted(changed: Any, code: str) -> None:
    assert code in [found for _, found in codes_of(read_main(adressen=changed))]


@pytest.mark.parametrize(
    ("listed", "codes"),
    [
        ([activity("01130", "Ja")], ("01130",)),
        ([activity("0113", "ja"), activity("46311")], ("0113", "46311")),
        ([activity("4631"), activity("01.13", "Ja")], ("0113", "4631")),
        ([activity("0113", "Ja"), activity("0113")], ("0113",)),
        ([activity("0113", None)], ("0113",)),
        ([activity(46311, "Ja")], ("46311",)),
    ],
    ids=shown,
)
def test_activity_codes_are_text_with_the_main_one_first(listed: list[Any], codes: tuple[str, ...]) -> None:
    found = read(sbiActiviteiten=listed)
    assert (found["sbi_codes"].value, found.notes) == (codes, ())


@pytest.mark.parametrize(
    ("listed", "codes", "noted"),
    [
        ([activity("4631"), activity("0113")], ("4631", "0113"), "no-main-activity"),
        ([activity("4631", "Ja"), activity("0113", "Ja")], ("4631", "0113"), "no-main-activity"),
        ([activity(113, "Ja"), activity("4631", "Ja")], ("4631",), "code-as-number"),
        ([activity(1130, "Ja"), activity("4631", "Ja")], ("4631",), "code-as-number"),
        ([activity("horeca"), activity("4631", "Ja")], ("4631",), "unreadable"),
        ([activity("١٢٣٤"), activity("4631", "Ja")], ("4631",), "unreadable"),
        ([activity([]), activity("4631", "Ja")], ("4631",), "unreadable"),
        (["4631", activity("4631", "Ja")], ("4631",), "unreadable"),
        ([activity("4631", "?"), activity("0113", "Ja")], ("0113", "4631"), "unreadable"),
    ],
    ids=shown,
)
def test_what_is_odd_about_activities_is_noted(listed: list[Any], codes: tuple[str, ...], noted: str) -> None:
    found = read(sbiActiviteiten=listed)
    assert (found["sbi_codes"].value, [code for _, code in codes_of(found)]) == (codes, [noted])


@pytest.mark.parametrize("name", ["\ud800", "a\0b", ["x"], {}, True, 1.5, "x" * 1001], ids=shown)
def test_a_name_that_is_no_text_is_noted(name: object) -> None:
    found = read(naam=name)
    assert codes_of(found) == [("basisprofiel.naam", "unreadable")]
    found.notes[0].message("nl").encode()


@pytest.mark.parametrize(
    "body", [None, [], "x", 1, True, {"kvkNummer": "7654321"}, {"kvkNummer": []}], ids=shown
)
def test_a_body_that_is_no_answer_gives_no_fact(body: object) -> None:
    assert dict(read_basisprofiel(body, NUMBER, DAY)) == {}
    assert dict(read_vestigingsprofiel(body, NUMBER, ESTABLISHMENT, DAY)) == {}
    assert read_zoeken(body).found == ()


def test_an_answer_about_another_company_is_not_taken_over() -> None:
    found = read_basisprofiel(basisprofiel(), "76543210", DAY)
    assert (dict(found), codes_of(found)) == ({}, [("basisprofiel.kvkNummer", "other-subject")])
    other = read_vestigingsprofiel(vestigingsprofiel(), NUMBER, "000000000001", DAY)
    assert (dict(other), codes_of(other)) == ({}, [("vestigingsprofiel.vestigingsnummer", "other-subject")])


def test_numbers_written_as_numbers_get_their_zeros_back() -> None:
    body = basisprofiel() | {"kvkNummer": 1234567}
    body["_embedded"]["hoofdvestiging"]["vestigingsnummer"] = 12345678
    assert read_basisprofiel(body, NUMBER, DAY).establishment == ESTABLISHMENT


def test_both_classifications_are_kept_with_the_main_ones_in_front() -> None:
    profile = read_vestigingsprofiel(vestigingsprofiel(), NUMBER, ESTABLISHMENT, DAY)
    both = combined(read(), profile)
    assert both["sbi_codes"].value == ("0119", "01190", "4622", "0130", "46220")
    assert {name: both[name] for name in read() if name != "sbi_codes"} == {
        name: fact for name, fact in read().items() if name != "sbi_codes"
    }


def test_a_combined_fact_is_as_old_as_its_older_part() -> None:
    earlier = date(2026, 11, 22)
    profile = read_vestigingsprofiel(vestigingsprofiel(), NUMBER, ESTABLISHMENT, earlier)
    assert combined(read(), profile)["sbi_codes"].date == earlier


def test_the_profile_fills_what_the_company_lacks_and_a_difference_is_noted() -> None:
    body = vestigingsprofiel()
    body["adressen"][0]["plaats"] = "Tegelen"
    profile = read_vestigingsprofiel(body, NUMBER, ESTABLISHMENT, DAY)
    assert combined(read_main(adressen=None), profile)["visiting_address"].value.place == "Tegelen"
    both = combined(read(), profile)
    assert both["visiting_address"].value.place == "Venlo"
    assert codes_of(both) == [("vestigingsprofiel.visiting_address", "another-address")]


def test_search_results_at_home_abroad_protected_and_of_legal_persons() -> None:
    abroad = result() | {"adres": {"buitenlandsAdres": {key: ABROAD[key] for key in ABROAD if key != "type"}}}
    hidden = result() | {"adres": {"binnenlandsAdres": VISITING | {"indAfgeschermd": "Ja"}}, "actief": "Nee"}
    page = read_zoeken(zoeken(result(), abroad, hidden, result(establishment=None)))
    assert [found.address and found.address.place for found in page.found] == [
        "Venlo",
        "D-41334 Nettetal, Nordrhein-Westfalen",
        None,
        "Venlo",
    ]
    assert [found.kind for found in page.found][-1] == "rechtspersoon"
    assert [found.active for found in page.found] == [None, None, False, None]
    assert (page.total, page.rows, [note.code for note in page.notes]) == (4, 4, ["protected-address"])


def test_a_search_result_without_a_number_is_noted_and_left_out() -> None:
    page = read_zoeken(zoeken(result() | {"kvkNummer": None}, result() | {"kvkNummer": "12"}, result()))
    assert (len(page.found), page.rows, [note.code for note in page.notes]) == (
        1,
        3,
        ["unreadable", "unreadable"],
    )


def test_every_note_is_said_in_both_languages() -> None:
    code = "\n".join(inspect.getsource(module) for module in (addresses, reading, register, search, values))
    for name, words in SENTENCES.items():
        assert set(words) == {"nl", "en"}
        assert name == "unreadable" or f'"{name}"' in code, f"{name} is never used"
    assert all(len(words) == 2 for words in EXPECTED.values())
    assert ReadingNote("a", "protected-address").message("fr") == SENTENCES["protected-address"]["en"]
