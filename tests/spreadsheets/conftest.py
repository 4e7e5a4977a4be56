"""The plan of Limburg, as its package has it."""

from __future__ import annotations

from tests.budget.conftest import limburg

__all__ = ["limburg"]
