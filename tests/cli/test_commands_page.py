"""The reference of commands is what the application says."""

from __future__ import annotations

from tests.cli.commands_page import PAGE, commands_page


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == commands_page(), "run: python -m tests.cli.commands_page"
