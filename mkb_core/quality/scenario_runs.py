"""Scenarios run through the core's own matching: what came out, and where that differs from what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from attrs import frozen

from mkb_core.catalogue import Catalogue
from mkb_core.catalogue.facts import facts_of, to_ask
from mkb_core.catalogue.matching import Match, candidates, match_offers
from mkb_core.catalogue.offers import Offer
from mkb_core.criteria import needed
from mkb_core.domain.questions import Analysis, Evidence, Question, TopicScore
from mkb_core.quality.scenarios import NO_TOPIC, NOT_IN_FORCE, SAYINGS, Scenario
from mkb_core.text import Text, text

#: points of a topic that a scenario gives directly: as a question in which it is certain
CERTAIN = 100

OUTCOME: dict[str, Text] = {
    "proposed": text(nl="voorgesteld", en="proposed"),
    "not-proposed": text(nl="niet voorgesteld ({why})", en="not proposed ({why})"),
    "kept-out": text(
        nl="niet in het aanbod, want de opgave heeft een fout",
        en="kept out, because the declaration is faulty",
    ),
    "unknown": text(nl="hangt nog af van {why}", en="still depends on {why}"),
}


@frozen
class Outcome:
    """What became of one offer. ``state``: ``proposed``, ``not-proposed`` (``why``: conditions or the other reasons),
    ``unknown`` (``why``: the company fields that are asked) or ``kept-out`` with its whole declaration."""

    state: str
    why: frozenset[str] = frozenset()
    points: int = 0

    def sentence(self, language: str) -> str:
        """In words."""
        return OUTCOME[self.state].in_language(language).format(why=", ".join(sorted(self.why)))


@frozen
class Difference:
    """An offer of which another outcome was expected; ``got`` and ``expected`` are in words."""

    offer: str
    expected: Text
    got: Text


def analysis_of(scenario: Scenario, catalogue: Catalogue) -> Analysis:
    """The question read by the region's analyser, or the topics and signs that the scenario gives."""
    if scenario.question is not None:
        return catalogue.analyser.analyse(Question(scenario.question.strip()))
    return given(scenario.topics, scenario.says)


def given(topics: Iterable[str], says: Iterable[str] = ()) -> Analysis:
    """An analysis that was not read from a question; every sign that is not given is no."""
    scores = tuple(TopicScore(topic, CERTAIN, (Evidence(topic, topic, "word", CERTAIN),)) for topic in topics)
    signals = {**dict.fromkeys((*SAYINGS, "eligibility_question"), False), **dict.fromkeys(says, True)}
    return Analysis("nl", scores, signals, {}, "given")


def outcomes(scenario: Scenario, catalogue: Catalogue) -> dict[str, Outcome]:
    """Id to outcome, for every service and item of the scenario's partner."""
    analysis = analysis_of(scenario, catalogue)
    facts = facts_of(scenario.company, analysis, catalogue.region.region, scenario.date)
    topics = () if analysis.signals["out_of_scope"] else analysis.topics
    information = bool(facts["information_question"])
    found: dict[str, Outcome] = {}
    indexes = (catalogue.services_on(scenario.date), catalogue.items_on(scenario.date))
    for offers, index in zip((catalogue.services, catalogue.items), indexes, strict=True):
        own = [offer for offer in offers if offer.partner == scenario.partner]
        base = candidates(topics, index.by_topic)
        fitting, failing = match_offers(base, facts, information=information)
        matches = {match.offer.declared.id: match for match in fitting + failing if _of(match, scenario)}
        found |= {
            offer.declared.id: _outcome(offer, matches.get(offer.declared.id), facts, scenario.date)
            for offer in own
        }
    return found


def _of(match: Match, scenario: Scenario) -> bool:
    return match.offer.partner == scenario.partner


def _outcome(offer: Offer, match: Match | None, facts: Mapping[str, Any], on: date) -> Outcome:
    if not offer.in_force(on):
        return Outcome("not-proposed", frozenset({NOT_IN_FORCE}))
    if match is None:
        return Outcome("not-proposed", frozenset({NO_TOPIC}))
    hard = match.offer.criteria[: match.offer.hard_count]
    judged = tuple(zip(hard, match.verdicts, strict=False))
    if match.fit is False:
        return Outcome("not-proposed", frozenset(one.id for one, verdict in judged if verdict is False))
    if match.fit is None:
        missing = [
            name for one, verdict in judged if verdict is None for name in needed(one.rule, dict(facts))
        ]
        return Outcome("unknown", frozenset(to_ask(missing, facts)), match.points)
    return Outcome("proposed", points=match.points)


def differences(scenario: Scenario, catalogue: Catalogue) -> tuple[Difference, ...]:
    """Where the core decides otherwise than the scenario expects; empty where it holds."""
    expect = scenario.expect
    # A faulty declaration is not in the catalogue.
    found = {**dict.fromkeys(expect.offers, Outcome("kept-out")), **outcomes(scenario, catalogue)}
    wanted = {
        **{offer: Outcome("proposed") for offer in expect.proposed},
        **{offer: Outcome("not-proposed", frozenset(why)) for offer, why in expect.not_proposed.items()},
        **{offer: Outcome("unknown", frozenset(why)) for offer, why in expect.unknown.items()},
    }
    differing = [
        Difference(offer, _words(outcome), _words(found[offer]))
        for offer, outcome in wanted.items()
        if (outcome.state, outcome.why) != (found[offer].state, found[offer].why)
    ]
    return (*differing, *_disorder(expect.order, found))


def _disorder(order: tuple[str, ...], found: Mapping[str, Outcome]) -> Iterable[Difference]:
    points = [found[offer].points for offer in order]
    for first, second in pairwise(order):
        if found[first].points <= found[second].points:
            shown = ", ".join(f"{offer} {number}" for offer, number in zip(order, points, strict=True))
            yield Difference(
                first,
                text(nl=f"meer punten dan {second}", en=f"more points than {second}"),
                text(nl=f"de punten zijn {shown}", en=f"the points are {shown}"),
            )


def _words(outcome: Outcome) -> Text:
    return text(nl=outcome.sentence("nl"), en=outcome.sentence("en"))
