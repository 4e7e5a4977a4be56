"""What goes into a column comes back the same from both databases, or is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Engine, Integer, MetaData, Table, insert, select

from mkb_core.errors import InvalidInput
from mkb_core.store.column_types import PlainText, UtcTime, document_of, document_text
from mkb_core.store.engine import read, write
from mkb_core.store.failures import Unreadable

metadata = MetaData()
things = Table(
    "things",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcTime("received_at")),
    Column("words", PlainText("question")),
)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ZONES = st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(timezone)


@pytest.fixture
def store(empty: Engine) -> Engine:
    with write(empty) as connection:
        metadata.create_all(connection)
    return empty


def round_trip(store: Engine, **values: Any) -> Any:
    with write(store) as connection:
        key = connection.execute(insert(things).returning(things.c.id), values).scalar_one()
    with read(store) as connection:
        return connection.execute(select(things).where(things.c.id == key)).one()


@MANY
@given(moment=st.datetimes(timezones=ZONES).filter(lambda moment: 1 < moment.year < 9999))
def test_time_comes_back_as_the_same_moment_in_utc(store: Engine, moment: datetime) -> None:
    back = round_trip(store, at=moment).at
    assert back == moment
    assert back.utcoffset() == timedelta(0)


def test_both_hours_of_the_end_of_summer_time_stay_apart(store: Engine) -> None:
    hour = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
    first, second = (round_trip(store, at=hour.replace(fold=fold)).at for fold in (0, 1))
    assert second - first == timedelta(hours=1)


@pytest.mark.parametrize(
    "value",
    [datetime(2026, 11, 23), date(2026, 11, 23), "2026-11-23T10:00:00+00:00", 0],  # noqa: DTZ001 - that is the point
    ids=["naive", "date", "text", "number"],
)
def test_time_without_zone_is_refused(store: Engine, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        round_trip(store, at=value)
    assert [fault.path for fault in caught.value.faults] == ["received_at"]


def test_time_before_the_first_year_is_refused(store: Engine) -> None:
    with pytest.raises(InvalidInput):
        round_trip(store, at=datetime.min.replace(tzinfo=timezone(timedelta(hours=2))))


@MANY
@given(words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_text_comes_back(store: Engine, words: str) -> None:
    assert round_trip(store, words=words).words == words


@pytest.mark.parametrize(
    "words", ["Café 't Höfke", "食品 🏭", "\U0010ffff", "e\u0301", "", "'; DROP TABLE things; --"]
)
def test_unusual_text_comes_back(store: Engine, words: str) -> None:
    assert round_trip(store, words=words).words == words


@pytest.mark.parametrize(
    "words", ["a\0b", "\ud83c", 5, b"bytes"], ids=["nul", "surrogate", "number", "bytes"]
)
def test_what_is_no_text_is_refused(store: Engine, words: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        round_trip(store, words=words)
    assert [fault.path for fault in caught.value.faults] == ["question"]


@pytest.mark.parametrize(
    "document",
    [{"a": float("nan")}, {"a": {1, 2}}, "\ud800", {"a": object()}],
    ids=["nan", "set", "surrogate", "object"],
)
def test_what_is_no_json_is_no_document(document: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        document_text(document, "document")
    assert [fault.path for fault in caught.value.faults] == ["document"]


def test_text_of_a_document_does_not_depend_on_the_order_of_its_keys() -> None:
    assert (
        document_text({"b": 1, "a": "é"}, "$") == document_text({"a": "é", "b": 1}, "$") == '{"a":"é","b":1}'
    )


def test_document_that_is_no_json_any_more_is_reported() -> None:
    with pytest.raises(Unreadable) as caught:
        document_of('{"a":', "receipt", "r1")
    assert "receipt r1 cannot be read" in caught.value.sentence("en")
    assert "receipt r1 is niet te lezen" in caught.value.sentence("nl")


def test_utc_is_kept(store: Engine) -> None:
    assert round_trip(store, at=datetime(2026, 11, 23, tzinfo=UTC)).at.tzinfo is UTC
