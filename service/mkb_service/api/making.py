"""From the core's data to the resources of the API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mkb_core.catalogue import Receipt, ReplayOutcome
from mkb_core.catalogue import explanation as explained
from mkb_core.codec import content_hash, to_json
from mkb_core.criteria import CORE_FIELDS, Criterion, describe
from mkb_core.domain.fees import FeeSchedule
from mkb_core.domain.partners import Source
from mkb_core.hooks import declarations as declared
from mkb_core.quality.rules import Tier
from mkb_core.quality.scale import Quality
from mkb_core.runtime.plugins import PARTNERS
from mkb_core.workflows.partner_notices import PartnerNotice
from mkb_core.workflows.partner_quality import tier_words
from mkb_core.workflows.plugin_overview import ShownPlugin
from mkb_service.api import resources


def advice(
    words: explained.ExplainedAdvice, receipt: Receipt, notices: tuple[PartnerNotice, ...]
) -> resources.Advice:
    """An advice with its explanation."""
    return resources.Advice(
        receipt=receipt.id,
        at=receipt.at.isoformat(),
        question_id=receipt.question.id,
        catalogue=receipt.catalogue,
        language=words.language,
        question=words.question,
        out_of_scope=words.out_of_scope,
        route=resources.Route(
            words.route, words.route_label, words.route_sentence, _reasons(words.route_reasons)
        ),
        topics=tuple(resources.RecognisedTopic(one.id, one.label, one.because) for one in words.topics),
        proposals=tuple(map(_offer, words.proposals)),
        items=tuple(map(_offer, words.items)),
        not_proposed=tuple(
            resources.NotProposed(one.partner, one.partner_name, one.reason, one.sentence)
            for one in words.rejections
        ),
        asked=tuple(resources.Asked(one.field, one.question) for one in words.asked),
        notes=words.notes,
        unreadable_partners=tuple(one.id for one in notices if one.absent),
        notices=tuple(notice(one, words.language) for one in notices),
        links=resources.AdviceLinks(
            advice=f"/v1/advice/{receipt.id}",
            replay=f"/v1/advice/{receipt.id}/replay",
            page=f"/advies/{receipt.id}",
        ),
    )


def notice(one: PartnerNotice, language: str) -> resources.PartnerNotice:
    """What is to be known about a partner's data."""
    read_at = one.last_good.isoformat() if one.last_good else None
    return resources.PartnerNotice(one.id, one.name, read_at, one.sentence(language))


def plugin(one: ShownPlugin) -> resources.Plugin:
    """How a plugin stands."""
    return resources.Plugin(
        id=one.id,
        name=one.name,
        version=one.version,
        owner=one.owner,
        contact=one.contact,
        trusted=one.group != PARTNERS,
        state=one.state,
        state_label=one.state_label,
        since=_moment(one.since),
        retry_at=_moment(one.retry_at),
        transport=one.transport,
        unprotected=one.unprotected,
        hooks=one.hooks,
        partners=one.partners,
        last_good={partner: at.isoformat() for partner, at in one.last_good.items()},
        missing=one.missing,
        faults=tuple(
            resources.PluginFault(fault.kind, fault.hook, fault.reason, _moment(fault.since), fault.message)
            for fault in one.faults
        ),
    )


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def replay(outcome: ReplayOutcome) -> resources.Replay:
    """The outcome of a replay."""
    decision = outcome.decision
    return resources.Replay(
        outcome.receipt,
        outcome.same,
        outcome.analysis_repeated,
        decision.route.value,
        decision.topic_ids,
        decision.partners,
    )


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
        read_at=fault.last_good.isoformat() if fault and fault.last_good else None,
        faults=fault.reasons(language) if fault else (),
        tier=tier(quality),
        tier_label=tier_words(declaration, quality, language),
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
        valid_from=valid.start.isoformat() if valid.start else None,
        valid_until=valid.end.isoformat() if valid.end else None,
        confirmed=offer.confirmed,
        answers_at_once=offer.answers_at_once,
        source=source(offer.source),
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
        source=source(offer.source),
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


def source(read: Source) -> resources.Source:
    """A source."""
    return resources.Source(read.place, read.as_of, read.status.value)


def company(document: Mapping[str, Any]) -> resources.Company:
    """A company from its public document."""
    return resources.Company(
        number=document["number"],
        fields={name: resources.SourcedValue(**value) for name, value in document["fields"].items()},
        missing=tuple(document["missing"]),
        conflicts={
            name: tuple(resources.SourcedValue(**value) for value in values)
            for name, values in document.get("conflicts", {}).items()
        },
    )


def _topics(strengths: tuple[declared.TopicStrength, ...]) -> tuple[resources.ServedTopic, ...]:
    return tuple(resources.ServedTopic(one.topic, one.strength) for one in strengths)


def _offer(offer: explained.ExplainedOffer) -> resources.Offer:
    return resources.Offer(
        partner=offer.partner,
        partner_name=offer.partner_name,
        id=offer.id,
        label=offer.label,
        summary=offer.summary,
        fit=offer.fit,
        fit_label=offer.fit_label,
        topics=offer.topics,
        reasons=_reasons(offer.reasons),
        to_confirm=offer.to_confirm,
        source=source(offer.source),
        website=offer.website,
        desk=_desk(offer.desk),
    )


def _desk(desk: explained.Desk | None) -> resources.Desk | None:
    return None if desk is None else resources.Desk(desk.id, desk.label, desk.website, desk.contact)


def _reasons(reasons: tuple[explained.Reason, ...]) -> tuple[resources.Reason, ...]:
    return tuple(resources.Reason(one.outcome, one.hard, one.label, one.sentence) for one in reasons)
