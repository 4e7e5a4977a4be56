"""The egress against a real HTTP peer; time is a clock of our own, so nothing waits."""

import gzip
import json
import logging
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, field, mutable
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from mkb_core.errors import SourceUnavailable
from mkb_core.runtime.egress import Clock, Egress, Limits, NoAnswer
from mkb_core.runtime.egress_cache import Answer, AnswerCache, MemoryCache
from mkb_core.runtime.egress_faults import REASONS

KEY = "l7-very-secret-key-0123456789"
START = datetime(2026, 11, 23, 12, tzinfo=UTC)
PATH = "/v1/things/1"


@mutable
class Hours:
    """A clock that moves only when somebody sleeps or a test moves it."""

    seconds: float = 0.0
    slept: list[float] = field(factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def clock(self) -> Clock:
        return Clock(
            now=lambda: START + timedelta(seconds=self.seconds),
            monotonic=lambda: self.seconds,
            sleep=self.sleep,
            chance=lambda: 0.5,
        )


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def egress(httpserver: HTTPServer, hours: Hours) -> Egress:
    return Egress("Register", httpserver.url_for("/api"), {"apikey": KEY}, True, clock=hours.clock())


def requests(peer: HTTPServer) -> int:
    return len(peer.log)


def replies(peer: HTTPServer, *answers: tuple[int, Any, dict[str, str]], path: str = "/api" + PATH) -> None:
    for status, body, headers in answers:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        peer.expect_ordered_request(path).respond_with_data(
            raw, status, {"Content-Type": "application/json", **headers}
        )


def refusal(ask: Callable[[], object]) -> NoAnswer:
    with pytest.raises(SourceUnavailable) as caught:
        ask()
    assert isinstance(caught.value, NoAnswer)
    return caught.value


def test_an_answer_is_read_with_the_key_in_its_header(httpserver: HTTPServer, egress: Egress) -> None:
    httpserver.expect_request("/api" + PATH, headers={"apikey": KEY}).respond_with_json({"a": "é"})
    assert egress.get_json(PATH) == Answer(200, {"a": "é"}, START)


@pytest.mark.parametrize("base", ["/api", "/api/", "/test/api", "/test/api/", " /api/ "])
def test_paths_are_built_from_the_base_address(httpserver: HTTPServer, hours: Hours, base: str) -> None:
    path = base.strip().rstrip("/") + PATH
    httpserver.expect_request(path, query_string={"naam": "Jansen & Zn"}).respond_with_json({"ok": 1})
    address = base.replace(base.strip(), httpserver.url_for(base.strip()))
    egress = Egress("Register", address, {"apikey": KEY}, True, clock=hours.clock())
    assert egress.get_json(PATH, {"naam": "Jansen & Zn"}).body == {"ok": 1}


@pytest.mark.parametrize(
    "path", ["v1/x", "/v1/../x", "/v1//x", "//other.example/x", "/v1/x?y=1", "/v1/é", "/v1/x#y", "/"]
)
def test_only_plain_paths_are_asked(httpserver: HTTPServer, egress: Egress, path: str) -> None:
    with pytest.raises(ValueError, match="not a plain path"):
        egress.get_json(path)
    assert requests(httpserver) == 0


@pytest.mark.parametrize(
    "base",
    [
        "",
        "api.example",
        "ftp://api.example/api",
        "http://",
        "http://u:p@h/api",
        "http://h/api?x=1",
        "http://[::1/x",
    ],
)
def test_a_wrong_base_address_is_said_in_words(base: str) -> None:
    assert (
        refusal(lambda: Egress("Register", base, {"apikey": KEY}, True).get_json(PATH)).kind
        == "wrong-address"
    )


def test_a_500_and_then_a_200_is_an_answer(httpserver: HTTPServer, egress: Egress, hours: Hours) -> None:
    replies(httpserver, (500, {}, {}), (200, {"ok": 1}, {}))
    assert egress.get_json(PATH).body == {"ok": 1}
    assert hours.slept == [0.25]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_failing_source_is_asked_three_times_with_growing_waits(
    httpserver: HTTPServer, egress: Egress, hours: Hours, status: int
) -> None:
    replies(httpserver, *[(status, b"<h1>oops</h1>", {})] * 3)
    fault = refusal(lambda: egress.get_json(PATH))
    assert (fault.kind, hours.slept, requests(httpserver)) == ("failing", [0.25, 0.5], 3)
    assert f"HTTP {status}" in fault.sentence("nl")


def test_waiting_times_are_spread(httpserver: HTTPServer, egress: Egress, hours: Hours) -> None:
    replies(httpserver, (503, {}, {}), (200, {}, {}))
    evolve(egress, clock=evolve(hours.clock(), chance=lambda: 1.0)).get_json(PATH)
    assert hours.slept == [0.375]


@pytest.mark.parametrize("after", ["2", "Mon, 23 Nov 2026 12:00:02 GMT"])
def test_retry_after_is_honoured(httpserver: HTTPServer, egress: Egress, hours: Hours, after: str) -> None:
    replies(httpserver, (429, {}, {"Retry-After": after}), (200, {"ok": 1}, {}))
    assert egress.get_json(PATH).body == {"ok": 1}
    assert hours.slept == [2.0]


@pytest.mark.parametrize("after", ["10", "999999999999", "Mon, 23 Nov 2026 13:00:00 GMT"])
def test_a_retry_after_past_the_deadline_ends_it_at_once(
    httpserver: HTTPServer, egress: Egress, hours: Hours, after: str
) -> None:
    replies(httpserver, (429, {}, {"Retry-After": after}))
    fault = refusal(lambda: egress.get_json(PATH))
    assert (fault.kind, hours.slept, requests(httpserver)) == ("too-many", [], 1)


@pytest.mark.parametrize("after", ["soon", "-1", "", "٣"])
def test_an_unreadable_retry_after_is_an_ordinary_wait(
    httpserver: HTTPServer, egress: Egress, hours: Hours, after: str
) -> None:
    headers = {"Retry-After": after} if after.isascii() else {}
    replies(httpserver, (429, {}, headers), (200, {}, {}))
    egress.get_json(PATH)
    assert hours.slept == [0.25]


@pytest.mark.parametrize("status", [200, 400, 404, 503])
def test_a_code_that_means_try_again_counts_as_a_503(
    httpserver: HTTPServer, egress: Egress, status: int
) -> None:
    busy = {"fout": [{"code": "B7", "omschrijving": "later"}]}
    replies(httpserver, (status, busy, {}), (200, {"ok": 1}, {}), *[(status, busy, {})] * 3)
    assert egress.get_json(PATH, try_again=("B7",)).body == {"ok": 1}
    fault = refusal(lambda: evolve(egress, cache=MemoryCache()).get_json(PATH, try_again=("B7",)))
    assert (fault.kind, "B7" in str(fault)) == ("busy", True)


def test_a_time_out_is_tried_again_and_then_said(httpserver: HTTPServer, egress: Egress) -> None:
    let_go = threading.Event()

    def slow(_: Request) -> Response:
        let_go.wait(2)
        return Response("{}")

    httpserver.expect_request("/api" + PATH).respond_with_handler(slow)
    limits = Limits(read=0.05, attempts=2)
    fault = refusal(lambda: evolve(egress, limits=limits).get_json(PATH))
    let_go.set()
    while requests(httpserver) < 2:  # the peer is shared: it must be done before the next test
        threading.Event().wait(0.005)
    assert fault.kind == "time-out"
    assert "niet op tijd" in fault.sentence("nl")


def test_no_time_left_is_a_time_out_without_a_request(
    httpserver: HTTPServer, egress: Egress, hours: Hours
) -> None:
    deadline = egress.deadline()
    hours.seconds = 10.0
    assert refusal(lambda: egress.get_json(PATH, deadline=deadline)).kind == "time-out"
    assert requests(httpserver) == 0


def test_an_answer_that_drips_past_the_deadline_is_a_time_out(
    httpserver: HTTPServer, egress: Egress, hours: Hours
) -> None:
    def drip(_: Request) -> Response:
        def parts() -> Iterator[bytes]:
            for part in (b'{"ok":', b" ", b"1}"):
                hours.seconds += 4.0
                yield part

        return Response(parts(), content_type="application/json")

    httpserver.expect_request("/api" + PATH).respond_with_handler(drip)
    assert refusal(lambda: egress.get_json(PATH)).kind == "time-out"
    assert requests(httpserver) == 1


def test_nobody_there_is_no_connection(hours: Hours) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        egress = Egress(
            "Register", f"http://127.0.0.1:{taken.getsockname()[1]}/api", {}, True, clock=hours.clock()
        )
        assert refusal(lambda: egress.get_json(PATH)).kind == "no-connection"
    assert len(hours.slept) == 2


@pytest.mark.parametrize("status", [401, 403])
def test_a_bad_key_is_said_and_not_tried_again(httpserver: HTTPServer, egress: Egress, status: int) -> None:
    replies(httpserver, (status, b"Forbidden", {}))
    fault = refusal(lambda: egress.get_json(PATH))
    assert (fault.kind, requests(httpserver)) == ("bad-key", 1)
    assert "the key is not accepted" in str(fault)
    assert "de sleutel wordt niet geaccepteerd" in fault.sentence("nl")


@pytest.mark.parametrize("headers", [{}, {"apikey": ""}, {"apikey": " \n"}])
def test_no_key_is_told_apart_from_a_bad_one(
    httpserver: HTTPServer, hours: Hours, headers: dict[str, str]
) -> None:
    replies(httpserver, (401, {}, {}))
    egress = Egress("Register", httpserver.url_for("/api"), headers, True, clock=hours.clock())
    assert refusal(lambda: egress.get_json(PATH)).kind == "no-key"


@pytest.mark.parametrize("key", ["sleutel-é", "a\r\nX-Other: b", "a\0b"])
def test_a_key_that_no_header_can_hold_is_a_bad_key(httpserver: HTTPServer, hours: Hours, key: str) -> None:
    egress = Egress("Register", httpserver.url_for("/api"), {"apikey": key}, True, clock=hours.clock())
    fault = refusal(lambda: egress.get_json(PATH))
    assert (fault.kind, requests(httpserver)) == ("bad-key", 0)
    assert key not in "".join(traceback.format_exception(fault))


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_refused(httpserver: HTTPServer, egress: Egress, status: int) -> None:
    replies(httpserver, (status, b"", {"Location": httpserver.url_for("/elsewhere")}))
    assert refusal(lambda: egress.get_json(PATH)).kind == "redirected"
    assert requests(httpserver) == 1


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_that_is_too_large_is_refused(httpserver: HTTPServer, egress: Egress, packed: bool) -> None:
    raw = b'"' + b"a" * 2_000_000 + b'"'
    headers = {"Content-Encoding": "gzip"} if packed else {}
    replies(httpserver, (200, gzip.compress(raw) if packed else raw, headers))
    assert refusal(lambda: egress.get_json(PATH)).kind == "too-large"
    assert requests(httpserver) == 1


@pytest.mark.parametrize(
    "raw",
    [b"", b"<html>", b"{", b"\xff\xfe\x00", b"[" * 200_000, b"1" * 5000],
    ids=["empty", "html", "cut", "bytes", "deep", "long"],
)
def test_what_is_not_json_is_unreadable(httpserver: HTTPServer, egress: Egress, raw: bytes) -> None:
    replies(httpserver, (200, raw, {}))
    assert refusal(lambda: egress.get_json(PATH)).kind == "unreadable"


def test_a_broken_encoding_is_unreadable(httpserver: HTTPServer, egress: Egress) -> None:
    replies(httpserver, (200, b"not gzip", {"Content-Encoding": "gzip"}))
    assert refusal(lambda: egress.get_json(PATH)).kind == "unreadable"


def test_another_refusal_names_status_and_codes_but_no_text_of_the_source(
    httpserver: HTTPServer, egress: Egress
) -> None:
    body = {"meldingen": {"fout": [{"code": "IPD1999", "omschrijving": "geheim"}, {"code": "x y"}]}}
    replies(httpserver, (400, body, {}))
    fault = refusal(lambda: egress.get_json(PATH))
    assert fault.reason("en") == "the request was refused (HTTP 400 IPD1999)"


@pytest.mark.parametrize(
    ("body", "read"),
    [({"fout": [{"code": "N1"}]}, {"fout": [{"code": "N1"}]}), (b"Not Found", None), (b"", None)],
)
def test_a_404_is_an_answer(httpserver: HTTPServer, egress: Egress, body: Any, read: Any) -> None:
    replies(httpserver, (404, body, {}))
    assert egress.get_json(PATH) == Answer(404, read, START)


@pytest.fixture
def cache() -> AnswerCache:
    return MemoryCache()


@pytest.mark.parametrize(("status", "hours_kept"), [(200, 24), (404, 1)])
def test_an_answer_is_kept_a_day_and_not_found_an_hour(
    httpserver: HTTPServer, egress: Egress, hours: Hours, cache: AnswerCache, status: int, hours_kept: int
) -> None:
    replies(httpserver, *[(status, {"n": "ë"}, {})] * 2)
    egress = evolve(egress, cache=cache)
    egress.get_json(PATH, {"a": 1})
    hours.seconds = hours_kept * 3600 - 1
    kept = egress.get_json(PATH, {"a": 1})
    assert (kept, requests(httpserver)) == (Answer(status, {"n": "ë"}, START, cached=True), 1)
    hours.seconds += 1
    assert egress.get_json(PATH, {"a": 1}).cached is False
    assert requests(httpserver) == 2


def test_another_question_or_source_is_another_answer(
    httpserver: HTTPServer, egress: Egress, cache: AnswerCache
) -> None:
    replies(httpserver, (200, 1, {}), (200, 2, {}), (200, 3, {}))
    egress = evolve(egress, cache=cache)
    asked = [
        egress.get_json(PATH),
        egress.get_json(PATH, {"a": 1}),
        evolve(egress, source="Other").get_json(PATH),
    ]
    assert [answer.body for answer in asked] == [1, 2, 3]


def test_a_fault_is_never_kept(httpserver: HTTPServer, egress: Egress, cache: AnswerCache) -> None:
    replies(httpserver, (401, {}, {}), (200, {}, {}))
    egress = evolve(egress, cache=cache)
    refusal(lambda: egress.get_json(PATH))
    assert egress.get_json(PATH).status == 200


def test_a_useless_answer_can_be_forgotten(
    httpserver: HTTPServer, egress: Egress, cache: AnswerCache
) -> None:
    replies(httpserver, (200, [], {}), (200, {}, {}))
    egress = evolve(egress, cache=cache)
    egress.get_json(PATH)
    egress.forget(PATH)
    assert egress.get_json(PATH).body == {}


def test_the_memory_cache_is_bounded() -> None:
    cache = MemoryCache(size=2)
    for key in "abc":
        cache.put(key, Answer(200, key, START), 60)
        cache.get("a", START)
    assert [key for key in "abc" if cache.get(key, START)] == ["a", "c"]


def test_the_key_is_in_no_log_no_message_and_no_repr(
    httpserver: HTTPServer, egress: Egress, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    replies(
        httpserver,
        (200, {}, {}),
        (500, {}, {}),
        (401, {}, {}),
        (302, b"", {"Location": "http://x.example/"}),
        (200, b"<", {}),
    )
    seen = [repr(egress), str(egress)]
    egress.get_json(PATH)
    for number in range(3):
        fault = refusal(lambda: egress.get_json(PATH, {"n": number}))  # noqa: B023 - called at once
        seen += [
            "".join(traceback.format_exception(fault)),
            repr(fault),
            fault.sentence("nl"),
            repr(fault.facts),
        ]
        assert no_key_in_locals(fault)
    seen += [f"{record.getMessage()} {record.args!r}" for record in caplog.records]
    assert len(seen) > 20
    assert not [words for words in seen if KEY in words]


def no_key_in_locals(fault: BaseException) -> bool:
    """Some loggers print the local variables of a traceback's frames."""
    frame = fault.__traceback__
    while frame is not None:
        if (
            "egress" in Path(frame.tb_frame.f_code.co_filename).name
            and "test" not in frame.tb_frame.f_code.co_filename
        ):
            shown = {name: repr(value) for name, value in frame.tb_frame.f_locals.items()}
            if any(KEY in words for words in shown.values()):
                return False
        frame = frame.tb_next
    return True


def test_every_reason_is_said_in_both_languages() -> None:
    for kind, words in REASONS.items():
        assert set(words) == {"nl", "en"}, kind
        fault = NoAnswer("Register", kind, status=503, codes="X1")
        assert fault.sentence("nl") != fault.sentence("en")
        assert "{" not in fault.sentence("nl") + fault.sentence("en")


def test_a_link_in_an_answer_is_never_followed(httpserver: HTTPServer, egress: Egress) -> None:
    for body in (
        {"_links": {"self": {"href": httpserver.url_for("/x")}}},
        {"links": [{"rel": "x", "href": httpserver.url_for("/x")}]},
    ):
        httpserver.expect_oneshot_request("/api" + PATH).respond_with_json(body)
        assert evolve(egress, cache=MemoryCache()).get_json(PATH).body == body
    assert requests(httpserver) == 2
