"""The first questions of a service come on several threads at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from mkb_plugin_words import analyser
from mkb_plugin_words.analyser import WordAnalyser, make_analyser

from mkb_core.domain.questions import Question

THREADS = 8
QUESTION = Question("Iets geheel anders dan financiering")


@pytest.mark.parametrize("maker", ["_matcher", "index_examples"])
def test_what_a_language_needs_is_made_once_for_all_threads(
    small: WordAnalyser, maker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = getattr(analyser, maker)

    def slowly(*arguments: Any) -> Any:
        made.append(maker)
        time.sleep(0.05)
        return make(*arguments)

    monkeypatch.setattr(analyser, maker, slowly)
    fresh = make_analyser(tuple(small.topics.values()), small.languages)
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(fresh.examples, ["nl"] * THREADS))
        read = list(threads.map(fresh.analyse, [QUESTION] * THREADS))
    assert made == [maker]
    assert all(one == small.analyse(QUESTION) for one in read)
