"""A source that is read whole comes once as long as it stays the same, and all of it again when it changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mkb_core.hooks.paging import Part, shortened, take_part
from mkb_core.text import Text, text


def walk(entries: list[int], content: str, cursor: str | None, size: int) -> tuple[list[int], str]:
    """All pages from a cursor on."""
    taken: list[int] = []
    while True:
        part = take_part(entries, content, cursor, size)
        taken += part.entries
        cursor = part.cursor
        if not part.more:
            return taken, part.cursor


@given(st.lists(st.integers(), max_size=20), st.integers(1, 7))
def test_all_pages_together_are_all_entries_once(entries: list[int], size: int) -> None:
    taken, cursor = walk(entries, "a", None, size)
    assert taken == entries
    assert walk(entries, "a", cursor, size) == ([], cursor)


@given(st.lists(st.integers(), min_size=1, max_size=20), st.integers(1, 7))
def test_changed_content_comes_from_the_start(entries: list[int], size: int) -> None:
    _, cursor = walk(entries, "a", None, size)
    assert walk(entries, "b", cursor, size)[0] == entries


def test_a_cursor_of_somebody_else_starts_anew() -> None:
    assert take_part([1], "a", "page=7").entries == (1,)


def test_a_round_begins_once() -> None:
    first = take_part([1, 2], "a", None, 1)
    assert first.first
    assert not take_part([1, 2], "a", first.cursor, 1).first
    empty: Part[int] = take_part([], "a", None)
    assert not take_part([], "a", empty.cursor).first


def test_more_notes_than_a_page_takes_are_counted() -> None:
    notes: list[Text] = [text(nl=str(number)) for number in range(500)]
    kept = shortened(notes)
    assert len(kept) == 200
    assert "301" in kept[-1].in_language("en")
