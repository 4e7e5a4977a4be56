"""The real service and its worker in processes of their own, killed at random moments and started again."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx
from attrs import define, field
from sqlalchemy import select

from mkb_core.store.engine import make_engine, read
from mkb_core.store.tables import company_facts, receipts
from tests.durability.ledger import Ledger
from tests.durability.load import TOKEN, Load
from tests.durability.receiver import receiver

MKB = Path(sys.executable).with_name("mkb")
#: one kill in this many comes while the service starts
DURING_START = 8
SECONDS_TO_START = 300
#: all jobs are done within this time once nothing is killed any more; one that failed is due again minutes later
SECONDS_TO_RECEIVE = 900
#: advices and edits that are acknowledged between two kills, at most
MOST_BETWEEN_KILLS = 20


@define
class Service:
    """``mkb serve`` on one port, over one database; and ``mkb work`` where ``mkb serve`` does not do the jobs too."""

    folder: Path
    database_url: str
    port: int
    before: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    worker: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {k: v for k, v in os.environ.items() if not k.startswith(("MKB_", "XDG_"))} | {
            "MKB_DATABASE_URL": self.database_url,
            "MKB_ISOLATION": "in-process",  # what kills a cell is tried elsewhere
            "MKB_KVK_BASE_URL": "http://127.0.0.1:9/api",
            "MKB_OPERATOR_TOKEN": TOKEN,
            "MKB_RATE_LIMITS": "off",
            "MKB_WEBHOOK_INTERNAL_HOSTS": "127.0.0.1",
            "MKB_PORT": str(self.port),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_STATE_HOME": str(self.folder / "state"),
        }

    def start(self) -> None:
        """What of it does not run."""
        if self.process is None:
            self.process = self._run(*self.before, str(MKB), "serve")
        if self.worker is None and not self.database_url.startswith("sqlite"):
            self.worker = self._run(str(MKB), "work")

    def _run(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / "service.log").open("ab") as log:
            return subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def wait_until_ready(self) -> None:
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until:
            assert self.process is not None
            assert self.process.poll() is None, (self.folder / "service.log").read_text("utf-8")[-3000:]
            try:
                if httpx.get(f"{self.address}/ready", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.02)
        raise TimeoutError("the service does not become ready")

    def kill(self, *, worker_only: bool = False) -> None:
        """Without a last word: all, or the worker alone where it is a process of its own."""
        if self.worker is not None:
            _kill(self.worker)
        if self.process is not None and not (worker_only and self.worker is not None):
            _kill(self.process)
            self.process = None
        self.worker = None


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):  # it ended by itself
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kill_often(
    folder: Path, database_url: str, kills: int, tell: Callable[[str], None], rng: random.Random
) -> Ledger:
    """Kill until ``kills`` in all, those of earlier runs in this folder included; then compare what is stored."""
    ledger = Ledger.opened(folder)
    service = Service(folder, database_url, free_port())
    with receiver(ledger) as address:
        service.start()
        try:
            service.wait_until_ready()
            register(service, ledger, address)
            _kill_often(service, ledger, kills, tell, rng)
        finally:
            service.kill()
    check_store(database_url, ledger)
    return ledger


def register(service: Service, ledger: Ledger, address: str) -> None:
    """A token for a partner's machine and its webhook, once for all runs of a folder."""
    if ledger.webhook:
        return
    scopes = [f"--scope={scope}" for scope in ("webhook:create", "webhook:change", "fee-report:read")]
    made = subprocess.run(
        [MKB, "token", "create", "--partner=liof", "--label=durability", "--days=366", "--json", *scopes],
        env=service.environment,
        check=True,
        capture_output=True,
    )
    ledger.note(token=json.loads(made.stdout)["token"])
    answer = httpx.post(
        f"{service.address}/v1/webhooks",
        json={"address": address, "events": ["fee-report.received"]},
        headers={"authorization": f"Bearer {ledger.token}"},
        timeout=60,
    )
    ledger.note(webhook=answer.raise_for_status().json()["webhook"]["id"])


def _kill_often(
    service: Service, ledger: Ledger, kills: int, tell: Callable[[str], None], rng: random.Random
) -> None:
    load = Load(service.address, ledger)
    load.start()
    try:
        while ledger.kills < kills:
            if rng.randrange(DURING_START) == 0:
                time.sleep(rng.uniform(0, 2))
            else:
                service.wait_until_ready()
                wait_for_some(ledger, rng.randrange(MOST_BETWEEN_KILLS))
                if rng.randrange(2):
                    wait_for_message(ledger)
                time.sleep(rng.uniform(0, 0.05))
            service.kill(worker_only=rng.randrange(4) == 0)
            ledger.note(kills=ledger.kills + 1)
            service.start()
            tell(
                f"kill {ledger.kills} of {kills}: {len(ledger.receipts)} advices and {len(ledger.messages)} messages "
                f"acknowledged, {len(ledger.received)} messages received"
            )
            assert not load.unexpected, load.unexpected[0]
        service.wait_until_ready()
        load.finish()
        assert not load.unexpected, load.unexpected[0]
        check_answers(service, ledger, rng)
        check_messages(ledger)
    finally:
        load.stop()


def wait_for_some(ledger: Ledger, count: int) -> None:
    """Until so many more are acknowledged; the first question after a start takes seconds."""
    enough, until = ledger.acknowledged + count, time.monotonic() + 20
    while ledger.acknowledged < enough and time.monotonic() < until:
        time.sleep(0.005)


def wait_for_message(ledger: Ledger) -> None:
    """Until one more is received: then the worker is in the midst of its work."""
    before, until = sum(ledger.received.values()), time.monotonic() + 60
    while sum(ledger.received.values()) == before and time.monotonic() < until:
        time.sleep(0.005)


def check_messages(ledger: Ledger) -> None:
    """Every message whose request was acknowledged comes, and no other; one that came twice has the same id."""
    until = time.monotonic() + SECONDS_TO_RECEIVE
    while ledger.awaited() and time.monotonic() < until:
        time.sleep(0.1)
    assert ledger.unanswered_pings() == []
    assert ledger.awaited() == set(), "acknowledged jobs are lost"
    assert set(ledger.received) == set(ledger.messages.values()), "requests had more than one effect"
    assert len(set(ledger.messages.values())) == len(ledger.pinged)


def check_answers(service: Service, ledger: Ledger, rng: random.Random) -> None:
    """What was acknowledged can be read over HTTP."""
    known = sorted(ledger.receipts.values())
    with httpx.Client(base_url=service.address, timeout=30) as client:
        for receipt in rng.sample(known, min(len(known), 50)):
            assert client.get(f"/v1/advice/{receipt}").status_code == 200


def check_store(database_url: str, ledger: Ledger) -> None:
    """Nothing that was acknowledged is lost, nothing was done twice, and the database is whole."""
    engine = make_engine(database_url)
    try:
        with read(engine) as connection:
            stored = set(connection.execute(select(receipts.c.id)).scalars())
            employees = dict(
                connection.execute(select(company_facts.c.number, company_facts.c.employees)).all()
            )
            if engine.dialect.name == "sqlite":
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
                assert connection.exec_driver_sql("PRAGMA foreign_key_check").first() is None
                # this connection's own setting: that of the service is the same code
                assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    finally:
        engine.dispose()
    acknowledged = set(ledger.receipts.values())
    assert ledger.unanswered() == []
    assert ledger.sent == ledger.values
    assert acknowledged - stored == set(), "acknowledged advices are lost"
    assert stored - acknowledged == set(), "questions had more than one effect"
    assert len(acknowledged) == len(ledger.receipts) == len(ledger.asked)
    assert {company: employees.get(company) for company in ledger.values} == ledger.values, "edits are lost"
