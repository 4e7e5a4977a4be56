"""Every recorded answer of the register's public test API, where the reference folder is at hand."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from mkb_partner_kvk.reading import read_basisprofiel, read_vestigingsprofiel
from mkb_partner_kvk.register import look_up, search_by_name
from mkb_partner_kvk.search import read_zoeken
from pytest_httpserver import HTTPServer

from mkb_core.domain.companies import Company
from mkb_core.runtime.broker import Broker
from tests.partners.kvk.answers import MANIFEST

FOLDER = Path(__file__).parents[4] / "shared" / "reference" / "kvk"
ABSENT = "the recordings of the register are absent: ../shared/reference/kvk, seen from the project"
DAY = date(2026, 11, 23)

RECORDINGS = sorted(FOLDER.glob("*.json"))

needs_recordings = pytest.mark.skipif(not RECORDINGS, reason=ABSENT)


def recording(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return read


@needs_recordings
@pytest.mark.parametrize("file", RECORDINGS, ids=lambda file: file.stem)
def test_every_recording_is_read_without_a_note(file: Path) -> None:
    recorded = recording(file)
    body, path = recorded["body"], recorded["request_url"].partition("/api/")[2]
    last = path.rpartition("/")[2]
    if recorded["status"] == 404:
        assert body["fout"][0]["code"] == "IPD5200"
    elif "/basisprofielen/" in path:
        company = read_basisprofiel(body, last, DAY)
        assert {"name", "legal_form", "sbi_codes", "visiting_address", "founding_date", "employees"} <= set(
            company
        )
        assert company.notes == ()
    elif "/vestigingsprofielen/" in path:
        profile = read_vestigingsprofiel(body, body["kvkNummer"], last, DAY)
        assert (set(profile), profile.notes) == ({"trade_names", "sbi_codes", "visiting_address"}, ())
    elif path.startswith("v2/zoeken"):
        page = read_zoeken(body)
        assert (len(page.found), page.total, page.notes) == (body["totaal"], body["totaal"], ())
    else:
        pytest.fail(f"a recording of a call that the client does not know: {path}")


@pytest.fixture
def peer(httpserver: HTTPServer) -> HTTPServer:
    """Replays the recordings; what was not recorded is not found."""
    for file in RECORDINGS:
        recorded = recording(file)
        path, _, query = ("/test/api/" + recorded["request_url"].partition("/api/")[2]).partition("?")
        wanted = httpserver.expect_request(path, query_string=query or None)
        wanted.respond_with_json(recorded["body"], recorded["status"])
    nothing = {"fout": [{"code": "IPD5200", "omschrijving": "Geen gegevens gevonden."}]}
    httpserver.expect_request(
        "/test/api/v2/zoeken", query_string={"naam": "dagobert", "pagina": "1", "resultatenPerPagina": "100"}
    ).respond_with_json(recording(FOLDER / "v2_zoeken_kvkNummer_69599084__200.json")["body"])
    httpserver.expect_request("/test/api/v1/basisprofielen/12345678").respond_with_json(nothing, 404)
    return httpserver


@needs_recordings
def test_the_recordings_fill_a_company_with_provenance(peer: HTTPServer) -> None:
    egress = Broker(MANIFEST, peer.url_for("/test/api"), "k")
    reading = look_up("69599084", egress)
    assert reading is not None
    company = Company("69599084").with_values(reading)
    assert company.value("name") == "Test EMZ Dagobert"
    assert company.value("trade_names")[-1] == "Vierde handelsnaam 1MZ"
    assert company.value("sbi_codes") == ("1011", "10110", "1012", "1013", "10120", "10130")
    assert company.value("visiting_address").house_number == "17 M"
    assert company.value("founding_date") == date(2017, 1, 8)
    assert (company.value("employees"), company.value("legal_form")) == (1, "Eenmanszaak")
    assert {(fact.source, fact.entered_by) for (fact,) in company.fields.values()} == {
        ("kvk", "kvk-register")
    }
    assert reading.notes == ()


@needs_recordings
def test_the_recordings_answer_a_search_and_an_unknown_number(peer: HTTPServer) -> None:
    egress = Broker(MANIFEST, peer.url_for("/test/api"), "k")
    assert look_up("12345678", egress) is None
    searched = search_by_name("dagobert", egress)
    assert [(found.kind, found.address and found.address.place) for found in searched.found] == [
        ("hoofdvestiging", "Amsterdam"),
        ("nevenvestiging", "Maastricht"),
    ]
