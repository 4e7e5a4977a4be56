"""Requests that are too large, too slow or ask for another form."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from threading import Thread

import pytest
import uvicorn
from mkb_service import request_limits
from mkb_service.server import listening_socket

from tests.service.conftest import HTML, Client, Make


@pytest.mark.parametrize(
    ("path", "headers", "status", "code"),
    [
        ("/v1/topics?x=" + "a" * 9000, {}, 414, "address-too-long"),
        ("/v1/" + "a" * 9000, {}, 414, "address-too-long"),
        ("/v1/topics", {"x-long": "a" * 17_000}, 431, "headers-too-large"),
        ("/v1/topics", {f"x-{number}": "a" * 100 for number in range(200)}, 431, "headers-too-large"),
        ("/v1/topics", HTML, 406, "not-acceptable"),
        ("/v1/topics", {"accept": "application/json;q=0"}, 406, "not-acceptable"),
        ("/v1/topics", {"accept": "nonsense"}, 406, "not-acceptable"),
    ],
    ids=["query", "path", "one header", "many headers", "page", "no json", "nonsense"],
)
def test_refused(client: Client, path: str, headers: dict[str, str], status: int, code: str) -> None:
    answer = client.get(path, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["type"] == f"urn:mkb:problem:{code}"


@pytest.mark.parametrize(
    "accept", ["*/*", "application/json", "text/html, application/*;q=0.1", "APPLICATION/JSON; charset=utf-8"]
)
def test_json_is_given_to_whoever_takes_it(client: Client, accept: str) -> None:
    assert client.get("/v1/topics", headers={"accept": accept}).status_code == 200


def test_post_that_wants_another_form_has_no_effect(client: Client) -> None:
    answer = client.post("/v1/advice", json={"question": "Ik zoek geld"}, headers=HTML)
    assert (answer.status_code, "location" in answer.headers) == (406, False)


@pytest.fixture
def served(make: Make, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """The application behind a real server; bodies must come within half a second."""
    monkeypatch.setattr(request_limits, "BODY_SECONDS", 0.5)
    with listening_socket(0) as listener:
        server = uvicorn.Server(uvicorn.Config(make().app, log_config=None, lifespan="off"))
        thread = Thread(target=server.run, args=([listener],))
        thread.start()
        yield listener.getsockname()
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize("path", ["/v1/advice", "/"])
def test_body_that_does_not_come_is_not_waited_for(served: tuple[str, int], path: str) -> None:
    kind = "application/json" if path != "/" else "application/x-www-form-urlencoded"
    head = f"POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: {kind}\r\ncontent-length: 60000\r\n\r\na"
    with socket.create_connection(served, timeout=60) as connection:
        connection.sendall(head.encode())
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"urn:mkb:problem:too-slow" in answer
