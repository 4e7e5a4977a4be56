"""The territory of Limburg: found by every way in which a municipality is written, and by postcode."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.domain.regions import Municipality, Postcode, Region, SubRegion
from mkb_core.hooks import read_region
from mkb_core.text import text

REGION = read_region("mkb_plugin_region_limburg").region
ALL = {municipality.name: municipality for municipality in REGION.municipalities}

municipalities = st.sampled_from(REGION.municipalities)


def test_the_region_has_its_31_municipalities() -> None:
    assert len(ALL) == 31
    assert len({municipality.code for municipality in REGION.municipalities}) == 31


@pytest.mark.parametrize("name", ALL)
def test_a_municipality_is_found_by_name_code_and_other_names(name: str) -> None:
    municipality = ALL[name]
    for written in (name, municipality.code, *municipality.other_names):
        assert REGION.municipality(written) == municipality


def test_no_two_municipalities_share_a_name() -> None:
    names = [
        written.casefold()
        for municipality in REGION.municipalities
        for written in {municipality.name, municipality.code, *municipality.other_names}
    ]
    assert len(names) == len(set(names))


@given(municipalities, st.data())
def test_case_and_spaces_do_not_matter(municipality: Municipality, data: st.DataObject) -> None:
    upper = data.draw(st.lists(st.booleans(), min_size=40, max_size=40))
    written = "".join(
        character.upper() if up else character.lower()
        for character, up in zip(municipality.name, upper, strict=False)
    )
    gap = data.draw(st.sampled_from([" ", "  ", "\t", " \n"]))
    assert REGION.municipality(gap + written.replace(" ", gap) + gap) == municipality


@pytest.mark.parametrize(
    "name", ["Eindhoven", "Aken", "Amsterdam", "", " ", "Limburg", "GM9999", "6211", "\x00"]
)
def test_elsewhere_is_outside(name: str) -> None:
    assert REGION.municipality(name) is None


@given(st.text())
def test_any_text_may_be_looked_up(written: str) -> None:
    found = REGION.municipality(written)
    assert found is None or found in REGION.municipalities


@pytest.mark.parametrize(
    ("postcode", "name"),
    [
        ("6211 AB", "Maastricht"),
        ("6211AB", "Maastricht"),
        (" 6211", "Maastricht"),
        ("5911", "Venlo"),
        ("6041 XX", "Roermond"),
    ],
)
def test_a_postcode_leads_to_its_municipality(postcode: str, name: str) -> None:
    assert REGION.municipality_of_postcode(postcode) == ALL[name]


@pytest.mark.parametrize("postcode", ["", "1012 AB", "5611", "621", "abcd", "0000"])
def test_a_postcode_elsewhere_is_outside(postcode: str) -> None:
    assert REGION.municipality_of_postcode(postcode) is None


def test_postcodes_of_another_country_count_as_far_as_they_are_given() -> None:
    """All five digits in Germany; the first part in Britain; where several fit, the longest."""
    areas = (Postcode("52525", "A"), Postcode("5252", "B"), Postcode("SW1A", "B"))
    places = tuple(Municipality(name, name, "x") for name in "AB")
    region = Region("r", text(en="R"), "DE", ("de",), (SubRegion("x", text(en="X")),), places, areas)
    found = [region.municipality_of_postcode(one) for one in ("52525", "52526", "sw1a 1aa", "41812")]
    assert [one.name if one else None for one in found] == ["A", "B", "B", None]


def test_every_municipality_has_a_postcode_and_a_sub_region() -> None:
    assert {area.municipality for area in REGION.postcodes} == set(ALL)
    assert {one.sub_region for one in REGION.municipalities} == {one.id for one in REGION.sub_regions}
