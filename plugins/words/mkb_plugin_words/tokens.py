"""From a text to tokens: the words as written, in sentences, each with the keys under which a term may match it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

import simplemma
from attrs import frozen

WORD = re.compile(r"<\w+>|=?[^\W_]+(?:[.&'’][^\W_]+)*")
SENTENCE_END = re.compile(r"[.!?;:\n]+(?=\s|$)")
CLAUSE_END = re.compile(r"[,()](?=\s|$)")
POSSESSIVE = re.compile(r"['’](?:s|er|ers|en)?$")

#: prefixes that Dutch splits off its verbs: "uitbreiden" is also "breid ... uit"
SEPARABLE = (
    "samen",
    "terug",
    "over",
    "door",
    "mee",
    "aan",
    "toe",
    "uit",
    "bij",
    "weg",
    "voor",
    "op",
    "in",
    "af",
    "om",
    "na",
)
#: no word is a form of these: the dictionaries make "een" of "eerste"
ARTICLES = frozenset({"een", "de", "het", "the", "a", "be"})
#: so many dialect words make a text dialect
LEAST_DIALECT = 2
#: shorter words are matched as written only: the dictionaries make "be" of both "is" and "ai"
SHORTEST_INFLECTED = 4


@frozen
class Sentence:
    """A sentence: its place in the text, whether it asks, and the sentence that it explains after a colon."""

    text: str
    number: int
    asks: bool
    explains: int | None


@frozen
class Token:
    """A word of the question. ``keys``: every form it may match by (lemmas; ``=`` with the word as written), folded.

    ``sentence`` and ``clause`` (the part between commas) are counted through the text; ``asks`` and ``explains`` are
    those of the sentence; ``known``: it is in a dictionary; ``number``: the value of a number word.
    """

    text: str
    folded: str
    keys: frozenset[str]
    sentence: int
    clause: int
    known: bool
    dialect: bool = False
    asks: bool = False
    explains: int | None = None
    number: int | None = None


def fold(word: str) -> str:
    """Lower case without accents: ``Héél`` and ``heel`` are one word. Folding what is folded changes nothing."""
    for _ in range(2):  # a sign such as a circled letter is a capital only once it is taken apart
        word = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in word if not unicodedata.combining(letter))


@lru_cache(maxsize=65536)
def lemmas(word: str, language: str) -> frozenset[str]:
    """Dictionary forms of a word in a language, folded; always with the word itself."""
    lowered = unicodedata.normalize("NFC", word.casefold())
    found = {fold(lowered)}
    if len(lowered) < SHORTEST_INFLECTED:
        return frozenset(found)
    lemma = fold(simplemma.lemmatize(lowered, lang=language).replace("_", ""))
    if lemma not in ARTICLES:
        found.add(lemma)
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


def tokenise(
    text: str, languages: tuple[str, ...], dialect: Mapping[str, str], numbers: Mapping[str, int]
) -> tuple[Token, ...]:
    """The tokens of a question, sentence by sentence; dialect words are read as the standard words they stand for.

    ``numbers``: folded words to the number that each says.
    """
    tokens: list[Token] = []
    spoken = sum(fold(word) in dialect for word in words_of(text)) >= LEAST_DIALECT
    clause = 0
    for sentence in _sentences(text):
        for part in CLAUSE_END.split(sentence.text):
            for word in words_of(part):
                known = is_known(word, languages) or word.isdigit()
                standard = dialect.get(fold(word)) or (
                    _spoken(word, dialect) if spoken and not known else None
                )
                for meant in standard.split() if standard else [word]:
                    tokens.append(
                        Token(
                            text=word,
                            folded=fold(meant),
                            keys=frozenset({fold(word), f"={fold(meant)}"}) | _forms(meant, languages),
                            sentence=sentence.number,
                            clause=clause,
                            known=known or bool(standard),
                            dialect=bool(standard),
                            asks=sentence.asks,
                            explains=sentence.explains,
                            number=numbers.get(fold(meant)),
                        )
                    )
            clause += 1
    return tuple(tokens)


def _forms(word: str, languages: tuple[str, ...]) -> frozenset[str]:
    """Dictionary forms in the first language that knows the word; in all of them where none does."""
    for language in languages:
        if is_known(word, (language,)):
            return lemmas(word, language)
    return frozenset().union(*(lemmas(word, language) for language in languages))


def _sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text, without the signs that mean something in terms (``<class>``, ``=exact``)."""
    text = text.replace("<", " ").replace("=", " ")
    start, number, explains = 0, 0, None
    for match in SENTENCE_END.finditer(text):
        yield Sentence(text[start : match.start()], number, "?" in match.group(), explains)
        explains = number if match.group() == ":" else None
        start, number = match.end(), number + 1
    yield Sentence(text[start:], number, False, explains)


def _spoken(word: str, dialect: Mapping[str, str]) -> str | None:
    """The standard word of an unknown word in a text of dialect: the verb without its -n, or behind a prefix."""
    folded = fold(word)
    for spelt in (folded + "n", folded.replace("sj", "s"), folded.replace("sj", "s") + "n"):
        if spelt != folded and is_known(spelt, ("nl",)):
            return spelt
    for prefix in SEPARABLE:
        rest = folded.removeprefix(prefix)
        if rest != folded and rest in dialect:
            return prefix + dialect[rest]
    return None
