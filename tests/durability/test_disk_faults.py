"""The disk of the real service fails or is full: a clear answer, a whole database, and on it goes without a restart."""

from __future__ import annotations

import json
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.durability.killing import Service, free_port
from tests.durability.load import AS_OPERATOR

QUESTION = {"question": "Ik zoek geld voor een machine"}
COMMITS = 20


def may_trace() -> bool:
    """Is strace here, and may it attach to a process?"""
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], check=False, capture_output=True)
    return tried.returncode == 0


needs_strace = pytest.mark.skipif(not may_trace(), reason="strace is absent, or may not trace here")

WRITER = """
import sys
from sqlalchemy import text
from mkb_core.store.engine import make_engine, write
engine = make_engine(sys.argv[1])
with write(engine) as connection:
    connection.execute(text("CREATE TABLE a (b INTEGER)"))
for number in range(int(sys.argv[2])):
    with write(engine) as connection:
        connection.execute(text("INSERT INTO a VALUES (1)"))
"""


@needs_strace
def test_every_commit_on_sqlite_reaches_the_disk(tmp_path: Path) -> None:
    def syncs(commits: int) -> int:
        url, trace = f"sqlite:///{tmp_path / f'{commits}.sqlite'}", tmp_path / f"{commits}.trace"
        command = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
        subprocess.run([*command, sys.executable, "-c", WRITER, url, str(commits)], check=True)
        return len(re.findall(r"f(?:data)?sync\(", trace.read_text("utf-8")))

    assert syncs(2 * COMMITS) - syncs(COMMITS) == COMMITS


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Service(tmp_path, f"sqlite:///{tmp_path / 'mkb.sqlite'}", free_port())
    made.start()
    try:
        made.wait_until_ready()
        yield made
    finally:
        made.kill()


def ask(service: Service) -> httpx.Response:
    return httpx.post(f"{service.address}/v1/advice", json=QUESTION, timeout=60)


@contextmanager
def injected(service: Service, what: str) -> Iterator[None]:
    """System calls of the running service fail."""
    assert service.process is not None
    command = ["strace", "-f", "-e", f"inject={what}", "-o", "/dev/null", "-p", str(service.process.pid)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr is not None
        assert "attached" in tracer.stderr.readline()
        try:
            yield
        finally:
            tracer.terminate()


@contextmanager
def small_files(service: Service) -> Iterator[None]:
    """No file of the running service may grow beyond what it has."""
    assert service.process is not None
    before = resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (32 * 1024, before[1]))
    try:
        yield
    finally:
        resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, before)


#: what fails -> the cause in the log and the figures
FAULTS = [
    pytest.param("pwrite64,fdatasync,fsync:error=EIO", "disk", id="EIO", marks=needs_strace),
    pytest.param("fdatasync,fsync:error=EIO", "disk", id="EIO-sync", marks=needs_strace),
    pytest.param("pwrite64:error=ENOSPC", "full", id="ENOSPC", marks=needs_strace),
    pytest.param("limit", "disk", id="file-size"),
]
ANSWERS = {"disk": (503, "urn:mkb:problem:store-unavailable"), "full": (507, "urn:mkb:problem:store-full")}


@pytest.mark.parametrize(("fault", "cause"), FAULTS)
def test_failing_disk_is_told_and_survived(service: Service, tmp_path: Path, fault: str, cause: str) -> None:
    kept = [ask(service).json()["receipt"] for _ in range(3)]
    with injected(service, fault) if fault != "limit" else small_files(service):
        for _ in range(3):
            refused = ask(service)
            assert (refused.status_code, refused.json()["type"]) == ANSWERS[cause]
            assert refused.headers["retry-after"]
            assert str(tmp_path) not in refused.text
        assert httpx.get(f"{service.address}/health").status_code == 200
    logged = [
        json.loads(line)
        for line in (tmp_path / "service.log").read_text("utf-8").splitlines()
        if line[0] == "{"
    ]
    assert {line["cause"] for line in logged if "cause" in line} == {cause}
    kept.append(until_answered(service))
    for receipt in kept:
        assert httpx.get(f"{service.address}/v1/advice/{receipt}", timeout=60).status_code == 200
    figures = httpx.get(f"{service.address}/metrics", headers=AS_OPERATOR, timeout=60).text
    assert f'mkb_database_errors_total{{cause="{cause}"}} 3.0' in figures
    with closing(sqlite3.connect(tmp_path / "mkb.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert {row[0] for row in connection.execute("SELECT id FROM mkb_receipts")} == set(kept)


def until_answered(service: Service, seconds: float = 10) -> str:
    """The first advice after the fault; at once, or as soon as the tracer has let go."""
    until = time.monotonic() + seconds
    while True:
        answer = ask(service)
        if answer.status_code == 201 or time.monotonic() > until:
            assert answer.status_code == 201, answer.text
            return str(answer.json()["receipt"])
