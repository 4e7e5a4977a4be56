"""Services and items made ready for matching: conditions compiled once, indexed by topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import evolve, field, frozen

from mkb_core.catalogue.decision import ConditionVerdict
from mkb_core.criteria import Criterion, Rules, compile_trees
from mkb_core.domain.partners import Status
from mkb_core.hooks.declarations import Item, PartnerDeclaration, Service


@frozen(eq=False)
class Offer:
    """A service or item of a partner with its compiled conditions, hard ones first, else as declared.

    ``judge`` gives the verdicts of all conditions in one call; ``weights`` are those of the weighted ones.
    """

    partner: str
    declared: Service | Item
    strengths: Mapping[str, int] = field(repr=False)
    criteria: tuple[Criterion, ...] = field(repr=False)
    judge: Rules = field(repr=False)
    hard_count: int
    weights: tuple[int, ...]
    total_weight: int
    outcomes: tuple[Mapping[bool | None, ConditionVerdict], ...] = field(repr=False)
    answers_at_once: bool = False

    def in_force(self, on: date) -> bool:
        """Is it on offer on a day: within its dates and not known to be closed?"""
        return self.declared.valid.contains(on) and self.declared.source.status is not Status.CLOSED


def make_offer(partner: str, declared: Service | Item) -> Offer:
    """Compile the conditions of a service or item."""
    hard = tuple(criterion for criterion in declared.conditions if criterion.hard)
    soft = tuple(criterion for criterion in declared.conditions if not criterion.hard)
    return Offer(
        partner=partner,
        declared=declared,
        strengths={item.topic: item.strength for item in declared.topics},
        criteria=hard + soft,
        judge=compile_trees(criterion.rule for criterion in hard + soft),
        hard_count=len(hard),
        weights=tuple(criterion.weight for criterion in soft),
        total_weight=sum(criterion.weight for criterion in soft),
        outcomes=tuple(
            {
                verdict: ConditionVerdict(criterion.id, criterion.hard, verdict)
                for verdict in (True, False, None)
            }
            for criterion in hard + soft
        ),
        answers_at_once=isinstance(declared, Service) and declared.answers_at_once,
    )


def _with_conditions_of(on: date, offer: Offer) -> Offer:
    """The offer with only the conditions in force on a day."""
    if all(criterion.in_force(on) for criterion in offer.criteria):
        return offer
    conditions = tuple(criterion for criterion in offer.declared.conditions if criterion.in_force(on))
    return make_offer(offer.partner, evolve(offer.declared, conditions=conditions))


def services_of(declarations: Iterable[PartnerDeclaration]) -> tuple[Offer, ...]:
    """All services, by partner id and in the order of each declaration."""
    return tuple(
        make_offer(declaration.partner.id, service)
        for declaration in declarations
        for service in declaration.services
    )


def items_of(declarations: Iterable[PartnerDeclaration]) -> tuple[Offer, ...]:
    """All items, likewise."""
    return tuple(
        make_offer(declaration.partner.id, item) for declaration in declarations for item in declaration.items
    )


@frozen(eq=False)
class Index:
    """The offers in force on one day, by topic, and the topics that each partner then serves."""

    by_topic: Mapping[str, tuple[Offer, ...]]
    topics_of: Mapping[str, frozenset[str]]


def index_on(on: date, offers: Iterable[Offer]) -> Index:
    """Index the offers that are in force on a day."""
    by_topic: dict[str, list[Offer]] = {}
    topics_of: dict[str, set[str]] = {}
    for declared in offers:
        if declared.in_force(on):
            offer = _with_conditions_of(on, declared)
            topics_of.setdefault(offer.partner, set()).update(offer.strengths)
            for topic in offer.strengths:
                by_topic.setdefault(topic, []).append(offer)
    return Index(
        {topic: tuple(listed) for topic, listed in by_topic.items()},
        {partner: frozenset(topics) for partner, topics in topics_of.items()},
    )
