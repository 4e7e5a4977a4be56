"""The protocol by which a partner receives a referral and answers (B3, C1): the same over a pipe and over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from attrs import field, frozen

from mkb_core.text import Text


class DeliveryKind(Enum):
    """Why the partner is called: a new referral, the question how it stands, or the company took its consent back."""

    REFERRAL = "referral"
    STATUS = "status"
    WITHDRAWAL = "withdrawal"


class PartnerState(Enum):
    """How a referral stands, as the partner says."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    FIRST_CONTACT = "first-contact"
    IN_PROGRESS = "in-progress"
    NOT_REACHED = "not-reached"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class DeclineReason(Enum):
    """Why a partner declines."""

    NO_CAPACITY = "no-capacity"
    OTHER_TARGET_GROUP = "other-target-group"
    CONDITIONS_NOT_MET = "conditions-not-met"
    ALREADY_HELPED = "already-helped"
    INCOMPLETE = "incomplete"
    OTHER = "other"


@frozen
class Consent:
    """What the company agreed to send: names of company fields, ``question`` and ``contact``; and when (UTC)."""

    shares: frozenset[str]
    given_at: datetime


@frozen
class ReferralDelivery:
    """One message to a partner. ``id`` is the message's own: the same id twice is the same message.

    Only a referral carries ``question``, ``company`` (field name to JSON value) and ``contact``, and of these only
    what the ``consent`` names; ``ValueError`` otherwise. ``respond_by`` is the day on which an answer is due.
    """

    id: str
    kind: DeliveryKind
    referral: str
    partner: str
    asked_at: datetime
    service: str | None = None
    question: str | None = None
    company: Mapping[str, Any] = field(factory=dict, eq=dict)
    contact: str | None = None
    reasons: tuple[Text, ...] = ()
    respond_by: date | None = None
    consent: Consent | None = field(default=None)

    def __attrs_post_init__(self) -> None:
        shown = set(self.company)
        shown |= {"question"} if self.question is not None else set()
        shown |= {"contact"} if self.contact is not None else set()
        allowed = self.consent.shares if self.consent and self.kind is DeliveryKind.REFERRAL else frozenset()
        if beyond := sorted(shown - allowed):
            raise ValueError(f"not consented: {', '.join(beyond)}")


@frozen
class DeliveryAnswer:
    """What the partner answers. ``reference`` is its own number; ``reason`` goes with a refusal only."""

    referral: str
    state: PartnerState
    at: datetime
    reason: DeclineReason | None = field(default=None)
    reference: str | None = None
    note: str | None = None

    @reason.validator
    def _with_a_refusal(self, _: object, reason: DeclineReason | None) -> None:
        if (reason is not None) != (self.state is PartnerState.DECLINED):
            raise ValueError("a reason goes with state declined, and with no other")
