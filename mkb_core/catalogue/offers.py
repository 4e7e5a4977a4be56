"""Services and items made ready for matching: conditions compiled once, indexed by topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import field, frozen

from mkb_core.criteria import Criterion, Rule, compile_tree
from mkb_core.domain.partners import Status
from mkb_core.hooks.declarations import Item, PartnerDeclaration, Service


@frozen(eq=False)
class Offer:
    """A service or item of a partner with its compiled conditions, in the order of the declaration, hard ones first."""

    partner: str
    declared: Service | Item
    strengths: Mapping[str, int] = field(repr=False)
    hard: tuple[Rule, ...] = field(repr=False)
    soft: tuple[tuple[Rule, int], ...] = field(repr=False)
    soft_total: int
    criteria: tuple[Criterion, ...] = field(repr=False)
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
        hard=tuple(compile_tree(criterion.rule) for criterion in hard),
        soft=tuple((compile_tree(criterion.rule), criterion.weight) for criterion in soft),
        soft_total=sum(criterion.weight for criterion in soft),
        criteria=hard + soft,
        answers_at_once=isinstance(declared, Service) and declared.answers_at_once,
    )


def services_of(declarations: Iterable[PartnerDeclaration]) -> tuple[Offer, ...]:
    """All services, by partner id and in the order of each declaration."""
    return tuple(
        make_offer(declaration.partner.id, service) for declaration in declarations for service in declaration.services
    )


def items_of(declarations: Iterable[PartnerDeclaration]) -> tuple[Offer, ...]:
    """All items, likewise."""
    return tuple(make_offer(declaration.partner.id, item) for declaration in declarations for item in declaration.items)


def by_topic(offers: Iterable[Offer]) -> dict[str, tuple[Offer, ...]]:
    """Topic to the offers that serve it."""
    index: dict[str, list[Offer]] = {}
    for offer in offers:
        for topic in offer.strengths:
            index.setdefault(topic, []).append(offer)
    return {topic: tuple(listed) for topic, listed in index.items()}
