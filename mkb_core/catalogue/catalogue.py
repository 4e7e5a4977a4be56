"""All declarations of one moment, merged: what is on offer in a region, by whom, and under which versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import field, frozen

from mkb_core.catalogue.offers import Index, Offer, index_on, items_of, services_of
from mkb_core.codec import content_hash
from mkb_core.criteria import Rule, compile_tree
from mkb_core.domain.questions import QuestionAnalyser
from mkb_core.domain.topics import Topic, TopicRole
from mkb_core.hooks.declarations import Item, PartnerDeclaration, RegionDefinition, Service


@frozen(eq=False)
class Catalogue:
    """The merged offer. ``version`` is the hash of the members' hashes: the same version gives the same advice."""

    region: RegionDefinition
    declarations: Mapping[str, PartnerDeclaration] = field(repr=False)
    analyser: QuestionAnalyser = field(repr=False)
    version: str
    members: Mapping[str, str] = field(repr=False)
    services: tuple[Offer, ...] = field(repr=False)
    items: tuple[Offer, ...] = field(repr=False)
    services_by_partner: Mapping[str, tuple[Offer, ...]] = field(repr=False)
    nomination_rules: tuple[Rule, ...] = field(repr=False)
    _topics: dict[str, Topic] = field(init=False, repr=False)
    _services: dict[tuple[str, str], Service] = field(init=False, repr=False)
    _items: dict[tuple[str, str], Item] = field(init=False, repr=False)
    _services_on: dict[date, Index] = field(factory=dict, init=False, repr=False)
    _items_on: dict[date, Index] = field(factory=dict, init=False, repr=False)

    @_topics.default
    def _topics_by_id(self) -> dict[str, Topic]:
        return {topic.id: topic for topic in self.region.topics}

    @_services.default
    def _services_by_id(self) -> dict[tuple[str, str], Service]:
        return {
            (one, service.id): service
            for one in self.declarations
            for service in self.declarations[one].services
        }

    @_items.default
    def _items_by_id(self) -> dict[tuple[str, str], Item]:
        return {(one, item.id): item for one in self.declarations for item in self.declarations[one].items}

    def services_on(self, on: date) -> Index:
        """The services in force on a day, indexed; the last few days are remembered."""
        return _remembered(self._services_on, on, self.services)

    def items_on(self, on: date) -> Index:
        """The items in force on a day, likewise."""
        return _remembered(self._items_on, on, self.items)

    def topic(self, topic_id: str) -> Topic:
        """A topic of the region; ``KeyError`` where there is none."""
        return self._topics[topic_id]

    def topics_of_role(self, role: TopicRole) -> tuple[str, ...]:
        """Ids of the topics with a role."""
        return tuple(topic.id for topic in self.region.topics if topic.role is role)

    def service(self, partner: str, service_id: str) -> Service:
        """A service of a partner; ``KeyError`` where there is none."""
        return self._services[partner, service_id]

    def item(self, partner: str, item_id: str) -> Item:
        """An item of a partner; ``KeyError`` where there is none."""
        return self._items[partner, item_id]


MOST_DAYS = 8


def _remembered(days: dict[date, Index], on: date, offers: tuple[Offer, ...]) -> Index:
    index = days.get(on)
    if index is None:
        index = index_on(on, offers)
        if len(days) >= MOST_DAYS:
            days.clear()  # in one step: other threads read along
        days[on] = index
    return index


def members_hash(region_hash: str, partner_hashes: Iterable[str]) -> str:
    """The version of a catalogue from the versions of its members."""
    return content_hash([region_hash, sorted(partner_hashes)])


def build_catalogue(
    region: RegionDefinition, declarations: Iterable[PartnerDeclaration], analyser: QuestionAnalyser
) -> Catalogue:
    """Merge valid declarations (see ``validation``), ordered by partner id."""
    ordered = sorted(declarations, key=lambda declaration: declaration.partner.id)
    region_hash = content_hash(region)
    members = {declaration.partner.id: content_hash(declaration) for declaration in ordered}
    services = services_of(ordered)
    items = items_of(ordered)
    return Catalogue(
        region=region,
        declarations={declaration.partner.id: declaration for declaration in ordered},
        analyser=analyser,
        version=members_hash(region_hash, members.values()),
        members={"region": region_hash, **members},
        services=services,
        items=items,
        services_by_partner={
            partner: tuple(offer for offer in services if offer.partner == partner) for partner in members
        },
        nomination_rules=tuple(compile_tree(criterion.rule) for criterion in region.nomination.criteria),
    )
