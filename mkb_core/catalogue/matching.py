"""Which offers fit a company and its question, and how well: hard conditions first, then points.

Points = sum over the question's topics of (topic points, by place, x strength), raised by the share of the weighted conditions that
hold, lowered while a hard condition is unknown. Fees are no part of it. All arithmetic is in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import compress
from typing import Any, NamedTuple

from mkb_core.catalogue.offers import Offer
from mkb_core.domain.questions import TopicScore

#: percent that the first, second, ... topic of a question counts for: the first is what is asked
BY_PLACE = (100, 50, 30, 20, 15)
#: percent added when all weighted conditions hold
SOFT_BONUS = 50
#: percent kept while so many hard conditions are unknown: none, one, two, ...; the last holds for more
UNKNOWN_KEEPS = (100, 90, 70, 55, 45)
MOST_UNKNOWN = len(UNKNOWN_KEEPS) - 1
#: percent added to a desk that answers at once, when a plain fact is asked
AT_ONCE_BONUS = 15


class Match(NamedTuple):
    """One offer against one company; ``verdicts`` in the order of the offer's criteria."""

    points: int
    fit: bool | None
    offer: Offer
    verdicts: tuple[bool | None, ...]


def candidates(topics: Iterable[TopicScore], index: Mapping[str, tuple[Offer, ...]]) -> dict[Offer, int]:
    """Offers that serve at least one of the topics, with their base points."""
    base: dict[Offer, int] = {}
    for place, score in enumerate(topics):
        weight = score.points * BY_PLACE[min(place, len(BY_PLACE) - 1)] // 100
        for offer in index.get(score.topic, ()):
            base[offer] = base.get(offer, 0) + weight * offer.strengths[score.topic]
    return base


def match_offers(
    base: Mapping[Offer, int], facts: Mapping[str, Any], *, information: bool
) -> tuple[list[Match], list[Match]]:
    """Offers that may fit, best first, and those of which a hard condition fails (their points are 0)."""
    fitting: list[Match] = []
    failing: list[Match] = []
    for offer, points in base.items():
        verdicts = offer.judge(facts)
        hard = verdicts[: offer.hard_count]
        if False in hard:
            failing.append(Match(0, False, offer, verdicts))
            continue
        percent = 100
        if offer.total_weight:
            held = compress(offer.weights, verdicts[offer.hard_count :])
            percent += SOFT_BONUS * sum(held) // offer.total_weight
        if information and offer.answers_at_once:
            percent += AT_ONCE_BONUS
        unknown = hard.count(None)
        if unknown:
            percent = percent * UNKNOWN_KEEPS[min(unknown, MOST_UNKNOWN)] // 100
        fitting.append(Match(points * percent // 100, None if unknown else True, offer, verdicts))
    fitting.sort(key=_rank)
    return fitting, failing


def _rank(match: Match) -> tuple[int, str, str]:
    return (-match.points, match.offer.partner, match.offer.declared.id)
