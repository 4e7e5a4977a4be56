"""``ETag``, ``If-Match`` and ``If-None-Match``: no change is lost, and no tag tells what its reader may not see."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import make_url

from tests.service.conftest import TOKEN, Client, Make

OPERATOR = {"authorization": f"Bearer {TOKEN}"}
NEW = OPERATOR | {"if-none-match": "*"}
COMPANY = "/v1/companies/12345678"
THREADS = 4
#: edits in all (N1); a round with a database server takes longer
EDITS = {"sqlite": 400, "postgresql": 100}


@pytest.fixture
def tag(client: Client) -> str:
    """The tag of a stored company."""
    answer = client.patch(COMPANY, json={"employees": 0}, headers=NEW)
    assert answer.status_code == 200, answer.text
    made: str = answer.headers["etag"]
    return made


def problem(answer: object) -> tuple[int, str]:
    status, told = answer.status_code, answer.json()  # type: ignore[attr-defined]
    return status, told["type"].removeprefix("urn:mkb:problem:")


def test_change_must_say_what_it_was_made_on(client: Client, tag: str) -> None:
    assert problem(client.patch(COMPANY, json={"employees": 1}, headers=OPERATOR)) == (
        428,
        "precondition-required",
    )


def test_change_of_what_was_read_is_made_once(client: Client, tag: str) -> None:
    assert client.get(COMPANY, headers=OPERATOR).headers["etag"] == tag
    first, second = (
        client.patch(COMPANY, json={"employees": number}, headers=OPERATOR | {"if-match": tag})
        for number in (1, 2)
    )
    assert (first.status_code, problem(second)) == (200, (412, "precondition-failed"))
    assert first.headers["etag"] != tag
    assert client.get(COMPANY, headers=OPERATOR).json()["fields"]["employees"]["value"] == 1


@pytest.mark.parametrize(
    ("written", "status"),
    [("{}", 200), ('"other", {}', 200), ("*", 200), ("W/{}", 412), ('"other"', 412), ("", 412), ("x", 412)],
)
def test_condition_is_read_as_http_says(client: Client, tag: str, written: str, status: int) -> None:
    headers = OPERATOR | {"if-match": written.format(tag)}
    assert client.patch(COMPANY, json={"employees": 1}, headers=headers).status_code == status


def test_what_exists_is_not_made_anew(client: Client, tag: str) -> None:
    assert client.patch(COMPANY, json={}, headers=NEW).status_code == 412
    unknown = client.patch("/v1/companies/87654321", json={}, headers=OPERATOR | {"if-match": "*"})
    assert unknown.status_code == 412


def test_what_is_known_is_not_sent_again(client: Client, tag: str) -> None:
    answer = client.get(COMPANY, headers=OPERATOR | {"if-none-match": f'"x", W/{tag}'})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert answer.headers["api-version"]
    assert client.get(COMPANY, headers=OPERATOR | {"if-none-match": '"x"'}).status_code == 200


def test_other_form_has_another_tag_by_which_may_be_changed_too(client: Client, tag: str) -> None:
    some = client.get(f"{COMPANY}?fields=number", headers=OPERATOR).headers["etag"]
    assert some != tag
    assert client.get(COMPANY, headers=OPERATOR | {"if-none-match": some}).status_code == 200
    changed = client.patch(COMPANY, json={"employees": 5}, headers=OPERATOR | {"if-match": some})
    assert changed.status_code == 200


@pytest.mark.parametrize("condition", [{}, {"if-none-match": "*"}, {"if-match": "*"}])
def test_who_may_not_read_learns_nothing_by_it(client: Client, tag: str, condition: dict[str, str]) -> None:
    for method in ("GET", "PATCH"):
        told = [
            client.request(method, f"/v1/companies/{number}", headers=condition | {"if-match": tag}, json={})
            for number in ("12345678", "87654321")
        ]
        assert [one.status_code for one in told] == [401, 401]
        assert not [one for one in told if "etag" in one.headers]


def test_of_racing_edits_none_is_lost(make: Make, database_url: str) -> None:
    client = make(database_url=database_url)
    client.patch(COMPANY, json={"employees": 0}, headers=NEW)
    edits = EDITS[make_url(database_url).get_backend_name()]

    def edit(_: int) -> int:
        """Count one on top of what is read, as often as it takes; returns how often others were first."""
        for missed in range(10_000):
            read = client.get(COMPANY, headers=OPERATOR)
            count = read.json()["fields"]["employees"]["value"]
            answer = client.patch(
                COMPANY, json={"employees": count + 1}, headers=OPERATOR | {"if-match": read.headers["etag"]}
            )
            if answer.status_code == 200:
                return missed
            assert answer.status_code == 412, answer.text
        raise AssertionError("others are always first")

    with ThreadPoolExecutor(THREADS) as pool:
        missed = sum(pool.map(edit, range(edits)))
    assert client.get(COMPANY, headers=OPERATOR).json()["fields"]["employees"]["value"] == edits
    assert missed > 0
