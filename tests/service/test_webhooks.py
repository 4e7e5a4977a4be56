"""Partners' machines are told what happened: by a real receiver over HTTP, with the rights of the moment of sending."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from attrs import define, evolve
from mkb_service.jobs.doers import DOERS
from mkb_service.jobs.doing import do, settle
from pytest_httpserver import HTTPServer
from sqlalchemy import select
from werkzeug import Request as Received

from mkb_core.domain.companies import Company
from mkb_core.rights import COMMAND_LINE, Actor
from mkb_core.store.companies import save_company
from mkb_core.store.engine import read, write
from mkb_core.store.job_states import JobState, StoredJob, begin_attempt, due_jobs, list_jobs
from mkb_core.store.trust_tables import idempotency_keys, webhooks
from mkb_core.workflows.accounts.tokens import create_token, revoke_token
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.auditing import uses_of
from mkb_core.workflows.consents import give_consent, take_consent_back
from mkb_core.workflows.erasure import erase_company
from mkb_core.workflows.webhooks.announcing import announce
from tests.service.conftest import NOW, TOKEN, Client, Make

NUMBER = "12345678"
OWNER = Actor("entrepreneur", "u-1", NUMBER)
SCOPES = ("company:read", "fee-report:read", "webhook:read", "webhook:create", "webhook:change")
EVENTS = ["consent.given", "consent.withdrawn", "fee-report.received"]


@define
class Partner:
    """A partner's machine with its token, and its receiver."""

    client: Client
    receiver: HTTPServer
    installation: Installation
    partner: str = "liof"
    token: str = ""
    token_id: str = ""

    def take_token(self, *scopes: str) -> None:
        made = create_token(self.installation, COMMAND_LINE, self.partner, "crm", scopes or SCOPES)
        self.token, self.token_id = made.secret, made.token.id

    def ask(self, method: str, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        given = {"authorization": f"Bearer {self.token}", **headers}
        answer = self.client.request(method, f"/v1/webhooks{path}", json=body, headers=given)
        assert answer.status_code == status, answer.text
        return answer.json()

    def register(self, *events: str, path: str = "/hook") -> tuple[str, str]:
        body = {"address": self.receiver.url_for(path), "events": list(events) or EVENTS}
        made = self.ask("POST", "", body, 201)
        return made["webhook"]["id"], made["secret"]

    def messages(self, webhook: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("GET", f"/{webhook}/messages")["items"]
        return found

    def received(self) -> list[Received]:
        return [request for request, _ in self.receiver.log]


@pytest.fixture
def liof(make: Make, httpserver: HTTPServer) -> Partner:
    client = make(webhook_internal_hosts=frozenset({"localhost", "127.0.0.1"}))
    made = Partner(client, httpserver, client.app.state.installation)
    made.take_token()
    with write(made.installation.engine) as connection:
        save_company(connection, Company(NUMBER), 0, at=NOW)
    httpserver.expect_request("/hook").respond_with_data("", status=204)
    return made


def work(installation: Installation, at: datetime = NOW) -> Iterator[StoredJob]:
    """Do what is due, as a worker does."""
    with write(installation.engine) as connection:
        begun = [begin_attempt(connection, job) for job in due_jobs(connection, at)]
    for job in begun:
        assert job is not None
        outcome = do(installation, DOERS, job.id, job.attempts)
        assert outcome is not None
        settle(installation, job.id, job.attempts, outcome)
    with read(installation.engine) as connection:
        yield from (job for job in list_jobs(connection) if job.id in {one.id for one in begun if one})


def later(installation: Installation, by: timedelta) -> Installation:
    return evolve(installation, settings=evolve(installation.settings, now=NOW + by))


def signatures(request: Received, secret: str) -> tuple[str, list[str]]:
    """What the signature must be, written anew after the standard, and those that were sent."""
    signed = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode()
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, signed + request.get_data(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(mac).decode()}", request.headers["webhook-signature"].split()


def consent(partner: Partner) -> str:
    given = give_consent(partner.installation, OWNER, NUMBER, "referral", partner.partner, ["turnover_cents"])
    return given.id


def test_a_message_is_signed_and_holds_ids_only(liof: Partner) -> None:
    _, secret = liof.register()
    id_ = consent(liof)
    [job] = work(liof.installation)
    [request] = liof.received()
    expected, sent = signatures(request, secret)
    assert (job.state, sent) == (JobState.DONE, [expected])
    assert request.headers["webhook-id"] == job.id
    assert request.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert request.get_json() == {
        "type": "consent.given",
        "timestamp": NOW.isoformat(),
        "data": {"consent": id_, "company": NUMBER},
    }
    assert list(work(liof.installation)) == []
    told = uses_of(liof.installation, OWNER, NUMBER)
    assert [(use.for_whom, use.what.in_language("en")) for use in told if use.for_whom == "liof"] == [
        ("liof", "told the partner that you consented")
    ]


def test_a_consent_that_was_taken_back_meanwhile_is_not_told(liof: Partner) -> None:
    liof.register()
    id_ = consent(liof)
    take_consent_back(liof.installation, OWNER, NUMBER, id_)
    jobs = {job.payload["event"]: job for job in work(liof.installation)}
    assert jobs["consent.given"].state is JobState.DENIED
    assert jobs["consent.withdrawn"].state is JobState.DONE
    assert [request.get_json()["data"] for request in liof.received()] == [{"consent": id_}]


def test_an_erased_company_is_forgotten_by_partners_too(liof: Partner) -> None:
    liof.register("consent.withdrawn")
    id_ = consent(liof)
    erase_company(liof.installation, OWNER, NUMBER)
    list(work(liof.installation))
    assert [request.get_json()["data"] for request in liof.received()] == [{"consent": id_}]


def test_only_the_partner_that_is_concerned_is_told_of_what_it_registered_for(liof: Partner) -> None:
    liof.register("consent.withdrawn")
    bank = evolve(liof, partner="rabobank")
    bank.take_token()
    bank.register()
    consent(liof)
    assert list(work(liof.installation)) == []


def test_a_job_is_part_of_the_change(liof: Partner) -> None:
    webhook, _ = liof.register()
    with pytest.raises(KeyError), write(liof.installation.engine) as connection:  # noqa: PT012
        announce(connection, "liof", "consent.given", "c-1", NOW)
        raise KeyError
    assert liof.messages(webhook) == []


def test_nothing_is_sent_for_a_revoked_token_until_another_takes_over(liof: Partner) -> None:
    webhook, _ = liof.register()
    consent(liof)
    liof.ask("POST", f"/{webhook}/pings", status=202)
    revoke_token(liof.installation, COMMAND_LINE, liof.token_id)
    jobs = {job.payload["event"]: job for job in work(liof.installation)}
    assert {job.state for job in jobs.values()} == {JobState.DENIED}
    assert jobs["ping"].fault == "role-ended", "the token asked for it itself"
    assert liof.received() == []
    liof.ask("GET", "", status=401)
    liof.take_token()
    liof.ask("POST", f"/{webhook}/secrets")
    liof.ask("POST", f"/{webhook}/messages/{jobs['consent.given'].id}/repetitions", status=202)
    assert [job.state for job in work(liof.installation)] == [JobState.DONE]


def test_an_expired_token_is_told_nothing(liof: Partner) -> None:
    liof.register()
    consent(liof)
    assert [job.state for job in work(later(liof.installation, timedelta(days=91)), NOW)] == [JobState.DENIED]


def test_a_token_registers_for_what_it_may_read_only(liof: Partner) -> None:
    liof.take_token("webhook:create", "fee-report:read")
    body = {"address": "https://example.org/hook", "events": ["consent.given"]}
    liof.ask("POST", "", body, 403)
    liof.ask("POST", "", body | {"events": ["fee-report.received"]}, 201)


def test_both_secrets_sign_for_a_day(liof: Partner) -> None:
    webhook, old = liof.register()
    new = liof.ask("POST", f"/{webhook}/secrets")["secret"]
    consent(liof)
    list(work(liof.installation))
    liof.ask("POST", f"/{webhook}/pings", status=202)
    list(work(later(liof.installation, timedelta(hours=24)), NOW))
    first, second = liof.received()
    assert signatures(first, new)[1] == [signatures(first, new)[0], signatures(first, old)[0]]
    assert signatures(second, new)[1] == [signatures(second, new)[0]]


def test_the_secret_is_shown_once_and_stored_sealed(liof: Partner) -> None:
    body = {"address": "https://example.org/hook", "events": EVENTS}
    made = liof.ask("POST", "", body, 201, **{"idempotency-key": "k-1"})
    again = liof.ask("POST", "", body, 201, **{"idempotency-key": "k-1"})
    assert again == made, "whoever repeats the request did not get the first answer"
    secret = made["secret"]
    assert secret not in json.dumps(liof.ask("GET", "")) + json.dumps(
        liof.ask("GET", f"/{made['webhook']['id']}")
    )
    with read(liof.installation.engine) as connection:
        stored = [dict(row) for row in connection.execute(select(webhooks)).mappings()]
        stored += [dict(row) for row in connection.execute(select(idempotency_keys)).mappings()]
    assert secret.removeprefix("whsec_") not in str(stored)


def test_a_receiver_that_fails_is_tried_for_days_then_given_up_shown_and_told_by_hand(liof: Partner) -> None:
    webhook, _ = liof.register(path="/failing")
    liof.receiver.expect_request("/failing").respond_with_data("liof's own words", status=500)
    consent(liof)
    at, pauses = NOW, []
    for _ in range(20):
        [job] = work(later(liof.installation, at - NOW), at)
        if job.state is not JobState.WAITING:
            break
        pauses.append(job.due_at - at)
        at = job.due_at
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(seconds=5)
    assert timedelta(days=2) < at - NOW < timedelta(days=4)
    [shown] = liof.messages(webhook)
    assert (shown["state"], shown["fault"], shown["attempts"]) == ("failed", "webhook-500", 10)
    assert len({request.headers["webhook-id"] for request in liof.received()}) == 1
    liof.receiver.clear()
    liof.receiver.expect_request("/failing").respond_with_data("")
    liof.ask("POST", f"/{webhook}/messages/{shown['id']}/repetitions", status=202)
    liof.ask("POST", f"/{webhook}/messages/{shown['id']}/repetitions", status=409)
    assert [job.state for job in work(liof.installation)] == [JobState.DONE]
    assert liof.received()[-1].headers["webhook-id"] == shown["id"]


def test_a_receiver_that_is_gone_is_told_nothing_more(liof: Partner) -> None:
    webhook, _ = liof.register(path="/gone")
    liof.receiver.expect_request("/gone").respond_with_data("", status=410)
    consent(liof)
    assert [(job.state, job.fault) for job in work(liof.installation)] == [(JobState.FAILED, "webhook-410")]
    assert liof.ask("GET", f"/{webhook}")["ended_at"] is not None
    liof.ask("POST", f"/{webhook}/pings", status=404)


def test_redirects_are_not_followed(liof: Partner) -> None:
    liof.register(path="/moved")
    liof.receiver.expect_request("/moved").respond_with_data(
        "", status=307, headers={"location": liof.receiver.url_for("/hook")}
    )
    consent(liof)
    assert [(job.state, job.fault) for job in work(liof.installation)] == [(JobState.WAITING, "webhook-307")]
    assert len(liof.received()) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/hook",
        "https://10.0.0.1/hook",
        "https://[::1]/hook",
        "https://169.254.169.254/latest",
        "https://user:word@example.org/hook",
        "https://example.org/hook?token=1",
        "https://example.org:0/hook",
        "https:///hook",
        "ftp://example.org/hook",
        "https://exämple.org/hook",
        "https://[/hook",
        "https://example.org/" + "a" * 500,
    ],
)
def test_addresses_that_are_refused_at_once(liof: Partner, address: str) -> None:
    refused = liof.ask("POST", "", {"address": address, "events": EVENTS}, 400)
    assert [one["path"] for one in refused["errors"]] == ["address"]


def test_a_name_that_leads_inside_is_not_reached(make: Make, httpserver: HTTPServer) -> None:
    client = make()
    partner = Partner(client, httpserver, client.app.state.installation)
    partner.take_token()
    body = {"address": f"https://localhost:{httpserver.port}/hook", "events": EVENTS}
    webhook = partner.ask("POST", "", body, 201)["webhook"]["id"]
    partner.ask("POST", f"/{webhook}/pings", status=202)
    assert [(job.state, job.fault) for job in work(partner.installation)] == [
        (JobState.WAITING, "webhook-not-public")
    ]
    assert partner.received() == []


def test_all_faults_are_told_at_once(liof: Partner) -> None:
    refused = liof.ask("POST", "", {"address": "x", "events": ["no.such"], "more": 1}, 400)
    assert {one["path"] for one in refused["errors"]} == {"more"}
    refused = liof.ask("POST", "", {"address": "x", "events": ["no.such"]}, 400)
    assert {one["path"] for one in refused["errors"]} == {"address", "events"}


def test_another_partner_sees_and_changes_nothing(liof: Partner) -> None:
    webhook, _ = liof.register()
    message = liof.ask("POST", f"/{webhook}/pings", status=202)["id"]
    bank = evolve(liof, partner="rabobank")
    bank.take_token()
    own, _ = bank.register()
    assert [one["id"] for one in bank.ask("GET", "")["items"]] == [own]
    bank.ask("GET", f"/{webhook}", status=404)
    bank.ask("GET", f"/{webhook}/messages", status=404)
    for path in ("secrets", "endings", "pings", f"messages/{message}/repetitions"):
        bank.ask("POST", f"/{webhook}/{path}", status=404)
    bank.ask("POST", f"/{own}/messages/{message}/repetitions", status=404)


def test_the_operator_sees_all_and_ends_them(liof: Partner) -> None:
    webhook, _ = liof.register()
    operator = evolve(liof, token=TOKEN)
    assert [one["id"] for one in operator.ask("GET", "")["items"]] == [webhook]
    operator.ask("POST", f"/{webhook}/secrets", status=403)
    assert operator.ask("POST", f"/{webhook}/endings")["ended_at"] is not None
    consent(liof)
    assert list(work(liof.installation)) == []


def test_a_partner_has_so_many_at_most(liof: Partner) -> None:
    for _ in range(10):
        liof.register()
    body = {"address": "https://example.org/hook", "events": EVENTS}
    liof.ask("POST", "", body, 400)
