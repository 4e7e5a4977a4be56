"""Errors: a stable code, and one sentence in each language that names the same facts."""

from __future__ import annotations

from string import Formatter

import pytest

from mkb_core.errors import (
    SENTENCES,
    Conflict,
    InputFault,
    InvalidInput,
    MkbError,
    NotFound,
    NotReplayable,
    SourceUnavailable,
    StoreUnavailable,
    sentence,
)
from mkb_core.text import Text, text


def facts_named(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_code_has_a_sentence_in_dutch_and_english(code: str) -> None:
    assert all(SENTENCES[code].get(language, "").strip() for language in ("nl", "en"))


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_tell_the_same_facts(code: str) -> None:
    assert facts_named(SENTENCES[code]["nl"]) == facts_named(SENTENCES[code]["en"])


def test_another_language_gets_english() -> None:
    assert sentence("missing", {}, "fr") == "is missing"


@pytest.mark.parametrize("words", ["{0}", "{employees.__class__}", "{", "%s"])
def test_facts_are_never_read_as_a_template(words: str) -> None:
    assert sentence("unknown-name", {"value": words}, "en") == f"unknown: {words}"


ERRORS: list[tuple[MkbError, str]] = [
    (NotFound(kind="receipt", key="r-1"), "bewijs r-1 is niet gevonden"),
    (StoreUnavailable(reason="vol"), "De gegevensopslag is niet te gebruiken: vol"),
    (SourceUnavailable(source="KVK", reason="stil"), "KVK is nu niet bereikbaar: stil"),
    (Conflict(kind="company", key="1"), "bedrijf 1 is intussen door iemand anders gewijzigd"),
    (NotReplayable(key="r-1", reason="weg"), "Bewijs r-1 kan niet worden nagespeeld: weg"),
    (
        InvalidInput([InputFault("a", "missing"), InputFault("b[0]", "empty")]),
        "a: ontbreekt; b[0]: mag niet leeg zijn",
    ),
]


@pytest.mark.parametrize(("error", "told"), ERRORS, ids=[type(error).__name__ for error, _ in ERRORS])
def test_an_error_is_one_sentence(error: MkbError, told: str) -> None:
    assert error.sentence("nl") == told


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "lening"), ("en", "loan"), ("de", "loan"), ("fr", "loan")]
)
def test_words_fall_back_to_english(language: str, words: str) -> None:
    assert text(en="loan", nl="lening").in_language(language) == words


def test_words_fall_back_to_dutch_and_then_to_any() -> None:
    assert (text(de="Kredit", nl="lening").in_language("en"), text(de="Kredit").in_language("nl")) == (
        "lening",
        "Kredit",
    )


def test_words_are_equal_whatever_the_order_of_languages() -> None:
    assert hash(Text({"nl": "a", "en": "b"})) == hash(Text({"en": "b", "nl": "a"}))
    assert list(Text({"nl": "a", "en": "b"})) == ["en", "nl"]


@pytest.mark.parametrize(
    ("reason", "dutch"),
    [
        ("line 1, column 2", "regel 1, teken 2"),
        ("a number of 5000 digits", "een getal van 5000 cijfers"),
        ("NaN is no number", "NaN is geen getal"),
        ("nested too deeply", "te diep genest"),
        ("a key occurs twice", "een sleutel komt twee keer voor"),
    ],
)
def test_why_json_cannot_be_read_is_told_in_dutch(reason: str, dutch: str) -> None:
    assert sentence("not-json", {"reason": reason}) == f"geen geldige JSON: {dutch}"
