"""Misspelt words: by how they sound in Dutch, then by edit distance, to the nearest word of the vocabulary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from attrs import field, frozen
from rapidfuzz import process
from rapidfuzz.distance import OSA

#: letters that sound alike, longest first
SOUNDS = (
    ("sch", "s"), ("tie", "sie"), ("isch", "ies"), ("ph", "f"), ("th", "t"), ("qu", "kw"), ("ck", "k"), ("ch", "g"),
    ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("x", "ks"), ("y", "i"), ("ij", "ei"), ("au", "ou"), ("z", "s"), ("v", "f"),
    ("dt", "t"),
)  # fmt: skip
SHORTEST = 5


def sound(word: str) -> str:
    """How a word sounds, roughly: ``finansiering`` and ``financiering`` are the same."""
    for letters, like in SOUNDS:
        word = word.replace(letters, like)
    return "".join(letter for index, letter in enumerate(word) if index == 0 or letter != word[index - 1])


@frozen
class Speller:
    """Finds the vocabulary word that a misspelt word stands for."""

    by_sound: Mapping[str, str] = field(repr=False)
    by_initial: Mapping[str, tuple[str, ...]] = field(repr=False)

    def nearest(self, word: str, at_most: int = 2) -> str | None:
        """The word meant; ``None`` where nothing is near. One edit for 5-7 letters, two from 8 on, first sound alike."""
        if len(word) < SHORTEST:
            return None
        heard = sound(word)
        if heard in self.by_sound:
            return self.by_sound[heard]
        if not heard:
            return None
        allowed = 1 if len(word) < 8 else at_most
        near = process.extractOne(
            heard, self.by_initial.get(heard[0], ()), scorer=OSA.distance, score_cutoff=allowed
        )
        if near is None:
            return None
        meant = self.by_sound[near[0]]
        alike_to_the_eye = OSA.distance(word, meant) <= allowed + 1
        return meant if alike_to_the_eye else None


def make_speller(words: Iterable[str]) -> Speller:
    """A speller over the single words of a vocabulary, in a fixed order."""
    by_sound: dict[str, str] = {}
    for word in sorted({word for word in words if len(word) >= SHORTEST and word.isalpha()}):
        by_sound.setdefault(sound(word), word)
    by_initial: dict[str, list[str]] = defaultdict(list)
    for heard in by_sound:
        by_initial[heard[0]].append(heard)
    return Speller(by_sound, {initial: tuple(words) for initial, words in by_initial.items()})
