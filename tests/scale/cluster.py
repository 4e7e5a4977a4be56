"""Web processes and workers on their hosts, as real processes, each started again as soon as it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from attrs import define, field

from tests.scale.hosts import Host, Network, free_port

MKB = Path(sys.executable).with_name("mkb")
RELAY = Path(__file__).with_name("relay.py")
TOKEN = "operator-token-of-a-test"
SECRET_KEY = "a-secret-key-of-a-test-0123456789abcdef"
SECONDS_TO_START = 300
WEB, WORKERS = 3, 2


@define
class Member:
    """A process of the cluster. ``address``: where a web process is reached from outside its host; empty for a worker."""

    name: str
    host: Host
    command: tuple[str, ...]
    environment: dict[str, str]
    log: Path
    address: str = ""
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _read: int = field(default=0, init=False)

    def start(self) -> None:
        self._read = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.host.before, *self.command],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """``kill -9`` of it and of whatever it started."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def is_ready(self) -> bool:
        """Does it answer, or work?"""
        assert self.process is not None
        assert self.process.poll() is None, f"{self.name} ended: {self.log.read_text()[-3000:]}"
        if self.address:
            with suppress(httpx.TransportError):
                return httpx.get(f"{self.address}/ready", timeout=5).status_code == 200
            return False
        return b"worker" in self.log.read_bytes()[self._read :]  # the line that tells it is ready


@define
class Cluster:
    """``web`` and ``workers`` over one database."""

    web: tuple[Member, ...]
    workers: tuple[Member, ...]
    relays: tuple[subprocess.Popen[bytes], ...]

    @property
    def members(self) -> tuple[Member, ...]:
        return (*self.web, *self.workers)

    def wait_until_ready(self, *members: Member) -> None:
        until = time.monotonic() + SECONDS_TO_START
        for member in members or self.members:
            while not member.is_ready():
                assert time.monotonic() < until, (
                    f"{member.name} is not ready: {member.log.read_text()[-3000:]}"
                )
                time.sleep(0.1)

    def end(self) -> None:
        for member in self.members:
            if member.process is not None:
                member.kill()
        for relay in self.relays:
            relay.kill()
            relay.wait()


@contextmanager
def cluster(network: Network, database_url: str, folder: Path) -> Iterator[Cluster]:
    """Three web processes, each on a host of its own, and two workers on the first two; all ready."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MKB_", "XDG_"))}
    environment |= {
        "MKB_DATABASE_URL": database_url,
        "MKB_ISOLATION": "in-process",  # what kills a cell is tried elsewhere
        "MKB_KVK_BASE_URL": "http://127.0.0.1:9/api",
        "MKB_LANG": "en",
        "MKB_OPERATOR_TOKEN": TOKEN,
        "MKB_OUTBOX_DIR": str(folder / "mails"),
        "MKB_RATE_LIMITS": "off",
        "MKB_SECRET_KEY": SECRET_KEY,
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_STATE_HOME": str(folder / "state"),
    }
    web, relays = [], []
    for number, host in enumerate(network.hosts[:WEB], 1):
        port, inside = free_port(network.middle), free_port()
        relay = [*host.before, sys.executable, str(RELAY), host.address, str(port), str(inside)]
        relays.append(subprocess.Popen(relay))
        own = environment | {"MKB_PORT": str(inside)}
        log, address = folder / f"web-{number}.log", f"http://{host.address}:{port}"
        web.append(Member(f"web {number}", host, (str(MKB), "serve"), own, log, address))
    workers = [
        Member(f"worker {number}", host, (str(MKB), "work"), environment, folder / f"worker-{number}.log")
        for number, host in enumerate(network.hosts[:WORKERS], 1)
    ]
    made = Cluster(tuple(web), tuple(workers), tuple(relays))
    try:
        for member in made.members:
            member.start()
        made.wait_until_ready()
        yield made
    finally:
        made.end()
