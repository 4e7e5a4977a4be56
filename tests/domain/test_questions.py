"""A question is checked before anything reads it."""

from __future__ import annotations

import pytest

from mkb_core.domain.questions import LONGEST_QUESTION, checked_question
from mkb_core.domain.topics import Terms, Topic
from mkb_core.errors import InvalidInput
from mkb_core.text import text

REFUSED = [
    ("empty", "", ["empty"]),
    ("only space", " \t\n ", ["empty"]),
    ("too long", "x" * (LONGEST_QUESTION + 1), ["too-long"]),
    ("hundred kilobytes", "vraag " * 20_000, ["too-long"]),
    ("binary", "PK\x03\x04", ["control-characters"]),
    ("nothing", "a\x00b", ["control-characters"]),
    ("half a character", "half \ud800", ["control-characters"]),
    ("undecodable bytes", "caf\ufffd", ["control-characters"]),
    ("all at once", "\x00" * (LONGEST_QUESTION + 1), ["too-long", "control-characters"]),
]


@pytest.mark.parametrize(("words", "codes"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_question_is_refused_with_all_its_faults(words: str, codes: list[str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked_question(words)
    assert [fault.code for fault in caught.value.faults] == codes


@pytest.mark.parametrize(
    "words", ["?", "x" * LONGEST_QUESTION, "regel\n\ttwee\r\n", "één café 🏭", "DROP TABLE companies; --"]
)
def test_any_text_may_be_a_question(words: str) -> None:
    assert checked_question(words).text == words.strip()


def test_space_around_a_question_is_no_part_of_it() -> None:
    assert checked_question("  wie helpt?\n").text == "wie helpt?"


def test_a_topic_without_terms_of_a_language_has_none() -> None:
    topic = Topic("x", text(nl="x"), text(nl="x"), nl=Terms(("lening",)))
    assert (topic.terms("nl").defining, topic.terms("fr")) == (("lening",), Terms())
