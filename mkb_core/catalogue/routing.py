"""The route of a question (C5, D3): nominate, ask, answer or refer.

The region's nomination criteria decide in three values. Yes: a candidate. Unknown: what is missing could make the company
a candidate, so it is asked. No: answer where a plain fact is asked that can be given at once, refer otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mkb_core.catalogue.catalogue import Catalogue
from mkb_core.catalogue.decision import ConditionVerdict, Route
from mkb_core.catalogue.matching import Match
from mkb_core.criteria import needed
from mkb_core.domain.questions import Analysis


def nomination_verdicts(
    catalogue: Catalogue, facts: Mapping[str, Any], on: date
) -> tuple[ConditionVerdict, ...]:
    """Each nomination criterion of the region that is in force on a day, and what became of it."""
    return tuple(
        ConditionVerdict(criterion.id, criterion.hard, rule(facts))
        for criterion, rule in zip(
            catalogue.region.nomination.criteria, catalogue.nomination_rules, strict=True
        )
        if criterion.in_force(on)
    )


def nomination_verdict(verdicts: tuple[ConditionVerdict, ...]) -> bool | None:
    """All hard criteria together: no where one fails, unknown where one is unknown."""
    hard = [one.verdict for one in verdicts if one.hard]
    if False in hard:
        return False
    return None if None in hard else True


def missing_for_route(catalogue: Catalogue, facts: Mapping[str, Any], on: date) -> tuple[str, ...]:
    """Company fields that could still make the difference for a nomination."""
    nomination = catalogue.region.nomination
    if not all(criterion.in_force(on) for criterion in nomination.criteria):
        nomination = nomination.on(on)
    return needed(nomination.hard_rule, facts)


def choose_route(
    catalogue: Catalogue,
    verdict: bool | None,
    analysis: Analysis,
    services: list[Match],
    *,
    items_fit: bool,
    out_of_scope: bool,
) -> Route:
    """The route, from the nomination verdict, the kind of asking, and whether somebody can answer at once."""
    if out_of_scope:
        return Route.ANSWER
    if verdict is True:
        return Route.CANDIDATE
    if verdict is None:
        return Route.ASK
    if analysis.topics and catalogue.topic(analysis.topics[0].topic).case_by_case:
        return Route.REFERRAL
    at_once = items_fit or any(match.offer.answers_at_once for match in services)
    if analysis.signals["information_question"] and at_once:
        return Route.ANSWER
    return Route.REFERRAL
