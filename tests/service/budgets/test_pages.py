"""The pages of budgets without scripts: typed numbers, faults at their cell, both languages, and nothing lost."""

from __future__ import annotations

import re
from fractions import Fraction
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkb_service.pages.budgets.numbers import money, read_typed, typed

from mkb_core.rights import Actor
from tests.service.acting import Acting
from tests.service.budgets.people import BEA, CELL, with_people
from tests.service.conftest import HTML, Client

PAGE = "/begrotingen/limburg"


@pytest.fixture
def acting(client: Client) -> Acting:
    return with_people(client)


def form(client: Client, language: str = "nl", **changed: str) -> dict[str, str]:
    """The fields of the page as a browser would send them."""
    words = client.get(PAGE, headers=HTML, params={"lang": language}).text
    fields = {
        unescape(name): unescape(value)
        for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]*?value="([^"]*)"', words)
    }
    return fields | {"scenario": "1"} | changed


def send(client: Client, action: str, fields: dict[str, str], language: str = "nl") -> str:
    answer = client.post(
        PAGE, data=fields | {"action": action}, headers=HTML, params={"lang": language}, follow_redirects=True
    )
    assert answer.status_code in (200, 400, 409), answer.text
    return unescape(answer.text)


@given(
    st.fractions(max_denominator=10**6).filter(lambda one: abs(one) < 10**15), st.sampled_from(["nl", "en"])
)
def test_a_number_is_read_as_it_is_written(number: Fraction, language: str) -> None:
    assert read_typed(typed(number, language), language) == number


@pytest.mark.parametrize(
    ("words", "language", "number"),
    [
        ("1.234,5", "nl", "1234.5"),
        ("1,234.5", "en", "1234.5"),
        ("15.000", "nl", "15000"),
        ("15.000", "en", "15"),
        ("€ 7.500,50", "nl", "7500.50"),
        ("1 234", "nl", "1234"),
        ("−2", "nl", "-2"),
        ("1/3", "nl", "1/3"),
        ("0,5", "nl", "0.5"),
    ],
)
def test_typed_numbers(words: str, language: str, number: str) -> None:
    assert read_typed(words, language) == Fraction(number)


@pytest.mark.parametrize(
    "words", ["1.5", "1,5,0", "NaN", "inf", "1e9", "", "1.23.456", "1/0", "٣", "9" * 41, "=1+1"]
)
def test_what_is_no_number_in_dutch(words: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - there is no more to it
        read_typed(words, "nl")


def test_money_is_written_in_both_languages() -> None:
    assert money(123_456_789, "nl") == "€ 1.234.567,89"
    assert money(-123_450, "en") == "-€ 1,234.50"
    assert money(Fraction(655_880_125, 3), "nl") == "≈ € 2.186.267,08"
    assert money(Fraction(655_880_125, 3), "nl", 0) == "€ 2.186.267"


def test_the_page_holds_what_the_plan_says(client: Client, acting: Acting) -> None:
    fields = form(client)
    assert fields[CELL] == "4"
    assert fields["cost.organisation_other/office_supplies.2019"] == "15.000"
    assert fields["travel_rate.2019"] == "2,5"
    english = form(client, "en")
    assert english["cost.organisation_other/office_supplies.2019"] == "15,000"
    assert len([name for name in fields if "." in name]) > 150


def test_what_is_sent_unchanged_changes_nothing(client: Client, acting: Acting) -> None:
    words = send(client, "recalculate", form(client))
    assert "cell--changed" not in words
    assert "aria-invalid" not in words


def test_typed_figures_are_computed_and_saved_with_a_reason(client: Client, acting: Acting) -> None:
    fields = form(client, **{CELL: "3,5"})
    computed = send(client, "recalculate", fields)
    assert "Doorgerekend: totaal € 2.108.367" in computed
    refused = send(client, "save", fields)
    assert 'id="reason-fault"' in refused
    assert 'value="3,5"' in refused
    saved = send(client, "save", fields | {"reason": "een halve minder"})
    assert "Versie 1 is bewaard" in saved
    assert form(client)[CELL] == "3,5"


def test_every_fault_stands_at_its_cell_and_nothing_is_saved(client: Client, acting: Acting) -> None:
    wrong = {
        CELL: "veel",
        "rate.consultant": "",
        "months.pilot": "0",
        "fte.consultant/consultancy.pilot": "-1",
    }
    words = send(client, "save", form(client, **wrong, reason="fout"))
    for name in wrong:
        assert re.search(rf'id="fault-{re.escape(name)}" data-live>[^<]+<', words), name
    assert 'value="veel"' in words
    assert "<title>" in words
    assert client.get("/v1/budgets/limburg").json()["newest"]["number"] == 0


def test_a_block_that_is_too_large_or_another_form_is_refused(client: Client, acting: Acting) -> None:
    answer = client.post(PAGE, data={f"x{number}": "1" for number in range(2600)}, headers=HTML)
    assert answer.status_code == 400


def test_who_comes_second_finds_the_work_of_the_first_and_its_own(client: Client, acting: Acting) -> None:
    first = form(client, **{CELL: "3"}, reason="eerst")
    second = form(client, **{"rate.consultant": "110"}, reason="daarna")
    send(client, "save", first)
    acting.actor = BEA
    words = send(client, "save", second)
    assert "Intussen bewaarde iemand anders" in words
    again = form(client)
    assert again[CELL] == "3"
    assert re.search(r'name="rate\.consultant" value="110"', words)
    assert client.get("/v1/budgets/limburg").json()["newest"]["number"] == 1


def test_an_older_version_is_read_only(client: Client, acting: Acting) -> None:
    send(client, "save", form(client, **{CELL: "3"}, reason="minder"))
    words = client.get(f"{PAGE}?versie=0", headers=HTML).text
    assert 'class="cell' not in words
    assert "budgets.js" not in words
    assert "oudere versie" in words


@pytest.mark.parametrize("query", ["scenario=9", "versie=7", "versie=x"])
def test_an_address_of_nothing_is_not_found(client: Client, acting: Acting, query: str) -> None:
    assert client.get(f"{PAGE}?{query}", headers=HTML).status_code == 404


def test_scripts_run_on_the_pages_of_budgets_only(client: Client, acting: Acting) -> None:
    policy = client.get(PAGE, headers=HTML).headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in client.get("/begrotingen", headers=HTML).headers["content-security-policy"]


def test_a_refused_decision_is_told_on_the_page(client: Client, acting: Acting) -> None:
    send(client, "save", form(client, **{CELL: "3"}, reason="minder"))
    token = form(client).get("form_token", "")
    versions = f"{PAGE}/versies/1"
    proposed = client.post(versions, data={"action": "propose", "form_token": token}, headers=HTML)
    assert "voorgesteld" in proposed.text
    acting.actor = Actor("board", "u-ann")
    refused = client.post(versions, data={"action": "approve", "form_token": token}, headers=HTML)
    assert refused.status_code == 403
    assert "Een tweede persoon keurt goed" in refused.text
    acting.actor = BEA
    without = client.post(versions, data={"action": "reject", "form_token": token}, headers=HTML)
    assert without.status_code == 400
    approved = client.post(versions, data={"action": "approve", "form_token": token}, headers=HTML)
    assert "goedgekeurd, geldt nu" in approved.text
