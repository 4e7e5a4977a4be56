"""The words of each language that are not about topics: ambition, scope, kinds of asking, numbers, dialect."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from attrs import field, frozen

from mkb_core.codec import content_hash
from mkb_core.domain.topics import Terms
from mkb_core.hooks.declaration_files import read_toml
from mkb_plugin_words.tokens import fold, lemmas

PACKAGE = "mkb_plugin_words"

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
    """Signals of one language: label to terms; numbers; what is read from where is in the TOML files."""

    language: str
    signals: Mapping[str, Terms] = field(repr=False)
    units: frozenset[str] = field(repr=False)
    towards: frozenset[str] = field(repr=False)


@cache
def language_data(language: str) -> LanguageData:
    """The data of a language; empty where the plugin has none for it."""
    if not resources.files(PACKAGE).joinpath("languages", f"{language}.toml").is_file():
        return LanguageData(language, {}, frozenset(), frozenset())
    general = read_toml(PACKAGE, "languages", f"{language}.toml")
    ambition = read_toml(PACKAGE, "languages", f"ambition_{language}.toml")
    signals = {
        "growth": _terms(ambition["growth"]),
        "innovation": _terms(ambition["innovation"]),
        "turn": Terms(defining=tuple(ambition["growth"]["turn"])),
        "background": Terms(defining=tuple(ambition["growth"]["background"])),
        "wish": Terms(defining=tuple(ambition["wish"]["words"])),
        "guidance": Terms(defining=tuple(ambition["guidance"]["words"] + ambition["guidance"]["along"])),
        "along": Terms(defining=tuple(ambition["guidance"]["along"])),
        "eligibility": Terms(defining=tuple(ambition["eligibility"]["words"])),
        "information": Terms(defining=tuple(general["information"]["phrases"])),
        "help": Terms(defining=tuple(general["help"]["phrases"])),
        "business": Terms(defining=tuple(general["business"]["words"])),
    } | {
        f"scope:{reason}": Terms(defining=tuple(listed)) for reason, listed in general["out_of_scope"].items()
    }
    numbers = ambition["numbers"]
    return LanguageData(language, signals, frozenset(numbers["units"]), frozenset(numbers["towards"]))


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
        file = f"classes_{language}.toml"
        if not resources.files(PACKAGE).joinpath("languages", file).is_file():
            continue
        for name, words in read_toml(PACKAGE, "languages", file)["classes"].items():
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
        for chosen, words in EQUIVALENTS.get(language, {}).items()
        for word in words
    }


def _terms(section: dict[str, Any]) -> Terms:
    return Terms(defining=tuple(section["sure"]), related=tuple(section["with_wish"]))


def data_version(languages: tuple[str, ...]) -> str:
    """Hash of all language data in use."""
    signals = [[language, dict(language_data(language).signals)] for language in languages]
    classes = {word: sorted(names) for word, names in word_classes(languages).items()}
    return content_hash([signals, dialect_words(), classes, EQUIVALENTS])
