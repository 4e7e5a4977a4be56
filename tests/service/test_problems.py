"""Every error is problem+json, whoever it comes from."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from mkb_service import app as application
from mkb_service.problem_kinds import KINDS
from mkb_service.problems import headers_of, kind_of, problem_of

from mkb_core import errors
from mkb_core.runtime.faults import FaultKind, PluginFault
from mkb_core.runtime.host import HookFailed
from tests.service.conftest import HTML, Client, Make, advice_of

MEMBERS = {"type", "title", "status", "detail", "instance"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/v1", 404),
        ("GET", "/nothing", 404),
        ("GET", "/v1/topics/", 404),
        ("GET", "//v1/topics", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/static/%2e%2e/app.py", 404),
        ("GET", "/v1/partners/%00", 404),
        ("GET", "/static/site.css%00", 404),
        ("GET", "/v1/advice", 405),
        ("DELETE", "/v1/topics", 405),
        ("PUT", "/v1/companies/12345678", 405),
        ("POST", "/partners", 405),
        ("PROPFIND", "/v1/topics", 405),
        ("GET", "/v1/companies/12345678", 401),
        ("POST", "/v1/advice", 415),
        ("POST", "/", 415),
    ],
)
def test_error_is_a_problem(client: Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert set(problem) >= MEMBERS
    assert problem["status"] == status
    assert problem["instance"].startswith("urn:uuid:")


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/v1/topics", "GET, HEAD, OPTIONS"),
        ("/v1/advice", "OPTIONS, POST"),
        ("/v1/companies/12345678", "GET, HEAD, OPTIONS, PATCH"),
        ("/", "GET, HEAD, OPTIONS, POST"),
        ("/static/site.css", "GET, HEAD, OPTIONS"),
    ],
)
def test_refused_method_tells_which_are_allowed(client: Client, path: str, methods: str) -> None:
    assert client.delete(path).headers["allow"] == methods
    answer = client.options(path)
    assert (answer.status_code, answer.headers["allow"]) == (204, methods)


def test_head_is_get_without_a_body(client: Client) -> None:
    for path in ("/", "/v1/topics", "/static/site.css", "/v1/nothing"):
        got, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert head.headers["content-length"] == str(len(got.content))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", KINDS)
def test_every_kind_has_words_in_both_languages(code: str, language: str) -> None:
    assert {"nl", "en"} <= set(KINDS[code].title) & set(KINDS[code].detail)
    assert KINDS[code].title.in_language(language)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.InvalidInput([]), 400),
        (errors.NotFound(kind="a", key="b"), 404),
        (errors.Conflict(kind="a", key="b"), 409),
        (errors.NotReplayable(key="a", reason="b"), 409),
        (errors.StoreUnavailable(reason="a"), 503),
        (errors.SourceUnavailable(source="a", reason="b"), 503),
        (HookFailed(PluginFault("a", FaultKind.RAISED, "secret")), 503),
        (ValueError("secret"), 500),
    ],
    ids=lambda value: type(value).__name__,
)
def test_error_of_the_core_has_its_status(error: Exception, status: int) -> None:
    problem = problem_of(error, "nl", "urn:uuid:x")
    assert (kind_of(error).status, problem.status) == (status, status)
    assert "secret" not in problem.detail
    assert ("retry-after" in headers_of(error)) == (status == 503)


def test_long_words_are_cut() -> None:
    fault = errors.InputFault("p" * 9999, "unknown-key", {"key": "\ud800" * 9999})
    told = problem_of(errors.InvalidInput([fault]), "nl", "i").as_dict()["errors"][0]
    assert all(len(value.encode()) <= 610 for value in told.values())


def test_unforeseen_error_is_ours_and_tells_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Ik zoek geld: geheim")

    monkeypatch.setattr("mkb_service.api.advice.give_advice", fail)
    answer = client.post("/v1/advice", json={"question": "Ik zoek geld"})
    assert (answer.status_code, answer.json()["type"]) == (500, "urn:mkb:problem:internal-error")
    assert "geheim" not in answer.text + log.getvalue()
    assert '"error": "RuntimeError"' in log.getvalue()
    assert answer.json()["instance"].removeprefix("urn:uuid:") in log.getvalue()


@pytest.mark.parametrize("content", [b"this is no database", b"SQLite format 3\x00" + b"\xff" * 500])
def test_corrupt_database_is_unavailable_and_left_alone(make: Make, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "corrupt.sqlite"
    file.write_bytes(content)
    client = make(database_url=f"sqlite:///{file}")
    answer = client.post("/v1/advice", json={"question": "Ik zoek geld"})
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:mkb:problem:store-unavailable")
    assert answer.headers["retry-after"]
    page = client.post("/", data={"question": "Ik zoek geld"}, headers=HTML)
    assert (page.status_code, page.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert file.read_bytes() == content


def test_log_holds_no_question_no_query_and_no_receipt(client: Client, log: io.StringIO) -> None:
    advice = advice_of(client, "Mijn geheime vraag over geld")
    client.get(advice["links"]["advice"] + "?lang=nl", headers={"cookie": "language=en; other=koekje"})
    client.get("/partners?q=geheim")
    client.post("/", data={"question": "geheim"})
    lines = log.getvalue()
    assert '"route": "/v1/advice/{receipt}"' in lines
    assert not [word for word in ("geheim", advice["receipt"], "koekje", "lang=") if word in lines]


def test_nothing_is_made_at_import() -> None:
    assert not hasattr(application, "app")
