"""Every column of every table is in the register of processing, or declared free; the page follows the register."""

from __future__ import annotations

from collections import Counter
from importlib import import_module

from mkb_core.confidential.register import REGISTER, as_markdown, free_columns
from mkb_core.confidential.retention import KEEP
from mkb_core.store.tables import metadata
from tests.confidential.processing_page import PAGE, page


def test_every_column_is_registered_or_declared_free_exactly_once() -> None:
    import_module("mkb_core.store.migrations")  # brings the tables of all modules into the metadata
    columns = {f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.c}
    said = Counter(name for one in REGISTER for name in one.names())
    said.update(free_columns())
    assert columns - said.keys() == set(), "neither in the register nor declared free"
    assert said.keys() - columns == set(), "there is no such column"
    assert [name for name, times in said.items() if times > 1] == []


def test_every_entry_is_complete_in_both_languages() -> None:
    for one in REGISTER:
        assert one.keep in KEEP
        assert set(one.sealed.split()) <= one.names()
        for words in (one.purpose, one.ground, one.recipients, one.kept.until):
            assert set(words) == {"nl", "en"}
    assert "Grondslag" in as_markdown("nl")


def test_the_page_is_what_the_register_says() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.confidential.processing_page"
