"""News and events of LIOF's site, as RSS 2.0 or Atom. The addresses are to be confirmed by LIOF."""

from __future__ import annotations

from typing import TypeVar

from mkb_core.hooks import EventEntry, FeedKind, FeedPage, FeedRequest, NewsEntry, Outside, Text, text
from mkb_core.hooks.limits import CURSOR, LONG, SHORT
from mkb_core.hooks.paging import shortened, take_part
from mkb_partner_liof.syndication import Element, NotReadable, read_feed, read_moment

Entry = TypeVar("Entry", NewsEntry, EventEntry)

KEEP = 300  # seconds that an answer counts: the pages of one collection are of one answer
PATHS = {FeedKind.NEWS: "/nieuws/rss.xml", FeedKind.EVENTS: "/agenda/rss.xml"}
#: What the site calls a subject -> our topic; a category that is not here is left out.
TOPICS = {
    "financiering": "financiering",
    "innovatie": "innovatie",
    "internationaal": "export",
    "export": "export",
    "duurzaamheid": "duurzaamheid",
    "energie": "duurzaamheid",
    "digitalisering": "digitalisering",
    "subsidie": "subsidies",
    "subsidies": "subsidies",
    "bedrijfshuisvesting": "huisvesting",
    "starten": "starten",
    "talent": "personeel",
}


def fetch_feed(request: FeedRequest, egress: Outside) -> FeedPage:
    """One page; an entry without id, title or time is left out and told in the notes."""
    if request.feed not in PATHS:
        return FeedPage(cursor=request.cursor)
    answer = egress.get_text(PATHS[request.feed], max_age=KEEP)
    words = answer.body if answer.status == 200 and isinstance(answer.body, str) else ""
    try:
        elements = read_feed(words)
    except NotReadable as refusal:
        raise egress.unavailable("unreadable") from refusal
    notes: list[Text] = []
    if request.feed is FeedKind.NEWS:
        news = _once([_news(place, one, notes) for place, one in enumerate(elements, 1)], notes)
        part = take_part(news, words, request.cursor)
        return FeedPage(
            news=part.entries,
            cursor=part.cursor,
            more=part.more,
            notes=shortened(notes) if part.first else (),
        )
    events = _once([_event(place, one, notes) for place, one in enumerate(elements, 1)], notes)
    found = take_part(events, words, request.cursor)
    return FeedPage(
        events=found.entries,
        cursor=found.cursor,
        more=found.more,
        notes=shortened(notes) if found.first else (),
    )


def _news(place: int, element: Element, notes: list[Text]) -> NewsEntry | None:
    published = read_moment(element.words("pubDate", "published", "date", "updated"))
    key, title = _key(element), element.words("title")
    if not key or not title or published is None:
        notes.append(_left_out(place, key, title, published, "publication time"))
        return None
    return NewsEntry(
        id=key[:SHORT],
        title=text(nl=title[:SHORT]),
        published_at=published,
        summary=_summary(element),
        website=_link(element),
        topics=_topics(element),
    )


def _event(place: int, element: Element, notes: list[Text]) -> EventEntry | None:
    """Times and place stand in the event module of RSS (``startdate``) or in xCal (``dtstart``)."""
    starts = read_moment(element.words("startdate", "dtstart"))
    key, title = _key(element), element.words("title")
    if not key or not title or starts is None:
        notes.append(_left_out(place, key, title, starts, "start"))
        return None
    ends = read_moment(element.words("enddate", "dtend"))
    if ends is not None and ends < starts:
        notes.append(
            text(
                nl=f"bericht {place}: het einde ligt voor het begin; weggelaten",
                en=f"entry {place}: the end lies before the start; left out",
            )
        )
        ends = None
    return EventEntry(
        id=key[:SHORT],
        title=text(nl=title[:SHORT]),
        starts_at=starts,
        ends_at=ends,
        place=element.words("location")[:SHORT] or None,
        summary=_summary(element),
        website=_link(element),
        topics=_topics(element),
    )


def _once(entries: list[Entry | None], notes: list[Text]) -> list[Entry]:
    """Those that could be read; of an id that is there twice, the first, which is the newest."""
    found: dict[str, Entry] = {}
    for place, entry in enumerate(entries, 1):
        if entry is not None and found.setdefault(entry.id, entry) is not entry:
            notes.append(text(nl=f"bericht {place}: staat er al", en=f"entry {place}: is there already"))
    return list(found.values())


#: What an entry lacks, in both languages.
_PARTS = {
    "id": ("een vast kenmerk of adres", "an id or address"),
    "title": ("een titel", "a title"),
    "publication time": ("een tijdstip met tijdzone", "a time with zone"),
    "start": ("een begintijd met tijdzone", "a start with zone"),
}


def _left_out(place: int, key: str, title: str, moment: object, when: str) -> Text:
    lacking = [name for name, value in (("id", key), ("title", title), (when, moment)) if not value]
    dutch, english = (
        " en ".join(_PARTS[name][0] for name in lacking),
        " and ".join(_PARTS[name][1] for name in lacking),
    )
    return text(
        nl=f"bericht {place} heeft niet: {dutch}; weggelaten", en=f"entry {place} lacks {english}; left out"
    )


def _key(element: Element) -> str:
    return element.words("guid", "id") or _link(element) or ""


def _link(element: Element) -> str | None:
    """The address of the page itself; an Atom entry has several links, of which the one without ``rel`` counts too."""
    for one in element.all("link"):
        if one.attributes.get("rel", "alternate") == "alternate":
            found = (one.attributes.get("href") or one.text).strip()
            if found.startswith(("https://", "http://")) and len(found) <= CURSOR:
                return found
    return None


def _summary(element: Element) -> Text | None:
    words = element.words("description", "summary", "content", "encoded")
    shown = words if len(words) <= LONG else f"{words[: LONG - 1]}…"
    return text(nl=shown) if shown else None


def _topics(element: Element) -> tuple[str, ...]:
    named = (one.attributes.get("term") or one.text for one in element.all("category"))
    return tuple(
        dict.fromkeys(
            TOPICS[name] for name in (words.strip().casefold() for words in named) if name in TOPICS
        )
    )
