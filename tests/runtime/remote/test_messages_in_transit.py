"""Between host and partner sits somebody who forges, repeats, delays, changes and swaps: nothing of it counts."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from mkb_core.errors import SourceUnavailable
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.ports import PortFailed
from mkb_core.runtime.remote.keys import read_keys
from mkb_core.runtime.remote.signatures import content_digest, sign_request
from tests.runtime.remote.conftest import SECRET, Message, Relay, Served, send, start, stop, write_package

NUMBER = {"number": "12345678"}


def fails(served: Served) -> PortFailed:
    with pytest.raises(PortFailed) as failure:
        served.port().call("mkb_look_up_company", NUMBER, 5.0, None)
    return failure.value


def request(served: Served, *, age: int = 0, secret: str = SECRET) -> Message:
    """A request that is signed here, as by a host."""
    body = json.dumps({"hook": None, "seconds": 5.0}).encode()
    created = int(served.port().now()) - age
    headers, _ = sign_request(
        served.here, body, read_keys(secret), created=created, nonce=secrets.token_urlsafe()
    )
    return Message("/", headers, body)


def test_what_nobody_touched_arrives(relayed: Served, relay: Relay) -> None:
    assert relayed.port().call("mkb_look_up_company", NUMBER, 5.0, None) is None
    assert "mkb_look_up_company" in relayed.port().hooks(5.0)
    assert [answer.line for answer in relay.answers] == ["200", "200"]


def test_signed_request_of_any_sender_is_answered(served: Served) -> None:
    assert send(served.here, request(served)).line == "200"


def test_unsigned_request_is_refused(served: Served) -> None:
    bare = Message("/", {"content-type": "application/json"}, b'{"hook": null, "seconds": 5.0}')
    assert send(served.here, bare).line == "401"


def test_request_forged_with_another_secret_is_refused(served: Served) -> None:
    assert send(served.here, request(served, secret=SECRET[::-1])).line == "401"


def test_request_forged_under_the_name_of_the_right_key_is_refused(served: Served) -> None:
    forged = request(served, secret=SECRET[::-1])
    named = forged.headers["signature-input"].replace(read_keys(SECRET[::-1]).first, read_keys(SECRET).first)
    assert send(served.here, forged.with_header("signature-input", named)).line == "401"


def test_repeated_request_is_refused(relayed: Served, relay: Relay) -> None:
    relayed.port().hooks(5.0)
    again = send(relay.target, relay.requests[0])
    assert (again.line, again.body) == ("401", b"")
    assert "seen before" in relayed.logged()


@pytest.mark.parametrize("age", [31, 3600, -33, -3600])
def test_late_or_early_request_is_refused(served: Served, age: int) -> None:
    assert send(served.here, request(served, age=age)).line == "401"


def test_request_from_before_the_start_of_the_server_is_refused(tmp_path: Path) -> None:
    young = start(write_package(tmp_path / "echo"))
    try:
        assert send(young.here, request(young, age=20)).line == "401"
        assert "before this server started" in young.logged()
    finally:
        stop(young)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda it: evolve(it, body=it.body.replace(b"12345678", b"87654321")), "401"),
        (lambda it: evolve(it, body=it.body + b" "), "401"),
        (lambda it: evolve(it, body=b""), "401"),
        (lambda it: evolve(it, line="/other"), "404"),
        (lambda it: evolve(it, line="/?a=b"), "404"),
        (lambda it: evolve(it, method="PUT"), "405"),
        (lambda it: it.with_header("content-type", "text/plain"), "401"),
        (lambda it: it.with_header("content-digest", content_digest(b"other")), "401"),
        (
            lambda it: it.with_header(
                "signature-input", it.headers["signature-input"].replace("created=1", "created=2")
            ),
            "401",
        ),
        (lambda it: it.with_header("signature", f"mkb=:{'A' * 43}=:"), "401"),
        (lambda it: evolve(it, headers={**it.headers, "signature": "", "signature-input": ""}), "401"),
    ],
    ids=[
        "body",
        "longer body",
        "no body",
        "path",
        "query",
        "method",
        "content type",
        "digest",
        "time",
        "signature",
        "no signature",
    ],
)
def test_changed_request_is_refused(
    relayed: Served, relay: Relay, change: Callable[[Message], Message], status: str
) -> None:
    def alter(message: Message) -> Message:
        changed = change(message)
        headers = {name: value for name, value in changed.headers.items() if name != "content-length"}
        return evolve(changed, headers=headers)

    relay.on_request = alter
    assert fails(relayed).kind in (FaultKind.NOT_GENUINE, FaultKind.UNREACHABLE)
    assert [answer.line for answer in relay.answers] == [status]


def test_request_for_another_server_is_refused(relayed: Served, relay: Relay) -> None:
    """What the host signs for the relay's address does not count for a server that has another."""
    with pytest.raises(PortFailed) as failure:
        relayed.port(url=relay.target).hooks(5.0)
    assert failure.value.kind is FaultKind.NOT_GENUINE


@pytest.mark.parametrize(
    "change",
    [
        lambda it: evolve(it, body=it.body.replace(b"null", b"true")),
        lambda it: evolve(it, body=b""),
        lambda it: evolve(it, line="201"),
        lambda it: it.with_header("content-type", "text/html"),
        lambda it: it.with_header("content-digest", content_digest(b"other")),
        lambda it: it.with_header(
            "signature-input", it.headers["signature-input"].replace("created=1", "created=2")
        ),
        lambda it: it.with_header("signature", f"mkb=:{'A' * 43}=:"),
        lambda it: evolve(it, headers={"content-type": "application/json"}),
        lambda it: it.with_header("signature", it.headers["signature"] + ", " + it.headers["signature"]),
    ],
    ids=[
        "body",
        "no body",
        "status",
        "content type",
        "digest",
        "time",
        "signature",
        "no signature",
        "signature twice",
    ],
)
def test_changed_answer_is_refused(
    relayed: Served, relay: Relay, change: Callable[[Message], Message]
) -> None:
    relay.on_answer = change
    assert fails(relayed).kind is FaultKind.NOT_GENUINE


def test_answer_to_another_request_is_refused(relayed: Served, relay: Relay) -> None:
    relayed.port().call("mkb_look_up_company", NUMBER, 5.0, None)
    relay.on_answer = lambda _: relay.answers[0]
    assert fails(relayed).kind is FaultKind.NOT_GENUINE


def test_request_sent_back_is_no_answer(relayed: Served, relay: Relay) -> None:
    relay.on_answer = lambda _: evolve(relay.requests[-1], line="200")
    assert fails(relayed).kind is FaultKind.NOT_GENUINE


@pytest.mark.parametrize("hours", [-1, 1])
def test_answer_of_another_time_is_refused(served: Served, hours: int) -> None:
    """The host's clock moves while it waits."""
    moments = iter([served.port().now(), served.port().now() + 3600 * hours])
    with pytest.raises(PortFailed) as failure:
        served.port(now=lambda: next(moments)).hooks(5.0)
    assert failure.value.kind is FaultKind.NOT_GENUINE


def test_refusal_tells_the_sender_nothing_and_the_log_the_reason(served: Served) -> None:
    answer = send(served.here, request(served, secret=SECRET[::-1]))
    assert answer.body == b""
    assert "unknown key" in served.logged()


def test_nothing_of_the_secret_or_of_what_was_asked_is_logged(served: Served) -> None:
    port = served.port()
    for number in ("10000001", "10000002", "10000003"):
        with pytest.raises((PortFailed, SourceUnavailable)):
            port.call("mkb_look_up_company", {"number": number}, 5.0, None)
    send(served.here, request(served, secret=SECRET[::-1]))
    told = served.logged()
    assert [word for word in (SECRET, SECRET[::-1], "10000002", "private words") if word in told] == []
