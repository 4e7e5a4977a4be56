"""The page of roles is the table of roles."""

from __future__ import annotations

from tests.docs.roles_page import PAGE, roles_page


def test_page_is_what_the_table_says() -> None:
    assert PAGE.read_text("utf-8") == roles_page(), "run: python -m tests.docs.roles_page"
