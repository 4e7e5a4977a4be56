"""Every sentence of the pages, side by side in Dutch and English; templates hold none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkb_core.text import Text
from mkb_service.wording import (
    advice,
    ask,
    budgets,
    every_page,
    identity,
    information,
    own_company,
    partners,
    plugins,
)

WORDS: Mapping[str, Text] = {
    **every_page.WORDS,
    **ask.WORDS,
    **advice.WORDS,
    **partners.WORDS,
    **information.WORDS,
    **plugins.WORDS,
    **identity.WORDS,
    **budgets.WORDS,
    **own_company.WORDS,
}


def words(key: str, language: str, **facts: Any) -> str:
    """The sentence of a key (``KeyError`` where there is none), with its facts filled in."""
    return WORDS[key].in_language(language).format_map(facts)
