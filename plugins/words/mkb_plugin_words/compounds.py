"""Dutch writes compounds as one word: *bedrijfspandfinanciering* is financing of a *bedrijfspand*."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

SHORTEST = 4
#: first parts that make another word of the second: "televisie" is no "visie"
NO_MODIFIERS = frozenset(
    {"tele", "super", "inter", "re", "di", "pre", "pro", "sub", "contra", "micro", "multi", "trans"}
)
LINKS = ("", "s", "en", "e", "n")


@frozen
class Split:
    """A compound: the head says what it is, the modifiers what it is about (or, of a firm or a person, who it is)."""

    modifiers: tuple[str, ...]
    head: str


def split(word: str, is_head: Callable[[str], bool], is_word: Callable[[str], bool]) -> Split | None:
    """The split with the longest head for which ``is_head`` holds and whose rest is made of words; ``None`` where
    there is none. The rest may itself be a compound."""
    for cut in range(SHORTEST - 1, len(word) - SHORTEST + 1):
        head = word[cut:]
        if word[:cut] in NO_MODIFIERS or not is_head(head):
            continue
        modifiers = _words(word[:cut], is_word)
        if modifiers:
            return Split(modifiers, head)
    return None


def _words(rest: str, is_word: Callable[[str], bool]) -> tuple[str, ...]:
    """The rest as one word, or as several, linking letters taken off; empty where it is none."""
    for link in LINKS:
        stem = rest.removesuffix(link) if link else rest
        if stem and len(stem) >= 3 and (not link or stem != rest) and is_word(stem):
            return (stem,)
    for cut in range(3, len(rest) - 2):
        last = _words_single(rest[cut:], is_word)
        if last and (before := _words(rest[:cut], is_word)):
            return (*before, last)
    return ()


def _words_single(part: str, is_word: Callable[[str], bool]) -> str | None:
    for link in LINKS:
        stem = part.removesuffix(link) if link else part
        if len(stem) >= SHORTEST and (not link or stem != part) and is_word(stem):
            return stem
    return None


def verbs_of(stem: str) -> tuple[str, ...]:
    """The infinitives that a verb's stem may belong to: ``opschaal`` to *opschalen*, ``verpak`` to *verpakken*."""
    if len(stem) < SHORTEST:
        return ()
    made = [stem + "en", stem + stem[-1] + "en"]
    if stem[-2] == stem[-3] and stem[-2] in "aeou":
        made.append(stem[:-2] + stem[-1] + "en")
    return tuple(made)
