"""The broker of one plugin: which host, with which key, how often, and for how long; against a real HTTP peer."""

import logging
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from mkb_core.errors import InvalidInput, SourceUnavailable
from mkb_core.hooks import Outside
from mkb_core.runtime.broker import Broker
from mkb_core.runtime.egress_faults import NoAnswer
from mkb_core.runtime.egress_limits import Clock, Limits
from mkb_core.runtime.manifests import Manifest, read_manifest

KEY = "l7-very-secret-key-0123456789"
NAME, COMPANY = "Geheim", "69599084"
PATH = "/v1/things"
TWO = ("api.source.example/api", "news.source.example")


def manifest(**changes: Any) -> Manifest:
    plain = Manifest("source", "Source", "O", "c", ">=1.0,<2", egress=TWO, key_header="apikey")
    return evolve(plain, **changes)


def waits_never() -> Clock:
    return Clock(sleep=lambda _: None, chance=lambda: 0.0)


@pytest.fixture
def broker(httpserver: HTTPServer) -> Broker:
    """The first host is the peer, as an operator sets it; every other name leads to the peer's machine."""
    return Broker(
        manifest(),
        httpserver.url_for("/api"),
        KEY,
        clock=waits_never(),
        resolve=lambda *_: ["127.0.0.1"],
    )


def refusal(ask: Callable[[], object]) -> NoAnswer:
    with pytest.raises(SourceUnavailable) as caught:
        ask()
    assert isinstance(caught.value, NoAnswer)
    return caught.value


def test_a_broker_is_the_way_outside_that_plugins_know(broker: Broker) -> None:
    outside: Outside = broker
    assert outside.files() == ()


def test_the_first_host_is_asked_with_the_key_in_the_header_of_the_manifest(
    httpserver: HTTPServer, broker: Broker
) -> None:
    httpserver.expect_request("/api" + PATH, headers={"apikey": KEY}).respond_with_json(1)
    assert broker.get_json(PATH).body == 1
    assert broker.get_json(PATH, host="api.source.example/api", max_age=0).body == 1


def test_a_host_that_is_not_in_the_manifest_is_refused_by_the_name_of_the_key(
    httpserver: HTTPServer, broker: Broker
) -> None:
    fault = refusal(lambda: broker.get_json(PATH, host="elsewhere.example"))
    assert fault.kind == "not-listed"
    assert '"elsewhere.example" is not under egress in the manifest' in str(fault)
    assert "manifest" in fault.sentence("nl")
    assert httpserver.log == []


@pytest.mark.parametrize(
    "host", ["api.source.example", "", "API.source.example/api", "localhost", "127.0.0.1"]
)
def test_a_host_is_named_as_it_stands_in_the_manifest(broker: Broker, host: str) -> None:
    assert refusal(lambda: broker.get_json(PATH, host=host)).kind == "not-listed"


def test_a_plugin_that_names_no_host_goes_nowhere(broker: Broker) -> None:
    alone = evolve(broker, manifest=manifest(egress=()))
    assert refusal(lambda: alone.get_json(PATH)).kind == "no-egress"


def test_only_the_address_that_the_operator_set_may_be_internal(
    httpserver: HTTPServer, broker: Broker
) -> None:
    assert refusal(lambda: broker.get_json(PATH, host="news.source.example")).kind == "not-public"
    assert refusal(lambda: evolve(broker, base_url="").get_json(PATH)).kind == "not-public"
    assert httpserver.log == []


def test_the_key_goes_to_the_first_host_only(broker: Broker) -> None:
    first, second = (broker._egress(host).headers for host in (None, "news.source.example"))
    assert (first, second) == ({"apikey": KEY}, {})


@pytest.mark.parametrize(
    "entry",
    [
        "localhost",
        "127.0.0.1",
        "10.0.0.1/x",
        "[::1]",
        "https://api.example",
        "api.example:8443",
        "api.example/",
        "api.example/../x",
        "user@api.example",
        "api.example?x=1",
        "api.example#x",
        "API.example",
        "api.example.",
        "api..example",
        "-a.example",
        "ex ample.nl",
        "écht.example",
        "0x7f.1",
        "a.example\n",
        "",
    ],
)
def test_what_is_no_public_host_is_a_fault_of_the_manifest(broker: Broker, entry: str) -> None:
    bad = evolve(broker, manifest=manifest(egress=(entry,)), base_url="")
    fault = refusal(lambda: bad.get_json(PATH))
    assert (fault.kind, "egress" in str(fault)) == ("bad-manifest", True)
    words = (
        f"""id = "a"\nname = "A"\nowner = "O"\ncontact = "c"\nhook_api = ">=1,<2"\negress = ['''{entry}''']"""
    )
    with pytest.raises(InvalidInput) as refused:
        read_manifest(words, "a/partner.toml")
    assert [one.path for one in refused.value.faults] == ["egress[0]"]


@pytest.mark.parametrize(
    "header", ["host", "Content-Length", "transfer-encoding", "x:y", "x y", "", "é", "a\r\nb"]
)
def test_a_key_goes_along_in_a_header_of_its_own_only(broker: Broker, header: str) -> None:
    bad = evolve(broker, manifest=manifest(key_header=header))
    assert refusal(lambda: bad.get_json(PATH)).kind == "bad-manifest"


@pytest.mark.parametrize(
    ("raw", "content_type", "words"),
    [
        ("<a>é</a>".encode(), "application/rss+xml", "<a>é</a>"),
        ("é;€".encode("cp1252"), "text/csv; charset=windows-1252", "é;€"),
        ("é;€".encode("cp1252"), "text/csv; charset=ISO-8859-1", "é;€"),
        ("é".encode("utf-16"), "text/csv", "é"),
        (b"\xef\xbb\xbf" + "é".encode(), "text/csv; charset=latin1", "é"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>".encode("latin-1"), "text/xml", None),
        (b"", "text/plain", ""),
    ],
)
def test_text_is_read_in_the_encoding_that_it_says(
    httpserver: HTTPServer, broker: Broker, raw: bytes, content_type: str, words: str | None
) -> None:
    httpserver.expect_request("/api" + PATH).respond_with_data(raw, content_type=content_type)
    assert broker.get_text(PATH).body == (raw.decode("latin-1") if words is None else words)


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        (b"\xe9", "text/csv; charset=utf-8"),
        (b"abc", "text/csv; charset=rot13"),
        (b"abc", "text/csv; charset=unicode_escape"),
        (b"abc", "text/csv; charset=no-such-thing"),
        (b"a\0b", "text/plain; charset=utf-8"),
        (b"\xff\xfea", "text/plain"),
    ],
)
def test_text_that_is_not_what_it_says_is_unreadable(
    httpserver: HTTPServer, broker: Broker, raw: bytes, content_type: str
) -> None:
    httpserver.expect_request("/api" + PATH).respond_with_data(raw, content_type=content_type)
    assert refusal(lambda: broker.get_text(PATH)).kind == "unreadable"


def test_json_and_text_of_one_path_are_two_answers(httpserver: HTTPServer, broker: Broker) -> None:
    httpserver.expect_request("/api" + PATH).respond_with_data("[1]", content_type="text/plain")
    assert (broker.get_json(PATH).body, broker.get_text(PATH).body) == ([1], "[1]")
    broker.forget(PATH)
    assert (broker.get_json(PATH).cached, broker.get_text(PATH).cached) == (False, False)


def test_an_answer_that_is_older_than_the_plugin_wants_is_asked_anew(
    httpserver: HTTPServer, broker: Broker
) -> None:
    httpserver.expect_request("/api" + PATH).respond_with_json(1)
    answers = [broker.get_json(PATH, max_age=age).cached for age in (None, None, 3600, 0)]
    assert answers == [False, True, True, False]


@pytest.mark.parametrize(
    ("status", "raw", "body"),
    [
        (200, b'{"id": 7}', {"id": 7}),
        (201, b"{}", {}),
        (202, b"", None),
        (204, b"", None),
        (404, b"no", None),
    ],
)
def test_what_is_posted_arrives_with_its_idempotency_key(
    httpserver: HTTPServer, broker: Broker, status: int, raw: bytes, body: Any
) -> None:
    httpserver.expect_request(
        "/api" + PATH, method="POST", json={"naam": "é"}, headers={"Idempotency-Key": "r-1", "apikey": KEY}
    ).respond_with_data(raw, status)
    answer = broker.post_json(PATH, {"naam": "é"}, key="r-1")
    assert (answer.status, answer.body) == (status, body)


def test_a_post_is_tried_again_with_the_same_key_and_never_kept(
    httpserver: HTTPServer, broker: Broker
) -> None:
    for status in (503, 200, 200):
        httpserver.expect_ordered_request("/api" + PATH, method="POST").respond_with_json({}, status)
    for _ in range(2):
        assert broker.post_json(PATH, {}, key="r-1").status == 200
    assert [request.headers["Idempotency-Key"] for request, _ in httpserver.log] == ["r-1"] * 3


@pytest.mark.parametrize("key", ["", "a b", "a\r\nHost: x", "é", "x" * 201])
def test_a_key_that_no_header_holds_is_no_request(httpserver: HTTPServer, broker: Broker, key: str) -> None:
    with pytest.raises(ValueError, match="idempotency key"):
        broker.post_json(PATH, {}, key=key)
    assert httpserver.log == []


@pytest.mark.parametrize("body", [float("nan"), {1, 2}, object()])
def test_a_body_that_is_no_json_is_no_request(httpserver: HTTPServer, broker: Broker, body: Any) -> None:
    with pytest.raises(ValueError, match="no JSON"):
        broker.post_json(PATH, body, key="r-1")
    assert httpserver.log == []


def test_a_body_that_is_too_large_is_not_sent(httpserver: HTTPServer, broker: Broker) -> None:
    assert refusal(lambda: broker.post_json(PATH, "x" * 256_000, key="r-1")).kind == "request-too-large"
    assert httpserver.log == []


def test_one_call_makes_so_many_requests_and_the_next_call_again(
    httpserver: HTTPServer, broker: Broker
) -> None:
    httpserver.expect_request("/api" + PATH).respond_with_json(1)
    few = evolve(broker, limits=Limits(per_call=3))
    for _ in range(2):
        call = few.for_call(10.0)
        for number in range(3):
            call.get_json(PATH, {"n": number}, max_age=0)
        assert call.get_json(PATH, {"n": 0}).cached  # what is kept costs no request
        assert refusal(lambda: call.get_json(PATH, {"n": 9})).kind == "over-limit"  # noqa: B023 - called at once
    assert len(httpserver.log) == 6


def test_all_calls_of_a_minute_together_make_so_many_requests(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api" + PATH).respond_with_json(1)
    seconds = [0.0]
    clock = evolve(waits_never(), monotonic=lambda: seconds[0])
    few = Broker(manifest(), httpserver.url_for("/api"), limits=Limits(per_minute=2), clock=clock)
    for number in range(2):
        few.for_call(10.0).get_json(PATH, {"n": number})
    assert refusal(lambda: few.for_call(10.0).get_json(PATH, {"n": 2})).kind == "over-limit"
    seconds[0] = 60.0
    assert few.for_call(10.0).get_json(PATH, {"n": 2}).status == 200


def test_attempts_count_as_requests(httpserver: HTTPServer, broker: Broker) -> None:
    httpserver.expect_request("/api" + PATH).respond_with_json({}, 503)
    call = evolve(broker, limits=Limits(per_call=2)).for_call(10.0)
    assert refusal(lambda: call.get_json(PATH)).kind == "over-limit"
    assert len(httpserver.log) == 2


@pytest.mark.timeout(20)
@pytest.mark.parametrize("deadline", [None, float("inf"), float("nan"), 10.0**12])
def test_no_deadline_of_a_plugin_outlasts_its_call(
    httpserver: HTTPServer, broker: Broker, deadline: float | None
) -> None:
    let_go = threading.Event()

    def slow(_: Request) -> Response:
        let_go.wait(5)
        return Response("{}")

    httpserver.expect_request("/api" + PATH).respond_with_handler(slow)
    fault = refusal(lambda: broker.for_call(0.2).get_json(PATH, deadline=deadline))
    let_go.set()
    while not httpserver.log:  # the peer is shared: it must be done before the next test
        threading.Event().wait(0.005)
    assert fault.kind == "time-out"


@pytest.mark.parametrize(
    "params", [{"a": True}, {"a": 1.5}, {"": "x"}, {"a": None}, {"a": "\ud800"}, {"a": 10**18}]
)
def test_only_texts_and_whole_numbers_are_asked(
    httpserver: HTTPServer, broker: Broker, params: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="parameter"):
        broker.get_json(PATH, params)
    assert httpserver.log == []


def test_a_drop_folder_is_read_where_one_is_set(broker: Broker, tmp_path: Path) -> None:
    (tmp_path / "q4.csv").write_text("a;b")
    with_folder = evolve(broker, drop_folder=tmp_path)
    assert (with_folder.files(), with_folder.read_file("q4.csv")) == (("q4.csv",), "a;b")
    assert refusal(lambda: broker.read_file("q4.csv")).kind == "no-folder"


def test_neither_key_nor_what_was_asked_is_in_a_log_a_message_or_a_repr(
    httpserver: HTTPServer, broker: Broker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    httpserver.expect_request("/api" + PATH).respond_with_json({}, 401)
    httpserver.expect_request(f"/api/v1/companies/{COMPANY}").respond_with_json({})
    seen = [repr(broker), str(broker), repr(broker.for_call(1.0))]
    fault = refusal(lambda: broker.get_json(PATH, {"naam": NAME}))
    broker.get_json(f"/v1/companies/{COMPANY}")
    seen += ["".join(traceback.format_exception(fault)), repr(fault.details), fault.sentence("nl")]
    seen += [
        f"{record.getMessage()} {record.args!r}" for record in caplog.records if record.name != "werkzeug"
    ]
    for secret in (KEY, NAME, COMPANY):
        assert not [words for words in seen if secret in words]
