"""Workers as real processes on real databases, and what they leave behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field
from sqlalchemy import Engine

from mkb_core.store import migrations
from mkb_core.store.engine import make_engine, read, write
from mkb_core.store.job_states import ENDED, StoredJob, list_jobs
from mkb_core.store.jobs import enqueue

PROGRAM = Path(__file__).with_name("worker_program.py")
PATIENCE_SECONDS = 60.0


@define
class Workers:
    """Starts and kills workers of one database; ``folder`` holds the marks of their jobs."""

    url: str
    folder: Path
    engine: Engine
    running: dict[int, subprocess.Popen[bytes]] = field(factory=dict)

    def start(self, *more: str) -> int:
        command = [sys.executable, str(PROGRAM), self.url, str(self.folder), *more]
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
        self.running[process.pid] = process
        return process.pid

    def kill(self, pid: int) -> None:
        process = self.running.pop(pid)
        process.kill()
        process.wait()

    def stop(self, pid: int) -> int:
        process = self.running.pop(pid)
        process.send_signal(signal.SIGTERM)
        return process.wait(PATIENCE_SECONDS)

    def end(self) -> None:
        for pid in list(self.running):
            self.kill(pid)

    def ask(self, count: int = 1, name: str = "collect-feeds", **payload: Any) -> list[str]:
        now = datetime.now(UTC)
        with write(self.engine) as connection:
            return [enqueue(connection, name, payload, now) for _ in range(count)]

    def marks(self, kind: str) -> list[tuple[int, str]]:
        file = self.folder / kind
        lines = file.read_text().splitlines() if file.exists() else []
        return [(int(line.split()[0]), line.split()[1]) for line in lines]

    def count(self, kind: str) -> Counter[str]:
        return Counter(id_ for _, id_ in self.marks(kind))

    def jobs(self) -> dict[str, StoredJob]:
        with read(self.engine) as connection:
            return {job.id: job for job in list_jobs(connection)}

    def wait(self, until: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while not until():
            assert time.monotonic() < end, (self.folder / "log").read_text()
            time.sleep(0.05)

    def wait_for_end(self) -> dict[str, StoredJob]:
        self.wait(lambda: all(job.state in ENDED for job in self.jobs().values()))
        return self.jobs()


@pytest.fixture
def workers(database_url: str, tmp_path: Path) -> Iterator[Workers]:
    """On SQLite and on PostgreSQL in turn."""
    engine = make_engine(database_url)
    migrations.upgrade(engine)
    folder = tmp_path / "marks"
    folder.mkdir()
    made = Workers(database_url, folder, engine)
    yield made
    made.end()
    engine.dispose()
