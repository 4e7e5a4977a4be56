"""What a partner's feed brings (A3, G3, C3): companies, news, events and items, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from attrs import field, frozen

from mkb_core.hooks.declarations import Item
from mkb_core.text import Text


class FeedKind(Enum):
    """Kinds of feed; a manifest names those that a plugin has."""

    COMPANIES = "companies"
    NEWS = "news"
    EVENTS = "events"
    ITEMS = "items"


@frozen
class FeedRequest:
    """A page that is asked for. ``cursor`` is what the page before gave, ``None`` for the first one ever."""

    feed: FeedKind
    cursor: str | None = None


@frozen
class CompanyEntry:
    """Values of a company as in an import: field name to JSON value."""

    number: str
    values: Mapping[str, Any] = field(eq=dict)


@frozen
class NewsEntry:
    """A piece of news; ``id`` is the partner's own and stays the same when the piece changes."""

    id: str
    title: Text
    published_at: datetime
    summary: Text | None = None
    website: str | None = None
    topics: tuple[str, ...] = ()


@frozen
class EventEntry:
    """A meeting, course or masterclass; times with zone."""

    id: str
    title: Text
    starts_at: datetime
    ends_at: datetime | None = None
    place: str | None = None
    summary: Text | None = None
    website: str | None = None
    topics: tuple[str, ...] = ()


@frozen
class FeedPage:
    """One page of a feed. ``cursor`` is where the next request goes on; ``more`` says that it may follow at once.

    ``notes`` tell, for the operator, what the plugin could not read; never personal data.
    """

    companies: tuple[CompanyEntry, ...] = ()
    news: tuple[NewsEntry, ...] = ()
    events: tuple[EventEntry, ...] = ()
    items: tuple[Item, ...] = ()
    cursor: str | None = None
    more: bool = False
    notes: tuple[str, ...] = ()
