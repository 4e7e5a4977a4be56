"""Receipts are written once and never change."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from attrs import evolve
from sqlalchemy import Engine, text, update

from mkb_core.domain.questions import Question, QuestionInventory
from mkb_core.errors import Conflict, InvalidInput, NotFound, StoreUnavailable
from mkb_core.store import tables
from mkb_core.store.declarations import put_catalogue
from mkb_core.store.engine import read, write
from mkb_core.store.failures import Unreadable
from mkb_core.store.questions import put_question
from mkb_core.store.receipts import StoredReceipt, get_receipt, put_receipt, receipts_since

AT = datetime(2026, 11, 23, 9, 30, 15, 123456, tzinfo=UTC)
DOCUMENT = {
    "proposals": [{"partner": "liof", "points": 12}],
    "words": "pand 🏭",
    "share": "1/3",
    "nothing": None,
}


@pytest.fixture
def receipt(engine: Engine) -> StoredReceipt:
    """A receipt whose question and catalogue are stored."""
    with write(engine) as connection:
        catalogue = put_catalogue(connection, [], [], at=AT)
        put_question(connection, QuestionInventory(Question("Wie helpt?", "q-1"), received_at=AT))
    return StoredReceipt("r-1", AT, catalogue, "words-1", "referral", DOCUMENT, "q-1", "12345678")


def put(engine: Engine, receipt: StoredReceipt) -> bool:
    with write(engine) as connection:
        return put_receipt(connection, receipt)


def get(engine: Engine, key: str = "r-1") -> StoredReceipt:
    with read(engine) as connection:
        return get_receipt(connection, key)


def test_receipt_comes_back(engine: Engine, receipt: StoredReceipt) -> None:
    assert put(engine, receipt)
    assert get(engine) == receipt
    assert get(engine).at.tzinfo is UTC


def test_receipt_needs_no_question_and_no_company(engine: Engine, receipt: StoredReceipt) -> None:
    bare = evolve(receipt, question_id=None, company_number=None)
    put(engine, bare)
    assert get(engine) == bare


def test_same_receipt_is_stored_once(engine: Engine, receipt: StoredReceipt) -> None:
    elsewhere = evolve(
        receipt, at=AT.astimezone(timezone(timedelta(hours=1))), document=dict(reversed(DOCUMENT.items()))
    )
    assert [put(engine, receipt), put(engine, receipt), put(engine, elsewhere)] == [True, False, False]


@pytest.mark.parametrize(
    "change",
    [
        {"document": DOCUMENT | {"words": "iets anders"}},
        {"at": AT + timedelta(microseconds=1)},
        {"route": "answer"},
        {"question_id": None},
        {"company_number": None},
        {"analyser": "words-2"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_other_content_under_the_same_id_is_refused(
    engine: Engine, receipt: StoredReceipt, change: dict[str, Any]
) -> None:
    put(engine, receipt)
    with pytest.raises(Conflict) as caught:
        put(engine, evolve(receipt, **change))
    assert caught.value.facts == {"kind": "receipt", "key": "r-1"}
    assert get(engine) == receipt


def test_racing_writers_store_one_receipt(engine: Engine, receipt: StoredReceipt) -> None:
    with ThreadPoolExecutor(4) as pool:
        stored = list(pool.map(lambda _: put(engine, receipt), range(20)))
    assert sum(stored) == 1


@pytest.mark.parametrize(
    ("change", "kind"), [({"catalogue": "0" * 64}, "catalogue"), ({"question_id": "q-9"}, "question")]
)
def test_receipt_of_something_unknown_is_not_stored(
    engine: Engine, receipt: StoredReceipt, change: dict[str, Any], kind: str
) -> None:
    with pytest.raises(NotFound) as caught:
        put(engine, evolve(receipt, **change))
    assert caught.value.facts["kind"] == kind


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"at": AT.replace(tzinfo=None)}, "at"),
        ({"document": {"a": float("nan")}}, "document"),
        ({"route": "a\0b"}, "route"),
    ],
    ids=["naive time", "no JSON", "nul"],
)
def test_what_cannot_be_stored_is_refused(
    engine: Engine, receipt: StoredReceipt, change: dict[str, Any], path: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        put(engine, evolve(receipt, **change))
    assert [fault.path for fault in caught.value.faults] == [path]


def test_unknown_receipt_is_not_found(engine: Engine) -> None:
    with pytest.raises(NotFound) as caught:
        get(engine)
    assert caught.value.facts == {"kind": "receipt", "key": "r-1"}


def test_receipt_that_cannot_be_read_is_reported(engine: Engine, receipt: StoredReceipt) -> None:
    put(engine, receipt)
    with write(engine) as connection:
        connection.execute(update(tables.receipts).values(document='{"a":1,"a":2}'))
    with pytest.raises(Unreadable, match="receipt r-1"):
        get(engine)


def test_question_with_a_receipt_cannot_be_removed(engine: Engine, receipt: StoredReceipt) -> None:
    put(engine, receipt)
    with pytest.raises(StoreUnavailable), write(engine) as connection:
        connection.execute(text("DELETE FROM mkb_questions"))


def test_receipts_since_a_moment_come_in_pages_in_order_of_time(
    engine: Engine, receipt: StoredReceipt
) -> None:
    seconds = {"r-a": 5, "r-b": 1, "r-c": 1, "r-d": 3, "r-e": 0, "r-f": 1}
    for key, second in seconds.items():
        put(engine, evolve(receipt, id=key, at=AT + timedelta(seconds=second)))
    pages: list[list[str]] = []
    after = None
    with read(engine) as connection:
        while page := receipts_since(connection, AT + timedelta(seconds=1), limit=2, after=after):
            pages.append([found.id for found in page])
            after = page[-1].id
        with pytest.raises(NotFound):
            receipts_since(connection, AT, after="absent")
        with pytest.raises(InvalidInput):
            receipts_since(connection, AT.replace(tzinfo=None))
    assert pages == [["r-b", "r-c"], ["r-f", "r-d"], ["r-a"]]
