"""What the API shows of partners and topics: plain frozen data. A change here is a change of the public API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from attrs import frozen

from mkb_service.api.resources import Pagination, Source


@frozen
class Condition:
    """A condition of a service, in words; ``rule`` is the same as a rule tree."""

    id: str
    label: str
    hard: bool
    weight: int
    sentence: str
    rule: Any


@frozen
class ServedTopic:
    """A topic that an offer serves; ``strength`` from 1 (touches it) to 100 (the first address for it)."""

    topic: str
    strength: int


@frozen
class Service:
    """A service of a partner."""

    id: str
    partner: str
    label: str
    summary: str
    topics: tuple[ServedTopic, ...]
    conditions: tuple[Condition, ...]
    valid_from: date | None
    valid_until: date | None
    confirmed: bool
    answers_at_once: bool
    source: Source
    website: str | None


@frozen
class Item:
    """A knowledge item, tool, scheme, masterclass or expert of a partner."""

    id: str
    partner: str
    kind: str
    label: str
    summary: str
    topics: tuple[ServedTopic, ...]
    confirmed: bool
    source: Source
    website: str | None


@frozen
class FrontDesk:
    """A partner's counter; ``municipality`` is the one it serves, ``null`` for all."""

    id: str
    label: str
    municipality: str | None
    website: str | None
    contact: str | None


@frozen
class FeeTier:
    """A part of a fee schedule; ``share`` of the contract value as a fraction such as ``1/50``."""

    from_cents: int
    share: str
    cents_per_month: int
    cents_per_year: int


@frozen
class FeeSchedule:
    """What a partner pays or contributes; it never plays a part in an advice."""

    id: str
    kind: str
    label: str
    tiers: tuple[FeeTier, ...]
    minimum_cents: int
    cap_cents: int | None
    source: str


@frozen
class PartnerSummary:
    """A partner in a list. ``state``: ``ok``, or where its plugin fails (``faults``) ``last-good`` (its data are those of
    ``read_at``), ``incomplete`` or ``unreadable``. ``tier`` is that of its package: ``none``, ``bronze``, ``silver``, ``gold``
    or ``platinum``; it is computed, and ``none`` as long as the partner has no services. ``tier_label`` says it in words."""

    id: str
    name: str
    kind: str
    description: str
    website: str | None
    services: int
    topics: tuple[str, ...]
    state: str
    read_at: datetime | None
    faults: tuple[str, ...]
    tier: str
    tier_label: str


@frozen
class QualityRule:
    """A rule of the quality scale for the partner's package. ``missing`` says what it lacks, ``reason`` why it is open."""

    id: str
    tier: str
    label: str
    met: bool
    missing: tuple[str, ...]
    reason: str | None


@frozen
class Partner:
    """A partner with all that it declares; ``version`` is the hash of its declaration. ``quality``: every rule behind the
    tier of its package."""

    summary: PartnerSummary
    version: str | None
    contact: str | None
    services: tuple[Service, ...]
    items: tuple[Item, ...]
    front_desks: tuple[FrontDesk, ...]
    fee_schedules: tuple[FeeSchedule, ...]
    quality: tuple[QualityRule, ...]


@frozen
class Topic:
    """A subject of questions and services."""

    id: str
    label: str
    description: str


@frozen
class PartnerList:
    """A page of partners."""

    items: tuple[PartnerSummary, ...]
    pagination: Pagination


@frozen
class ServiceList:
    """A page of services."""

    items: tuple[Service, ...]
    pagination: Pagination


@frozen
class TopicList:
    """All topics."""

    items: tuple[Topic, ...]
