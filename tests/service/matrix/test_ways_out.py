"""What leaves by other ways than pages and API: to plugins, webhooks, mailboxes, backups' labels and the command's lists."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from attrs import define
from mkb_service.jobs.doers import DOERS
from mkb_service.jobs.doing import do, settle
from pytest_httpserver import HTTPServer

from mkb_core.cli import main
from mkb_core.codec import to_json
from mkb_core.errors import Denied
from mkb_core.hooks import Consent, DeliveryKind, ReferralDelivery
from mkb_core.rights import COMMAND_LINE, Actor
from mkb_core.store.engine import read, write
from mkb_core.store.job_states import JobState, begin_attempt, due_jobs, list_jobs
from mkb_core.workflows.accounts.lost_password import ask_new_password
from mkb_core.workflows.accounts.tokens import create_token
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.backups import back_up
from mkb_core.workflows.companies import refresh_company, show_company
from mkb_core.workflows.consents import give_consent, take_consent_back
from mkb_core.workflows.deliveries import deliver
from mkb_core.workflows.feeds import collect_feeds
from mkb_core.workflows.fees import collect_fees
from tests.service.conftest import NOW, Make
from tests.service.matrix.recording import CALLS, recorded
from tests.service.matrix.test_matrix import SECRET_KEY, leaks
from tests.service.matrix.world import COMPANIES, CONFIDENTIAL, CONSENTED, PARTNER, canaries, fill

SYSTEM = Actor("partner-system", subject=PARTNER)
LEADER = Actor("senior-project-leader", "u-1")
OPERATOR = Actor("operator", "u-1")
STORED = {relation: number for relation, number in COMPANIES.items() if relation != "absent"}
SCOPES = ("company:read", "fee-report:read", "webhook:read", "webhook:create", "webhook:change")


@define
class Filled:
    """The world over a plugin whose messages are kept."""

    installation: Installation
    messages: list[tuple[str, str]]
    outbox: Path
    make: Make


@pytest.fixture
def filled(make: Make, assembled: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Filled:
    installation, messages = recorded(monkeypatch, assembled, PARTNER)
    outbox = tmp_path / "outbox"
    client = make(
        installation,
        secret_key=SECRET_KEY,
        outbox_folder=outbox,
        public_url="https://mkb.example.org",
        webhook_internal_hosts=frozenset({"localhost", "127.0.0.1"}),
    )
    running = client.app.state.installation
    fill(running)
    messages.clear()
    return Filled(running, messages, outbox, make)


def any_canary(words: str) -> list[str]:
    """For what may hold nothing of a company at all."""
    return [f"{one.relation}.{one.name}" for one in canaries() if one.words in words]


def referral(number: str, name: str, value: object) -> ReferralDelivery:
    """A message that says of itself that all of it was consented."""
    told = {name: str(value)} if name == "question" else {"company": {name: to_json(value)}}
    return ReferralDelivery(
        f"d-{number}-{name}",
        DeliveryKind.REFERRAL,
        "r-1",
        PARTNER,
        NOW,
        consent=Consent(frozenset({name}), NOW),
        **told,
    )


def hand_over_everything(installation: Installation) -> int:
    """Try to send the partner each thing of each company, one by one; how many were refused."""
    refused = 0
    for one in canaries():
        if one.name not in (*CONFIDENTIAL, "question"):
            continue
        number = COMPANIES[one.relation]
        value = one.words
        if one.name in CONFIDENTIAL:
            value = show_company(installation, COMMAND_LINE, number).value(one.name)
        try:
            deliver(installation, LEADER, number, referral(number, one.name, value))
        except Denied:
            refused += 1
    return refused


def test_a_partners_plugin_is_sent_what_was_consented_and_nothing_else(filled: Filled) -> None:
    for number in STORED.values():
        refresh_company(filled.installation, LEADER, number)
    refused = hand_over_everything(filled.installation)
    assert [one.failure for one in collect_feeds(filled.installation, COMMAND_LINE, PARTNER)] == [None] * 4
    assert [one.failure for one in collect_fees(filled.installation, COMMAND_LINE, "2026-Q3", PARTNER)] == [
        None
    ]
    assert {hook for hook, _ in filled.messages} >= CALLS
    assert [leak for _, words in filled.messages for leak in leaks(SYSTEM, words)] == []
    sent = " ".join(words for hook, words in filled.messages if hook == "mkb_deliver_referral")
    assert sorted(any_canary(sent)) == sorted(f"referred.{name}" for name in CONSENTED)
    assert refused == len(STORED) * (len(CONFIDENTIAL) + 1) - len(CONSENTED)


def test_a_message_beyond_the_consent_is_found(filled: Filled) -> None:
    """The test of the test: past the workflow that holds a delivery against the consents."""
    [planted] = [one for one in canaries() if (one.relation, one.name) == ("none", "question")]
    number = COMPANIES["none"]
    filled.installation.host.deliver(PARTNER, referral(number, "question", planted.words))
    assert [leak for _, words in filled.messages for leak in leaks(SYSTEM, words)] == ["none.question"]


def work(installation: Installation) -> None:
    """Do what is due, as a worker does; every job must succeed."""
    with write(installation.engine) as connection:
        begun = [begin_attempt(connection, job) for job in due_jobs(connection, NOW)]
    for job in begun:
        assert job is not None
        outcome = do(installation, DOERS, job.id, job.attempts)
        assert outcome is not None
        settle(installation, job.id, job.attempts, outcome)
    with read(installation.engine) as connection:
        assert {job.state for job in list_jobs(connection)} == {JobState.DONE}


def test_webhooks_are_sent_nothing_of_a_company(filled: Filled, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook").respond_with_data("", status=204)
    installation = filled.installation
    made = create_token(installation, COMMAND_LINE, PARTNER, "crm", SCOPES)
    client = filled.make(
        installation,
        secret_key=SECRET_KEY,
        webhook_internal_hosts=frozenset({"localhost", "127.0.0.1"}),
    )
    events = ["consent.given", "consent.withdrawn", "fee-report.received"]
    body = {"address": httpserver.url_for("/hook"), "events": events}
    headers = {"authorization": f"Bearer {made.secret}"}
    answer = client.post("/v1/webhooks", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    number = COMPANIES["referred"]
    owner = Actor("entrepreneur", "u-1", number)
    give_consent(installation, owner, number, "referral", PARTNER, sorted(CONFIDENTIAL))
    take_consent_back(installation, owner, number, "c-1")
    collect_fees(installation, COMMAND_LINE, "2026-Q3", PARTNER)
    work(installation)
    requests = [request for request, _ in httpserver.log]
    assert {request.get_json()["type"] for request in requests} == set(events)
    for request in requests:
        sent = f"{request.url}\n{request.headers}\n{request.get_data(as_text=True)}"
        assert any_canary(sent) == []


def test_a_mail_names_its_own_reader_and_nobody_else(filled: Filled) -> None:
    people = [one for one in canaries() if one.name == "person"]
    for one in people:
        ask_new_password(filled.installation, f"{one.words}@example.org")
    work(filled.installation)
    mails = sorted(filled.outbox.iterdir())
    assert len(mails) == 2 * len(people)
    for file in mails:
        raw = file.read_bytes()
        mail = message_from_bytes(raw, policy=policy.default)
        parts = [str(part.get_content()) for part in mail.walk() if not part.is_multipart()]
        assert len(parts) == 2
        told = any_canary(
            "\n".join([file.name, *parts, *(f"{name}: {value}" for name, value in mail.items())])
        )
        assert told == any_canary(str(mail["To"]))
        assert len(told) == 1
        assert told[0].rpartition(".")[2] in ("person", "invited")
        assert set(any_canary(raw.decode("ascii"))) <= set(told)


def test_a_backup_says_nothing_of_companies_outside_its_tables(filled: Filled, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    url = filled.installation.settings.database_url
    made = back_up(url, folder / "mkb.backup", NOW)
    assert [file.name for file in folder.iterdir()] == ["mkb.backup"]
    with closing(sqlite3.connect(folder / "mkb.backup")) as connection:
        [(manifest,)] = connection.execute("SELECT document FROM mkb_backup_manifest").fetchall()
        names = connection.execute("SELECT name, sql FROM sqlite_master").fetchall()
    assert json.loads(manifest)["tables"].keys() == made.tables.keys()
    assert any_canary(f"{manifest} {names} {made}") == []


#: what lists and tells of the state of the installation; a company itself may be shown to the command line
COMMANDS = (
    "partners list",
    "partners show liof",
    "jobs list",
    "audit verify",
    "feeds list",
    "fees list --period 2026-Q3",
    "fees collect --period 2026-Q3",
    "webhooks list",
    "token list",
    "user list",
    "privacy retain --dry-run",
    "privacy breach list",
    "privacy export --company 99999999",
)
#: that fail, after they found something confidential
FAULTY = (
    "company show 99999999",
    "company show 1234",
    "company complete 55555555 --set employees=many",
    "explain r-0123456789abcdef0123456789abcdef",
    "replay r-0123456789abcdef0123456789abcdef",
    "audit show --company 1234",
    "jobs retry j-0123456789abcdef0123456789abcdef",
    "token revoke t-0123456789abcdef0123456789abcdef",
    "user block nobody@example.org",
    "advise kanarie --kvk 99999999",
    "privacy export --company nobody",
)


@pytest.fixture
def on_command(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> Filled:
    """The settings of the installation in the environment of the command."""
    settings = filled.installation.settings
    for name, value in {
        "MKB_DATABASE_URL": settings.database_url,
        "MKB_SECRET_KEY": SECRET_KEY,
        "MKB_NOW": NOW.isoformat(),
        "MKB_ISOLATION": "in-process",
        "MKB_KVK_BASE_URL": "http://127.0.0.1:9/api",
    }.items():
        monkeypatch.setenv(name, value)
    return filled


@pytest.mark.usefixtures("on_command")
@pytest.mark.timeout(300)
def test_what_the_command_lists_and_refuses_tells_of_no_company(capfd: pytest.CaptureFixture[str]) -> None:
    """But the list of accounts, which names its people; no job says to whom its mail goes."""
    named: set[str] = set()
    for command in (*COMMANDS, *FAULTY):
        for ending in ("", " --json"):
            if ending and command.startswith(("audit verify", "company complete")):
                continue
            code = main([*command.split(), *ending.split()])
            told = "".join(capfd.readouterr())
            assert (code == 0) == (command in COMMANDS), f"{command}{ending}: {code} {told}"
            if command == "user list":
                named |= {one.rpartition(".")[2] for one in any_canary(told)}
            else:
                assert any_canary(told) == [], f"{command}{ending}"
    assert named == {"person"}


@pytest.mark.usefixtures("on_command")
def test_what_the_command_shows_of_a_company_is_found(capfd: pytest.CaptureFixture[str]) -> None:
    """The test of the test: the very same search, over what the command line may see."""
    assert main(["company", "show", COMPANIES["none"], "--json"]) == 0
    assert set(leaks(OPERATOR, capfd.readouterr().out)) == {f"none.{name}" for name in CONFIDENTIAL}
