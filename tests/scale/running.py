"""One run: load, kills, and what is held against each other afterwards."""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx
from attrs import define
from sqlalchemy import select

from mkb_core.store.audit_chain import verify
from mkb_core.store.engine import make_engine, read
from mkb_core.store.job_tables import jobs
from mkb_core.store.tables import receipts
from mkb_core.workflows.assembly import open_store
from tests.scale.cluster import SECRET_KEY, WEB, Cluster, Member, cluster
from tests.scale.hosts import network
from tests.scale.load import QUESTIONS, Balancer, Load
from tests.scale.server import postgresql_on

SECONDS_BETWEEN_KILLS = 10.0
SECONDS_FOR_JOBS = 300


@define
class Outcome:
    """What a run came to. ``kills``: by name of the process; ``mails``: jobs that were asked for."""

    requests: int
    retried: int
    failed: tuple[str, ...]
    advices: int
    mails: int
    kills: Counter[str]
    seconds: float

    def __str__(self) -> str:
        killed = ", ".join(f"{name} {count}" for name, count in sorted(self.kills.items()))
        return (
            f"{self.requests} requests in {self.seconds:.0f} s, {self.retried} sent once more, {len(self.failed)} failed; "
            f"{self.advices} advices, each stored once; {self.mails} jobs, each done once; "
            f"{self.kills.total()} kills ({killed})"
        )


def run(seconds: float, folder: Path, tell: Callable[[str], None], between: float) -> Outcome:
    """Load for so long, a kill every ``between`` seconds; raises ``AssertionError`` where anything was lost or done twice."""
    with network(WEB, tell) as net, postgresql_on(net.middle) as url:
        open_store(url, SECRET_KEY).dispose()
        engine = make_engine(url)
        try:
            with cluster(net, url, folder) as running:
                where = "three network namespaces" if net.in_namespaces else "one host"
                tell(f"{WEB} web processes and {len(running.workers)} workers on {where}: ready")
                load = Load(Balancer([web.address for web in running.web]), engine)
                warm(running)
                started = time.monotonic()
                load.start()
                kills = kill_in_turn(running, load, seconds, between, tell)
                load.finish()
                took = time.monotonic() - started
                wait_for_jobs(url)
            outcome = Outcome(
                load.requests,
                load.retried,
                tuple(load.failed),
                len(load.receipts),
                len(load.mails),
                kills,
                took,
            )
            check_store(url, load, folder / "mails")
        finally:
            engine.dispose()
    slowest = statistics.quantiles(load.seconds, n=100)[98] if len(load.seconds) > 1 else 0.0
    tell(f"{outcome}; median {statistics.median(load.seconds) * 1000:.0f} ms, 99th {slowest * 1000:.0f} ms")
    assert outcome.failed == (), outcome.failed[:3]
    return outcome


def warm(running: Cluster) -> None:
    """The first question to a process takes seconds."""
    for web in running.web:
        warm_one(web)


def warm_one(web: Member) -> None:
    asked = httpx.post(f"{web.address}/v1/advice", json={"question": QUESTIONS[0]}, timeout=120)
    assert asked.status_code == 201, asked.text


def kill_in_turn(
    running: Cluster, load: Load, seconds: float, between: float, tell: Callable[[str], None]
) -> Counter[str]:
    """One after the other in a random order; never the last web process that is ready."""
    rng, kills = random.Random(), Counter[str]()
    started = time.monotonic()
    waiting: list[Member] = []
    while (passed := time.monotonic() - started) < seconds:
        time.sleep(min(between, seconds - passed))
        if time.monotonic() - started >= seconds:
            break
        waiting = waiting or rng.sample(running.members, len(running.members))
        member = waiting.pop()
        while member in running.web and not any(web.is_ready() for web in running.web if web is not member):
            time.sleep(0.1)
        member.kill()
        kills[member.name] += 1
        member.start()
        tell(
            f"{time.monotonic() - started:.0f} s: killed {member.name}, started it again; {load.requests} requests, "
            f"{load.retried} sent once more, {len(load.failed)} failed"
        )
    return kills


def wait_for_jobs(url: str) -> None:
    """Until none is left to do."""
    engine, until = make_engine(url), time.monotonic() + SECONDS_FOR_JOBS
    try:
        while True:
            with read(engine) as connection:
                states = Counter(connection.execute(select(jobs.c.state)).scalars())
            if not {"waiting", "working"} & set(states):
                return
            assert time.monotonic() < until, f"jobs are left: {states}"
            time.sleep(0.2)
    finally:
        engine.dispose()


def check_store(url: str, load: Load, mails: Path) -> None:
    """Everything that was acknowledged is there, once; the audit log is whole."""
    engine = open_store(url, SECRET_KEY)
    try:
        with read(engine) as connection:
            stored = set(connection.execute(select(receipts.c.id)).scalars())
            ended = connection.execute(
                select(jobs.c.id, jobs.c.state, jobs.c.attempts).where(jobs.c.name == "send-mail")
            ).all()
            sound = verify(connection)
    finally:
        engine.dispose()
    acknowledged = set(load.receipts.values())
    assert len(acknowledged) == len(load.receipts), "two questions had one receipt"
    assert acknowledged - stored == set(), "acknowledged advices are lost"
    assert len(stored) == len(acknowledged) + WEB, (
        "a question had more than one effect"
    )  # each was asked one to warm up
    assert {row.id for row in ended} == load.mails
    assert {(row.state, row.attempts) for row in ended} <= {("done", 1)}, "a job was not done, or tried again"
    assert {file.stem for file in mails.glob("*.eml")} == load.mails
    assert sound.wrong is None, sound
