"""The reference of the quality scale says what the tables of rules and checks say."""

from __future__ import annotations

from tests.docs.quality_page import PAGE, quality_page


def test_page_is_made_from_the_tables_of_today() -> None:
    assert PAGE.read_text("utf-8") == quality_page(), "run: python -m tests.docs.quality_page"
