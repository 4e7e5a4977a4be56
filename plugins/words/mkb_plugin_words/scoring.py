"""From matches to ranked topics: the strongest term counts fully, every further one less."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from mkb_core.domain.questions import TopicScore
from mkb_core.domain.topics import Topic, TopicRole
from mkb_plugin_words.matching import Match
from mkb_plugin_words.tokens import fold
from mkb_plugin_words.vocabulary import Strength

#: percent that the first, second, ... strongest term of a topic counts for
FALLING = (100, 50, 30, 20, 10)
#: a topic needs at least a hint, and a fifth of the strongest topic, to be named
LEAST_POINTS = Strength.HINT
LEAST_SHARE = 5
MOST_TOPICS = 5
#: percent that growth counts for where it is told, not wished
TOLD = 60


def rank_topics(
    matches: list[Match], topics: Mapping[str, Topic], *, growth_wished: bool = True
) -> tuple[TopicScore, ...]:
    """Topics by points, precedence applied; ties in the order of the topic list.

    Where growth is not wished, its words tell of the firm rather than ask: they count for less.
    """
    by_topic: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        if match.label in topics:
            by_topic[match.label].append(match)
    order = {topic: place for place, topic in enumerate(topics)}
    scores = [_score(topics[topic], found, growth_wished=growth_wished) for topic, found in by_topic.items()]
    scores.sort(key=lambda score: (-score.points, order[score.topic]))
    if not scores or scores[0].points < LEAST_POINTS:
        return ()
    floor = max(LEAST_POINTS, scores[0].points // LEAST_SHARE)
    return tuple(score for score in scores[:MOST_TOPICS] if score.points >= floor)


def _score(topic: Topic, matches: list[Match], *, growth_wished: bool) -> TopicScore:
    chosen = _without_overlap(matches)
    points = sum(
        match.evidence.points * FALLING[min(place, len(FALLING) - 1)] // 100
        for place, match in enumerate(chosen)
    )
    if topic.role is TopicRole.GROWTH and not growth_wished:
        points = points * TOLD // 100
    return TopicScore(topic.id, points * topic.precedence // 100, tuple(match.evidence for match in chosen))


def _without_overlap(matches: list[Match]) -> list[Match]:
    """The strongest matches first; a weaker one on words already used does not count again."""
    used: set[int] = set()
    chosen: list[Match] = []
    for match in sorted(matches, key=_strongest_first):
        if not used.intersection(match.tokens):
            used.update(match.tokens)
            chosen.append(match)
    return chosen


def _strongest_first(match: Match) -> tuple[int, int, bool, tuple[int, ...], str]:
    """By points, then the longer phrase, then the term that stands there as written."""
    evidence = match.evidence
    other_word = fold(evidence.term) not in fold(evidence.found.replace(" … ", " "))
    return (-evidence.points, -len(match.tokens), other_word, match.tokens, evidence.term)
