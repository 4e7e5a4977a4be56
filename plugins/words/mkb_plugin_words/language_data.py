"""The words of each language that are not about topics: ambition, scope, kinds of asking, numbers, dialect.

Dutch and English are in this package. Any other language is data of an installed package, such as a region's: an entry
point of the group ``mkb.language``, named by the language, leads to a package with the same files in ``languages``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.metadata import entry_points
from typing import Any

from attrs import field, frozen

from mkb_core.codec import content_hash
from mkb_core.domain.topics import Terms
from mkb_core.hooks.declaration_files import read_toml
from mkb_plugin_words.numbers import NUMBER_WORDS
from mkb_plugin_words.tokens import fold, lemmas

PACKAGE = "mkb_plugin_words"
GROUP = "mkb.language"
#: the files of a language, all of them optional; the tables of ``{}.toml`` may also stand in the others
FILES = ("{}.toml", "ambition_{}.toml", "classes_{}.toml")

#: words that stand for each other inside a phrase
EQUIVALENTS = {
    "nl": {
        "mijn": ("mijn", "ons", "onze", "m'n", "mn"),
        "bedrijf": ("bedrijf", "zaak", "onderneming", "firma", "tent", "toko"),
        "ik": ("ik", "wij", "we"),
    },
    "en": {"my": ("my", "our"), "company": ("company", "business", "firm"), "i": ("i", "we")},
}


@frozen
class LanguageData:
    """Signals of one language: label to terms; the words of numbers and what they count; which words stand for each other
    in a phrase."""

    language: str
    signals: Mapping[str, Terms] = field(repr=False)
    units: frozenset[str] = field(repr=False)
    towards: frozenset[str] = field(repr=False)
    numbers: Mapping[str, int] = field(factory=dict, repr=False)
    equivalents: Mapping[str, tuple[str, ...]] = field(factory=dict, repr=False)


@cache
def language_data(language: str) -> LanguageData:
    """The data of a language; empty where no package has any for it."""
    data = _tables(language)
    words = {name: _Listed(data.get(name, {})) for name in LISTS}
    signals = {
        "growth": _terms(words["growth"]),
        "innovation": _terms(words["innovation"]),
        "turn": Terms(defining=words["growth"]["turn"]),
        "background": Terms(defining=words["growth"]["background"]),
        "wish": Terms(defining=words["wish"]["words"]),
        "guidance": Terms(defining=words["guidance"]["words"] + words["guidance"]["along"]),
        "along": Terms(defining=words["guidance"]["along"]),
        "eligibility": Terms(defining=words["eligibility"]["words"]),
        "information": Terms(defining=words["information"]["phrases"]),
        "help": Terms(defining=words["help"]["phrases"]),
        "business": Terms(defining=words["business"]["words"]),
    } | {
        f"scope:{reason}": Terms(defining=tuple(listed))
        for reason, listed in data.get("out_of_scope", {}).items()
    }
    numbers = data.get("numbers", {})
    equal = {word: tuple(words) for word, words in data.get("equivalents", {}).items()}
    return LanguageData(
        language,
        {label: terms for label, terms in signals.items() if data},
        frozenset(map(fold, numbers.get("units", ()))),
        frozenset(map(fold, numbers.get("towards", ()))),
        {fold(word): int(value) for word, value in numbers.get("words", {}).items()},
        equal or EQUIVALENTS.get(language, {}),
    )


#: tables of a language that hold lists of words; a list that is absent is empty
LISTS = ("growth", "innovation", "wish", "guidance", "eligibility", "information", "help", "business")


class _Listed(dict[str, tuple[str, ...]]):
    def __init__(self, lists: Mapping[str, Any]) -> None:
        super().__init__({name: tuple(words) for name, words in lists.items()})

    def __missing__(self, name: str) -> tuple[str, ...]:
        return ()


@cache
def _tables(language: str) -> Mapping[str, Any]:
    """All tables of a language's files: of this package, else of the one that brings the language."""
    own = resources.files(PACKAGE).joinpath("languages", f"{language}.toml").is_file()
    others = sorted(point.value for point in entry_points(group=GROUP, name=language))
    package = PACKAGE if own else next(iter(others), None)
    tables: dict[str, Any] = {}
    if package is None:
        return tables
    for name in (file.format(language) for file in FILES):
        if resources.files(package).joinpath("languages", name).is_file():
            tables |= read_toml(package, "languages", name)
    return tables


@cache
def dialect_words() -> dict[str, str]:
    """Limburgish words (folded) and the Dutch words they stand for."""
    return {
        fold(word): str(standard)
        for word, standard in read_toml(PACKAGE, "languages", "li.toml")["words"].items()
    }


@cache
def word_classes(languages: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Every word of a class (a profession, a country, ...), in its dictionary forms, to the classes it is of."""
    classes: dict[str, set[str]] = {}
    for language in languages:
        for name, words in _tables(language).get("classes", {}).items():
            for word in words:
                for form in lemmas(word, language):
                    classes.setdefault(form, set()).add(f"<{name}>")
    return {word: frozenset(names) for word, names in classes.items()}


@cache
def members(languages: tuple[str, ...], names: tuple[str, ...]) -> frozenset[str]:
    """All words of some classes."""
    wanted = frozenset(names)
    return frozenset(word for word, classes in word_classes(languages).items() if classes & wanted)


def equivalents(languages: tuple[str, ...]) -> dict[str, str]:
    """Every word that stands for another inside a phrase, to the one that is matched; the first language decides."""
    return {
        word: chosen
        for language in reversed(languages)
        for chosen, words in language_data(language).equivalents.items()
        for word in words
    }


@cache
def number_words(languages: tuple[str, ...]) -> dict[str, int]:
    """Words for numbers (folded) to their values; those of Dutch and English are always read."""
    brought = {word: value for one in languages for word, value in language_data(one).numbers.items()}
    return NUMBER_WORDS | brought


def _terms(section: Mapping[str, tuple[str, ...]]) -> Terms:
    return Terms(defining=section["sure"], related=section["with_wish"])


def data_version(languages: tuple[str, ...]) -> str:
    """Hash of all language data in use."""
    signals = [[language, dict(language_data(language).signals)] for language in languages]
    classes = {word: sorted(names) for word, names in word_classes(languages).items()}
    numbers = {language: dict(language_data(language).numbers) for language in languages}
    return content_hash([signals, dialect_words(), classes, equivalents(languages), numbers])
