"""The real server in a process of its own: ready, stopped, and refused a port."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from mkb_service.server import PortTaken, serve

from mkb_core.errors import DEFAULT_LANGUAGE, MkbError, StoreUnavailable
from mkb_core.workflows.settings import Settings

#: patience with a busy machine
SECONDS = 60

SCRIPT = """
from mkb_core.workflows.settings import load_settings
from mkb_service.server import serve
serve(load_settings(), lambda address: print(address, flush=True))
print("ended", flush=True)
"""


@contextmanager
def server(folder: Path, **variables: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server on a free port, and its address."""
    environment = os.environ | {"MKB_DATABASE_URL": f"sqlite:///{folder / 'mkb.sqlite'}", "MKB_PORT": "0"}
    environment |= variables
    command = [sys.executable, "-W", "error", "-c", SCRIPT]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder
    )
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_server_answers_and_ends_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    with server(tmp_path) as (process, address):
        answer = httpx.post(
            f"{address}v1/advice", json={"question": "Mijn geheime vraag over geld"}, timeout=SECONDS
        )
        assert answer.status_code == 201
        assert "server" not in answer.headers
        process.send_signal(number)
        out, log = process.communicate(timeout=SECONDS)
    assert (process.returncode, out) == (0, "ended\n"), log
    assert "Traceback" not in log
    assert "geheim" not in log
    assert [json.loads(line)["route"] for line in log.splitlines()] == ["/v1/advice"]


def test_a_key_of_the_settings_is_the_only_one(tmp_path: Path) -> None:
    with server(tmp_path, MKB_SECRET_KEY="a-secret-of-a-test-0123456789-abcdefgh") as (_, address):
        assert httpx.get(f"{address}ready", timeout=SECONDS).status_code == 200
        assert list(tmp_path.glob("*.key*")) == []


def test_what_is_too_large_or_no_http_is_answered_by_the_real_server_too(tmp_path: Path) -> None:
    with server(tmp_path) as (_, address):
        for size in (100_000, 5_000_000):
            answer = httpx.post(f"{address}v1/advice", json={"question": "a" * size}, timeout=SECONDS)
            assert (answer.status_code, answer.json()["status"]) == (413, 413)
        host, port = address.removeprefix("http://").rstrip("/").split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(b"this is no http\r\n\r\n")
            assert b" 400 " in connection.recv(1000)
        chunked = http.client.HTTPConnection(host, int(port), timeout=SECONDS)
        chunks = iter([b'{"question": "', *[b"a" * 1000] * 100, b'"}'])
        chunked.request(
            "POST", "/v1/advice", chunks, {"content-type": "application/json"}, encode_chunked=True
        )
        assert chunked.getresponse().status == 413
        chunked.close()
        assert httpx.get(f"{address}health", timeout=SECONDS).json()["status"] == "ok"


def test_taken_port_is_one_clear_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken) as refusal:
            serve(Settings("sqlite://", port=port))
    assert isinstance(refusal.value, MkbError)
    for language in (DEFAULT_LANGUAGE, "en"):
        assert str(port) in refusal.value.sentence(language)


def test_database_that_cannot_be_opened_is_told_before_anybody_is_let_in(tmp_path: Path) -> None:
    (tmp_path / "db").write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreUnavailable):
        serve(Settings(f"sqlite:///{tmp_path / 'db'}", port=0), pytest.fail)
