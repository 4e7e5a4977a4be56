"""Going outside by messages: the same answers and faults on both ends, and no request that hurts the host."""

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer

from mkb_core.errors import SourceUnavailable
from mkb_core.hooks import Outside
from mkb_core.runtime.broker import Broker
from mkb_core.runtime.egress_faults import REASONS, NoAnswer
from mkb_core.runtime.egress_limits import Clock, Limits
from mkb_core.runtime.manifests import Manifest
from mkb_core.runtime.outside_messages import (
    REQUESTS,
    RemoteOutside,
    answer_outside,
    read_unavailable,
    write_unavailable,
)

KEY = "l7-very-secret-key-0123456789"
PATH = "/v1/things"
MANIFEST = Manifest(
    "source", "Bron", "O", "c", ">=1.0,<2", egress=("api.source.example",), key_header="apikey"
)


@pytest.fixture
def broker(httpserver: HTTPServer, tmp_path: Path) -> Broker:
    (tmp_path / "q4.csv").write_text("a;é")
    clock = Clock(sleep=lambda _: None)
    return Broker(MANIFEST, httpserver.url_for("/api"), KEY, tmp_path, clock=clock)


@pytest.fixture
def sent() -> list[str]:
    """All that went over the pipe."""
    return []


@pytest.fixture
def remote(broker: Broker, sent: list[str]) -> Outside:
    """The plugin's end; every message is written out and read again on its way."""

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        sent.append(json.dumps(request, allow_nan=False))
        sent.append(json.dumps(answer_outside(broker, json.loads(sent[-1])), allow_nan=False))
        answer: dict[str, Any] = json.loads(sent[-1])
        return answer

    return RemoteOutside(ask)


def refusal(ask: Callable[[], object]) -> NoAnswer:
    with pytest.raises(SourceUnavailable) as caught:
        ask()
    assert isinstance(caught.value, NoAnswer)
    return caught.value


def test_json_and_text_come_over_with_the_moment_at_which_they_were_given(
    httpserver: HTTPServer, remote: Outside, broker: Broker
) -> None:
    httpserver.expect_request("/api" + PATH, query_string={"n": "1"}).respond_with_data('["é", null]')
    assert remote.get_json(PATH, {"n": 1}).body == ["é", None]
    assert remote.get_text(PATH, {"n": 1}).body == '["é", null]'
    kept = broker.get_json(PATH, {"n": 1})
    assert (kept.cached, remote.get_json(PATH, {"n": 1}).retrieved_at) == (True, kept.retrieved_at)


def test_a_post_goes_over_with_its_key(httpserver: HTTPServer, remote: Outside) -> None:
    httpserver.expect_request(
        "/api" + PATH, method="POST", json={"a": 1}, headers={"Idempotency-Key": "r-1"}
    ).respond_with_json({"id": 1}, 201)
    answer = remote.post_json(PATH, {"a": 1}, key="r-1")
    assert (answer.status, answer.body) == (201, {"id": 1})


def test_the_drop_folder_is_read_from_there(remote: Outside) -> None:
    assert (remote.files(), remote.read_file("q4.csv")) == (("q4.csv",), "a;é")
    assert (
        refusal(lambda: remote.read_file("q5.csv")).reason("nl")
        == "het bestand q5.csv staat niet in de aanlevermap"
    )


def test_a_kept_answer_can_be_forgotten_from_there(httpserver: HTTPServer, remote: Outside) -> None:
    httpserver.expect_request("/api" + PATH).respond_with_json({})
    remote.get_json(PATH)
    remote.forget(PATH)
    remote.get_json(PATH)
    remote.get_json(PATH, max_age=0)
    assert len(httpserver.log) == 3


def test_a_fault_is_the_same_on_both_ends_in_both_languages(
    httpserver: HTTPServer, remote: Outside, broker: Broker
) -> None:
    httpserver.expect_request("/api" + PATH).respond_with_json({"code": "X1"}, 418)
    here, there = refusal(lambda: broker.get_json(PATH)), refusal(lambda: remote.get_json(PATH))
    assert [here.sentence(one) for one in ("nl", "en")] == [there.sentence(one) for one in ("nl", "en")]
    assert (there.kind, there.details, there.facts) == (here.kind, here.details, here.facts)


def test_a_code_that_means_try_again_goes_over(httpserver: HTTPServer, remote: Outside) -> None:
    for body in ({"code": "B7"}, {"ok": 1}):
        httpserver.expect_ordered_request("/api" + PATH).respond_with_json(body)
    assert remote.get_json(PATH, try_again=("B7",)).body == {"ok": 1}


def test_what_is_no_request_is_the_same_error_on_both_ends(remote: Outside, broker: Broker) -> None:
    for outside in (remote, broker):
        with pytest.raises(ValueError, match="not a plain path"):
            outside.get_json("../x")
        with pytest.raises(ValueError, match="plain name"):
            outside.read_file("../x")


def test_a_deadline_goes_over_as_seconds_that_are_left(remote: Outside, sent: list[str]) -> None:
    deadline = remote.deadline(0.0)
    assert refusal(lambda: remote.get_json(PATH, deadline=deadline)).kind == "time-out"
    assert json.loads(sent[0])["seconds"] <= 0.0
    assert 9.0 < remote.deadline() - time.monotonic() <= 10.0


def test_the_error_that_a_plugin_raises_itself_comes_back_to_the_host(remote: Outside) -> None:
    raised = remote.unavailable("failing", status=503)
    assert isinstance(raised, NoAnswer)
    back = read_unavailable(json.loads(json.dumps(write_unavailable(raised))))
    assert isinstance(back, NoAnswer)
    assert (back.kind, back.details) == ("failing", {"status": 503})
    assert back.sentence("en") == raised.sentence("en")
    assert back.facts["source"] == "Bron"


def test_a_kind_that_does_not_exist_is_the_plugins_own_mistake(remote: Outside, broker: Broker) -> None:
    for outside in (remote, broker):
        with pytest.raises(ValueError, match="no kind of fault"):
            outside.unavailable("no-such-kind")


def test_an_error_of_another_making_keeps_its_words() -> None:
    error = SourceUnavailable(source="Bank", reason="closed today")
    assert read_unavailable(write_unavailable(error)).facts == error.facts


def test_the_key_goes_over_no_pipe(httpserver: HTTPServer, remote: Outside, sent: list[str]) -> None:
    httpserver.expect_request("/api" + PATH).respond_with_json({}, 401)
    refusal(lambda: remote.get_json(PATH))
    refusal(lambda: remote.get_json(PATH, host="elsewhere.example"))
    assert len(sent) == 4
    assert not [words for words in sent if KEY in words]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["/v1/things", "../x", "http://169.254.169.254/", "\ud800", "a\0b", "x" * 5000])
    | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NAMES = ["path", "params", "host", "try_again", "seconds", "max_age", "body", "key", "name", "kind"]
hostile = st.one_of(
    json_values,
    st.builds(
        lambda do, given: {"do": do, **given},
        st.sampled_from([*REQUESTS, "__init__", "deadline", "for_call", ""]) | json_values,
        st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), json_values, max_size=8),
    ),
)


@settings(max_examples=500, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(request=hostile)
def test_no_request_of_a_plugin_raises_in_the_host_or_leaves_it(request: Any, tmp_path: Path) -> None:
    """Nowhere to go: every name leads to this machine, which no plugin reaches."""
    broker = Broker(
        MANIFEST,
        api_key=KEY,
        drop_folder=tmp_path,
        limits=Limits(attempts=1),
        resolve=lambda *_: ["127.0.0.1"],
    )
    answer = answer_outside(broker, request)
    assert len(answer) == 1
    assert set(answer) <= {"value", "unavailable", "refused"}
    assert KEY not in json.dumps(answer, allow_nan=False)
    assert len(json.dumps(answer)) < 5000


complete: dict[str, dict[str, Any]] = {
    "get_json": {"path": PATH, "params": {}, "host": None, "try_again": [], "seconds": 1.0, "max_age": None},
    "get_text": {"path": PATH, "params": None, "host": None, "seconds": None, "max_age": 0.0},
    "post_json": {"path": PATH, "body": {}, "key": "k", "host": None, "seconds": 1.0},
    "forget": {"path": PATH, "params": {"a": "b"}, "host": None},
    "files": {},
    "read_file": {"name": "q4.csv"},
    "unavailable": {"kind": "unreadable"},
}


def test_every_request_has_a_form() -> None:
    assert set(complete) == set(REQUESTS)


@pytest.mark.parametrize("do", sorted(complete))
def test_a_request_with_too_much_or_too_little_is_refused(broker: Broker, do: str) -> None:
    whole = complete[do]
    faulty = [{**whole, "also": 1}, *({n: v for n, v in whole.items() if n != name} for name in whole)]
    faulty += [{**whole, name: {"x": [1]}} for name in whole if name != "body"]
    for asked in faulty:
        assert set(answer_outside(broker, {"do": do, **asked})) == {"refused"}, asked


def test_a_fault_inside_the_host_is_a_refusal_and_tells_only_its_type(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken:
        def files(self) -> tuple[str, ...]:
            raise RuntimeError("secret of the host")

    with caplog.at_level(logging.WARNING):
        answer = answer_outside(Broken(), {"do": "files"})  # type: ignore[arg-type]
    assert answer == {"refused": "the request could not be carried out"}
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


@given(data=json_values)
def test_whatever_comes_as_a_fault_is_read_as_one(data: Any) -> None:
    error = read_unavailable(data)
    assert error.sentence("nl")
    assert error.sentence("en").isprintable()


@given(
    kind=st.sampled_from(sorted(REASONS)),
    details=st.dictionaries(
        st.sampled_from(["status", "codes", "source", "kind", "self", "name"]) | st.text(max_size=5),
        json_values,
    ),
    source=json_values,
)
def test_a_forged_fault_is_one_line_of_bounded_length(kind: str, details: Any, source: Any) -> None:
    error = read_unavailable({"source": source, "kind": kind, "details": details})
    assert len(error.sentence("nl")) < 1500
    assert "\n" not in error.sentence("en")


def test_the_host_may_name_the_source_itself() -> None:
    forged = {"source": "Rabobank", "kind": "unreadable", "details": {}}
    assert read_unavailable(forged, source="KVK").facts["source"] == "KVK"
