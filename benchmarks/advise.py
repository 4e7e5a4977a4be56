"""One advice against the same job written by hand: closures with an index by topic, on the same data, in the same run.

Measured is what decides: match, route and reasons (`decide`), without word analysis and storage. Both give equal results
for every question before anything is timed. Usage: `python benchmarks/advise.py [services] [questions]`; wanted: a median
ratio of at most 1.5.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from attrs import frozen

from mkb_core.catalogue import Catalogue, Decision, build_catalogue
from mkb_core.catalogue.decide import MOST_PARTNERS, decide
from mkb_core.catalogue.facts import facts_of, notes_of, to_ask
from mkb_core.catalogue.matching import BY_PLACE, SOFT_BONUS, UNKNOWN_KEEPS
from mkb_core.criteria import Compare, CriteriaSet, Criterion, Field, In, Not, Tree, needed
from mkb_core.domain.partners import Partner, PartnerKind, Source, Status
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import Analysis, Question, TopicScore
from mkb_core.domain.regions import Municipality, Region, SubRegion
from mkb_core.domain.topics import Topic
from mkb_core.hooks import PartnerDeclaration, RegionDefinition, Service, TopicStrength
from mkb_core.text import text

DAY = date(2026, 11, 23)
TOPICS = [f"topic-{number}" for number in range(18)]
PARTNERS = 40
ROUNDS = 15
WORDS = text(nl="woord", en="word")

Hand = Callable[[dict[str, Any]], bool | None]


@frozen
class NoAnalyser:
    """Stands where questions are read; this benchmark hands over analyses."""

    version: str = "none"

    def analyse(self, question: Question) -> Analysis:
        """Not asked here."""
        raise NotImplementedError(question.text)


def random_condition(rng: random.Random) -> tuple[Tree, Hand]:
    """A rule, and the same rule as a programmer writes it."""
    kind = rng.randrange(5)
    if kind == 0:
        low = rng.randrange(1, 60)
        return Compare(
            "employees", ">=", low
        ), lambda facts: None if (value := facts["employees"]) is None else value >= low
    if kind == 1:
        years = rng.randrange(1, 20)
        return Compare(
            "age_years", ">", years
        ), lambda facts: None if (value := facts["age_years"]) is None else value > years
    if kind == 2:
        divisions = frozenset(f"{number:02}" for number in rng.sample(range(1, 99), 60))
        return In(
            "sbi_division", sorted(divisions)
        ), lambda facts: None if (value := facts["sbi_division"]) is None else value in divisions
    if kind == 3:
        return Field("in_region"), lambda facts: facts["in_region"]
    return Not(
        Field("growth_ambition")
    ), lambda facts: None if (value := facts["growth_ambition"]) is None else not value


def make_data(count: int, rng: random.Random) -> tuple[Catalogue, dict[str, list[HandOffer]]]:
    """A catalogue of ``count`` services with five conditions each, and the same as closures by topic."""
    by_partner: dict[str, list[Service]] = {f"partner-{number:02}": [] for number in range(PARTNERS)}
    by_hand: list[HandOffer] = []
    for number in range(count):
        partner = f"partner-{number % PARTNERS:02}"
        topics = rng.sample(TOPICS, 2)
        strengths = {topic: rng.randrange(1, 101) for topic in topics}
        conditions, hard, soft = [], [], []
        for place in range(5):
            rule, hand = random_condition(rng)
            is_hard = place < 3
            weight = 0 if is_hard else rng.randrange(1, 100)
            conditions.append(Criterion(f"c{place}", WORDS, rule, hard=is_hard, weight=weight))
            (hard if is_hard else soft).append((f"c{place}", rule, hand, weight))
        service = Service(
            id=f"service-{number:03}",
            label=WORDS,
            summary=WORDS,
            topics=tuple(TopicStrength(topic, strength) for topic, strength in strengths.items()),
            source=Source("generated", "2026", Status.OPEN),
            conditions=tuple(conditions),
        )
        by_partner[partner].append(service)
        by_hand.append(HandOffer(partner, service.id, strengths, hard, soft, sum(one[3] for one in soft)))
    declarations = [
        PartnerDeclaration(Partner(name, name, PartnerKind.PUBLIC, WORDS), services=tuple(services))
        for name, services in by_partner.items()
    ]
    nomination = CriteriaSet(
        "nomination",
        WORDS,
        (
            Criterion("age", WORDS, Compare("age_years", ">", 3)),
            Criterion("wide", WORDS, Field("wide_question")),
        ),
    )
    municipality = Municipality("GM0001", "Stad", "south")
    region = Region("test", WORDS, "NL", ("nl", "en"), (SubRegion("south", WORDS),), (municipality,))
    definition = RegionDefinition(region, tuple(Topic(topic, WORDS, WORDS) for topic in TOPICS), nomination)
    index: dict[str, list[HandOffer]] = {topic: [] for topic in TOPICS}
    for offer in sorted(by_hand, key=lambda offer: (offer.partner, offer.service)):
        for topic in offer.strengths:
            index[topic].append(offer)
    return build_catalogue(definition, declarations, NoAnalyser()), index


@frozen(eq=False)
class HandOffer:
    """A service as a programmer would keep it who knows nothing of rules as data."""

    partner: str
    service: str
    strengths: dict[str, int]
    hard: list[tuple[str, Tree, Hand, int]]
    soft: list[tuple[str, Tree, Hand, int]]
    soft_total: int


def by_hand(
    index: dict[str, list[HandOffer]], catalogue: Catalogue, profile: Profile, analysis: Analysis
) -> tuple[Any, ...]:
    """The same decision with closures: match all, best of each partner, route, reasons, why not."""
    facts = facts_of(profile, analysis, catalogue.region.region, DAY)
    base: dict[HandOffer, int] = {}
    for place, score in enumerate(analysis.topics):
        weight = score.points * BY_PLACE[place] // 100
        for offer in index[score.topic]:
            base[offer] = base.get(offer, 0) + weight * offer.strengths[score.topic]
    best, failed = match_by_hand(base, facts)
    age, wide = facts["age_years"], facts["wide_question"]
    hard = [None if age is None else age > 3, wide]
    verdict = False if False in hard else None if None in hard else True
    route = "support-process-candidate" if verdict else "ask" if verdict is None else "referral"
    missing = ["age_years"] if verdict is None else []
    proposals = []
    for minus, partner, service, fit, offer, verdicts in best:
        unknown: tuple[str, ...] = ()
        if fit is None:
            rules = [one[1] for one, found in zip(offer.hard, verdicts, strict=False) if found[2] is None]
            unknown = tuple(dict.fromkeys(name for rule in rules for name in needed(rule, facts)))
            missing += unknown
        topics = tuple(score.topic for score in analysis.topics if score.topic in offer.strengths)
        proposals.append((partner, service, fit, -minus, topics, verdicts, unknown))
    rejections = reject_by_hand(catalogue, index, {one[1] for one in best}, failed, analysis)
    return route, tuple(proposals), rejections, to_ask(missing, facts), notes_of(profile, facts)


def match_by_hand(base: dict[HandOffer, int], facts: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """The best offers, one of each partner, and the first failing one of each."""
    fitting: list[Any] = []
    failed: dict[str, Any] = {}
    for offer, points in base.items():
        fit: bool | None = True
        verdicts: list[tuple[str, bool, bool | None]] = []
        for name, _, rule, _ in offer.hard:
            verdict = rule(facts)
            verdicts.append((name, True, verdict))
            if verdict is None and fit:
                fit = None
            elif verdict is False:
                fit = False
        earned = 0
        for name, _, rule, weight in offer.soft:
            verdict = rule(facts)
            verdicts.append((name, False, verdict))
            if verdict:
                earned += weight
        if fit is False:
            failed.setdefault(offer.partner, (offer, tuple(verdicts)))
            continue
        percent = 100 + SOFT_BONUS * earned // offer.soft_total
        if fit is None:
            unknown = sum(verdict is None for _, hard, verdict in verdicts if hard)
            percent = percent * UNKNOWN_KEEPS[unknown] // 100
        fitting.append(
            (-(points * percent // 100), offer.partner, offer.service, fit, offer, tuple(verdicts))
        )
    fitting.sort(key=lambda one: one[:3])
    best: dict[str, Any] = {}
    for one in fitting:
        best.setdefault(one[1], one)
    return list(best.values())[:MOST_PARTNERS], {
        name: one for name, one in failed.items() if name not in best
    }


def reject_by_hand(
    catalogue: Catalogue,
    index: dict[str, list[HandOffer]],
    proposed: set[str],
    failed: dict[str, Any],
    analysis: Analysis,
) -> tuple[Any, ...]:
    """Why not, for every other partner."""
    serving = {offer.partner for score in analysis.topics for offer in index[score.topic]}
    rejections: list[Any] = []
    for partner in catalogue.declarations:
        if partner in proposed:
            continue
        if partner in failed:
            offer, verdicts = failed[partner]
            rejections.append((partner, "condition", offer.service, verdicts))
        else:
            rejections.append((partner, "others-fit-better" if partner in serving else "no-topic", None, ()))
    return tuple(rejections)


def as_tuples(decision: Decision) -> tuple[Any, ...]:
    """A decision in the shape of the one by hand."""

    def verdicts(conditions: Any) -> tuple[Any, ...]:
        return tuple((one.criterion, one.hard, one.verdict) for one in conditions)

    fits = {"yes": True, "unknown": None, "no": False}
    return (
        decision.route.value,
        tuple(
            (
                one.partner,
                one.service,
                fits[one.fit.value],
                one.points,
                one.topics,
                verdicts(one.conditions),
                one.missing,
            )
            for one in decision.proposals
        ),
        tuple(
            (one.partner, one.reason, one.service, verdicts(one.conditions)) for one in decision.rejections
        ),
        decision.missing,
        decision.notes,
    )


def random_case(rng: random.Random) -> tuple[Profile, Analysis]:
    """A company with some facts missing, and a question about one to three topics."""
    profile = Profile(
        employees=rng.choice([None, *range(1, 80)]),
        age_years=rng.choice([None, *range(30)]),
        sbi=rng.choice([None, *(f"{number:02}10" for number in range(1, 99))]),
        municipality=rng.choice([None, "Stad", "Stad", "Elders"]),
        growth_ambition=rng.choice([None, True, False]),
        innovation_ambition=rng.choice([None, True, False]),
    )
    topics = rng.sample(TOPICS, rng.randrange(1, 4))
    scores = tuple(TopicScore(topic, 100 - 20 * place, ()) for place, topic in enumerate(topics))
    names = (
        "growth_wish",
        "innovation_wish",
        "transfer_wish",
        "information_question",
        "eligibility_question",
        "narrow_question",
    )
    signals = dict.fromkeys((*names, "out_of_scope"), False) | {"wide_question": rng.random() < 0.3}
    return profile, Analysis("nl", scores, signals, {}, "none")


def main(services: int = 300, questions: int = 200) -> float:
    """Check, time in turn, print; returns the median ratio."""
    rng = random.Random(20261123)
    catalogue, index = make_data(services, rng)
    cases = [random_case(rng) for _ in range(questions)]
    for profile, analysis in cases:
        ours, hand = (
            as_tuples(decide(profile, analysis, catalogue, DAY)),
            by_hand(index, catalogue, profile, analysis),
        )
        if ours != hand:
            raise SystemExit(f"results differ:\n{ours}\n{hand}")
    print(f"{services} services x 5 conditions, {PARTNERS} partners, {questions} questions: equal results")
    ratios, times, hands = [], [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for profile, analysis in cases:
            decide(profile, analysis, catalogue, DAY)
        middle = time.perf_counter()
        for profile, analysis in cases:
            by_hand(index, catalogue, profile, analysis)
        end = time.perf_counter()
        times.append((middle - start) / questions)
        hands.append((end - middle) / questions)
        ratios.append((middle - start) / (end - middle))
    ratio = statistics.median(ratios)
    print(
        f"one advice: {statistics.median(times) * 1e6:.0f} us, by hand: {statistics.median(hands) * 1e6:.0f} us"
    )
    print(
        f"ratio (median of {ROUNDS} rounds in turn): {ratio:.2f}  (min {min(ratios):.2f}, max {max(ratios):.2f})"
    )
    return ratio


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
