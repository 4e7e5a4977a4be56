"""What the API shows of an advice: plain frozen data. A change here is a change of the public API."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from mkb_service.api.resources import Source


@frozen
class Reason:
    """A condition in words. ``outcome``: ``held``, ``failed`` or ``unknown``; ``hard``: it must hold."""

    outcome: str
    hard: bool
    label: str
    sentence: str


@frozen
class Route:
    """Where the question goes: ``answer``, ``referral``, ``support-process-candidate`` or ``ask``, and why."""

    id: str
    label: str
    sentence: str
    reasons: tuple[Reason, ...]


@frozen
class RecognisedTopic:
    """A topic of the question; ``because`` tells by which words."""

    id: str
    label: str
    because: tuple[str, ...]


@frozen
class Desk:
    """The partner's own desk for the company's municipality."""

    id: str
    label: str
    website: str | None
    contact: str | None


@frozen
class Offer:
    """A proposed service or item. ``to_confirm``: the caution to show with it, ``null`` where it is confirmed."""

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
    desk: Desk | None


@frozen
class NotProposed:
    """A partner that is not proposed, and why not."""

    partner: str
    partner_name: str
    reason: str
    sentence: str


@frozen
class Asked:
    """Something that must still be known of the company."""

    field: str
    question: str


@frozen
class AdviceLinks:
    """Addresses that belong to an advice."""

    advice: str
    replay: str
    page: str


@frozen
class PartnerNotice:
    """A partner whose data are old (``read_at`` says of when) or missing (``null``), because its plugin fails now."""

    partner: str
    partner_name: str
    read_at: datetime | None
    sentence: str


@frozen
class Advice:
    """An explained advice. ``receipt`` keeps it; ``catalogue`` is the version of the declarations it was taken on.

    ``notices`` tell how the partners' data stand now, and are no part of the advice.
    """

    receipt: str
    at: datetime
    question_id: str | None
    catalogue: str
    language: str
    question: str
    out_of_scope: bool
    route: Route
    topics: tuple[RecognisedTopic, ...]
    proposals: tuple[Offer, ...]
    items: tuple[Offer, ...]
    not_proposed: tuple[NotProposed, ...]
    asked: tuple[Asked, ...]
    notes: tuple[str, ...]
    unreadable_partners: tuple[str, ...]
    notices: tuple[PartnerNotice, ...]
    links: AdviceLinks


@frozen
class Replay:
    """An advice taken again. ``analysis_repeated``: the question was also read anew."""

    receipt: str
    same: bool
    analysis_repeated: bool
    route: str
    topics: tuple[str, ...]
    partners: tuple[str, ...]
