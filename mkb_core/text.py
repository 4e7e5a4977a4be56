"""Words for people, in several languages; never used to decide anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import field, frozen


def _sorted_items(value: Mapping[str, str] | tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    items = value.items() if isinstance(value, Mapping) else value
    return tuple(sorted((str(language), str(words)) for language, words in items))


@frozen
class Text:
    """The same words per language code (``nl``, ``en``, ``de``, ...); hashable and ordered by language."""

    translations: tuple[tuple[str, str], ...] = field(converter=_sorted_items)

    def __iter__(self) -> Iterator[str]:
        return (language for language, _ in self.translations)

    def in_language(self, language: str) -> str:
        """The words in a language; where it is missing English, then Dutch, then any other: a reader of a third language
        is likelier to read English."""
        words = dict(self.translations)
        for choice in (language, "en", "nl"):
            if choice in words:
                return words[choice]
        return next(iter(words.values()), "")

    def as_dict(self) -> dict[str, str]:
        """The JSON form: ``{"nl": ..., "en": ...}``."""
        return dict(self.translations)


def text(**by_language: str) -> Text:
    """``text(nl="lening", en="loan")``."""
    return Text(by_language)


def from_json(value: Any) -> Text:
    """Read the JSON form; raises ``TypeError`` where it is no mapping of strings."""
    if not isinstance(value, Mapping) or not value:
        raise TypeError("text per language, such as {nl: ..., en: ...}")
    for language, words in value.items():
        if not _is_text(language) or not _is_text(words):
            raise TypeError("text per language, such as {nl: ..., en: ...}")
    return Text(value)


def is_whole(words: str) -> bool:
    """Is every character a whole one? Half a character (a lone surrogate) cannot be stored or sent."""
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and is_whole(value)
