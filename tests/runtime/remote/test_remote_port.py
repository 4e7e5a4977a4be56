"""The host's side against servers that are slow, endless, broken or hostile: each is a fault, and in time."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.ports import PortFailed
from mkb_core.runtime.remote.keys import read_keys
from mkb_core.runtime.remote.port import RemotePort
from mkb_core.runtime.remote.signatures import sign_response, verify_request
from tests.runtime.remote.conftest import SECRET

Behaviour = Callable[[socket.socket], None]
KEYS = read_keys(SECRET)
END = b"\r\n\r\n"


class BadServer:
    """Takes every connection, reads the request and behaves as told."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}/"
        self.behave: Behaviour = lambda connection: None
        self.requests: list[bytes] = []
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.listen)]
        self.threads[0].start()

    def listen(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self.take, args=(connection,))
            self.threads.append(thread)
            thread.start()

    def take(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            self.requests.append(read_request(connection))
            self.behave(connection)

    def drip(self, connection: socket.socket, start: bytes, piece: bytes) -> None:
        """A piece now and then, for ever."""
        connection.sendall(start)
        while not self.over.wait(0.02):
            connection.sendall(piece)

    def end(self) -> None:
        self.over.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for thread in self.threads:
            thread.join(5)
        assert not [thread for thread in self.threads if thread.is_alive()]


def read_request(connection: socket.socket) -> bytes:
    raw = b""
    while END not in raw:
        raw += received(connection)
    head, _, body = raw.partition(END)
    lines = head.lower().split(b"\r\n")
    length = next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))
    while len(body) < length:
        body += received(connection)
    return head + END + body


def received(connection: socket.socket) -> bytes:
    piece = connection.recv(65536)
    if not piece:
        raise ConnectionResetError
    return piece


def http_answer(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + END + body


def signed(server: BadServer, body: bytes) -> Behaviour:
    """A server that knows the secret, and answers what it likes."""

    def behave(connection: socket.socket) -> None:
        head, _, sent = server.requests[-1].partition(END)
        lines = [line.partition(": ") for line in head.decode().split("\r\n")[1:]]
        proof = verify_request(server.address, {name.lower(): value for name, _, value in lines}, sent, KEYS)
        given = sign_response(200, body, proof, KEYS, created=proof.created)
        connection.sendall(http_answer(body, **given))

    return behave


@pytest.fixture
def server() -> Iterator[BadServer]:
    made = BadServer()
    yield made
    made.end()


def failure(address: str, seconds: float = 5.0) -> PortFailed:
    with pytest.raises(PortFailed) as failed:
        RemotePort("echo", address, SECRET).call("mkb_look_up_company", {"number": "12345678"}, seconds, None)
    return failed.value


def test_silent_server_is_a_missed_deadline(server: BadServer) -> None:
    server.behave = lambda connection: server.drip(connection, b"", b"")
    assert failure(server.address, 0.3).kind is FaultKind.TIME_OUT


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"y"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
    ids=["headers", "one header", "continue", "body", "chunks"],
)
def test_answer_in_endless_small_pieces_is_a_missed_deadline(
    server: BadServer, start: bytes, piece: bytes
) -> None:
    server.behave = lambda connection: server.drip(connection, start, piece)
    assert failure(server.address, 0.5).kind is FaultKind.TIME_OUT


def test_nothing_is_left_running_after_a_missed_deadline(server: BadServer) -> None:
    server.behave = lambda connection: server.drip(connection, b"HTTP/1.1 200 OK\r\n", b"X: y\r\n")
    failure(server.address, 0.2)
    ends = time.monotonic() + 5
    while (left := running(server.address)) and time.monotonic() < ends:
        time.sleep(0.02)
    assert left == []


def running(address: str) -> list[str]:
    return [one.name for one in threading.enumerate() if address in one.name]


def test_endless_answer_is_cut_at_the_cap(server: BadServer) -> None:
    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    server.behave = flood
    assert failure(server.address).kind is FaultKind.TOO_LARGE


def test_packed_answer_is_never_unpacked(server: BadServer) -> None:
    packed = http_answer(b"\x1f\x8b" * 9, Content_Encoding="gzip")
    server.behave = lambda connection: connection.sendall(packed)
    assert failure(server.address).kind is FaultKind.NOT_GENUINE


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", FaultKind.UNREADABLE),
        (b"nonsense\r\n\r\n", FaultKind.UNREADABLE),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", FaultKind.UNREADABLE),
        (http_answer(b'{"result": []}'), FaultKind.NOT_GENUINE),
        (http_answer(b'{"result": []}', Content_Type="application/json"), FaultKind.NOT_GENUINE),
        (http_answer(b"<h1>Hello</h1>", Content_Type="text/html"), FaultKind.NOT_GENUINE),
        (http_answer(b"broken", "500 Internal Server Error"), FaultKind.UNREACHABLE),
        (http_answer(b"busy", "503 Service Unavailable"), FaultKind.UNREACHABLE),
        (http_answer(b"", "401 Unauthorized"), FaultKind.NOT_GENUINE),
        (http_answer(b"", "404 Not Found"), FaultKind.UNREACHABLE),
    ],
    ids=["nothing", "garbage", "half", "unsigned", "unsigned JSON", "page", "500", "503", "401", "404"],
)
def test_what_is_no_answer_is_a_fault(server: BadServer, raw: bytes, kind: FaultKind) -> None:
    server.behave = lambda connection: connection.sendall(raw)
    assert failure(server.address).kind is kind


def test_redirect_is_not_followed(server: BadServer) -> None:
    moved = http_answer(b"", "307 Temporary Redirect", Location=f"{server.address}elsewhere")
    server.behave = lambda connection: connection.sendall(moved)
    assert failure(server.address).kind is FaultKind.UNREACHABLE
    assert len(server.requests) == 1


def test_proxy_of_the_environment_is_not_used(server: BadServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.behave = signed(server, b'{"result": []}')
    assert RemotePort("echo", server.address, SECRET).hooks(5.0) == frozenset()


def test_no_server_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/"
    assert failure(address).kind is FaultKind.UNREACHABLE


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FaultKind.UNREADABLE),
        (b"{", FaultKind.UNREADABLE),
        (b"\xff", FaultKind.UNREADABLE),
        (b'{"result": NaN}', FaultKind.UNREADABLE),
        (b'{"result": 1, "result": 2}', FaultKind.UNREADABLE),
        (b"[" * 100_000, FaultKind.UNREADABLE),
        (b"[]", FaultKind.UNREADABLE),
        (b"{}", FaultKind.UNREADABLE),
        (b'{"result": 1, "fault": "raised"}', FaultKind.UNREADABLE),
        (b'{"fault": "raised"}', FaultKind.UNREADABLE),
        (b'{"fault": "crashed", "reason": "x"}', FaultKind.UNREADABLE),
        (b'{"fault": "raised", "reason": "x"}', FaultKind.RAISED),
    ],
    ids=lambda value: value[:24].decode("latin-1") if isinstance(value, bytes) else value.value,
)
def test_genuine_nonsense_is_a_fault(server: BadServer, body: bytes, kind: FaultKind) -> None:
    server.behave = signed(server, body)
    assert failure(server.address).kind is kind


def test_reason_that_is_told_is_one_short_line(server: BadServer) -> None:
    reason = "first\nsecond \x1b[31m \ud800" + "x" * 1000
    server.behave = signed(server, json.dumps({"fault": "raised", "reason": reason}).encode())
    told = failure(server.address).reason
    assert told.startswith("first second ?[31m ?xx")
    assert len(told) <= 300


def test_names_of_hooks_must_be_a_list_of_names(server: BadServer) -> None:
    server.behave = signed(server, b'{"result": [1]}')
    with pytest.raises(PortFailed) as failed:
        RemotePort("echo", server.address, SECRET).hooks(5.0)
    assert failed.value.kind is FaultKind.WRONG_TYPE


@pytest.mark.parametrize(
    ("url", "secret", "word"),
    [
        ("", SECRET, "address"),
        ("http://plugins.example.org/", SECRET, "address"),
        ("http://127.0.0.1:9/", "", "secret"),
        ("http://127.0.0.1:9/", "weak", "secret"),
    ],
)
def test_port_that_is_not_set_up_says_what_is_missing(url: str, secret: str, word: str) -> None:
    with pytest.raises(PortFailed, match=word) as failed:
        RemotePort("echo", url, secret).hooks(1.0)
    assert failed.value.kind is FaultKind.UNREACHABLE


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_certificate_of_an_unknown_authority_is_refused(tmp_path: Path) -> None:
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    files = ["-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "certificate.pem"]
    subprocess.run([*made, *files], cwd=tmp_path, check=True, capture_output=True)
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    asked: list[bytes] = []

    def serve(listener: socket.socket) -> None:
        with suppress(OSError), own.wrap_socket(listener.accept()[0], server_side=True) as connection:
            asked.append(connection.recv(65536))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        assert failure(f"https://localhost:{listener.getsockname()[1]}/").kind is FaultKind.UNREACHABLE
        thread.join()
    assert asked in ([], [b""])


def test_message_that_the_server_would_refuse_is_not_sent(server: BadServer) -> None:
    with pytest.raises(PortFailed) as failed:
        RemotePort("echo", server.address, SECRET).call("x", {"words": "x" * 1_000_001}, 1.0, None)
    assert failed.value.kind is FaultKind.TOO_LARGE
    assert server.requests == []


def test_secret_is_in_no_picture_of_a_port() -> None:
    assert SECRET not in repr(RemotePort("echo", "http://127.0.0.1:9/", SECRET))
