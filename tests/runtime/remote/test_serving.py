"""``mkb partners serve`` as a partner runs it, and its plugin as a host meets it."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from mkb_core.errors import SourceUnavailable
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.in_process import InProcessPort
from mkb_core.runtime.ports import PortFailed
from mkb_core.runtime.remote.application import make_application
from mkb_core.runtime.remote.keys import read_keys
from mkb_core.runtime.remote.messages import MOST_ASKED
from mkb_core.runtime.remote.port import RemotePort
from mkb_core.runtime.remote.server import Bounds, PluginServer
from mkb_core.runtime.remote.signatures import sign_request
from tests.runtime.remote.conftest import MKB, SECRET, Message, Served, send, start, stop, write_package

LOOK_UP = "mkb_look_up_company"
OTHER = "another-secret-of-the-tests-0123456789-abc"


def look_up(served: Served, number: str, seconds: float = 5.0) -> object:
    return served.port().call(LOOK_UP, {"number": number}, seconds, None)


def test_installed_plugin_is_served_by_its_id(tmp_path: Path) -> None:
    served = start(tmp_path, plugin="liof", MKB_LIOF_SECRET=SECRET)
    try:
        hook = "mkb_declare_partners"
        here = InProcessPort("liof", "mkb_partner_liof.plugin").call(hook, {}, 5.0, None)
        assert served.port().call(hook, {}, 5.0, None) == here
    finally:
        stop(served)


def test_stopping_is_a_normal_end(tmp_path: Path) -> None:
    assert stop(start(write_package(tmp_path / "echo"))) == 0


def test_fault_of_the_plugins_own_source_arrives_as_such(served: Served) -> None:
    with pytest.raises(SourceUnavailable) as refusal:
        look_up(served, "10000001")
    assert refusal.value.facts == {"source": "echo", "reason": "closed on Sundays"}


def test_what_the_plugin_raises_arrives_without_its_words(served: Served) -> None:
    with pytest.raises(PortFailed) as failed:
        look_up(served, "10000002")
    assert failed.value.kind is FaultKind.RAISED
    assert "ValueError" in failed.value.reason
    assert "private words" not in failed.value.reason


def test_wrong_result_arrives_as_a_fault(served: Served) -> None:
    with pytest.raises(PortFailed) as failed:
        look_up(served, "10000003")
    assert failed.value.kind in (FaultKind.INVALID, FaultKind.WRONG_TYPE)


def test_late_answer_is_a_missed_deadline(served: Served) -> None:
    with pytest.raises(PortFailed) as failed:
        look_up(served, "10000004", 0.1)
    assert failed.value.kind is FaultKind.TIME_OUT


def test_unknown_hook_is_a_fault(served: Served) -> None:
    with pytest.raises(PortFailed) as failed:
        served.port().call("mkb_define_region", {}, 5.0, None)
    assert failed.value.kind is FaultKind.UNKNOWN_HOOK


@pytest.mark.parametrize("arguments", [{}, {"number": 1}, {"number": "1", "more": "x"}])
def test_arguments_of_another_form_are_a_fault(served: Served, arguments: dict[str, object]) -> None:
    with pytest.raises(PortFailed) as failed:
        served.port().call(LOOK_UP, arguments, 5.0, None)
    assert failed.value.kind is FaultKind.INVALID


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"hook": 1, "seconds": 1.0}', b'{"seconds": 1.0}'])
def test_signed_nonsense_is_answered_with_a_fault(served: Served, body: bytes) -> None:
    created = int(served.port().now())
    nonce = os.urandom(12).hex()
    headers, _ = sign_request(served.here, body, read_keys(SECRET), created=created, nonce=nonce)
    answer = send(served.here, Message("/", headers, body))
    assert answer.line == "200"
    assert b'"fault": "invalid"' in answer.body


def test_calls_at_the_same_time_each_get_their_own_answer(served: Served) -> None:
    def ask(number: int) -> object:
        try:
            return look_up(served, f"{10000001 + number % 3}", 20.0)
        except (PortFailed, SourceUnavailable) as error:
            return type(error).__name__, getattr(error, "kind", None)

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(ask, range(60)))
    expected = [ask(number) for number in range(3)]
    assert answers == expected * 20


def test_slow_calls_run_beside_each_other(served: Served) -> None:
    began = time.monotonic()
    with ThreadPoolExecutor(Bounds().threads) as pool:
        assert (
            list(pool.map(lambda _: look_up(served, "10000004", 20.0), range(Bounds().threads))) == [None] * 8
        )
    assert time.monotonic() - began < 0.4 * Bounds().threads


def test_silent_connections_are_cut_off_and_the_call_that_waits_is_answered() -> None:
    address_of = "http://127.0.0.1:{}/".format
    with PluginServer("127.0.0.1", 0, Bounds(threads=2, silence=0.3)) as server:
        here = address_of(server.server_port)
        port = InProcessPort("liof", "mkb_partner_liof.plugin")
        server.set_app(make_application(port, read_keys(SECRET), here))
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        silent = [socket.create_connection(("127.0.0.1", server.server_port)) for _ in range(4)]
        try:
            assert RemotePort("liof", here, SECRET).hooks(10.0)
        finally:
            for connection in silent:
                connection.close()
            server.shutdown()
            thread.join()


def test_connection_that_drips_is_cut_off() -> None:
    with PluginServer("127.0.0.1", 0, Bounds(silence=5.0, connection=0.3)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        with socket.create_connection(("127.0.0.1", server.server_port), timeout=5) as connection:
            with suppress(OSError):
                for _ in range(200):
                    connection.sendall(b"POST / HTTP/1.1\r\nX: y"[:1])
                    time.sleep(0.01)
            with suppress(ConnectionResetError):
                assert connection.recv(100) == b""
        server.shutdown()
        thread.join()


def test_too_large_a_message_is_refused_unread(served: Served) -> None:
    host = served.here.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host[0], int(host[1])), timeout=20) as connection:
        connection.sendall(f"POST / HTTP/1.1\r\nContent-Length: {MOST_ASKED + 1}\r\n\r\n".encode())
        assert b" 413 " in connection.recv(1000)


def test_message_without_a_length_is_refused(served: Served) -> None:
    host = served.here.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host[0], int(host[1])), timeout=20) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert b" 411 " in connection.recv(1000)


def test_secret_is_replaced_without_a_gap(tmp_path: Path) -> None:
    both = start(write_package(tmp_path / "both"), MKB_ECHO_SECRET=f"{SECRET} {OTHER}")
    try:
        for secret in (SECRET, OTHER, f"{OTHER} {SECRET}"):
            assert both.port(secret=secret).hooks(5.0)
        with pytest.raises(PortFailed):
            both.port(secret=OTHER[::-1]).hooks(5.0)
    finally:
        stop(both)


def refused(*words: str, **variables: str) -> tuple[int, str]:
    environment = {**os.environ, "MKB_LANG": "en", **variables}
    done = subprocess.run(
        [MKB, "partners", "serve", *words, "--port", "0"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.stdout == ""
    return done.returncode, done.stderr


@pytest.mark.parametrize("secret", ["", "short", "a" * 64])
def test_weak_secret_is_refused_at_the_start(secret: str) -> None:
    code, said = refused("liof", MKB_LIOF_SECRET=secret)
    assert code == 2
    assert "MKB_LIOF_SECRET" in said
    assert "token_urlsafe" in said


def test_wrong_address_is_refused_at_the_start() -> None:
    code, said = refused("liof", MKB_LIOF_SECRET=SECRET, MKB_LIOF_URL="http://plugins.example.org/")
    assert code == 2
    assert "MKB_LIOF_URL" in said


def test_unknown_plugin_is_not_found() -> None:
    assert refused("nobody")[0] == 3


def test_folder_that_is_no_package_is_refused(tmp_path: Path) -> None:
    code, said = refused(str(tmp_path))
    assert code == 2
    assert "pyproject.toml" in said


def test_plugin_that_cannot_be_imported_is_refused_at_the_start(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "echo")
    (folder / "mkb_partner_echo" / "plugin.py").write_text("raise RuntimeError('no')", "utf-8")
    code, said = refused(str(folder), MKB_ECHO_SECRET=SECRET)
    assert code == 4
    assert "RuntimeError: no" in said
