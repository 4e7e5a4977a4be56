"""The first questions of a service come on several threads at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from mkb_plugin_words import analyser
from mkb_plugin_words.analyser import MOST_KEPT, WordAnalyser, make_analyser

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
    fresh = WordAnalyser(small.topics, small.languages, small.version)
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(fresh.examples, ["nl"] * THREADS))
        read = list(threads.map(fresh.analyse, [QUESTION] * THREADS))
    assert made == [maker]
    assert all(one == small.analyse(QUESTION) for one in read)


def test_the_same_topics_have_the_same_analyser_and_few_are_kept(small: WordAnalyser) -> None:
    topics = tuple(small.topics.values())
    first = make_analyser(topics, small.languages)
    assert make_analyser(topics, small.languages) is first
    assert make_analyser(topics[1:], small.languages).version != first.version
    for number in range(MOST_KEPT):
        make_analyser(topics[number + 1 :], small.languages)
    assert make_analyser(topics, small.languages) is not first
