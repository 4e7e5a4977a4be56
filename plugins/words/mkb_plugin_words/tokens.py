"""From a text to tokens: the words as written, in sentences, each with the keys under which a term may match it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import simplemma
from attrs import frozen

WORD = re.compile(r"[^\W_]+(?:[.&'’][^\W_]+)*")
SENTENCE_END = re.compile(r"[.!?;\n]+(?=\s|$)")
POSSESSIVE = re.compile(r"['’](?:s|er|ers|en)?$")


@frozen
class Token:
    """A word of the question. ``keys``: every form it may match by (as written, lemmas), folded to plain letters."""

    text: str
    folded: str
    keys: frozenset[str]
    sentence: int
    known: bool
    dialect: bool = False


def fold(word: str) -> str:
    """Lower case without accents: ``Héél`` and ``heel`` are one word."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=65536)
def lemmas(word: str, language: str) -> frozenset[str]:
    """Dictionary forms of a word in a language, folded; always with the word itself."""
    lowered = unicodedata.normalize("NFC", word.casefold())
    found = {fold(lowered)}
    lemma = simplemma.lemmatize(lowered, lang=language).replace("_", "")
    found.add(fold(lemma))
    if language == "en" and lowered.endswith("ing") and len(lowered) > 6:
        found |= {lowered[:-3], lowered[:-3] + "e"}
    return frozenset(found)


@lru_cache(maxsize=65536)
def is_known(word: str, languages: tuple[str, ...]) -> bool:
    """Is the word in the dictionary of one of the languages?"""
    return any(simplemma.is_known(word.casefold(), lang=language) for language in languages)


def words_of(text: str) -> list[str]:
    """The words of a text or term, in order; hyphens separate, possessive endings go (``mbo'ers`` is ``mbo``)."""
    return [POSSESSIVE.sub("", match.group()) or match.group() for match in WORD.finditer(text)]


def tokenise(text: str, languages: tuple[str, ...], dialect: dict[str, str]) -> tuple[Token, ...]:
    """The tokens of a question, sentence by sentence; dialect words are read as the standard word they stand for."""
    tokens: list[Token] = []
    start = 0
    sentence = 0
    bounds = [match.span() for match in SENTENCE_END.finditer(text)] + [(len(text), len(text))]
    for end, after in bounds:
        for word in words_of(text[start:end]):
            tokens += _tokens(word, sentence, languages, dialect)
        start, sentence = after, sentence + 1
    return tuple(tokens)


def _tokens(word: str, sentence: int, languages: tuple[str, ...], dialect: dict[str, str]) -> list[Token]:
    standard = dialect.get(fold(word))
    if standard is None:
        keys = frozenset().union(*(lemmas(word, language) for language in languages))
        return [Token(word, fold(word), keys, sentence, is_known(word, languages) or word.isdigit())]
    made = []
    for part in standard.split():
        keys = frozenset({fold(word)}).union(*(lemmas(part, language) for language in languages))
        made.append(Token(word, fold(part), keys, sentence, known=True, dialect=True))
    return made
