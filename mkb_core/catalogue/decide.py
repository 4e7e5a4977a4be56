"""From an analysed question and a company to a decision: match all offers, choose the route, give the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from operator import getitem
from typing import Any

from attrs import frozen

from mkb_core.catalogue.catalogue import Catalogue
from mkb_core.catalogue.decision import ConditionVerdict, Decision, Fit, ItemProposal, Proposal, Rejection
from mkb_core.catalogue.facts import facts_of, notes_of, to_ask
from mkb_core.catalogue.matching import Match, candidates, match_offers
from mkb_core.catalogue.offers import Offer
from mkb_core.catalogue.routing import (
    choose_route,
    missing_for_route,
    nomination_verdict,
    nomination_verdicts,
)
from mkb_core.criteria import Tree, needed
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import Analysis, TopicScore
from mkb_core.domain.topics import TopicRole

MOST_PARTNERS = 6
MOST_ITEMS = 5
NO_TOPIC = "no-topic"
#: points of the topic of a question that names none; a topic without evidence is shown without words
WHOLE_FIRM = 40
NO_TOPICS: frozenset[str] = frozenset()


@frozen
class _Matched:
    """The offers against one company: the best service of each partner, what fails, and the items; best first."""

    services: list[Match]
    failing: list[Match]
    items: list[Match]


def decide(profile: Profile, analysis: Analysis, catalogue: Catalogue, on: date) -> Decision:
    """The decision for a company on a day. Pure: the same arguments give an equal decision."""
    facts = facts_of(profile, analysis, catalogue.region.region, on)
    out_of_scope = analysis.signals["out_of_scope"] or _asks_to_be_served(analysis, facts)
    facts["out_of_scope"] = out_of_scope
    verdicts = nomination_verdicts(catalogue, facts, on)
    verdict = nomination_verdict(verdicts)
    notes = notes_of(profile, facts)
    if out_of_scope:
        topics: tuple[TopicScore, ...] = ()
        matched = _Matched([], [], [])
    else:
        topics = _topics_asked(catalogue, analysis, verdict)
        matched = _match(catalogue, topics, facts, on)
        notes = notes if topics else (*notes, NO_TOPIC)
    best = matched.services[:MOST_PARTNERS]
    proposals = tuple(_proposal(match, topics, facts) for match in best)
    return Decision(
        route=choose_route(
            catalogue,
            verdict,
            analysis,
            best[:1],
            items_fit=any(match.fit for match in matched.items),
            out_of_scope=out_of_scope,
        ),
        topics=topics,
        proposals=proposals,
        items=tuple(_item(match, topics) for match in matched.items[:MOST_ITEMS]),
        rejections=_rejections(catalogue, best, matched.failing, topics, on, out_of_scope=out_of_scope),
        nomination=verdicts,
        nomination_verdict=verdict,
        nomination_points=_nomination_points(catalogue, verdicts),
        missing=_missing(catalogue, facts, verdict, proposals, on),
        out_of_scope=out_of_scope,
        notes=notes,
    )


def _topics_asked(catalogue: Catalogue, analysis: Analysis, verdict: bool | None) -> tuple[TopicScore, ...]:
    """The topics of the question, each once.

    A firm that may be guided and names no topic, or hints at some only, asks about itself: growth and strategy first.
    """
    found = analysis.topics
    if verdict is False or (found and found[0].points >= WHOLE_FIRM):
        return found
    evidence = {score.topic: score.evidence for score in found}
    growth = catalogue.topics_of_role(TopicRole.GROWTH)
    first = tuple(TopicScore(topic, WHOLE_FIRM, evidence.get(topic, ())) for topic in growth)
    return first + tuple(score for score in found if score.topic not in growth)


def _match(
    catalogue: Catalogue, topics: tuple[TopicScore, ...], facts: Mapping[str, Any], on: date
) -> _Matched:
    information = bool(facts["information_question"])
    services, items = catalogue.services_on(on).by_topic, catalogue.items_on(on).by_topic
    base = candidates(topics or _first_line_topics(catalogue), services)
    if not topics:
        first_line = catalogue.region.first_line
        base = {offer: points for offer, points in base.items() if offer.partner in first_line}
    fitting, failing = match_offers(base, facts, information=information)
    fitting_items, _ = match_offers(candidates(topics, items), facts, information=information)
    best = _best_of_each_partner(fitting)
    return _Matched(
        list(best.values()),
        [match for match in failing if match.offer.partner not in best],
        fitting_items,
    )


def _nomination_points(catalogue: Catalogue, verdicts: tuple[ConditionVerdict, ...]) -> int:
    held = {one.criterion for one in verdicts if one.verdict}
    return sum(one.weight for one in catalogue.region.nomination.criteria if one.id in held)


def _asks_to_be_served(analysis: Analysis, facts: Mapping[str, Any]) -> bool:
    """A company outside the region that asks about nothing in particular asks whether we serve it: out of scope."""
    return facts["in_region"] is False and (not analysis.topics or analysis.signals["eligibility_question"])


def _first_line_topics(catalogue: Catalogue) -> tuple[TopicScore, ...]:
    """Every topic counts alike where none was recognised: the first line's broadest service comes first."""
    return tuple(TopicScore(topic.id, 100, ()) for topic in catalogue.region.topics)


def _best_of_each_partner(matches: Iterable[Match]) -> dict[str, Match]:
    """The first match of each partner, in the same order."""
    best: dict[str, Match] = {}
    for match in matches:
        best.setdefault(match.offer.partner, match)
    return best


def _conditions(match: Match) -> tuple[ConditionVerdict, ...]:
    return tuple(map(getitem, match.offer.outcomes, match.verdicts))


def _served(offer: Offer, topics: tuple[TopicScore, ...]) -> tuple[str, ...]:
    return tuple(score.topic for score in topics if score.topic in offer.strengths)


def _proposal(match: Match, topics: tuple[TopicScore, ...], facts: Mapping[str, Any]) -> Proposal:
    unknown: list[Tree] = []
    if match.fit is None:
        judged = zip(match.offer.criteria, match.verdicts, strict=True)
        unknown = [criterion.rule for criterion, verdict in judged if criterion.hard and verdict is None]
    return Proposal(
        partner=match.offer.partner,
        service=match.offer.declared.id,
        fit=Fit.of(match.fit),
        points=match.points,
        topics=_served(match.offer, topics),
        conditions=_conditions(match),
        missing=tuple(dict.fromkeys(name for rule in unknown for name in needed(rule, facts))),
    )


def _item(match: Match, topics: tuple[TopicScore, ...]) -> ItemProposal:
    offer = match.offer
    return ItemProposal(
        offer.partner, offer.declared.id, Fit.of(match.fit), match.points, _served(offer, topics)
    )


def _missing(
    catalogue: Catalogue,
    facts: Mapping[str, Any],
    verdict: bool | None,
    proposals: tuple[Proposal, ...],
    on: date,
) -> tuple[str, ...]:
    for_route = missing_for_route(catalogue, facts, on) if verdict is None else ()
    for_proposals = (name for proposal in proposals for name in proposal.missing)
    return to_ask((*for_route, *for_proposals), facts)


def _rejections(
    catalogue: Catalogue,
    best: list[Match],
    failing: list[Match],
    topics: tuple[TopicScore, ...],
    on: date,
    *,
    out_of_scope: bool,
) -> tuple[Rejection, ...]:
    """One reason for every partner that is not proposed: the condition that failed comes before "nothing on offer"."""
    if out_of_scope:
        return tuple(Rejection(partner, "out-of-scope") for partner in catalogue.declarations)
    proposed = {match.offer.partner for match in best}
    failed = _best_of_each_partner(failing)
    topics_of = catalogue.services_on(on).topics_of
    asked = {score.topic for score in topics}
    rejections = []
    for partner, offers in catalogue.services_by_partner.items():
        if partner in proposed:
            continue
        if partner in failed:
            match = failed[partner]
            rejections.append(Rejection(partner, "condition", match.offer.declared.id, _conditions(match)))
        elif not topics_of.get(partner, NO_TOPICS).isdisjoint(asked):
            rejections.append(Rejection(partner, "others-fit-better"))
        else:
            rejections.append(_not_serving(partner, offers, asked))
    return tuple(rejections)


def _not_serving(partner: str, offers: tuple[Offer, ...], asked: set[str]) -> Rejection:
    """Why a partner is not proposed that has nothing in force for the topics."""
    if not offers:
        return Rejection(partner, "no-service")
    closed = next((offer for offer in offers if not asked.isdisjoint(offer.strengths)), None)
    if closed is None:
        return Rejection(partner, "no-topic")
    return Rejection(partner, "not-in-force", closed.declared.id)
