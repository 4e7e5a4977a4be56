"""Entries of feeds in their newest form, and where each feed goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from mkb_core.errors import InvalidInput
from mkb_core.store.engine import read, write
from mkb_core.store.feeds import Change, get_cursor, list_cursors, list_entries, put_cursor, put_entry

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)


def put(engine: Engine, document: Any, key: str = "a", plugin: str = "liof", at: datetime = AT) -> Change:
    with write(engine) as connection:
        return put_entry(connection, document, plugin=plugin, feed="news", key=key, at=at)


def test_an_entry_is_new_then_the_same_then_changed(engine: Engine) -> None:
    later = AT + timedelta(hours=1)
    changes = [
        put(engine, {"title": "X"}),
        put(engine, {"title": "X"}, at=later),
        put(engine, {"title": "Y"}, at=later),
    ]
    assert changes == [Change.NEW, Change.SAME, Change.CHANGED]
    with read(engine) as connection:
        [entry] = list_entries(connection, "news")
    assert (entry.document, entry.first_seen, entry.updated_at) == ({"title": "Y"}, AT, later)


def test_an_id_belongs_to_one_plugin(engine: Engine) -> None:
    assert put(engine, {"title": "X"}) is Change.NEW
    assert put(engine, {"title": "X"}, plugin="kvk") is Change.NEW


def test_entries_come_last_changed_first_and_no_more_than_asked(engine: Engine) -> None:
    for number in range(3):
        put(engine, {}, str(number), at=AT + timedelta(hours=number))
    with read(engine) as connection:
        assert [entry.id for entry in list_entries(connection, "news", limit=2)] == ["2", "1"]
        assert list_entries(connection, "news", plugin="kvk") == ()
        assert list_entries(connection, "events") == ()


def test_a_cursor_is_replaced(engine: Engine) -> None:
    for cursor in (None, "a", "b"):
        with write(engine) as connection:
            put_cursor(connection, plugin="liof", feed="news", cursor=cursor, at=AT)
    put(engine, {"title": "X"})
    with read(engine) as connection:
        assert get_cursor(connection, "liof", "news") == "b"
        assert get_cursor(connection, "liof", "events") is None
        [one] = list_cursors(connection)
    assert (one.cursor, one.entries, one.collected_at) == ("b", 1, AT)


def test_what_is_no_json_is_refused(engine: Engine) -> None:
    with pytest.raises(InvalidInput):
        put(engine, {"size": float("inf")})
