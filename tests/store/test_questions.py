"""Questions are stored once, whole, and come back as they were asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from attrs import evolve
from sqlalchemy import Engine, update

from mkb_core.domain.questions import Question, QuestionInventory, Urgency
from mkb_core.errors import Conflict, InvalidInput, NotFound
from mkb_core.store import tables
from mkb_core.store.engine import read, write
from mkb_core.store.failures import Unreadable
from mkb_core.store.questions import get_question, put_question

AMSTERDAM = timezone(timedelta(hours=1))
ASKED = QuestionInventory(
    Question("Ich zeuk ’n bedrijfspand 🏭", "q-1", "li"),
    company_number="12345678",
    channel="desk",
    urgency=Urgency.ACUTE,
    ambition="naar 40 man",
    tried=("bank", "makelaar"),
    received_at=datetime(2026, 11, 23, 10, 30, tzinfo=AMSTERDAM),
)


def put(engine: Engine, inventory: QuestionInventory) -> bool:
    with write(engine) as connection:
        return put_question(connection, inventory)


def get(engine: Engine, key: str = "q-1") -> QuestionInventory:
    with read(engine) as connection:
        return get_question(connection, key)


@pytest.mark.parametrize(
    "inventory",
    [ASKED, QuestionInventory(Question("Kort", "q-1"), received_at=ASKED.received_at)],
    ids=["full", "bare"],
)
def test_question_comes_back(engine: Engine, inventory: QuestionInventory) -> None:
    assert put(engine, inventory)
    assert get(engine) == inventory


def test_time_comes_back_in_utc(engine: Engine) -> None:
    put(engine, ASKED)
    received = get(engine).received_at
    assert received is not None
    assert (received.hour, received.tzinfo) == (9, UTC)


def test_same_question_is_stored_once(engine: Engine) -> None:
    assert [put(engine, ASKED), put(engine, ASKED)] == [True, False]


@pytest.mark.parametrize(
    "change", [{"question": Question("Iets anders", "q-1")}, {"tried": ()}, {"company_number": None}], ids=str
)
def test_other_question_under_the_same_id_is_a_conflict(engine: Engine, change: dict[str, Any]) -> None:
    put(engine, ASKED)
    with pytest.raises(Conflict) as caught:
        put(engine, evolve(ASKED, **change))
    assert caught.value.facts == {"kind": "question", "key": "q-1"}
    assert get(engine) == ASKED


def test_id_and_time_are_needed(engine: Engine) -> None:
    with pytest.raises(InvalidInput) as caught:
        put(engine, QuestionInventory(Question("Wie helpt?")))
    assert [(fault.path, fault.code) for fault in caught.value.faults] == [
        ("question.id", "missing"),
        ("received_at", "missing"),
    ]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"received_at": datetime(2026, 11, 23)}, "received_at"),  # noqa: DTZ001 - that is the point
        ({"question": Question("a\0b", "q-1")}, "question.text"),
        ({"ambition": "\ud800"}, "inventory"),
    ],
    ids=["naive time", "nul", "surrogate"],
)
def test_what_cannot_be_stored_is_refused(engine: Engine, change: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        put(engine, evolve(ASKED, **change))
    assert [fault.path for fault in caught.value.faults] == [path]


def test_unknown_question_is_not_found(engine: Engine) -> None:
    with pytest.raises(NotFound):
        get(engine)


@pytest.mark.parametrize("words", ["{", "[]", "{}", '{"urgency":"later","tried":[]}'])
def test_question_that_cannot_be_read_is_reported(engine: Engine, words: str) -> None:
    put(engine, ASKED)
    with write(engine) as connection:
        connection.execute(update(tables.questions).values(inventory=words))
    if words == "{}":
        assert get(engine).question == ASKED.question  # what is absent has its default
    else:
        with pytest.raises(Unreadable):
            get(engine)
