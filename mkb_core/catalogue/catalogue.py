"""All declarations of one moment, merged: what is on offer in a region, by whom, and under which versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from mkb_core.catalogue.offers import Offer, by_topic, items_of, services_of
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
    services_by_topic: Mapping[str, tuple[Offer, ...]] = field(repr=False)
    items_by_topic: Mapping[str, tuple[Offer, ...]] = field(repr=False)
    nomination_rules: tuple[Rule, ...] = field(repr=False)

    def topic(self, topic_id: str) -> Topic:
        """A topic of the region; ``KeyError`` where there is none."""
        return {topic.id: topic for topic in self.region.topics}[topic_id]

    def topics_of_role(self, role: TopicRole) -> tuple[str, ...]:
        """Ids of the topics with a role."""
        return tuple(topic.id for topic in self.region.topics if topic.role is role)

    def service(self, partner: str, service_id: str) -> Service:
        """A service of a partner; ``KeyError`` where there is none."""
        return {service.id: service for service in self.declarations[partner].services}[service_id]

    def item(self, partner: str, item_id: str) -> Item:
        """An item of a partner; ``KeyError`` where there is none."""
        return {item.id: item for item in self.declarations[partner].items}[item_id]


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
        services_by_topic=by_topic(services),
        items_by_topic=by_topic(items),
        nomination_rules=tuple(compile_tree(criterion.rule) for criterion in region.nomination.criteria),
    )
