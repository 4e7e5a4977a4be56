"""What holds for every route and method, generated from the routes: a new route is tested by being there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from mkb_service.api.openapi import description
from mkb_service.headers import EVERYWHERE, SCRIPTED, SCRIPTED_BELOW
from mkb_service.policy import POLICY, Who

from mkb_core.rights import Actor
from tests.service.acting import Acting
from tests.service.conftest import HTML, Client, Make
from tests.service.matrix.world import COMPANIES, fill
from tests.service.routes import METHODS, NUMBER, address_of, methods_by_address, somebody_for

pytestmark = pytest.mark.api_rules

MEMBERS = {"type", "title", "status", "detail", "instance"}
#: their answers are about nobody
OPEN = {path for (_, path), who in POLICY.items() if who in (Who.ANYONE, Who.MONITORING)}


class Asking:
    """The service; every answer is looked at for what all answers have."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.acting = Acting(client.app.asgi_handler)
        client.app.asgi_handler = self.acting
        self.count = 0

    def ask(self, method: str, address: str, actor: Actor | None = None, **more: Any) -> Response:
        self.acting.actor = actor
        answer = self.client.request(method, address, follow_redirects=False, **more)
        self.count += 1
        self.check(answer, f"{method} {address[:100]}")
        return answer

    def check(self, answer: Response, where: str) -> None:
        """Headers, and the form of an error."""
        scripted = answer.request.url.path.startswith(SCRIPTED_BELOW)
        expected = EVERYWHERE | ({"Content-Security-Policy": SCRIPTED} if scripted else {})
        lacking = {name for name, value in expected.items() if answer.headers.get(name) != value}
        assert not lacking, where
        assert answer.headers["cache-control"], where
        assert "server" not in answer.headers, where
        if answer.status_code < 400 or answer.request.method == "HEAD":
            return
        page = answer.headers["content-type"].startswith("text/html")
        if page and not answer.request.url.path.startswith("/v1"):
            assert answer.headers["content-language"] in ("nl", "en"), where
            return
        assert answer.headers["content-type"] == "application/problem+json", f"{where}: {answer.text[:300]}"
        problem = answer.json()
        assert set(problem) >= MEMBERS, where
        assert problem["status"] == answer.status_code, where

    def routes(self) -> list[tuple[str, str]]:
        """Every method and address of the table; reading first."""
        found = methods_by_address(self.client.app)
        rows = [(method, path) for path, methods in found.items() for method in methods & set(METHODS)]
        return sorted(rows, key=lambda one: (one[0] not in ("GET", "HEAD", "OPTIONS"), *one))


@pytest.fixture
def asking(make: Make) -> Asking:
    return Asking(make())


def on_api(routes: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(method, path) for method, path in routes if (method, path) in POLICY and path.startswith("/v1/")]


@pytest.mark.parametrize("headers", [{}, HTML], ids=["machine", "browser"])
def test_methods_that_an_address_has_not_are_405_and_allow_names_the_others(
    asking: Asking, headers: dict[str, str]
) -> None:
    for path, methods in methods_by_address(asking.client.app).items():
        for method in set(METHODS) - methods:
            answer = asking.ask(method, address_of(path), headers=headers)
            assert answer.status_code == 405, (method, path, answer.text[:300])
            assert answer.headers["allow"] == ", ".join(sorted(methods)), (method, path)
    assert asking.count > 200


def test_options_names_the_methods_and_nothing_else(asking: Asking) -> None:
    for path, methods in methods_by_address(asking.client.app).items():
        answer = asking.ask("OPTIONS", address_of(path))
        assert (answer.status_code, answer.content) == (204, b""), path
        assert answer.headers["allow"] == ", ".join(sorted(methods)), path
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("headers", [{}, HTML], ids=["machine", "browser"])
def test_head_is_get_without_a_body(asking: Asking, headers: dict[str, str]) -> None:
    changing = {"date", "ratelimit", "set-cookie", "content-length"}
    for path, methods in methods_by_address(asking.client.app).items():
        if "GET" not in methods:
            continue
        got = asking.ask("GET", address_of(path), somebody_for("GET", path), headers=headers)
        head = asking.ask("HEAD", address_of(path), somebody_for("GET", path), headers=headers)
        assert (head.status_code, head.content) == (got.status_code, b""), path
        assert set(got.headers) - changing == set(head.headers) - changing, path


@pytest.mark.parametrize("headers", [{}, HTML], ids=["machine", "browser"])
def test_each_thing_has_one_address(asking: Asking, headers: dict[str, str]) -> None:
    for method, path in asking.routes():
        if path == "/":
            continue
        address = f"http://testserver{address_of(path)}"
        for other in (f"{address}/", address.replace("r/", "r//", 1), f"{address}//", f"{address}%00"):
            assert asking.ask(method, other, headers=headers).status_code == 404, (method, other)


def test_what_asks_for_a_right_is_kept_by_nobody_and_found_by_no_search_engine(asking: Asking) -> None:
    for method, path in asking.routes():
        if path in OPEN or method in ("HEAD", "OPTIONS"):
            continue
        for actor in (None, somebody_for(method, path)):
            answer = asking.ask(method, address_of(path), actor)
            told = (answer.headers["cache-control"], answer.headers.get("x-robots-tag"))
            assert told == ("no-store", "noindex, nofollow"), (method, path)


def test_nobody_gets_in_without_the_right(asking: Asking) -> None:
    for method, path in asking.routes():
        if somebody_for(method, path) is None:
            continue
        answer = asking.ask(method, address_of(path))
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="mkb"'), path
        page = asking.ask(method, address_of(path), headers=HTML)
        assert page.status_code == (401 if path.startswith("/v1/") else 303), path


def test_whoever_lacks_the_right_is_refused(asking: Asking) -> None:
    refused = 0
    for method, path in on_api(asking.routes()):
        for actor in (Actor("funder", "u-1", "province"), Actor("entrepreneur", "u-1", NUMBER)):
            answer = asking.ask(method, address_of(path), actor)
            assert answer.status_code != 401, (method, path, actor.role)
            refused += answer.status_code == 403
    assert refused > 10


def test_every_fault_of_a_query_at_once(asking: Asking) -> None:
    for method, path in on_api(asking.routes()):
        if path == "/v1/openapi.json":
            continue
        more: dict[str, Any] = {} if method == "GET" else {"json": {}, "headers": {"if-match": "*"}}
        query = "?unknown=1&lang=xx&other="
        answer = asking.ask(method, address_of(path) + query, somebody_for(method, path), **more)
        assert answer.status_code == 400, (method, path, answer.text[:300])
        assert [one["path"] for one in answer.json()["errors"]] == ["unknown", "lang", "other"], (
            method,
            path,
        )


def test_forms_and_sizes_that_are_not_taken(asking: Asking) -> None:
    for method, path in on_api(asking.routes()):
        address, actor = address_of(path), somebody_for(method, path)
        expected: dict[int, dict[str, Any]] = {
            406: {"headers": {"accept": "text/html"}},
            431: {"headers": {"x-long": "a" * 17_000}},
        }
        assert asking.ask(method, f"{address}?q={'a' * 9000}", actor).status_code == 414, path
        for status, more in expected.items():
            assert asking.ask(method, address, actor, **more).status_code == status, (method, path, status)


def with_a_body(asking: Asking) -> Iterator[tuple[str, str]]:
    """The operations that are described with a body."""
    for path, item in description()["paths"].items():
        for method, operation in item.items():
            if "requestBody" in operation:
                yield method.upper(), "/v1" + path


def test_bodies_that_are_not_taken(asking: Asking) -> None:
    json = {"content-type": "application/json", "if-match": "*"}
    sent: tuple[tuple[int, dict[str, Any]], ...] = (
        (413, {"content": b'{"a": "' + b"a" * 70_000 + b'"}', "headers": json}),
        (415, {"content": b"a=1", "headers": json | {"content-type": "application/x-www-form-urlencoded"}}),
        (415, {"content": b"{}", "headers": json | {"content-type": "application/json; charset=utf-16"}}),
        (400, {"content": b"{", "headers": json}),
        (400, {"content": b"\xff", "headers": json}),
        (400, {"content": b"[]", "headers": json}),
        (400, {"content": b'{"a": 1, "a": 2}', "headers": json}),
        (400, {"content": b'{"a": NaN}', "headers": json}),
        (400, {"content": b"[" * 20_000, "headers": json}),
        (400, {"content": b'{"\\ud800": 1}', "headers": json}),
    )
    operations, taken = list(with_a_body(asking)), 0
    for method, path in operations:
        for status, more in sent:
            answer = asking.ask(method, address_of(path), somebody_for(method, path), **more)
            # Whoever may do this with another thing is told so before the body is looked at.
            told = (answer.status_code == status, method, path, more["content"][:20], answer.text[:300])
            assert answer.status_code in (status, 403, 404), told
            taken += answer.status_code == status
        faulty = {"nonsense": 1, "onzin": 2}
        answer = asking.ask(method, address_of(path), somebody_for(method, path), json=faulty, headers=json)
        named = {one["path"] for one in answer.json().get("errors", ())}
        assert answer.status_code in (403, 404) or named >= set(faulty), (method, path, named)
    assert taken > len(operations) * len(sent) // 2


def test_change_says_which_version_it_changes(asking: Asking) -> None:
    for method, path in on_api(asking.routes()):
        if method not in ("PATCH", "PUT", "DELETE"):
            continue
        actor = somebody_for(method, path)
        body = {"employees": 3}
        assert asking.ask(method, address_of(path), actor, json=body).status_code == 428, path
        other = {"if-match": '"of-another-version"'}
        assert asking.ask(method, address_of(path), actor, json=body, headers=other).status_code == 412, path


def test_database_that_is_not_there_is_unavailable_and_no_fault_of_ours(make: Make, tmp_path: Path) -> None:
    file = tmp_path / "broken.sqlite"
    file.write_bytes(b"SQLite format 3\x00" + b"\xff" * 500)
    asking = Asking(make(database_url=f"sqlite:///{file}"))
    statuses = set()
    cookie = {"cookie": "mkb-session=" + "a" * 43, "host": "localhost"}
    for method, path in asking.routes():
        kind: dict[str, str] = {} if path.startswith("/v1") else HTML
        more: dict[str, Any] = {"json": {"question": "Ik zoek geld"}} if method == "POST" else {}
        actor = somebody_for(method, path)
        answer = asking.ask(method, address_of(path), actor, headers=kind | cookie, **more)
        assert answer.status_code != 500, (method, path, answer.text[:300])
        assert "retry-after" in answer.headers or answer.status_code != 503, path
        statuses.add(answer.status_code)
    assert 503 in statuses


def test_fault_of_ours_is_told_as_one(asking: Asking, log: Any) -> None:
    class Faulty:
        def __getattr__(self, name: str) -> Any:
            raise RuntimeError("geheim")

    failed = 0
    for method, path in asking.routes():
        if somebody_for(method, path) is None or method == "OPTIONS":
            continue
        for headers in ({}, HTML):
            answer = asking.ask(method, address_of(path), Faulty(), headers=headers)  # type: ignore[arg-type]
            assert answer.status_code == 500, (method, path)
            assert "geheim" not in answer.text + log.getvalue()
            failed += 1
    assert failed > 30


MOMENT = re.compile(r'"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d[^"]*)"')


def test_moments_are_utc(asking: Asking) -> None:
    fill(asking.client.app.state.installation)
    found = 0
    for method, path in on_api(asking.routes()):
        if method != "GET":
            continue
        for company in ("assigned", "referred"):
            number = COMPANIES[company]
            parts = {
                "number": number,
                "question": f"q-{number}",
                "consent": f"c-{number}",
                "assignment": f"a-{number}",
            }
            for actor in (somebody_for(method, path), Actor("back-office", "u-1")):
                answer = asking.ask(method, address_of(path, **parts), actor)
                for moment in MOMENT.findall(answer.text):
                    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", moment), (path, moment)
                    found += 1
    assert found > 5


def test_pages_of_lists_are_linked_from_first_to_last(asking: Asking) -> None:
    fill(asking.client.app.state.installation)
    paged = [
        path
        for path, item in description()["paths"].items()
        if "page" in {one["name"] for one in item.get("get", {}).get("parameters", ())}
    ]
    assert len(paged) >= 4
    for path in paged:
        actor = somebody_for("GET", "/v1" + path)
        address: str | None = f"/v1{address_of(path, number=COMPANIES['own'])}?pageSize=2&lang=en"
        seen: list[Any] = []
        pages, total, before, last = 0, 0, "", ""
        while address is not None:
            answer = asking.ask("GET", address, actor)
            if answer.status_code in (403, 404):  # of a thing that is not in this world, or not theirs
                break
            links = {name: to for to, name in re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers["link"])}
            assert {"first", "last"} <= set(links), path
            assert ("prev" in links) == (pages > 0), path
            assert all("lang=en" in to and "pageSize=2" in to for to in links.values()), path
            assert answer.headers["content-language"] == "en"
            document = answer.json()
            total, last = document["pagination"]["total"], links["last"]
            seen += next(value for value in document.values() if isinstance(value, list))
            pages, before, address = pages + 1, address, links.get("next")
        if pages and not path.endswith("/uses"):  # each look at uses is one more
            assert (len(seen), pages) == (total, max(1, -(-total // 2))), path
            assert pages == 1 or before == last, path
