"""From a stored advice to what the API shows of it."""

from __future__ import annotations

from mkb_core.catalogue import Receipt, ReplayOutcome
from mkb_core.catalogue import explanation as explained
from mkb_core.workflows.partner_notices import PartnerNotice
from mkb_service.api import advice_resources as resources
from mkb_service.api.resources import Source, utc, utc_or_none


def advice(
    words: explained.ExplainedAdvice, receipt: Receipt, notices: tuple[PartnerNotice, ...]
) -> resources.Advice:
    """An advice with its explanation."""
    return resources.Advice(
        receipt=receipt.id,
        at=utc(receipt.at),
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
    return resources.PartnerNotice(one.id, one.name, utc_or_none(one.last_good), one.sentence(language))


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
        source=Source.of(offer.source),
        website=offer.website,
        desk=_desk(offer.desk),
    )


def _desk(desk: explained.Desk | None) -> resources.Desk | None:
    return None if desk is None else resources.Desk(desk.id, desk.label, desk.website, desk.contact)


def _reasons(reasons: tuple[explained.Reason, ...]) -> tuple[resources.Reason, ...]:
    return tuple(resources.Reason(one.outcome, one.hard, one.label, one.sentence) for one in reasons)
