"""What a partner's feed brings (A3, G3, C3): companies, news, events and items, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from attrs import field, frozen

from mkb_core.hooks.declarations import Item
from mkb_core.hooks.limits import CURSOR, LONG, MOST_ENTRIES, MOST_NOTES, at_most, moment, words
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
    cursor: str | None = field(default=None, validator=words(CURSOR, optional=True))


@frozen
class CompanyEntry:
    """Values of a company as in an import: field name to JSON value. ``partner`` is the one that states them."""

    number: str = field(validator=words())
    partner: str = field(validator=words())
    values: Mapping[str, Any] = field(eq=dict)


@frozen
class NewsEntry:
    """A piece of news; ``id`` is the partner's own and stays the same when the piece changes."""

    id: str = field(validator=words())
    title: Text = field(validator=words())
    published_at: datetime = field(validator=moment)
    summary: Text | None = field(default=None, validator=words(LONG, optional=True))
    website: str | None = field(default=None, validator=words(CURSOR, optional=True))
    topics: tuple[str, ...] = ()


@frozen
class EventEntry:
    """A meeting, course or masterclass; times with zone."""

    id: str = field(validator=words())
    title: Text = field(validator=words())
    starts_at: datetime = field(validator=moment)
    ends_at: datetime | None = field(default=None, validator=moment)
    place: str | None = field(default=None, validator=words(optional=True))
    summary: Text | None = field(default=None, validator=words(LONG, optional=True))
    website: str | None = field(default=None, validator=words(CURSOR, optional=True))
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
    cursor: str | None = field(default=None, validator=words(CURSOR, optional=True))
    more: bool = False
    notes: tuple[Text, ...] = field(default=(), validator=at_most(MOST_NOTES))

    def __attrs_post_init__(self) -> None:
        brought = sum(len(self.entries(kind)) for kind in FeedKind)
        if brought > MOST_ENTRIES:
            raise ValueError(f"a page has {brought} entries, at most {MOST_ENTRIES}")

    def entries(self, feed: FeedKind) -> tuple[CompanyEntry | NewsEntry | EventEntry | Item, ...]:
        """What the page brings of one kind."""
        brought: tuple[CompanyEntry | NewsEntry | EventEntry | Item, ...] = getattr(self, feed.value)
        return brought
