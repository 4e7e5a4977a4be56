"""Which terms stand in a question: whole words, parts of compounds, misspellings, and phrases with words between."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping

from attrs import frozen

from mkb_core.domain.questions import Evidence
from mkb_plugin_words import compounds
from mkb_plugin_words.numbers import number
from mkb_plugin_words.spelling import Speller
from mkb_plugin_words.tokens import Token, is_known, lemmas
from mkb_plugin_words.vocabulary import GAP, Entry, Strength, Vocabulary

#: languages that write compounds as one word
COMPOUNDING = frozenset({"nl", "de"})

#: percent of a term's points, by how it was found
WHOLE, SPELLING, HEAD, LOOSE_ORDER, PREFIX = 100, 85, 90, 75, 80
#: a modifier counts little beside a head that tells a topic, more beside one that tells none ("merknaambescherming"),
#: and least where the head is a firm, a person or premises: "softwarebedrijf" asks nothing about software
MODIFIER, MODIFIER_ALONE, MODIFIER_OF_SUBJECT = 30, 60, 10
SHORTEST_PART = 3
SUBJECTS = frozenset({"<zaak>", "<beroep>", "<pand>"})


@frozen
class Match:
    """A term found at some tokens of the question."""

    label: str
    evidence: Evidence
    tokens: tuple[int, ...]


@frozen
class Matcher:
    """Matches the tokens of a question with a vocabulary."""

    vocabulary: Vocabulary
    speller: Speller
    equivalents: Mapping[str, str]
    classes: Mapping[str, frozenset[str]]
    languages: tuple[str, ...]

    def matches(self, tokens: tuple[Token, ...]) -> list[Match]:
        """All matches, in the order of the question; the same term at the same place once."""
        found: dict[tuple[str, str, tuple[int, ...]], Match] = {}
        for index, token in enumerate(tokens):
            for match in (*self._word(index, token), *self._joined(index, tokens)):
                found.setdefault((match.label, match.evidence.term, match.tokens), match)
        for match in self._phrases(tokens):
            found.setdefault((match.label, match.evidence.term, match.tokens), match)
        return list(found.values())

    def _word(self, index: int, token: Token) -> Iterator[Match]:
        how = "dialect" if token.dialect else "word"
        whole = self.vocabulary.single(token.keys)
        for entry in whole:
            yield _match(entry, token.text, how, WHOLE, (index,))
        for prefix, entry in self.vocabulary.prefixes:
            if token.folded.startswith(prefix):
                yield _match(entry, token.text, how, PREFIX, (index,))
        yield from self._parts(index, token, bool(whole))

    def _parts(self, index: int, token: Token, whole: bool) -> Iterator[Match]:
        """What a word that is no term holds, the surest reading first: a compound of a term, a slip of the pen,
        a compound of any words, a worse slip."""
        foreign = not whole and not token.known and not token.dialect
        if parted := self._split(token, self._is_term):
            yield from self._compound(index, token, parted, whole)
        elif foreign and (meant := self.speller.nearest(token.folded, at_most=1)):
            yield from self._meant(index, token, meant)
        elif not token.known and (parted := self._split(token, self._is_word)):
            yield from self._compound(index, token, parted, whole)
        elif foreign and not self._is_made_of_words(token.folded):
            meant = self.speller.nearest(token.folded) or self._misspelt_head(token.folded)
            if meant:
                yield from self._meant(index, token, meant)

    def _split(self, token: Token, is_head: Callable[[str], bool]) -> compounds.Split | None:
        if self.languages[0] not in COMPOUNDING:
            return None
        for key in sorted(token.keys, key=len, reverse=True):
            long_enough = key[0] != "=" and len(key) >= 2 * compounds.SHORTEST - 1
            if long_enough and (parted := compounds.split(key, is_head, self._is_part)):
                return parted
        return None

    def _compound(self, index: int, token: Token, parted: compounds.Split, whole: bool) -> Iterator[Match]:
        heads = [] if whole else self.vocabulary.single(self._keys(parted.head))
        for entry in heads:
            yield _match(entry, token.text, "compound", HEAD, (index,))
        percent = MODIFIER
        if self._classes_of(parted.head) & SUBJECTS:
            percent = MODIFIER_OF_SUBJECT
        elif not whole and all(entry.strength is Strength.HINT for entry in heads):
            percent = MODIFIER_ALONE
        for modifier in parted.modifiers:
            for entry in self.vocabulary.single(self._keys(modifier) | set(compounds.verbs_of(modifier))):
                yield _match(entry, token.text, "compound", percent, (index,))

    def _meant(self, index: int, token: Token, meant: str) -> Iterator[Match]:
        for entry in self.vocabulary.single((meant,)):
            yield _match(entry, token.text, "spelling", SPELLING, (index,))

    def _is_made_of_words(self, word: str) -> bool:
        """Is it a compound of two words of the dictionary, and so no misspelling? ("proefmal")"""
        main = self.languages[:1]
        return main[0] in COMPOUNDING and any(
            is_known(word[:cut], main) and is_known(word[cut:], main)
            for cut in range(SHORTEST_PART, len(word) - 2)
        )

    def _misspelt_head(self, word: str) -> str | None:
        """The head of a compound that is misspelt there only: ``subsidieaanvraach``."""
        for cut in range(compounds.SHORTEST - 1, len(word) - 5):
            modifier, head = word[:cut], word[cut:]
            if not is_known(head, self.languages[:1]) and self._is_part(modifier.removesuffix("s")):
                return self.speller.nearest(head, at_most=1)
        return None

    def _joined(self, index: int, tokens: tuple[Token, ...]) -> Iterator[Match]:
        """Two words that should have been one: ``zonne panelen``."""
        if index + 1 >= len(tokens) or len(tokens[index].folded) < 2 or len(tokens[index + 1].folded) < 3:
            return
        joined = tokens[index].folded + tokens[index + 1].folded
        for entry in self.vocabulary.single(self._keys(joined)):
            written = f"{tokens[index].text} {tokens[index + 1].text}"
            yield _match(entry, written, "spelling", WHOLE, (index, index + 1))

    def _phrases(self, tokens: tuple[Token, ...]) -> Iterator[Match]:
        equal = [self.phrase_keys(token) for token in tokens]
        for index, keys in enumerate(equal):
            tried: set[int] = set()
            for key in sorted(keys):
                for entry in self.vocabulary.phrases.get(key, ()):
                    if id(entry) in tried:
                        continue
                    tried.add(id(entry))
                    for positions, percent in self._places(entry, equal, tokens, index):
                        written = _as_written(tokens, positions)
                        yield _match(entry, written, "phrase", percent, positions)

    def _places(
        self, entry: Entry, equal: list[frozenset[str]], tokens: tuple[Token, ...], anchor: int
    ) -> Iterator[tuple[tuple[int, ...], int]]:
        span = len(entry.words) + entry.gap
        low, high = max(0, anchor - span), min(len(tokens), anchor + span + 1)
        window = [place for place in range(low, high) if tokens[place].clause == tokens[anchor].clause]
        ordered = _in_order(entry, equal, window)
        if ordered and anchor in ordered:
            yield ordered, WHOLE
            return
        if not entry.any_order:
            return
        loose = _any_order(entry, equal, window, anchor)
        if loose and sum(len(tokens[place].folded) >= compounds.SHORTEST for place in loose) > 1:
            yield loose, LOOSE_ORDER

    def phrase_keys(self, token: Token) -> frozenset[str]:
        """What a word may stand for inside a phrase: itself, its equivalent, its classes and those of its head."""
        keys = {self.equivalents.get(key, key) for key in token.keys}
        for key in token.keys:
            keys |= self._classes_of(key)
        if number(token) is not None:
            keys.add("<getal>")
        return frozenset(keys)

    def _classes_of(self, word: str) -> frozenset[str]:
        """The classes of a word and of the heads it may have."""
        found = self.classes.get(word, frozenset())
        for cut in range(2, len(word) - compounds.SHORTEST + 1):
            found |= self.classes.get(word[cut:], frozenset())
        return found

    def _is_word(self, word: str) -> bool:
        return len(word) >= compounds.SHORTEST and is_known(word, self.languages[:1])

    def _keys(self, word: str) -> frozenset[str]:
        return frozenset({word}).union(*(lemmas(word, language) for language in self.languages))

    def _is_term(self, word: str) -> bool:
        return len(word) >= compounds.SHORTEST and any(
            key in self.vocabulary.singles for key in self._keys(word)
        )

    def _is_part(self, word: str) -> bool:
        if len(word) < 3:
            return False
        if word in self.vocabulary.singles or is_known(word, self.languages[:1]):
            return True
        return any(verb in self.vocabulary.singles for verb in compounds.verbs_of(word))


def _match(entry: Entry, written: str, how: str, percent: int, places: tuple[int, ...]) -> Match:
    return Match(entry.label, Evidence(written, entry.term, how, entry.strength * percent // 100), places)


def _in_order(entry: Entry, equal: list[frozenset[str]], window: list[int]) -> tuple[int, ...] | None:
    """The first places at which the words stand in order, at most ``gap`` other words between two of them.

    A word of one or two letters follows at once: "geld op" is not "geld voor panelen op het dak".
    """
    for start in window:
        if not entry.words[0] & equal[start]:
            continue
        places = [start]
        for word in entry.words[1:]:
            reach = 1 if entry.gap <= GAP and _is_short(word) else entry.gap + 1
            following = (
                place for place in window if places[-1] < place <= places[-1] + reach and word & equal[place]
            )
            place = next(following, None)
            if place is None:
                break
            places.append(place)
        else:
            return tuple(places)
    return None


def _is_short(word: frozenset[str]) -> bool:
    return max(map(len, word)) < SHORTEST_PART


def _any_order(
    entry: Entry, equal: list[frozenset[str]], window: list[int], anchor: int
) -> tuple[int, ...] | None:
    """Places of all words near each other in another order, the anchor among them."""
    near = [place for place in window if abs(place - anchor) <= len(entry.words) + 1]
    places: list[int] = []
    for word in entry.words:
        place = next((place for place in near if place not in places and word & equal[place]), None)
        if place is None:
            return None
        places.append(place)
    if anchor not in places or max(places) - min(places) > len(places) + 1:
        return None
    return tuple(sorted(places))


def _as_written(tokens: tuple[Token, ...], positions: tuple[int, ...]) -> str:
    """The words as the asker wrote them, in that order; an ellipsis stands for what is between them."""
    places = sorted(positions)
    words = tokens[places[0]].text
    for before, place in itertools.pairwise(places):
        words += (" " if place == before + 1 else " … ") + tokens[place].text
    return words
