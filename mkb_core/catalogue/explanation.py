"""An advice in words: why this route, why these partners, why not the others, and what must still be known.

The sentences are made from the receipt and the declarations of then, so an old advice explains itself the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from mkb_core.catalogue import phrases
from mkb_core.catalogue.catalogue import Catalogue
from mkb_core.catalogue.decision import ConditionVerdict, ItemProposal, Proposal, Rejection
from mkb_core.catalogue.facts import facts_of
from mkb_core.catalogue.receipts import Receipt
from mkb_core.criteria import CORE_FIELDS, Criterion
from mkb_core.criteria.explain import explain
from mkb_core.domain.partners import Source
from mkb_core.domain.questions import Evidence
from mkb_core.hooks.declarations import Item, Service


@frozen
class Reason:
    """One condition in words. ``outcome``: ``held``, ``failed`` or ``unknown``; ``hard``: must hold."""

    outcome: str
    hard: bool
    label: str
    sentence: str


@frozen
class ExplainedTopic:
    """A recognised topic and the words that gave it."""

    id: str
    label: str
    because: tuple[str, ...]


@frozen
class Desk:
    """The partner's own desk for the company's municipality (B4)."""

    id: str
    label: str
    website: str | None
    contact: str | None


@frozen
class ExplainedOffer:
    """A proposed service or item. ``to_confirm``: the caution to show with facts the partner has not confirmed."""

    partner: str
    partner_name: str
    id: str
    label: str
    summary: str
    fit: str
    fit_label: str
    topics: tuple[str, ...]
    reasons: tuple[Reason, ...]
    to_confirm: str | None
    source: Source
    website: str | None
    desk: Desk | None = None


@frozen
class ExplainedRejection:
    """Why a partner is not proposed."""

    partner: str
    partner_name: str
    reason: str
    sentence: str


@frozen
class Asked:
    """Something that must still be known: the field and the question to put to the company."""

    field: str
    question: str


@frozen
class ExplainedAdvice:
    """Everything about an advice that a person reads, in one language."""

    receipt: str
    language: str
    question: str
    route: str
    route_label: str
    route_sentence: str
    route_reasons: tuple[Reason, ...]
    topics: tuple[ExplainedTopic, ...]
    proposals: tuple[ExplainedOffer, ...]
    items: tuple[ExplainedOffer, ...]
    rejections: tuple[ExplainedRejection, ...]
    asked: tuple[Asked, ...]
    notes: tuple[str, ...]
    out_of_scope: bool


def explain_receipt(receipt: Receipt, catalogue: Catalogue, language: str) -> ExplainedAdvice:
    """The advice of a receipt in words; ``catalogue`` must be the receipt's version."""
    return _Explainer(receipt, catalogue, language).advice()


#: signs of a term that say how it matches (see ``domain.topics.Terms``)
SIGNS = str.maketrans("", "", "=*<>")


class _Explainer:
    """Holds what every sentence needs: the receipt, the declarations of then, the facts and the language."""

    def __init__(self, receipt: Receipt, catalogue: Catalogue, language: str) -> None:
        self.receipt = receipt
        self.catalogue = catalogue
        self.language = language
        region = catalogue.region.region
        decision = receipt.decision
        self.facts: Mapping[str, Any] = {
            **facts_of(receipt.profile, receipt.analysis, region, receipt.at.date()),
            "out_of_scope": decision.out_of_scope,
        }

    def advice(self) -> ExplainedAdvice:
        decision = self.receipt.decision
        sentence = phrases.OUT_OF_SCOPE if decision.out_of_scope else phrases.ROUTE_SENTENCE[decision.route]
        return ExplainedAdvice(
            receipt=self.receipt.id,
            language=self.language,
            question=self.receipt.question.text,
            route=decision.route.value,
            route_label=phrases.ROUTE_LABEL[decision.route].in_language(self.language),
            route_sentence=sentence.in_language(self.language),
            route_reasons=self.reasons(self.catalogue.region.nomination.criteria, decision.nomination),
            topics=tuple(
                ExplainedTopic(score.topic, self.topic_label(score.topic), self.because(score.evidence))
                for score in decision.topics
            ),
            proposals=tuple(self.proposal(proposal) for proposal in decision.proposals),
            items=tuple(self.item(item) for item in decision.items),
            rejections=tuple(self.rejection(rejection) for rejection in decision.rejections),
            asked=tuple(Asked(name, self.question(name)) for name in decision.missing),
            notes=tuple(phrases.NOTES[note].in_language(self.language) for note in decision.notes),
            out_of_scope=decision.out_of_scope,
        )

    def question(self, name: str) -> str:
        asks = CORE_FIELDS[name].asks
        return (asks or CORE_FIELDS[name].label).in_language(self.language)

    def topic_label(self, topic: str) -> str:
        return self.catalogue.topic(topic).label.in_language(self.language)

    def because(self, evidence: tuple[Evidence, ...]) -> tuple[str, ...]:
        """The words that gave a topic: the strongest, and at most two others worth a third of it."""
        telling = [one for one in evidence[:3] if one.points * 3 >= evidence[0].points]
        sentences = (
            phrases.TOPIC_REASON[one.how]
            .in_language(self.language)
            .format(found=one.found, term=shown(one.term))
            for one in telling
        )
        return tuple(dict.fromkeys(sentences))

    def reasons(
        self, criteria: tuple[Criterion, ...], verdicts: tuple[ConditionVerdict, ...]
    ) -> tuple[Reason, ...]:
        by_id = {criterion.id: criterion for criterion in criteria}
        return tuple(self.reason(by_id[one.criterion], one) for one in verdicts)

    def reason(self, criterion: Criterion, one: ConditionVerdict) -> Reason:
        outcome = "unknown" if one.verdict is None else "held" if one.verdict else "failed"
        sentences = explain(criterion.rule, self.facts, CORE_FIELDS).sentences(self.language)
        return Reason(outcome, one.hard, criterion.label.in_language(self.language), "; ".join(sentences))

    def proposal(self, proposal: Proposal) -> ExplainedOffer:
        service = self.catalogue.service(proposal.partner, proposal.service)
        reasons = self.reasons(service.conditions, proposal.conditions)
        return self.offer(proposal.partner, service, proposal.fit.value, proposal.topics, reasons)

    def item(self, proposal: ItemProposal) -> ExplainedOffer:
        item = self.catalogue.item(proposal.partner, proposal.item)
        return self.offer(proposal.partner, item, proposal.fit.value, proposal.topics, ())

    def offer(
        self,
        partner: str,
        declared: Service | Item,
        fit: str,
        topics: tuple[str, ...],
        reasons: tuple[Reason, ...],
    ) -> ExplainedOffer:
        to_confirm = phrases.to_confirm(declared.source.as_of, self.language)
        return ExplainedOffer(
            partner=partner,
            partner_name=self.partner_name(partner),
            id=declared.id,
            label=declared.label.in_language(self.language),
            summary=declared.summary.in_language(self.language),
            fit=fit,
            fit_label=phrases.FIT[fit].in_language(self.language),
            topics=tuple(self.topic_label(topic) for topic in topics),
            reasons=reasons,
            to_confirm=None if declared.confirmed else to_confirm,
            source=declared.source,
            website=declared.website or self.catalogue.declarations[partner].partner.website,
            desk=self.desk(partner),
        )

    def desk(self, partner: str) -> Desk | None:
        own = self.facts["municipality"] if self.facts["in_region"] else None
        region = self.catalogue.region.region
        for desk in self.catalogue.declarations[partner].front_desks:
            served = region.municipality(desk.municipality) if desk.municipality else None
            if served is not None and served.name == own:
                return Desk(desk.id, desk.label.in_language(self.language), desk.website, desk.contact)
        return None

    def rejection(self, rejection: Rejection) -> ExplainedRejection:
        template = phrases.REJECTION[rejection.reason].in_language(self.language)
        words = {"service": "", "reason": ""}
        if rejection.service is not None:
            service = self.catalogue.service(rejection.partner, rejection.service)
            words["service"] = service.label.in_language(self.language)
            reasons = self.reasons(service.conditions, rejection.conditions)
            words["reason"] = "; ".join(
                one.sentence for one in reasons if one.hard and one.outcome == "failed"
            )
        sentence = template.format(**words)
        return ExplainedRejection(
            rejection.partner, self.partner_name(rejection.partner), rejection.reason, sentence
        )

    def partner_name(self, partner: str) -> str:
        return self.catalogue.declarations[partner].partner.name


def shown(term: str) -> str:
    """A term of the vocabulary without the signs that are for the analyser only."""
    return term.translate(SIGNS)
