"""Handing a referral to a partner: over every transport the same answer, from a real HTTP server as the partner's."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, demo_app, make_server

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from pytest_httpserver import HTTPServer
from sqlalchemy import select, true
from werkzeug import Request, Response

from mkb_core.domain.companies import Company
from mkb_core.errors import Denied, InvalidInput, NotFound, SourceUnavailable
from mkb_core.hooks import Consent, DeliveryAnswer, DeliveryKind, PartnerState, ReferralDelivery
from mkb_core.rights import COMMAND_LINE, Actor
from mkb_core.runtime.broker import Broker
from mkb_core.runtime.discovery import Found, discover
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.host import HookFailed, load_plugins
from mkb_core.runtime.in_process import InProcessPort
from mkb_core.runtime.isolation import Isolation, MakePort, unavailable
from mkb_core.runtime.manifests import Manifest, Transport
from mkb_core.runtime.remote.application import make_application
from mkb_core.runtime.remote.keys import read_keys
from mkb_core.store.companies import NEW, company_version, save_company
from mkb_core.store.consents import StoredConsent, add_consent, withdraw_consent
from mkb_core.store.engine import write
from mkb_core.store.trust_tables import consents
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.deliveries import deliver, delivering_partners
from mkb_core.workflows.outsides import outsides_of, ports_over_http
from mkb_core.workflows.settings import PluginSettings
from tests.generated import deliveries
from tests.workflows.planting import planted, with_plugins

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
STATUS = ReferralDelivery("d-1", DeliveryKind.STATUS, "r-1", "liof", AT)
IDS = itertools.count(1)
Plant = Callable[..., Installation]
SECRET = "a-secret-of-the-tests-0123456789-abcdefghij"
#: what the peer says to each kind of delivery, and what that is in our terms
SAYS = {
    DeliveryKind.REFERRAL: ("aangenomen", PartnerState.ACCEPTED),
    DeliveryKind.STATUS: ("in behandeling", PartnerState.IN_PROGRESS),
    DeliveryKind.WITHDRAWAL: ("ingetrokken", PartnerState.WITHDRAWN),
}


NUMBER = "12345678"


def hand_over(installation: Installation, delivery: ReferralDelivery) -> DeliveryAnswer:
    """Deliver for a company that consented to all that the message carries."""
    with write(installation.engine) as connection:
        if company_version(connection, NUMBER) == NEW:
            save_company(connection, Company(NUMBER), NEW, at=AT)
        if delivery.shown:
            id_ = f"c-{next(IDS)}"
            consent = StoredConsent(id_, NUMBER, "referral", AT, "u-1", delivery.partner, delivery.shown)
            add_consent(connection, consent)
    return deliver(installation, COMMAND_LINE, NUMBER, delivery)


class Intake:
    """The partner's system: keeps each message once by its key, and says that it was taken."""

    def __init__(self, server: HTTPServer) -> None:
        self.received: dict[str, Any] = {}
        self.times = 0
        for path, kind in (
            ("/v1/doorverwijzingen", DeliveryKind.REFERRAL),
            ("/v1/doorverwijzingen/status", DeliveryKind.STATUS),
            ("/v1/intrekkingen", DeliveryKind.WITHDRAWAL),
        ):
            server.expect_request(path).respond_with_handler(self.taking(kind))

    def taking(self, kind: DeliveryKind) -> Callable[[Request], Response]:
        def take(request: Request) -> Response:
            self.times += 1
            if key := request.headers.get("Idempotency-Key"):
                self.received.setdefault(key, request.get_json())
            return Response(json.dumps({"status": SAYS[kind][0]}), content_type="application/json")

        return take


@pytest.fixture(params=["in process", "over a pipe", "over http"])
def liof(
    request: pytest.FixtureRequest, assembled: Installation, httpserver: HTTPServer
) -> Iterator[Installation]:
    """LIOF's real plugin behind each kind of port, with the test's server as LIOF's system."""
    peer = PluginSettings(base_url=httpserver.url_for(""))
    with ExitStack() as opened:
        found: Found | None = None
        http: MakePort = unavailable
        if request.param == "over http":
            [found] = [one for one in discover() if one.name == "liof"]
            assert found.manifest is not None
            url = opened.enter_context(serving(found.manifest, peer))
            found = evolve(found, manifest=evolve(found.manifest, transport=Transport.HTTP))
            http = ports_over_http(
                evolve(assembled.settings, plugins={"liof": PluginSettings(url=url, secret=SECRET)})
            )
        host = load_plugins(
            [found] if found else None,
            isolation=Isolation.CELLS if request.param == "over a pipe" else Isolation.IN_PROCESS,
            http=http,
            outsides=outsides_of(evolve(assembled.settings, plugins={"liof": peer})),
            now=assembled.settings.clock,
        )
        opened.callback(host.close)
        yield Installation(assembled.settings, host, assembled.catalogue)


@contextmanager
def serving(manifest: Manifest, given: PluginSettings) -> Iterator[str]:
    """The plugin on its partner's own server, with a way outside of its own; the address of the server."""
    server = make_server("127.0.0.1", 0, demo_app, handler_class=Silent)
    address = f"http://127.0.0.1:{server.server_port}/"
    broker = Broker(manifest, base_url=given.base_url)
    port = InProcessPort("liof", "mkb_partner_liof.plugin")
    server.set_app(make_application(port, read_keys(SECRET), address, outside=broker.for_call))
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()


class Silent(WSGIRequestHandler):
    """Tells nothing of what it serves."""

    def log_message(self, *_: Any) -> None:
        """Not here."""


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deliveries())
def test_whatever_a_delivery_holds_the_partner_gets_it_and_answers(
    liof: Installation, httpserver: HTTPServer, drawn: ReferralDelivery
) -> None:
    httpserver.clear()
    intake = Intake(httpserver)
    delivery = evolve(drawn, partner="liof", service=None)
    for _ in range(2):  # a message that comes again has no second effect
        answer = hand_over(liof, delivery)
        assert (answer.referral, answer.state) == (delivery.referral, SAYS[delivery.kind][1])
    assert intake.times == 2
    if delivery.kind is DeliveryKind.STATUS:
        assert intake.received == {}
    else:
        assert list(intake.received) == [delivery.id]
        sent = intake.received[delivery.id]
        assert sent["doorverwijzing"] == delivery.referral
        if delivery.kind is DeliveryKind.WITHDRAWAL:
            assert list(sent) == ["doorverwijzing"]
        else:
            assert sent.get("onderneming", {}) == delivery.company


def test_a_system_that_is_down_may_be_asked_again(liof: Installation, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/doorverwijzingen/status").respond_with_json({}, status=401)
    with pytest.raises(SourceUnavailable):
        hand_over(liof, STATUS)
    httpserver.clear()
    Intake(httpserver)
    assert hand_over(liof, STATUS).state is PartnerState.IN_PROGRESS


@pytest.fixture
def plant(assembled: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plant:
    """An installation whose plugin ``liof`` answers what a test says."""

    def put(answer: Callable[[ReferralDelivery], Any]) -> Installation:
        found = planted(monkeypatch, "liof", mkb_deliver_referral=lambda delivery, egress: answer(delivery))
        return with_plugins(assembled, tmp_path, {}, found)

    return put


@pytest.mark.parametrize(
    ("referral", "state", "kind"),
    [
        ("r-2", PartnerState.RECEIVED, DeliveryKind.REFERRAL),
        ("r-1", PartnerState.WITHDRAWN, DeliveryKind.REFERRAL),
        ("r-1", PartnerState.ACCEPTED, DeliveryKind.WITHDRAWAL),
    ],
    ids=["another referral", "withdrawn at once", "accepted a withdrawal"],
)
def test_an_answer_that_cannot_be_one_is_the_plugins_fault(
    plant: Plant, referral: str, state: PartnerState, kind: DeliveryKind
) -> None:
    installation = plant(lambda delivery: DeliveryAnswer(referral, state, AT))
    with pytest.raises(HookFailed) as caught:
        hand_over(installation, evolve(STATUS, kind=kind))
    assert caught.value.fault.kind is FaultKind.INVALID


def test_a_fault_of_the_plugin_is_told_without_what_was_asked(plant: Plant) -> None:
    def answer(delivery: ReferralDelivery) -> DeliveryAnswer:
        raise ValueError(delivery.referral)

    with pytest.raises(HookFailed) as caught:
        hand_over(plant(answer), STATUS)
    assert "r-1" not in caught.value.fault.reason


@pytest.mark.parametrize("partner", ["kvk", "rabobank", "nobody"])
def test_a_partner_whose_plugin_takes_no_referrals_is_not_found(
    assembled: Installation, partner: str
) -> None:
    with pytest.raises(NotFound):
        hand_over(assembled, evolve(STATUS, partner=partner))


def test_a_service_of_another_partner_is_refused(assembled: Installation) -> None:
    referral = evolve(STATUS, kind=DeliveryKind.REFERRAL, service="rabobank-business-loan")
    with pytest.raises(InvalidInput) as caught:
        hand_over(assembled, referral)
    assert [fault.path for fault in caught.value.faults] == ["service"]


def test_the_partners_that_take_referrals_are_known(assembled: Installation) -> None:
    assert delivering_partners(assembled) == ("liof",)


FULL = ReferralDelivery(
    "d-9", DeliveryKind.REFERRAL, "r-9", "liof", AT, question="Hoe vind ik een machine?",
    consent=Consent(frozenset({"question"}), AT),
)  # fmt: skip


def test_what_the_company_took_back_is_not_delivered(liof: Installation, httpserver: HTTPServer) -> None:
    intake = Intake(httpserver)
    hand_over(liof, FULL)
    assert intake.times == 1
    with write(liof.engine) as connection:
        for (id_,) in connection.execute(select(consents.c.id)).all():
            withdraw_consent(connection, id_, AT, true())
    with pytest.raises(Denied):
        deliver(liof, COMMAND_LINE, NUMBER, evolve(FULL, id="d-10"))
    assert intake.times == 1, "whatever the message itself says about a consent"


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (Actor("anonymous"), NotFound),
        (Actor("front-desk", "u-1", "rabobank"), NotFound),
        (Actor("entrepreneur", "u-1", "87654321"), NotFound),
        (Actor("consultant", "u-1"), Denied),
        (Actor("operator"), Denied),
    ],
)
def test_only_who_may_refer_the_company_delivers(
    plant: Plant, actor: Actor, refusal: type[Exception]
) -> None:
    installation = plant(lambda: None)
    with write(installation.engine) as connection:
        save_company(connection, Company(NUMBER), NEW, at=AT)
    with pytest.raises(refusal):
        deliver(installation, actor, NUMBER, STATUS)
