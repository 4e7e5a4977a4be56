"""Referrals to LIOF's intake (B3, C1). Addresses, keys and words of this interface are to be confirmed by LIOF.

The delivery's id goes along as idempotency key, so that a message that comes again has no second effect there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mkb_core.hooks import (
    DeclineReason,
    DeliveryAnswer,
    DeliveryKind,
    Outside,
    OutsideAnswer,
    PartnerState,
    ReferralDelivery,
)
from mkb_core.hooks.limits import LONG, SHORT

REFERRALS = "/v1/doorverwijzingen"
STATUS = "/v1/doorverwijzingen/status"
WITHDRAWALS = "/v1/intrekkingen"

STATES = {
    "ontvangen": PartnerState.RECEIVED,
    "aangenomen": PartnerState.ACCEPTED,
    "afgewezen": PartnerState.DECLINED,
    "eerste contact": PartnerState.FIRST_CONTACT,
    "in behandeling": PartnerState.IN_PROGRESS,
    "niet bereikt": PartnerState.NOT_REACHED,
    "afgerond": PartnerState.DONE,
    "ingetrokken": PartnerState.WITHDRAWN,
}
REASONS = {
    "geen capaciteit": DeclineReason.NO_CAPACITY,
    "andere doelgroep": DeclineReason.OTHER_TARGET_GROUP,
    "voldoet niet aan de voorwaarden": DeclineReason.CONDITIONS_NOT_MET,
    "al geholpen": DeclineReason.ALREADY_HELPED,
    "onvolledig": DeclineReason.INCOMPLETE,
}


def deliver_referral(delivery: ReferralDelivery, egress: Outside) -> DeliveryAnswer:
    """Send the message that belongs to the kind of delivery, and read the answer."""
    answer = SENDERS[delivery.kind](delivery, egress)
    if (
        answer.status == 404 and delivery.kind is DeliveryKind.WITHDRAWAL
    ):  # it never arrived, or is gone already
        return DeliveryAnswer(delivery.referral, PartnerState.WITHDRAWN, answer.retrieved_at)
    read = read_answer(answer, delivery.referral)
    if read is None:
        raise egress.unavailable("unreadable")
    return read


def _refer(delivery: ReferralDelivery, egress: Outside) -> OutsideAnswer:
    return egress.post_json(REFERRALS, message(delivery), key=delivery.id)


def _ask(delivery: ReferralDelivery, egress: Outside) -> OutsideAnswer:
    return egress.get_json(STATUS, {"doorverwijzing": delivery.referral}, max_age=0)


def _withdraw(delivery: ReferralDelivery, egress: Outside) -> OutsideAnswer:
    return egress.post_json(WITHDRAWALS, {"doorverwijzing": delivery.referral}, key=delivery.id)


SENDERS = {DeliveryKind.REFERRAL: _refer, DeliveryKind.STATUS: _ask, DeliveryKind.WITHDRAWAL: _withdraw}


def message(delivery: ReferralDelivery) -> dict[str, Any]:
    """The body of a referral; what is not known or not consented is not in it."""
    body = {
        "doorverwijzing": delivery.referral,
        "dienst": delivery.service,
        "vraag": delivery.question,
        "onderneming": dict(delivery.company) or None,
        "contact": delivery.contact,
        "toelichting": [reason.in_language("nl") for reason in delivery.reasons] or None,
        "reageren_voor": delivery.respond_by.isoformat() if delivery.respond_by else None,
        "toestemming_van": delivery.consent.given_at.isoformat() if delivery.consent else None,
    }
    return {name: value for name, value in body.items() if value is not None}


def read_answer(answer: OutsideAnswer, referral: str) -> DeliveryAnswer | None:
    """The answer in our terms; ``None`` where it says nothing that can be read.

    A refusal for a reason that we do not know is still a refusal; a state that we do not know is no answer. An answer
    about another referral is handed on as it is: the host refuses it.
    """
    body = answer.body if answer.status != 404 and isinstance(answer.body, Mapping) else {}
    state = STATES.get(_words(body.get("status")).casefold())
    if state is None:
        return None
    reason = REASONS.get(_words(body.get("reden")).casefold(), DeclineReason.OTHER)
    return DeliveryAnswer(
        referral=_words(body.get("doorverwijzing"))[:SHORT] or referral,
        state=state,
        at=_moment(body.get("tijdstip")) or answer.retrieved_at,
        reason=reason if state is PartnerState.DECLINED else None,
        reference=_words(body.get("dossiernummer"))[:SHORT] or None,
        note=_words(body.get("opmerking"))[:LONG] or None,
    )


def _words(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
