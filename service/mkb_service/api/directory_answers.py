"""From what partners declare to what the API shows of it."""

from __future__ import annotations

from mkb_core.codec import content_hash, to_json
from mkb_core.criteria import CORE_FIELDS, Criterion, describe
from mkb_core.domain.fees import FeeSchedule
from mkb_core.hooks import declarations as declared
from mkb_core.quality.rules import Tier
from mkb_core.quality.scale import Quality
from mkb_core.workflows.partner_notices import PartnerNotice
from mkb_core.workflows.partner_quality import tier_words
from mkb_service.api import directory_resources as resources
from mkb_service.api.resources import Source, utc_or_none


def summary(
    declaration: declared.PartnerDeclaration,
    fault: PartnerNotice | None,
    quality: Quality | None,
    language: str,
) -> resources.PartnerSummary:
    """A partner in a list."""
    partner = declaration.partner
    topics = (one.topic for service in declaration.services for one in service.topics)
    return resources.PartnerSummary(
        id=partner.id,
        name=partner.name,
        kind=partner.kind.value,
        description=partner.description.in_language(language),
        website=partner.website,
        services=len(declaration.services),
        topics=tuple(sorted(set(topics))),
        state="ok" if fault is None else "incomplete" if fault.last_good is None else "last-good",
        read_at=utc_or_none(fault.last_good) if fault else None,
        faults=fault.reasons(language) if fault else (),
        tier=tier(quality),
        tier_label=tier_words(declaration, quality, language),
    )


def unreadable(fault: PartnerNotice, language: str) -> resources.PartnerSummary:
    """A partner of which nothing could be read; so it has no tier."""
    return resources.PartnerSummary(
        fault.id,
        fault.name,
        "unknown",
        "",
        None,
        0,
        (),
        "unreadable",
        None,
        fault.reasons(language),
        tier(None),
        tier_words(None, None, language),
    )


def partner(
    declaration: declared.PartnerDeclaration,
    fault: PartnerNotice | None,
    quality: Quality | None,
    language: str,
) -> resources.Partner:
    """A partner with all that it declares."""
    own = declaration.partner
    return resources.Partner(
        summary=summary(declaration, fault, quality, language),
        version=content_hash(declaration),
        contact=own.contact,
        services=tuple(service(own.id, one, language) for one in declaration.services),
        items=tuple(item(own.id, one, language) for one in declaration.items),
        front_desks=tuple(
            resources.FrontDesk(
                desk.id, desk.label.in_language(language), desk.municipality, desk.website, desk.contact
            )
            for desk in declaration.front_desks
        ),
        fee_schedules=tuple(fee_schedule(one, language) for one in declaration.fee_schedules),
        quality=quality_rules(quality, language),
    )


def service(partner_id: str, offer: declared.Service, language: str) -> resources.Service:
    """A service with its conditions in words."""
    valid = offer.valid
    return resources.Service(
        id=offer.id,
        partner=partner_id,
        label=offer.label.in_language(language),
        summary=offer.summary.in_language(language),
        topics=_topics(offer.topics),
        conditions=tuple(condition(one, language) for one in offer.conditions),
        valid_from=valid.start,
        valid_until=valid.end,
        confirmed=offer.confirmed,
        answers_at_once=offer.answers_at_once,
        source=Source.of(offer.source),
        website=offer.website,
    )


def item(partner_id: str, offer: declared.Item, language: str) -> resources.Item:
    """An item."""
    return resources.Item(
        id=offer.id,
        partner=partner_id,
        kind=offer.kind.value,
        label=offer.label.in_language(language),
        summary=offer.summary.in_language(language),
        topics=_topics(offer.topics),
        confirmed=offer.confirmed,
        source=Source.of(offer.source),
        website=offer.website,
    )


def condition(criterion: Criterion, language: str) -> resources.Condition:
    """A condition in words and as data."""
    return resources.Condition(
        criterion.id,
        criterion.label.in_language(language),
        criterion.hard,
        criterion.weight,
        describe(criterion.rule, CORE_FIELDS, language),
        to_json(criterion)["rule"],
    )


def fee_schedule(schedule: FeeSchedule, language: str) -> resources.FeeSchedule:
    """A fee schedule."""
    return resources.FeeSchedule(
        schedule.id,
        schedule.kind.value,
        schedule.label.in_language(language),
        tuple(
            resources.FeeTier(tier.from_cents, str(tier.share), tier.cents_per_month, tier.cents_per_year)
            for tier in schedule.tiers
        ),
        schedule.minimum_cents,
        schedule.cap_cents,
        schedule.source,
    )


def tier(quality: Quality | None) -> str:
    """The id of a tier."""
    return (Tier.NONE if quality is None else quality.tier).value


def quality_rules(quality: Quality | None, language: str) -> tuple[resources.QualityRule, ...]:
    """The rules behind a tier."""
    return tuple(
        resources.QualityRule(
            one.rule.id,
            one.rule.tier.value,
            one.rule.label.in_language(language),
            one.met,
            tuple(words.in_language(language) for words in one.missing),
            one.statement.reason.in_language(language) if one.statement and not one.met else None,
        )
        for one in (quality.rules if quality else ())
    )


def _topics(strengths: tuple[declared.TopicStrength, ...]) -> tuple[resources.ServedTopic, ...]:
    return tuple(resources.ServedTopic(one.topic, one.strength) for one in strengths)
