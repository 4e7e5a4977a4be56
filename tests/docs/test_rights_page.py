"""The reference of rights says what the policy table says."""

from __future__ import annotations

from tests.docs.rights_page import PAGE, rights_page


def test_page_is_made_from_the_table_of_today() -> None:
    assert PAGE.read_text("utf-8") == rights_page(), "run: python -m tests.docs.rights_page"
