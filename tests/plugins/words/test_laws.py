"""What holds for every text: it is read without failing, the same way each time, and the version names what read it."""

from __future__ import annotations

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from mkb_plugin_words.analyser import WordAnalyser, make_analyser
from mkb_plugin_words.compounds import split
from mkb_plugin_words.spelling import make_speller, sound
from mkb_plugin_words.tokens import fold, words_of

from mkb_core.domain.questions import Question
from mkb_core.domain.topics import Terms

WORDS = st.sampled_from(
    [
        "lening",
        "vergunning",
        "wij",
        "willen",
        "groeien",
        "naar",
        "40",
        "man",
        "<gevel>",
        ",",
        "?",
        "ich",
        "mot",
        "bank",
    ]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=25).map(" ".join)


@settings(max_examples=150)
@given(words=st.text(min_size=1, max_size=300) | SENTENCES)
def test_any_text_is_read_the_same_way_twice(small: WordAnalyser, words: str) -> None:
    first = small.analyse(Question(words))
    assert small.analyse(Question(words)) == first
    assert [score.points for score in first.topics] == sorted(
        (score.points for score in first.topics), reverse=True
    )
    assert not (first.signals["wide_question"] and first.signals["narrow_question"])
    assert all(set(first.signals) >= {name} for name in first.cues)


@given(words=SENTENCES)
def test_capitals_and_spaces_change_nothing(small: WordAnalyser, words: str) -> None:
    plain = small.analyse(Question(words.lower()))
    loud = small.analyse(Question("  ".join(words.upper().split())))
    assert [score.topic for score in plain.topics] == [score.topic for score in loud.topics]
    assert plain.signals == loud.signals


def test_the_version_changes_with_the_vocabulary(small: WordAnalyser) -> None:
    topics = tuple(small.topics.values())
    assert make_analyser(topics, ("nl", "en")).version == small.version
    more = (evolve(topics[0], nl=Terms(defining=("hypotheek",))), *topics[1:])
    assert make_analyser(more, ("nl", "en")).version != small.version


@given(
    head=st.sampled_from(["financiering", "vergunning"]),
    first=st.sampled_from(["bedrijf", "pand", "machine"]),
)
def test_a_made_compound_is_split_into_what_it_was_made_of(head: str, first: str) -> None:
    for link in ("", "s"):
        parted = split(first + link + head, {head}.__contains__, {first}.__contains__)
        assert parted is not None
        assert (parted.modifiers, parted.head) == ((first,), head)


@given(
    word=st.sampled_from(["financiering", "vergunning", "personeel", "belasting"]), place=st.integers(1, 8)
)
def test_a_doubled_letter_is_still_the_same_word(word: str, place: int) -> None:
    assert make_speller([word]).nearest(word[:place] + word[place - 1] + word[place:]) == word


@given(word=st.text(max_size=30))
def test_folding_and_sounding_never_fail(word: str) -> None:
    assert fold(fold(word)) == fold(word)
    assert isinstance(sound(word), str)
    assert all(words_of(word))
