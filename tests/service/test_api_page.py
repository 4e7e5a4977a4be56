"""The page about the rules of the API names what the code does."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkb_service.problem_kinds import KINDS
from mkb_service.rate_limits import LIMITS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "api.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", KINDS)
def test_refusal_is_on_the_page_with_its_status(code: str) -> None:
    assert any(f"`{code}`" in line and str(KINDS[code].status) in line for line in PAGE.splitlines())


@pytest.mark.parametrize("name", LIMITS)
def test_limit_is_on_the_page(name: str) -> None:
    assert f"| {LIMITS[name].requests} | {LIMITS[name].seconds} |" in PAGE
