"""The register looked up as an installation does it: the plugin in a cell, the request by the host's broker."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytest_httpserver import HTTPServer

from mkb_core.errors import SourceUnavailable
from mkb_core.hooks.contracts import PARTNER_HOOKS
from mkb_core.runtime.broker import Broker
from mkb_core.runtime.cells import CellPort, Nursery, Profile
from mkb_core.runtime.egress_limits import Clock
from tests.partners.kvk.answers import DAY, MANIFEST, NUMBER, basisprofiel, vestigingsprofiel
from tests.partners.kvk.test_recordings import RECORDINGS, needs_recordings, recording

KEY = "l7-very-secret-key-0123456789"
HOOK = PARTNER_HOOKS["mkb_look_up_company"]


@pytest.fixture(scope="module")
def cell() -> Iterator[CellPort]:
    nursery = Nursery(Profile.HARDENED)
    port = CellPort("kvk", "mkb_partner_kvk.plugin", nursery)
    yield port
    port.close()
    nursery.close()


@pytest.fixture
def broker(httpserver: HTTPServer) -> Broker:
    clock = Clock(now=lambda: datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC), sleep=lambda _: None)
    return Broker(MANIFEST, httpserver.url_for("/test/api"), KEY, clock=clock)


def test_a_company_is_read_in_the_cell_from_what_the_host_asked(
    httpserver: HTTPServer, cell: CellPort, broker: Broker
) -> None:
    keyed = {"apikey": KEY}
    for path, body in (
        (f"/test/api/v1/basisprofielen/{NUMBER}", basisprofiel()),
        ("/test/api/v1/vestigingsprofielen/000012345678", vestigingsprofiel()),
    ):
        httpserver.expect_oneshot_request(path, headers=keyed).respond_with_json(body)
    call = broker.for_call(HOOK.seconds)
    company = HOOK.read_result(cell.call(HOOK.name, {"number": NUMBER}, HOOK.seconds, call))
    assert company["employees"].value == 18
    assert company["sbi_codes"].value == ("0119", "01190", "4622", "0130", "46220")
    assert {fact.date for fact in company.values()} == {DAY}
    assert KEY not in cell.output()


@needs_recordings
def test_a_recorded_company_comes_through_the_cell(
    httpserver: HTTPServer, cell: CellPort, broker: Broker
) -> None:
    for file in RECORDINGS:
        path = "/test/api/" + recording(file)["request_url"].partition("/api/")[2].partition("?")[0]
        body = json.dumps(recording(file)["body"])
        httpserver.expect_request(path).respond_with_data(
            body, recording(file)["status"], content_type="application/json"
        )
    company = HOOK.read_result(cell.call(HOOK.name, {"number": "69599084"}, HOOK.seconds, broker))
    assert {"name", "legal_form", "sbi_codes", "visiting_address", "employees"} <= set(company)


@pytest.mark.parametrize(("status", "words"), [(401, "sleutel wordt niet geaccepteerd"), (500, "storing")])
def test_a_register_that_gives_no_answer_is_said_in_dutch_through_the_cell(
    httpserver: HTTPServer, cell: CellPort, broker: Broker, status: int, words: str
) -> None:
    httpserver.expect_request(f"/test/api/v1/basisprofielen/{NUMBER}").respond_with_json({}, status)
    with pytest.raises(SourceUnavailable) as fault:
        cell.call(HOOK.name, {"number": NUMBER}, HOOK.seconds, broker)
    assert words in fault.value.sentence("nl")


def test_an_unreadable_answer_is_the_plugins_own_finding_and_comes_back_as_such(
    httpserver: HTTPServer, cell: CellPort, broker: Broker
) -> None:
    httpserver.expect_request(f"/test/api/v1/basisprofielen/{NUMBER}").respond_with_json({})
    with pytest.raises(SourceUnavailable, match=r"kvk .*cannot be read"):
        cell.call(HOOK.name, {"number": NUMBER}, HOOK.seconds, broker)
