"""The real service in a process of its own, killed at random moments and started again."""

from __future__ import annotations

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

MKB = Path(sys.executable).with_name("mkb")
#: one kill in this many comes while the service starts
DURING_START = 8
SECONDS_TO_START = 60
#: advices and edits that are acknowledged between two kills, at most
MOST_BETWEEN_KILLS = 20


@define
class Service:
    """``mkb serve`` on one port, over one database."""

    folder: Path
    database_url: str
    port: int
    before: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("MKB_", "XDG_"))} | {
            "MKB_DATABASE_URL": self.database_url,
            "MKB_ISOLATION": "in-process",  # what kills a cell is tried elsewhere
            "MKB_KVK_BASE_URL": "http://127.0.0.1:9/api",
            "MKB_OPERATOR_TOKEN": TOKEN,
            "MKB_RATE_LIMITS": "off",
            "MKB_PORT": str(self.port),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_STATE_HOME": str(self.folder / "state"),
        }
        with (self.folder / "service.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*self.before, MKB, "serve"], env=environment, stdout=log, stderr=log, start_new_session=True
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

    def kill(self) -> None:
        """The whole group, without a last word."""
        assert self.process is not None
        with suppress(ProcessLookupError):  # it ended by itself
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


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
    load = Load(service.address, ledger)
    service.start()
    load.start()
    try:
        while ledger.kills < kills:
            if rng.randrange(DURING_START) == 0:
                time.sleep(rng.uniform(0, 2))
            else:
                service.wait_until_ready()
                wait_for_some(ledger, rng.randrange(MOST_BETWEEN_KILLS))
                time.sleep(rng.uniform(0, 0.05))
            service.kill()
            ledger.note(kills=ledger.kills + 1)
            service.start()
            tell(f"kill {ledger.kills} of {kills}: {len(ledger.receipts)} advices acknowledged")
            assert not load.unexpected, load.unexpected[0]
        service.wait_until_ready()
        load.finish()
        assert not load.unexpected, load.unexpected[0]
        check_answers(service, ledger, rng)
    finally:
        service.kill()
    check_store(database_url, ledger)
    return ledger


def wait_for_some(ledger: Ledger, count: int) -> None:
    """Until so many more are acknowledged; the first question after a start takes seconds."""
    enough, until = ledger.acknowledged + count, time.monotonic() + 20
    while ledger.acknowledged < enough and time.monotonic() < until:
        time.sleep(0.005)


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
