"""``Idempotency-Key``: one effect and one answer, however often a request is sent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from sqlalchemy import create_engine, func, insert, select, text

from mkb_core.store.idempotency import KEPT_FOR
from mkb_core.store.tables import receipts
from mkb_core.store.trust_tables import idempotency_keys
from tests.service.conftest import NOW, TOKEN, Client, Make

QUESTION = {"question": "Ik zoek geld voor een nieuwe machine"}
KEY = {"idempotency-key": '"8e03978e-40d5-43dd-bc93-6894a57f9324"'}


@pytest.fixture
def client(client: Client) -> Client:
    """With an opened database, as the server has before it lets anybody in."""
    client.app.state.installation.store.engine()
    return client


@pytest.fixture
def on_both(make: Make, database_url: str) -> Client:
    """On SQLite and on PostgreSQL in turn."""
    client = make(database_url=database_url)
    client.app.state.installation.store.engine()
    return client


def count(client: Client, table: Any = receipts) -> int:
    engine = create_engine(client.app.state.settings.database_url)
    with engine.connect() as connection:
        found: int = connection.execute(select(func.count()).select_from(table)).scalar_one()
    engine.dispose()
    return found


def told(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    return answer.status_code, answer.content, dict(answer.headers)


def test_same_key_gets_the_same_answer_and_one_effect(on_both: Client) -> None:
    first, *others = [on_both.post("/v1/advice", json=QUESTION, headers=KEY) for _ in range(4)]
    assert first.status_code == 201
    assert [told(one) for one in others] == [told(first)] * 3
    assert count(on_both) == 1


def test_key_without_quotes_is_the_same_key(client: Client) -> None:
    bare = {"idempotency-key": KEY["idempotency-key"].strip('"')}
    answers = [client.post("/v1/advice", json=QUESTION, headers=one) for one in (KEY, bare)]
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize(
    ("path", "body"),
    [("/v1/advice", {"question": "Iets anders"}), ("/v1/advice?lang=en", QUESTION)],
    ids=["body", "query"],
)
def test_key_of_another_request_is_refused(client: Client, path: str, body: dict[str, str]) -> None:
    client.post("/v1/advice", json=QUESTION, headers=KEY)
    answer = client.post(path, json=body, headers=KEY)
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:mkb:problem:idempotency-key-reused")
    assert count(client) == 1


@pytest.mark.parametrize("key", ["", '""', "a b", '"a', 'a"b', "é", "x" * 256])
def test_what_is_no_key_is_refused(client: Client, key: str) -> None:
    answer = client.post("/v1/advice", json=QUESTION, headers={b"idempotency-key": key.encode()})
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:mkb:problem:idempotency-key-invalid")
    assert count(client) == 0


def test_refused_request_may_be_mended_under_its_key(client: Client) -> None:
    assert client.post("/v1/advice", json={"question": 3}, headers=KEY).status_code == 400
    assert client.post("/v1/advice", json=QUESTION, headers=KEY).status_code == 201


def test_fault_of_ours_leaves_no_effect_and_the_key_free(
    on_both: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        # The advice is stored by then.
        patched.setattr("mkb_service.api.advice.advice_resource", lambda *_: 1 / 0)
        assert on_both.post("/v1/advice", json=QUESTION, headers=KEY).status_code == 500
    assert count(on_both) == count(on_both, idempotency_keys) == 0
    assert on_both.post("/v1/advice", json=QUESTION, headers=KEY).status_code == 201
    assert count(on_both) == 1


def test_answer_that_cannot_be_stored_is_not_given(on_both: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    on_both.post("/v1/advice", json=QUESTION)
    engine = create_engine(on_both.app.state.settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE mkb_idempotency_keys"))
    engine.dispose()
    assert on_both.post("/v1/advice", json=QUESTION, headers=KEY).status_code == 503
    assert count(on_both) == 1


def test_visitor_and_operator_have_keys_of_their_own(client: Client) -> None:
    operator = {"authorization": f"Bearer {TOKEN}"}
    answers = [
        client.post("/v1/advice", json=QUESTION, headers=KEY | one).json()["receipt"]
        for one in ({}, operator)
    ]
    assert answers[0] != answers[1]


def test_visitors_of_two_addresses_never_get_each_others_answer(make: Make) -> None:
    client = make(trusted_proxies=(ip_network("192.0.2.1"),))
    app, inner = client.app, client.app.asgi_handler

    async def from_proxy(scope: Any, receive: Any, send: Any) -> None:
        await inner(scope | {"client": ("192.0.2.1", 1)}, receive, send)

    app.asgi_handler = from_proxy
    answers = [
        client.post("/v1/advice", json=QUESTION, headers=KEY | {"x-forwarded-for": one}).json()["receipt"]
        for one in ("198.51.100.1", "198.51.100.2", "198.51.100.1")
    ]
    assert answers[0] == answers[2] != answers[1]


def test_key_is_free_again_after_a_day_and_cleared_away(make: Make) -> None:
    first = make().post("/v1/advice", json=QUESTION, headers=KEY)
    later = make(now=NOW + KEPT_FOR)
    again = later.post("/v1/advice", json=QUESTION, headers=KEY)
    assert first.json()["receipt"] != again.json()["receipt"]
    other = make(now=NOW + 2 * KEPT_FOR + timedelta(seconds=1))
    other.post("/v1/advice", json=QUESTION, headers={"idempotency-key": "another"})
    assert count(other, idempotency_keys) == 1


def test_copies_at_once_have_one_effect(on_both: Client) -> None:
    def send(number: int) -> tuple[int, str]:
        headers = {"idempotency-key": f"copies-{number // 8}"}
        answer = on_both.post("/v1/advice", json=QUESTION, headers=headers)
        return number // 8, f"{answer.status_code} {answer.json().get('receipt')}"

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(40)))
    assert len(answers) == 5, answers
    assert count(on_both) == 5


def test_copy_waits_briefly_then_is_told_to_come_again(
    make: Make, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first one, in another process, does not end."""
    monkeypatch.setattr("mkb_core.store.idempotency.WAITING_SECONDS", 1)
    client = make(database_url=postgresql_url)
    client.post("/v1/advice", json=QUESTION, headers=KEY)
    engine = create_engine(postgresql_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        taken = connection.execute(select(idempotency_keys)).mappings().one()
        connection.execute(idempotency_keys.delete())
        connection.commit()
        connection.execute(insert(idempotency_keys).values(**taken))
        answer = client.post("/v1/advice", json=QUESTION, headers=KEY)
    engine.dispose()
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:mkb:problem:idempotency-key-in-use")
    assert int(answer.headers["retry-after"]) > 0


def test_pages_and_reads_know_no_keys(client: Client) -> None:
    client.get("/v1/topics", headers=KEY)
    client.post("/", data={"question": QUESTION["question"]}, headers=KEY)
    assert count(client, idempotency_keys) == 0


def test_neither_key_nor_address_is_stored(client: Client) -> None:
    client.post("/v1/advice", json=QUESTION, headers=KEY)
    engine = create_engine(client.app.state.settings.database_url)
    with engine.connect() as connection:
        row = connection.execute(select(idempotency_keys)).mappings().one()
    engine.dispose()
    assert "8e03978e" not in str(row["key"]) + str(row["request"])
    assert len(row["actor"]) == 64
    assert row["expires_at"] - row["created_at"] == timedelta(hours=24)
    assert row["created_at"].replace(tzinfo=UTC) == datetime(2026, 11, 23, 10, tzinfo=UTC)
