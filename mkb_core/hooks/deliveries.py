"""The protocol by which a partner receives a referral and answers (B3, C1): the same over a pipe and over HTTP."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from attrs import field, frozen

from mkb_core.domain.company_fields import COMPANY_FIELDS
from mkb_core.hooks.limits import LONG, QUESTION, SHORT, at_most, moment, words
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


#: What a partner may answer. A delivery that comes again may find the referral further on than it was at first; a
#: referral that had already ended is not withdrawn any more.
POSSIBLE_STATES: Mapping[DeliveryKind, frozenset[PartnerState]] = {
    DeliveryKind.REFERRAL: frozenset(PartnerState) - {PartnerState.WITHDRAWN},
    DeliveryKind.STATUS: frozenset(PartnerState),
    DeliveryKind.WITHDRAWAL: frozenset({PartnerState.WITHDRAWN, PartnerState.DECLINED, PartnerState.DONE}),
}


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
    given_at: datetime = field(validator=moment)


_KEY = re.compile(r"[A-Za-z0-9._:~-]{1,100}", re.ASCII)


def _a_key(_: object, __: object, value: str) -> None:
    if not _KEY.fullmatch(value):
        raise ValueError("an id has 1 to 100 letters, digits and . _ : ~ -")


@frozen
class ReferralDelivery:
    """One message to a partner. ``id`` is the message's own (1 to 100 letters, digits and ``. _ : ~ -``, so that it may
    go along as idempotency key): the same id twice is the same message.

    Only a referral carries anything beside ids and times: ``service``, ``question``, ``company`` (field name to JSON
    value), ``contact`` and ``reasons``. A company's own data are only those that the ``consent`` names; ``ValueError``
    otherwise. ``respond_by`` is the day on which an answer is due.
    """

    id: str = field(validator=_a_key)
    kind: DeliveryKind
    referral: str = field(validator=words())
    partner: str = field(validator=words())
    asked_at: datetime = field(validator=moment)
    service: str | None = field(default=None, validator=words(optional=True))
    question: str | None = field(default=None, validator=words(QUESTION, optional=True))
    company: Mapping[str, Any] = field(factory=dict, eq=dict)
    contact: str | None = field(default=None, validator=words(LONG, optional=True))
    reasons: tuple[Text, ...] = field(default=(), validator=at_most(SHORT))
    respond_by: date | None = None
    consent: Consent | None = field(default=None)

    @property
    def shown(self) -> frozenset[str]:
        """Which of the company's own data the message carries, by the names that a consent uses."""
        told = {"question": self.question, "contact": self.contact}
        return frozenset(self.company) | {name for name, value in told.items() if value is not None}

    def __attrs_post_init__(self) -> None:
        if unknown := sorted(set(self.company) - set(COMPANY_FIELDS)):
            raise ValueError(f"no company fields: {', '.join(unknown)}")
        if self.kind is not DeliveryKind.REFERRAL and (
            self.shown or self.service is not None or self.reasons or self.consent is not None
        ):
            raise ValueError(
                f"a delivery of kind {self.kind.value} carries no data of the company or the referral"
            )
        allowed = self.consent.shares if self.consent else frozenset()
        if beyond := sorted(self.shown - allowed):
            raise ValueError(f"not consented: {', '.join(beyond)}")


@frozen
class DeliveryAnswer:
    """What the partner answers. ``reference`` is its own number; ``reason`` goes with a refusal only.

    Which states may follow which kind of delivery stands in :data:`POSSIBLE_STATES`.
    """

    referral: str = field(validator=words())
    state: PartnerState
    at: datetime = field(validator=moment)
    reason: DeclineReason | None = field(default=None)
    reference: str | None = field(default=None, validator=words(optional=True))
    note: str | None = field(default=None, validator=words(LONG, optional=True))

    @reason.validator
    def _with_a_refusal(self, _: object, reason: DeclineReason | None) -> None:
        if (reason is not None) != (self.state is PartnerState.DECLINED):
            raise ValueError("a reason goes with state declined, and with no other")
