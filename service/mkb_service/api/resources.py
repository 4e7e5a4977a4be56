"""What the API shows: plain frozen data, made from the core's own. A change here is a change of the public API."""

from __future__ import annotations

from typing import Any

from attrs import frozen


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
class Source:
    """Where a fact was read, the year or day that it speaks of, and the state then."""

    place: str
    as_of: str
    status: str


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
    read_at: str | None
    sentence: str


@frozen
class Advice:
    """An explained advice. ``receipt`` keeps it; ``catalogue`` is the version of the declarations it was taken on.

    ``notices`` tell how the partners' data stand now, and are no part of the advice.
    """

    receipt: str
    at: str
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


@frozen
class Pagination:
    """Which part of a list this is; pages count from 1."""

    page: int
    page_size: int
    total: int


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
    valid_from: str | None
    valid_until: str | None
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
    read_at: str | None
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


@frozen
class PluginFault:
    """What is wrong with a plugin; ``reason`` is for its developer."""

    kind: str
    hook: str | None
    reason: str
    since: str | None
    message: str


@frozen
class Plugin:
    """A plugin. ``state``: ``loaded``, ``stale`` (it fails, and earlier data are in use), ``failing``, ``disabled``,
    ``incompatible`` or ``elsewhere`` (for another region). ``last_good``: partner to when its data in use were read, where
    they are not of now; ``missing``: partners of which nothing is in use. ``unprotected``: the parts that do not shut its
    process in, ``null`` where it has none."""

    id: str
    name: str
    version: str
    owner: str | None
    contact: str | None
    trusted: bool
    state: str
    state_label: str
    since: str | None
    retry_at: str | None
    transport: str
    unprotected: tuple[str, ...] | None
    hooks: tuple[str, ...] | None
    partners: tuple[str, ...]
    last_good: dict[str, str]
    missing: tuple[str, ...]
    faults: tuple[PluginFault, ...]


@frozen
class PluginList:
    """All plugins."""

    items: tuple[Plugin, ...]


@frozen
class SourcedValue:
    """A value of a company with its provenance."""

    value: Any
    source: str
    date: str
    entered_by: str


@frozen
class Company:
    """A company; ``missing`` names what an advice still needs, ``conflicts`` the fields on which sources differ."""

    number: str
    fields: dict[str, SourcedValue]
    missing: tuple[str, ...]
    conflicts: dict[str, tuple[SourcedValue, ...]]


@frozen
class Health:
    """The process answers; ``failing_plugins`` counts plugins that could not be read well."""

    status: str
    region: str
    partners: int
    failing_plugins: int
