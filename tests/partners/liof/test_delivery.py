"""Referrals to LIOF's intake, against a real HTTP server in its place."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from mkb_partner_liof.delivery import REASONS, STATES
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from mkb_core.errors import SourceUnavailable
from mkb_core.hooks import Consent, DeclineReason, DeliveryKind, PartnerState, ReferralDelivery, text
from tests.partners.liof.peer import answer

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
REFERRAL = ReferralDelivery(
    "d-1",
    DeliveryKind.REFERRAL,
    "r-1",
    "liof",
    AT,
    service="liof-advice",
    question="Hoe financier ik een hal?",
    company={"name": "Bakker", "employees": 12},
    contact="Jo, jo@example.org",
    reasons=(text(nl="Past bij financiering", en="Fits finance"),),
    respond_by=date(2026, 11, 30),
    consent=Consent(frozenset({"question", "name", "employees", "contact"}), AT),
)
STATUS = ReferralDelivery("d-2", DeliveryKind.STATUS, "r-1", "liof", AT)
WITHDRAWAL = ReferralDelivery("d-3", DeliveryKind.WITHDRAWAL, "r-1", "liof", AT)


def says(**body: Any) -> Response:
    return Response(json.dumps(body), content_type="application/json")


def test_a_referral_is_posted_with_what_was_consented_and_the_delivery_as_key(httpserver: HTTPServer) -> None:
    seen: list[Request] = []

    def take(request: Request) -> Response:
        seen.append(request)
        return says(status="ontvangen", dossiernummer="L-77", tijdstip="2026-11-23T11:00:00+01:00")

    httpserver.expect_request("/v1/doorverwijzingen", method="POST").respond_with_handler(take)
    done = answer(httpserver, REFERRAL)
    assert (done.referral, done.state, done.reference) == ("r-1", PartnerState.RECEIVED, "L-77")
    assert done.at == AT
    [request] = seen
    assert request.headers["Idempotency-Key"] == "d-1"
    assert request.get_json() == {
        "doorverwijzing": "r-1",
        "dienst": "liof-advice",
        "vraag": "Hoe financier ik een hal?",
        "onderneming": {"name": "Bakker", "employees": 12},
        "contact": "Jo, jo@example.org",
        "toelichting": ["Past bij financiering"],
        "reageren_voor": "2026-11-30",
        "toestemming_van": "2026-11-23T10:00:00+00:00",
    }


def test_a_withdrawal_carries_nothing_but_the_referral(httpserver: HTTPServer) -> None:
    httpserver.expect_oneshot_request(
        "/v1/intrekkingen", method="POST", json={"doorverwijzing": "r-1"}
    ).respond_with_response(says(status="ingetrokken"))
    assert answer(httpserver, WITHDRAWAL).state is PartnerState.WITHDRAWN


def test_withdrawing_what_never_arrived_is_withdrawn(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/intrekkingen").respond_with_json({}, status=404)
    assert answer(httpserver, WITHDRAWAL).state is PartnerState.WITHDRAWN


@pytest.mark.parametrize("status", STATES)
def test_every_state_is_told_in_our_terms(httpserver: HTTPServer, status: str) -> None:
    httpserver.expect_request(
        "/v1/doorverwijzingen/status", query_string={"doorverwijzing": "r-1"}
    ).respond_with_response(says(status=status.upper()))
    done = answer(httpserver, STATUS)
    assert done.state is STATES[status]
    assert (done.reason is None) == (done.state is not PartnerState.DECLINED)


@pytest.mark.parametrize("reason", [*REASONS, "de printer is stuk", None])
def test_every_refusal_has_a_reason(httpserver: HTTPServer, reason: str | None) -> None:
    httpserver.expect_request("/v1/doorverwijzingen").respond_with_response(
        says(status="afgewezen", reden=reason)
    )
    done = answer(httpserver, REFERRAL)
    assert done.reason is REASONS.get(reason or "", DeclineReason.OTHER)


def test_how_a_referral_stands_is_asked_anew_each_time(httpserver: HTTPServer) -> None:
    for status in ("ontvangen", "afgerond"):
        httpserver.expect_ordered_request("/v1/doorverwijzingen/status").respond_with_response(
            says(status=status)
        )
    states = [answer(httpserver, STATUS).state for _ in range(2)]
    assert states == [PartnerState.RECEIVED, PartnerState.DONE]


@pytest.mark.parametrize(
    "body",
    ["[]", "null", "{}", '{"status": "zoek"}', '{"status": 3}', "<html>"],
    ids=["list", "null", "empty", "unknown state", "number", "page"],
)
def test_an_answer_that_says_nothing_is_no_answer(httpserver: HTTPServer, body: str) -> None:
    httpserver.expect_request("/v1/doorverwijzingen").respond_with_data(body, content_type="application/json")
    with pytest.raises(SourceUnavailable):
        answer(httpserver, REFERRAL)


@pytest.mark.parametrize("kind", [REFERRAL, STATUS], ids=["referral", "status"])
@pytest.mark.parametrize("status", [401, 404, 422, 503])
def test_a_system_that_fails_is_no_answer(
    httpserver: HTTPServer, kind: ReferralDelivery, status: int
) -> None:
    httpserver.expect_request("/v1/doorverwijzingen").respond_with_json({}, status=status)
    httpserver.expect_request("/v1/doorverwijzingen/status").respond_with_json({}, status=status)
    with pytest.raises(SourceUnavailable):
        answer(httpserver, kind)


def test_a_time_that_cannot_be_read_is_that_of_the_answer(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/doorverwijzingen").respond_with_response(
        says(status="ontvangen", tijdstip="morgen", doorverwijzing="r-1", opmerking=" dank  u ")
    )
    done = answer(httpserver, REFERRAL)
    assert done.at.tzinfo is not None
    assert done.note == "dank u"
