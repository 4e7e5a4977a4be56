"""One entry of a feed: is it sound in this region, and what does storing it change."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mkb_core.catalogue.validation import offer_faults
from mkb_core.codec import describe, to_json
from mkb_core.criteria import CORE_FIELDS
from mkb_core.domain.companies import Company, Sourced
from mkb_core.errors import Conflict, InputFault, InvalidInput, NotFound
from mkb_core.hooks.declarations import Item
from mkb_core.hooks.feeds import CompanyEntry, EventEntry, FeedKind, NewsEntry
from mkb_core.rights import Actor
from mkb_core.store import companies as stored_companies
from mkb_core.store.audit import AuditEvent
from mkb_core.store.feeds import Change, put_entry
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.companies import ENTERED
from mkb_core.workflows.company_documents import checked_number, read_values

Entry = CompanyEntry | NewsEntry | EventEntry | Item

#: No user or password, no blank: ``javascript:`` and the like are no address of a page.
_ADDRESS = re.compile(r"https?://[^\s/?#@:\\]+(?::\d{1,5})?(?:[/?#][^\s\\]*)?", re.ASCII | re.IGNORECASE)
#: How far from now a time may lie: what is further off was written wrongly.
PAST, SOON, AHEAD = timedelta(days=365 * 30), timedelta(days=1), timedelta(days=365 * 5)
TRIES = 3  # to store a company that somebody else changes at the same moment


def entry_id(entry: Entry) -> str:
    """What an entry is called in messages: its own id, or the number of the company."""
    return entry.number if isinstance(entry, CompanyEntry) else entry.id


def event_of(plugin: str, entry: CompanyEntry) -> AuditEvent:
    """What the audit log tells of an entry that changed a company."""
    actor = Actor("partner-system", subject=entry.partner, origin="job")
    details = {"fields": sorted(entry.values), "plugin": plugin}
    return AuditEvent.by(
        actor, "change", "company", entry.number, company_number=entry.number, details=details
    )


def check_entry(installation: Installation, plugin: str, entry: Entry) -> None:
    """Raises :class:`InvalidInput` with everything that keeps an entry from being stored."""
    if isinstance(entry, CompanyEntry):
        faults = _partner_faults(installation, plugin, entry.partner) + checked_number(entry.number)
    elif isinstance(entry, Item):
        region = installation.catalogue.region
        topics = {topic.id for topic in region.topics}
        faults = [
            InputFault(fault.path.removeprefix("item."), fault.code, fault.facts)
            for fault in offer_faults(entry, "item", topics, region.region.languages, CORE_FIELDS)
        ]
        faults += _address_faults(entry.website)
    else:
        faults = _topic_faults(installation, entry.topics) + _address_faults(entry.website)
        faults += _time_faults(entry, installation.settings.clock())
    if faults:
        raise InvalidInput(faults)


def store_entry(
    connection: Connection, installation: Installation, plugin: str, feed: FeedKind, entry: Entry
) -> Change:
    """Store a sound entry; raises :class:`InvalidInput` where the store itself refuses it."""
    at = installation.settings.clock()
    if not isinstance(entry, CompanyEntry):
        return put_entry(connection, to_json(entry), plugin=plugin, feed=feed.value, key=entry.id, at=at)
    values = read_values(entry.values, source=entry.partner, entered_by=f"feed {plugin}", on=at.date())
    for attempt in range(TRIES):
        try:
            with connection.begin_nested():
                return _merge(connection, entry.number, values, at)
        except Conflict:
            if attempt + 1 == TRIES:
                raise
    raise AssertionError("unreachable")


def _merge(connection: Connection, number: str, values: Mapping[str, Sourced], at: datetime) -> Change:
    """The values beside those of others: no source takes over from another, and nothing from what people entered (A3).

    A value that the source said before stays as it was, with its date, so that the same entry again changes nothing.
    """
    try:
        stored = stored_companies.get_company(connection, number)
        version, known = stored.version, stored.company
    except NotFound:
        version, known = stored_companies.NEW, Company(number)
    changed = {name: value for name, value in values.items() if not _said(known, name, value)}
    if not changed and version != stored_companies.NEW:
        return Change.SAME
    stored_companies.save_company(connection, known.with_values(changed), version, at=at)
    return Change.NEW if version == stored_companies.NEW else Change.CHANGED


def _said(known: Company, name: str, value: Sourced) -> bool:
    return any(one.source == value.source and one.value == value.value for one in known.fields.get(name, ()))


def _partner_faults(installation: Installation, plugin: str, partner: str) -> list[InputFault]:
    """The partner is the source of the values: it must be the plugin's own, and never stand for what people entered."""
    if partner != ENTERED and installation.host.speaks_for(partner) == plugin:
        return []
    return [InputFault("partner", "not-allowed", {"value": describe(partner)})]


def _topic_faults(installation: Installation, named: Collection[str]) -> list[InputFault]:
    topics = {topic.id for topic in installation.catalogue.region.topics}
    return [
        InputFault(f"topics[{index}]", "unknown-name", {"value": describe(topic)})
        for index, topic in enumerate(named)
        if topic not in topics
    ]


def _address_faults(address: str | None) -> list[InputFault]:
    if address is None or _ADDRESS.fullmatch(address):
        return []
    return [InputFault("website", "not-allowed", {"value": describe(address)})]


def _time_faults(entry: NewsEntry | EventEntry, now: datetime) -> list[InputFault]:
    times: dict[str, tuple[datetime, timedelta]] = {}
    faults: list[InputFault] = []
    if isinstance(entry, NewsEntry):
        times["published_at"] = entry.published_at, SOON
    else:
        times["starts_at"] = entry.starts_at, AHEAD
        if entry.ends_at is not None:
            times["ends_at"] = entry.ends_at, AHEAD
            if entry.ends_at < entry.starts_at:
                facts = {"reason": "ends before it starts"}
                faults.append(InputFault("ends_at", "invalid-value", facts))
    for path, (moment, ahead) in times.items():
        if not now - PAST <= moment <= now + ahead:
            low, high = ((now - PAST).date(), (now + ahead).date())
            facts = {"value": moment.date().isoformat(), "low": low.isoformat(), "high": high.isoformat()}
            faults.append(InputFault(path, "out-of-range", facts))
    return faults
