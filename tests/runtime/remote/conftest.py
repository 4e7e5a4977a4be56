"""A real plugin in a real second process, and a relay between it and the host that may do harm."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from attrs import define, evolve, field, frozen

from mkb_core.runtime.remote.port import RemotePort

MKB = Path(sys.executable).with_name("mkb")
SECRET = "a-secret-of-the-tests-0123456789-abcdefghij"

MANIFEST = """
id = "echo"
name = "Echo"
owner = "The tests"
contact = "tests@example.org"
hook_api = ">=1.0,<2"
transport = "http"
feeds = ["news"]
partners = ["echo"]
"""
PROJECT = """
[project]
name = "mkb-partner-echo"
version = "0.1.0"

[project.entry-points."mkb.partner"]
echo = "mkb_partner_echo.plugin"
"""
PLUGIN = Path(__file__).with_name("echo_plugin.py")


@frozen
class Message:
    """A request or an answer on its way."""

    line: str  # path of a request, status of an answer
    headers: dict[str, str]
    body: bytes
    method: str = "POST"

    def with_header(self, name: str, value: str) -> Message:
        return evolve(self, headers={**self.headers, name: value})


def send(address: str, message: Message) -> Message:
    """Send a message as it is, and return what came back."""
    host = address.removeprefix("http://").partition("/")[0]
    connection = http.client.HTTPConnection(host, timeout=10)
    try:
        connection.request(message.method, message.line, message.body, message.headers)
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Message(str(answer.status), headers, answer.read())
    finally:
        connection.close()


@define
class Relay:
    """Stands where a reverse proxy stands: what passes it is recorded, and changed as a test wants."""

    target: str = ""
    on_request: Callable[[Message], Message] = lambda message: message
    on_answer: Callable[[Message], Message] = lambda message: message
    requests: list[Message] = field(factory=list)
    answers: list[Message] = field(factory=list)
    address: str = ""

    def carry(self, message: Message) -> Message:
        self.requests.append(message)
        answer = send(self.target, self.on_request(message))
        self.answers.append(answer)
        return self.on_answer(answer)


class _Handler(BaseHTTPRequestHandler):
    relay: Relay

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        headers.pop("host")
        answer = self.relay.carry(Message(self.path, headers, body))
        self.send_response_only(int(answer.line))
        for name, value in answer.headers.items():
            if name != "content-length":
                self.send_header(name, value)
        self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: Any) -> None:
        """Not here."""


@pytest.fixture(scope="module")
def open_relay() -> Iterator[Relay]:
    made = Relay()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"relay": made}))
    made.address = f"http://127.0.0.1:{server.server_port}/"
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def relay(open_relay: Relay) -> Relay:
    """The relay, harmless and without a memory at the start of each test."""
    clean = Relay()
    open_relay.on_request, open_relay.on_answer = clean.on_request, clean.on_answer
    open_relay.requests, open_relay.answers = [], []
    return open_relay


def write_package(folder: Path, results: dict[str, Any] | None = None) -> Path:
    """The package of the partner ``echo``; ``results`` are what its hooks give: hook -> one per number."""
    package = folder / "mkb_partner_echo"
    package.mkdir(parents=True)
    (folder / "pyproject.toml").write_text(PROJECT, "utf-8")
    (package / "__init__.py").write_text("", "utf-8")
    (package / "partner.toml").write_text(MANIFEST, "utf-8")
    (package / "plugin.py").write_text(PLUGIN.read_text("utf-8"), "utf-8")
    (package / "results.json").write_text(json.dumps(results or {}), "utf-8")
    return folder


@frozen
class Served:
    """``mkb partners serve`` at work. ``here`` is where it listens."""

    process: subprocess.Popen[str]
    here: str
    log: Path

    def port(self, **changes: Any) -> RemotePort:
        """The host's side."""
        return evolve(RemotePort("echo", self.here, SECRET), **changes)

    def logged(self) -> str:
        return self.log.read_text("utf-8")


def start(folder: Path, plugin: str = "", **variables: str) -> Served:
    """Serve the package in a folder, or an installed ``plugin``; ended by :func:`stop`."""
    log = folder / "server.log"
    environment = {**os.environ, "MKB_ECHO_SECRET": SECRET, "MKB_LANG": "en", **variables}
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [MKB, "partners", "serve", plugin or str(folder), "--port", "0"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert process.stdout is not None
    said = process.stdout.readline()
    found = re.search(r"http://\S+", said)
    if found is None:
        process.kill()
        raise AssertionError(said + log.read_text("utf-8"))
    return Served(process, found[0], log)


def stop(served: Served) -> int:
    """End it as an operator does; returns its exit code."""
    served.process.terminate()
    code = served.process.wait(30)
    assert served.process.stdout is not None
    served.process.stdout.close()
    return code


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = start(write_package(tmp_path_factory.mktemp("served") / "echo"))
    yield made
    stop(made)


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory, open_relay: Relay) -> Iterator[Served]:
    made = start(write_package(tmp_path_factory.mktemp("relayed") / "echo"), MKB_ECHO_URL=open_relay.address)
    open_relay.target = made.here
    yield evolve(made, here=open_relay.address)
    stop(made)


@pytest.fixture
def relayed(behind: Served, relay: Relay) -> Served:
    """Served behind the relay, by whose address the host knows it."""
    return behind
