"""All terms of all topics and signals, indexed so that a question is matched in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import IntEnum

from attrs import evolve, field, frozen

from mkb_core.domain.topics import Terms
from mkb_plugin_words.tokens import SEPARABLE, fold, is_known, lemmas, words_of


class Strength(IntEnum):
    """What one match of a term is worth, in points."""

    DEFINING = 100
    RELATED = 40
    HINT = 12


#: verbs that a prefix is split off from though what is left is short: "doorgaan" is also "ga ... door"
SHORT_VERBS = frozenset({"gaan", "doen", "zien", "slaan", "staan"})
#: other words allowed between two words of a phrase
GAP = 2
#: and between a verb and the prefix that it lost
SPLIT_OFF = 6
#: and where a label has a number of its own: a kind of asking is a fixed wording
GAPS = {
    "information": 0,
    "turn": 4,
    "eligibility": 1,
    "wish": 1,
    "guidance": 2,
    "along": 3,
    "help": 1,
    "scope:personal_data": 8,
    "scope:consumer": 5,
    "scope:resident": 4,
}
#: labels whose wordings as written stand together: "willen we groter", not "willen we een groter pand"
SIGNALS_AS_WRITTEN = frozenset({"growth", "innovation"})


@frozen
class Entry:
    """A term of one label (a topic or a signal): the keys of each of its words, in order."""

    label: str
    term: str
    strength: Strength
    words: tuple[frozenset[str], ...]
    gap: int = GAP
    any_order: bool = True


@frozen
class Vocabulary:
    """The index: single words by key, prefixes, and phrases by the keys of their longest word."""

    singles: Mapping[str, tuple[Entry, ...]] = field(repr=False)
    prefixes: tuple[tuple[str, Entry], ...] = field(repr=False)
    phrases: Mapping[str, tuple[Entry, ...]] = field(repr=False)

    def single(self, keys: Iterable[str]) -> list[Entry]:
        """Entries of one word that match one of the keys, in a fixed order."""
        found: dict[tuple[str, str], Entry] = {}
        for key in sorted(keys):
            for entry in self.singles.get(key, ()):
                found.setdefault((entry.label, entry.term), entry)
        return list(found.values())


def build_vocabulary(
    labelled: Iterable[tuple[str, str, Terms]],
    languages: tuple[str, ...],
    equivalents: Mapping[str, str],
    in_order: Collection[str] = (),
) -> Vocabulary:
    """Index ``(label, language, terms)``; phrases of the labels ``in_order`` match in their order only.

    A word of the second language that is also a word of the first is left out: an English "will" is no wish in Dutch.
    """
    singles: dict[str, list[Entry]] = defaultdict(list)
    phrases: dict[str, list[Entry]] = defaultdict(list)
    prefixes: list[tuple[str, Entry]] = []
    for label, language, terms in labelled:
        if language not in languages:
            continue
        for strength, term in _by_strength(terms):
            words = words_of(term)
            if not words or _foreign_but_known(words, language, languages[0]):
                continue
            if term.endswith("*"):
                prefix = fold(words[-1])
                prefixes.append((prefix, Entry(label, term, strength, (frozenset({prefix}),))))
            elif len(words) == 1:
                entry = Entry(label, term, strength, (_keys(words[0], language),))
                for key in entry.words[0]:
                    singles[key].append(entry)
                if parts := _separated(words[0], language):
                    split_off = Entry(label, term, strength, parts, gap=SPLIT_OFF, any_order=False)
                    _add_phrase(phrases, split_off, equivalents)
            else:
                fixed = label in in_order or _keeps_order(words, language)
                _add_phrase(phrases, _phrase(label, language, term, strength, fixed=fixed), equivalents)
    return Vocabulary(
        {key: tuple(entries) for key, entries in singles.items()},
        tuple(prefixes),
        {key: tuple(entries) for key, entries in phrases.items()},
    )


def _by_strength(terms: Terms) -> Iterator[tuple[Strength, str]]:
    for strength, listed in (
        (Strength.DEFINING, terms.defining),
        (Strength.RELATED, terms.related),
        (Strength.HINT, terms.hint),
        (Strength.DEFINING, terms.patterns),
        (Strength.RELATED, terms.related_patterns),
    ):
        for term in listed:
            yield strength, term


def _phrase(label: str, language: str, term: str, strength: Strength, *, fixed: bool) -> Entry:
    """A term of several words; one that holds a word as written (``=``) is a fixed wording."""
    keys = tuple(_keys(word, language) for word in words_of(term))
    as_written = "=" in term
    gap = (0 if label in SIGNALS_AS_WRITTEN else 1) if as_written else GAPS.get(label, GAP)
    return Entry(label, term, strength, keys, gap=gap, any_order=not (fixed or as_written))


def _keys(word: str, language: str) -> frozenset[str]:
    """The forms a word of a term matches by; a class, and a word marked ``=``, only as it stands."""
    if word[0] in "<=":
        return frozenset({fold(word)})
    if language == "en" and word.endswith("ing"):  # "building" is no form of "build" here
        return frozenset({fold(word)})
    return lemmas(word, language)


def _keeps_order(words: list[str], language: str) -> bool:
    """May the words stand in one order only? In "<beroep> zoeken" they may change, in "andere <pand>" they may not;
    English always keeps its order: "another shop opened" is not "open another shop"."""
    if language == "en":
        return True
    has_verb = any(word.endswith("en") for word in words)
    return len(words) == 2 and not has_verb and any(word[0] == "<" for word in words)


def _foreign_but_known(words: list[str], language: str, main: str) -> bool:
    """A phrase is clear enough by itself; a single word is not."""
    return language != main and len(words) == 1 and is_known(words[0], (main,))


def _separated(word: str, language: str) -> tuple[frozenset[str], ...]:
    """The two words of a Dutch verb that splits ("uitbreiden": *breiden ... uit*); none for any other word."""
    if language != "nl" or not word.endswith("en"):
        return ()
    for prefix in SEPARABLE:
        rest = word.removeprefix(prefix)
        a_verb = len(rest) > 4 or rest in SHORT_VERBS
        if rest != word and a_verb and is_known(rest, ("nl",)):
            return (lemmas(rest, "nl"), frozenset({prefix}))
    return ()


def _add_phrase(phrases: dict[str, list[Entry]], entry: Entry, equivalents: Mapping[str, str]) -> None:
    """Index a phrase by each form of its longest word, which is rarest."""
    words = tuple(frozenset(equivalents.get(key, key) for key in keys) for keys in entry.words)
    made = evolve(entry, words=words)
    anchor = max(words, key=lambda keys: (max(map(len, keys)), sorted(keys)))
    for key in anchor:
        phrases[key].append(made)
