"""Dutch writes compounds as one word: *bedrijfspandfinanciering* is financing of a *bedrijfspand*."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

#: letters of a head, and of every modifier but the first, at the least
SHORTEST = 4
#: letters of the first modifier at the least
SHORTEST_FIRST = 3
#: first parts that make another word of the second: "televisie" is no "visie"
NO_MODIFIERS = frozenset(
    {"tele", "super", "inter", "re", "di", "pre", "pro", "sub", "contra", "micro", "multi", "trans"}
)
#: letters that link the parts; none first
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
    if only := _unlinked(rest, SHORTEST_FIRST, is_word):
        return (only,)
    for cut in range(SHORTEST_FIRST, len(rest) - 2):
        last = _unlinked(rest[cut:], SHORTEST, is_word)
        if last and (before := _words(rest[:cut], is_word)):
            return (*before, last)
    return ()


def _unlinked(part: str, shortest: int, is_word: Callable[[str], bool]) -> str | None:
    """The one word that a part is, without linking letters."""
    for link in LINKS:
        stem = part.removesuffix(link)
        if part.endswith(link) and len(stem) >= shortest and is_word(stem):
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
