"""Connections: which address they go to, against which name they are verified, and how long they last."""

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpcore
import pytest
from attrs import field, mutable
from pytest_httpserver import HTTPServer

from mkb_core.errors import SourceUnavailable
from mkb_core.runtime.egress import Egress, Limits, NoAnswer
from mkb_core.runtime.egress_network import CheckedNetwork, NotPublic, certificates, resolve

PUBLIC, OTHER, PRIVATE = "93.184.216.34", "93.184.216.35", "10.0.0.1"


@mutable
class Resolver:
    """Answers in turn, as a name server that changes its mind."""

    answers: list[list[str]]
    asked: list[str] = field(factory=list)

    def __call__(self, host: str, port: int, seconds: float) -> list[str]:
        self.asked.append(host)
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


@mutable
class Sockets(httpcore.NetworkBackend):
    """Where connections would go; the addresses in ``down`` take none."""

    down: tuple[str, ...] = ()
    went: list[str] = field(factory=list)

    def connect_tcp(self, host: str, *_: object, **__: object) -> httpcore.NetworkStream:
        self.went.append(host)
        if host in self.down:
            raise httpcore.ConnectError
        return httpcore.NetworkStream()


def test_the_name_is_looked_up_once_and_the_connection_goes_to_the_address_that_was_checked() -> None:
    resolver, sockets = Resolver([[PUBLIC], [PRIVATE]]), Sockets()
    network = CheckedNetwork(lambda: 5.0, resolver, sockets=sockets)
    network.connect_tcp("source.example", 443)
    assert (resolver.asked, sockets.went) == (["source.example"], [PUBLIC])
    with pytest.raises(NotPublic):
        network.connect_tcp("source.example", 443)
    assert sockets.went == [PUBLIC]


@pytest.mark.parametrize(
    "addresses",
    [[PRIVATE], [PUBLIC, PRIVATE], [PRIVATE, PUBLIC], [PUBLIC, "::1"], ["::ffff:127.0.0.1"], ["nonsense"]],
)
def test_one_address_of_an_own_network_refuses_them_all(addresses: list[str]) -> None:
    sockets = Sockets()
    with pytest.raises(NotPublic):
        CheckedNetwork(lambda: 5.0, Resolver([addresses]), sockets=sockets).connect_tcp("source.example", 443)
    assert sockets.went == []


def test_an_address_that_takes_no_connection_gives_way_to_the_next() -> None:
    sockets = Sockets(down=(PUBLIC,))
    CheckedNetwork(lambda: 5.0, Resolver([[PUBLIC, OTHER]]), sockets=sockets).connect_tcp(
        "source.example", 443
    )
    assert sockets.went == [PUBLIC, OTHER]


def test_a_name_without_an_address_is_no_connection() -> None:
    with pytest.raises(httpcore.ConnectError):
        CheckedNetwork(lambda: 5.0, Resolver([[]]), sockets=Sockets()).connect_tcp("source.example", 443)


def test_this_machine_resolves_its_own_name_and_no_impossible_one() -> None:
    assert {"127.0.0.1", "::1"} & set(resolve("localhost", 80, 5.0))
    with pytest.raises(OSError, match=r".+"):
        resolve("x" * 70 + ".invalid", 80, 5.0)


def refusal(egress: Egress) -> str:
    with pytest.raises(SourceUnavailable) as caught:
        egress.get_json("/v1/x")
    assert isinstance(caught.value, NoAnswer)
    return caught.value.kind


@pytest.mark.parametrize("name", ["https://localhost", "https://127.0.0.1", "https://[::1]"])
def test_an_address_of_this_machine_is_refused_where_no_operator_set_it(name: str) -> None:
    egress = Egress("Source", name, {"x": "key"})
    assert refusal(egress) == "not-public"


def test_without_encryption_nothing_is_asked_where_no_operator_set_the_address(
    httpserver: HTTPServer,
) -> None:
    assert refusal(Egress("Source", httpserver.url_for("/api"))) == "wrong-address"
    assert httpserver.log == []


def test_no_proxy_of_the_environment_is_used(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    httpserver.expect_request("/api/v1/x").respond_with_json(1)
    assert Egress("Source", httpserver.url_for("/api"), configured=True).get_json("/v1/x").body == 1


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for source.example, its own authority, with its key in the same file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is absent: no certificate can be made")
    file = tmp_path_factory.mktemp("certificate") / "source.pem"
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=source.example"]
    also = ["-addext", "subjectAltName=DNS:source.example", "-keyout", str(file), "-out", f"{file}.crt"]
    subprocess.run([openssl, *made, *also], check=True, capture_output=True)
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


@pytest.fixture
def peer(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[HTTPServer, list[str | None]]]:
    """A peer with that certificate, trusted, and the names by which it was asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    names: list[str | None] = []
    context.sni_callback = lambda _, name, __: names.append(name)
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    certificates.cache_clear()
    with HTTPServer(ssl_context=context) as server:
        server.expect_request("/v1/x").respond_with_json({"ok": 1})
        yield server, names
    certificates.cache_clear()


def there(_: str, __: int, ___: float) -> list[str]:
    return ["127.0.0.1"]


def test_the_certificate_must_be_of_the_name_and_not_of_the_address(
    peer: tuple[HTTPServer, list[str | None]],
) -> None:
    server, names = peer
    egress = Egress("Source", f"https://source.example:{server.port}", configured=True, resolve=there)
    assert egress.get_json("/v1/x").body == {"ok": 1}
    assert names == ["source.example"]
    assert server.log[0][0].headers["Host"] == f"source.example:{server.port}"


def test_a_certificate_of_another_name_is_refused_and_not_tried_again(
    peer: tuple[HTTPServer, list[str | None]],
) -> None:
    server, names = peer
    egress = Egress("Source", f"https://other.example:{server.port}", configured=True, resolve=there)
    assert refusal(egress) == "certificate"
    assert (names, server.log) == (["other.example"], [])


@pytest.fixture
def dripping() -> Iterator[int]:
    """A peer that sends a header that never ends, a byte at a time; its port."""
    over = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        while not over.is_set():
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with closing(connection):
                try:
                    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Endless: ")
                    while not over.wait(0.02):
                        connection.sendall(b"a")
                except OSError:
                    continue

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    over.set()
    listening.close()
    thread.join(5)


@pytest.mark.timeout(20)
def test_a_source_that_sends_a_byte_now_and_then_holds_nobody_up(dripping: int) -> None:
    limits = Limits(read=0.2, total=0.4)
    egress = Egress("Source", f"http://127.0.0.1:{dripping}", configured=True, limits=limits)
    assert refusal(egress) == "time-out"
