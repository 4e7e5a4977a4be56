"""Collecting what partners' feeds bring (A3, G3, C3), page by page; each page is stored whole, with where to go on.

A fault keeps what was collected before it. The same page twice leaves the same state.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import define, field, frozen

from mkb_core.errors import Conflict, InputFault, InvalidInput, MkbError, NotFound, SourceUnavailable
from mkb_core.hooks.feeds import CompanyEntry, FeedKind, FeedPage, FeedRequest
from mkb_core.rights import Action, Actor, Kind
from mkb_core.rights.held import require
from mkb_core.runtime.faults import FaultKind, PluginFault
from mkb_core.runtime.host import HookFailed
from mkb_core.store import feeds as stored_feeds
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import read, write
from mkb_core.store.feeds import Change, StoredCursor, StoredEntry
from mkb_core.text import Text
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.feed_entries import check_entry, entry_id, event_of, store_entry

HOOK = "mkb_fetch_feed"
#: Pages of one feed in one collection; the next collection goes on from there.
MOST_PAGES = 500


@frozen
class RefusedEntry:
    """An entry that was not stored, and all that is wrong with it."""

    id: str
    faults: tuple[InputFault, ...]


@define
class Collected:
    """What one collection of one feed did. ``failure``: why it stopped before the end, where it did."""

    plugin: str
    feed: FeedKind
    changes: Counter[Change] = field(factory=Counter)
    refused: list[RefusedEntry] = field(factory=list)
    notes: list[Text] = field(factory=list)
    failure: PluginFault | MkbError | None = None


@frozen
class FeedOfPlugin:
    """A feed that a manifest names; ``collected`` is ``None`` as long as no page of it was stored."""

    plugin: str
    feed: FeedKind
    collected: StoredCursor | None = None


def feeds_of(
    installation: Installation, partner: str | None = None, feed: FeedKind | None = None
) -> tuple[FeedOfPlugin, ...]:
    """The feeds that the installed manifests name. ``partner`` is the id of a partner or of a plugin.

    Raises :class:`NotFound` where nobody has that id.
    """
    plugins = installation.host.plugins
    if partner is not None:
        owner = partner if partner in plugins else installation.host.speaks_for(partner)
        if owner is None:
            raise NotFound(kind="partner", key=partner)
        plugins = {owner: plugins[owner]}
    with read(installation.engine) as connection:
        cursors = {(one.plugin, one.feed): one for one in stored_feeds.list_cursors(connection)}
    return tuple(
        FeedOfPlugin(name, kind, cursors.get((name, kind.value)))
        for name, plugin in sorted(plugins.items())
        for kind in (plugin.manifest.feeds if plugin.manifest else ())
        if feed in (None, kind)
    )


def collect_feeds(
    installation: Installation,
    actor: Actor,
    partner: str | None = None,
    feed: FeedKind | None = None,
    *,
    again: bool = False,
) -> Iterator[Collected]:
    """Collect feeds one after another; one that fails does not keep the others. ``again`` starts at their beginning."""
    for one in feeds_of(installation, partner, feed):
        yield collect_feed(installation, actor, one.plugin, one.feed, again=again)


def collect_feed(
    installation: Installation, actor: Actor, plugin: str, feed: FeedKind, *, again: bool = False
) -> Collected:
    """Collect one feed from where it stands until its last page. Raises ``Denied`` and ``StoreUnavailable`` only."""
    require(actor, Kind.FEED, Action.CREATE)
    outcome = Collected(plugin, feed)
    with read(installation.engine) as connection:
        cursor = None if again else stored_feeds.get_cursor(connection, plugin, feed.value)
    seen = {cursor}
    for _ in range(MOST_PAGES):
        try:
            page = installation.host.fetch_feed(plugin, FeedRequest(feed, cursor))
            _store(installation, page, outcome)
        except HookFailed as failure:
            outcome.failure = failure.fault
            break
        except (SourceUnavailable, NotFound, Conflict) as failure:
            outcome.failure = failure
            break
        if not page.more:
            break
        if page.cursor in seen:
            reason = "the feed goes in circles: a page has more after it, and a cursor of before"
            outcome.failure = PluginFault(plugin, FaultKind.INVALID, reason, HOOK)
            break
        cursor = page.cursor
        seen.add(cursor)
    return outcome


def feed_entries(
    installation: Installation, feed: FeedKind, plugin: str | None = None, limit: int = 100
) -> tuple[StoredEntry, ...]:
    """What is stored of a kind of feed, those that changed last first. Companies are stored as companies, not here."""
    with read(installation.engine) as connection:
        return stored_feeds.list_entries(connection, feed.value, plugin=plugin, limit=limit)


def _store(installation: Installation, page: FeedPage, outcome: Collected) -> None:
    """The entries and the cursor in one transaction; an entry that is refused is left out and told."""
    changes: Counter[Change] = Counter()
    refused: list[RefusedEntry] = []
    events: list[AuditEvent] = []
    plugin, feed = outcome.plugin, outcome.feed
    with write(installation.engine) as connection:
        for entry in page.entries(feed):
            try:
                check_entry(installation, plugin, entry)
                change = store_entry(connection, installation, plugin, feed, entry)
                changes[change] += 1
                if isinstance(entry, CompanyEntry) and change is not Change.SAME:
                    events.append(event_of(plugin, entry))
            except InvalidInput as refusal:
                refused.append(RefusedEntry(entry_id(entry), refusal.faults))
        at = installation.settings.clock()
        stored_feeds.put_cursor(connection, plugin=plugin, feed=feed.value, cursor=page.cursor, at=at)
        for event in events:
            append(connection, event, at)
    outcome.changes += changes
    outcome.refused += refused
    outcome.notes += page.notes
