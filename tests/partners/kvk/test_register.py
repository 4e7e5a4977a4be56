"""The client against a live-shaped peer: which calls it makes, and what each answer and each fault means."""

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pluggy
import pytest
from attrs import evolve
from mkb_partner_kvk import plugin
from mkb_partner_kvk.reading import Reading
from mkb_partner_kvk.register import look_up, search_by_name
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from mkb_core.errors import SourceUnavailable
from mkb_core.hooks import specs
from mkb_core.hooks.markers import PROJECT
from mkb_core.runtime.broker import Broker
from mkb_core.runtime.egress_limits import Clock
from tests.partners.kvk.answers import (
    BUSY,
    DAY,
    ESTABLISHMENT,
    MANIFEST,
    NOTHING_FOUND,
    NUMBER,
    activity,
    basisprofiel,
    result,
    vestigingsprofiel,
    zoeken,
)

COMPANY = f"/test/api/v1/basisprofielen/{NUMBER}"
PROFILE = f"/test/api/v1/vestigingsprofielen/{ESTABLISHMENT}"
SEARCH = "/test/api/v2/zoeken"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def egress(httpserver: HTTPServer) -> Broker:
    clock = Clock(now=lambda: NOW, sleep=lambda _: None, chance=lambda: 0.0)
    return Broker(MANIFEST, httpserver.url_for("/test/api/"), "k", clock=clock)


def answers(peer: HTTPServer, path: str, body: Any, status: int = 200) -> None:
    peer.expect_oneshot_request(path, headers={"apikey": "k"}).respond_with_json(body, status)


def asked(peer: HTTPServer) -> list[str]:
    return [request.path for request, _ in peer.log]


def found(number: str, egress: Broker) -> Reading:
    company = look_up(number, egress)
    assert company is not None
    return company


def test_a_company_is_its_own_answer_and_that_of_its_main_establishment(
    httpserver: HTTPServer, egress: Broker
) -> None:
    answers(httpserver, COMPANY, basisprofiel())
    answers(httpserver, PROFILE, vestigingsprofiel())
    company = found(NUMBER, egress)
    assert company["sbi_codes"].value == ("0119", "01190", "4622", "0130", "46220")
    assert {fact.date for fact in company.values()} == {DAY}
    assert asked(httpserver) == [COMPANY, PROFILE]


def test_the_same_company_is_not_paid_for_twice_and_keeps_the_day_it_was_asked(
    httpserver: HTTPServer, egress: Broker
) -> None:
    answers(httpserver, COMPANY, basisprofiel())
    answers(httpserver, PROFILE, vestigingsprofiel())
    first = found(NUMBER, egress)
    later = evolve(egress, clock=evolve(egress.clock, now=lambda: datetime(2026, 11, 24, 8, tzinfo=UTC)))
    assert found(NUMBER, later) == first
    assert len(asked(httpserver)) == 2


def test_no_second_call_where_it_can_add_nothing(httpserver: HTTPServer, egress: Broker) -> None:
    answers(httpserver, COMPANY, basisprofiel() | {"sbiActiviteiten": [activity("01190", "Ja")]})
    found(NUMBER, egress)
    assert asked(httpserver) == [COMPANY]


def test_no_second_call_where_there_is_no_establishment(httpserver: HTTPServer, egress: Broker) -> None:
    answers(httpserver, COMPANY, basisprofiel() | {"_embedded": {}})
    found(NUMBER, egress)
    assert asked(httpserver) == [COMPANY]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, {}),
        (429, {}),
        (401, {}),
        (200, "<html>"),
        (404, NOTHING_FOUND),
        (302, {}),
        (503, BUSY),
        (404, {}),
    ],
)
def test_a_fault_of_the_second_call_costs_nothing_of_the_first(
    httpserver: HTTPServer, egress: Broker, status: int, body: Any
) -> None:
    answers(httpserver, COMPANY, basisprofiel())
    raw = body if isinstance(body, str) else None
    expected = httpserver.expect_request(PROFILE)
    if raw is None:
        expected.respond_with_json(body, status)
    else:
        expected.respond_with_data(raw, status)
    company = found(NUMBER, egress)
    assert set(company) >= {
        "name",
        "legal_form",
        "sbi_codes",
        "visiting_address",
        "founding_date",
        "employees",
    }
    assert [note.code for note in company.notes] == ["second-call-failed"]
    assert "vestigingsprofiel" in company.notes[0].message("nl")


def test_a_profile_of_somebody_else_is_noted_and_not_kept(httpserver: HTTPServer, egress: Broker) -> None:
    answers(httpserver, COMPANY, basisprofiel())
    answers(httpserver, PROFILE, vestigingsprofiel() | {"kvkNummer": "87654321"})
    assert [note.code for note in found(NUMBER, egress).notes] == ["other-subject"]
    answers(httpserver, PROFILE, vestigingsprofiel())
    assert found(NUMBER, egress).notes == ()


@pytest.mark.parametrize("code", ["IPD5200", "IPD0005"])
def test_not_found_is_none_and_kept(httpserver: HTTPServer, egress: Broker, code: str) -> None:
    answers(httpserver, COMPANY, {"fout": [{"code": code, "omschrijving": "Niets."}]}, 404)
    assert look_up(NUMBER, egress) is None
    assert look_up(NUMBER, egress) is None
    assert asked(httpserver) == [COMPANY]


@pytest.mark.parametrize("body", [{}, [], {"fout": []}, {"message": "no Route matched"}, "Not Found"])
def test_a_404_that_is_not_the_registers_own_is_not_found_and_told(
    httpserver: HTTPServer, egress: Broker, body: Any, caplog: pytest.LogCaptureFixture
) -> None:
    answers(httpserver, COMPANY, body, 404)
    assert look_up(NUMBER, egress) is None
    assert "is the address of the register right?" in caplog.text


@pytest.mark.parametrize("status", [200, 404, 500, 503])
def test_temporarily_undeliverable_is_asked_again(
    httpserver: HTTPServer, egress: Broker, status: int
) -> None:
    answers(httpserver, COMPANY, BUSY, status)
    answers(httpserver, COMPANY, basisprofiel())
    answers(httpserver, PROFILE, vestigingsprofiel())
    assert found(NUMBER, egress).notes == ()


@pytest.mark.parametrize(
    "body", [{}, [], None, {"kvkNummer": NUMBER}, basisprofiel() | {"kvkNummer": "87654321"}]
)
def test_an_answer_without_a_fact_is_a_fault_and_is_not_kept(
    httpserver: HTTPServer, egress: Broker, body: Any
) -> None:
    answers(httpserver, COMPANY, body)
    with pytest.raises(SourceUnavailable, match="cannot be read"):
        look_up(NUMBER, egress)
    answers(httpserver, COMPANY, basisprofiel() | {"_embedded": None})
    assert found(NUMBER, egress)["employees"].value == 18


@pytest.mark.parametrize(
    ("status", "words"), [(401, "sleutel wordt niet geaccepteerd"), (429, "te veel"), (500, "storing")]
)
def test_a_fault_of_the_first_call_is_said_in_dutch(
    httpserver: HTTPServer, egress: Broker, status: int, words: str
) -> None:
    httpserver.expect_request(COMPANY).respond_with_json({}, status)
    with pytest.raises(SourceUnavailable) as fault:
        look_up(NUMBER, egress)
    assert words in fault.value.sentence("nl")


def test_both_calls_share_one_deadline(httpserver: HTTPServer, egress: Broker) -> None:
    seconds = [0.0]

    def slow(_: Request) -> Response:
        seconds[0] = 9.9
        return Response(json.dumps(basisprofiel()), content_type="application/json")

    def slower(_: Request) -> Response:
        seconds[0] = 10.0
        return Response(json.dumps(vestigingsprofiel()), content_type="application/json")

    httpserver.expect_oneshot_request(COMPANY).respond_with_handler(slow)
    httpserver.expect_oneshot_request(PROFILE).respond_with_handler(slower)
    limited = evolve(egress, clock=evolve(egress.clock, monotonic=lambda: seconds[0]))
    [note] = found(NUMBER, limited).notes
    assert note.code == "second-call-failed"
    assert "niet op tijd" in note.message("nl")


@pytest.mark.parametrize("number", ["", "1234567", "123456789", "1234567a", "../12345", "١٢٣٤٥٦٧٨"])
def test_what_is_no_company_number_is_not_asked(httpserver: HTTPServer, egress: Broker, number: str) -> None:
    with pytest.raises(ValueError, match="eight digits"):
        look_up(number, egress)
    assert asked(httpserver) == []


def numbered(start: int, count: int) -> list[dict[str, Any]]:
    return [result(f"{number:08}", name=f"Bedrijf {number}") for number in range(start, start + count)]


def test_a_search_goes_through_the_pages(httpserver: HTTPServer, egress: Broker) -> None:
    for page, (start, count) in enumerate([(1, 100), (101, 100), (201, 7)], start=1):
        query = {"naam": "bedrijf", "plaats": "Venlo", "pagina": str(page), "resultatenPerPagina": "100"}
        body = zoeken(*numbered(start, count), total=207, page=page)
        httpserver.expect_oneshot_request(SEARCH, query_string=query).respond_with_json(body)
    searched = search_by_name(" bedrijf ", egress, place="Venlo", at_most=500)
    assert [one.number for one in searched.found] == [f"{number:08}" for number in range(1, 208)]
    assert (searched.total, searched.notes, len(asked(httpserver))) == (207, (), 3)


def test_a_search_stops_at_what_was_asked_and_says_that_there_is_more(
    httpserver: HTTPServer, egress: Broker
) -> None:
    answers(httpserver, SEARCH, zoeken(*numbered(1, 10), total=207, size=10))
    searched = search_by_name("bedrijf", egress, at_most=10)
    assert (len(searched.found), [note.code for note in searched.notes]) == (10, ["more-results"])


def test_a_search_that_finds_nothing_is_empty(httpserver: HTTPServer, egress: Broker) -> None:
    answers(httpserver, SEARCH, NOTHING_FOUND, 404)
    assert search_by_name("nergens", egress).found == ()


def test_a_page_that_fails_costs_nothing_of_the_pages_before_it(
    httpserver: HTTPServer, egress: Broker
) -> None:
    answers(httpserver, SEARCH, zoeken(*numbered(1, 100), total=150))
    answers(httpserver, SEARCH, {}, 401)
    searched = search_by_name("bedrijf", egress, at_most=150)
    assert len(searched.found) == 100
    assert [note.code for note in searched.notes] == ["page-failed", "more-results"]


def test_the_first_page_that_fails_is_a_fault(httpserver: HTTPServer, egress: Broker) -> None:
    answers(httpserver, SEARCH, {}, 401)
    with pytest.raises(SourceUnavailable):
        search_by_name("bedrijf", egress)


def test_a_first_page_that_is_no_page_is_a_fault_and_not_nothing(
    httpserver: HTTPServer, egress: Broker
) -> None:
    answers(httpserver, SEARCH, {"hallo": 1})
    with pytest.raises(SourceUnavailable):
        search_by_name("bedrijf", egress)


def test_a_register_that_keeps_repeating_a_page_ends(httpserver: HTTPServer, egress: Broker) -> None:
    httpserver.expect_request(SEARCH).respond_with_json(zoeken(*numbered(1, 100), total=99_999))
    searched = search_by_name("bedrijf", egress, at_most=5000)
    assert (len(searched.found), len(asked(httpserver))) == (100, 10)


def test_a_blank_name_is_not_searched(egress: Broker) -> None:
    with pytest.raises(ValueError, match="must not be empty"):
        search_by_name("  ", egress)


def manager() -> pluggy.PluginManager:
    plugins = pluggy.PluginManager(PROJECT)
    plugins.add_hookspecs(specs)
    plugins.register(plugin)
    plugins.check_pending()
    return plugins


def test_the_hook_answers_with_a_mapping_and_logs_what_was_not_read(
    httpserver: HTTPServer, egress: Broker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="mkb_partner_kvk")
    body = basisprofiel() | {"_embedded": {}, "naam": ["Geheim"]}
    answers(httpserver, COMPANY, body)
    company = manager().hook.mkb_look_up_company(number=NUMBER, egress=egress)
    assert dict(company)["employees"].value == 18
    assert "basisprofiel.naam (unreadable)" in caplog.text
    assert "Geheim" not in caplog.text


def test_the_hook_declares_kvk() -> None:
    if not (Path(plugin.__file__).parent / "kvk.toml").exists():
        pytest.skip("kvk.toml is not there yet")
    (declared,) = manager().hook.mkb_declare_partners()[0]
    assert declared.partner.id == "kvk"
