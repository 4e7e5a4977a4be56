"""All terms of all topics and signals, indexed so that a question is matched in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
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
#: other words allowed between two words of a phrase, by label; a kind of asking is a fixed wording
GAPS = {
    "information": 0,
    "eligibility": 1,
    "wish": 1,
    "guidance": 2,
    "along": 3,
    "help": 1,
    "scope:personal_data": 8,
    "scope:consumer": 5,
    "scope:resident": 4,
}


@frozen
class Entry:
    """A term of one label (a topic or a signal): the keys of each of its words, in order."""

    label: str
    term: str
    strength: Strength
    words: tuple[frozenset[str], ...]
    gap: int = 2
    any_order: bool = True


@frozen
class Vocabulary:
    """The index: single words by key, prefixes, and phrases by the key of their rarest-looking word."""

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
    """Index ``(label, language, terms)``; phrases of the labels ``in_order`` match in their order only. A term of the second language that is also a word of the first is left out
    for the first (an English "will" is no wish in Dutch): see :func:`_foreign_but_known`."""
    singles: dict[str, list[Entry]] = defaultdict(list)
    phrases: dict[str, list[Entry]] = defaultdict(list)
    prefixes: list[tuple[str, Entry]] = []
    for label, language, terms in labelled:
        if language not in languages:
            continue
        for strength, listed in (
            (Strength.DEFINING, terms.defining),
            (Strength.RELATED, terms.related),
            (Strength.HINT, terms.hint),
            (Strength.DEFINING, terms.patterns),
            (Strength.RELATED, terms.related_patterns),
        ):
            for term in listed:
                words = words_of(term)
                if not words or _foreign_but_known(words, language, languages[0]):
                    continue
                if term.endswith("*"):
                    entry = Entry(label, term, strength, (frozenset({fold(words[-1])}),))
                    prefixes.append((fold(words[-1]), entry))
                    continue
                keys = tuple(_keys(word, language) for word in words)
                if len(words) == 1:
                    entry = Entry(label, term, strength, keys)
                    for key in keys[0]:
                        singles[key].append(entry)
                    for parts in _separated(words[0], language):
                        _add_phrase(
                            phrases, Entry(label, term, strength, parts, gap=6, any_order=False), equivalents
                        )
                else:
                    fixed = "=" in term or label in in_order or _keeps_order(words, language)
                    gap = 1 if "=" in term else GAPS.get(label, 2)
                    entry = Entry(label, term, strength, keys, gap=gap, any_order=not fixed)
                    _add_phrase(phrases, entry, equivalents)
    return Vocabulary(
        {key: tuple(entries) for key, entries in singles.items()},
        tuple(prefixes),
        {key: tuple(entries) for key, entries in phrases.items()},
    )


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
    return language != main and len(words) == 1 and is_known(words[0], (main,))


def _separated(word: str, language: str) -> Iterable[tuple[frozenset[str], ...]]:
    if language != "nl" or not word.endswith("en"):
        return
    for prefix in SEPARABLE:
        rest = word.removeprefix(prefix)
        a_verb = len(rest) > 4 or rest in SHORT_VERBS
        if rest != word and a_verb and is_known(rest, ("nl",)):
            yield (lemmas(rest, "nl"), frozenset({prefix}))
            return


def _add_phrase(phrases: dict[str, list[Entry]], entry: Entry, equivalents: Mapping[str, str]) -> None:
    words = tuple(frozenset(equivalents.get(key, key) for key in keys) for keys in entry.words)
    made = evolve(entry, words=words)
    anchor = max(words, key=lambda keys: (max(map(len, keys)), sorted(keys)))
    for key in anchor:
        phrases[key].append(made)
