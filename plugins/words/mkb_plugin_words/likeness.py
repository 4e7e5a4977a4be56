"""Which example questions a question resembles: BM25 with whole-number impacts, computed once.

The words of a question decide its topic; this speaks up where they say little ("Twee monteurs praten niet meer met
elkaar, wie bemiddelt?").
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from attrs import field, frozen

from mkb_plugin_words.tokens import Token

SATURATION, LENGTH_WEIGHT = 1.2, 0.4
SCALE = 1000
#: examples that vote
NEAREST = 9
#: percent of the question's own weight that the nearest example must share, for the vote to count
LEAST_SHARED = 20


@frozen
class Likeness:
    """Topic to its share of the votes, in percent, and the example that is nearest to the question."""

    shares: Mapping[str, int]
    nearest: Mapping[str, str]


@frozen
class Examples:
    """The examples of all topics as an index: feature to (example, impact)."""

    texts: tuple[str, ...] = field(repr=False)
    topics: tuple[str, ...] = field(repr=False)
    postings: Mapping[str, tuple[tuple[int, int], ...]] = field(repr=False)
    weights: Mapping[str, int] = field(repr=False)

    def like(self, features: Iterable[str]) -> Likeness:
        """The topics whose examples a question resembles; empty where it resembles none."""
        scores: dict[int, int] = defaultdict(int)
        own = 0
        for feature in sorted(set(features)):
            own += self.weights.get(feature, SCALE)
            for example, impact in self.postings.get(feature, ()):
                scores[example] += impact
        ranked = sorted(scores.items(), key=lambda one: (-one[1], one[0]))[:NEAREST]
        if not ranked or ranked[0][1] * 100 < own * LEAST_SHARED:
            return Likeness({}, {})
        votes: dict[str, int] = defaultdict(int)
        nearest: dict[str, str] = {}
        for example, score in ranked:
            votes[self.topics[example]] += score * score // SCALE
            nearest.setdefault(self.topics[example], self.texts[example])
        total = sum(votes.values()) or 1
        return Likeness({topic: 100 * vote // total for topic, vote in votes.items()}, nearest)


def features_of(tokens: Iterable[Token], keys: Iterable[frozenset[str]]) -> list[str]:
    """What examples are compared by: the longest form and the classes of each word, and pairs of neighbours.

    The longest form is mostly the word as written (``=word``): the classes stand for what is said otherwise.
    """
    forms = [
        max((token.keys - {token.folded}) or token.keys, key=lambda form: (len(form), form))
        for token in tokens
    ]
    classes = [key for one in keys for key in one if key[0] == "<"]
    return [*forms, *(f"{first} {second}" for first, second in pairwise(forms)), *classes]


def index_examples(examples: Iterable[tuple[str, str, list[str]]]) -> Examples:
    """Index ``(topic, text, features)``."""
    listed = list(examples)
    counts = [Counter(features) for _, _, features in listed]
    documents = Counter(feature for count in counts for feature in count)
    average = sum(sum(count.values()) for count in counts) / max(len(counts), 1)
    weights = {
        feature: round(SCALE * math.log(1 + (len(listed) - found + 0.5) / (found + 0.5)))
        for feature, found in documents.items()
    }
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, count in enumerate(counts):
        length = sum(count.values())
        norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / average)
        for feature, times in count.items():
            impact = round(weights[feature] * times * (SATURATION + 1) / (times + norm))
            postings[feature].append((number, impact))
    return Examples(
        tuple(text for _, text, _ in listed),
        tuple(topic for topic, _, _ in listed),
        {feature: tuple(found) for feature, found in postings.items()},
        weights,
    )
