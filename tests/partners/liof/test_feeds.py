"""News and events of LIOF: RSS and Atom from a real server, read tolerantly, and never to the host's harm."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkb_partner_liof.syndication import NotReadable, plain, read_feed, read_moment
from pytest_httpserver import HTTPServer

from mkb_core.errors import SourceUnavailable
from mkb_core.hooks import FeedKind, FeedPage
from tests.partners.liof.peer import page

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:ev="http://purl.org/rss/1.0/modules/event/"><channel><title>LIOF</title>{items}</channel></rss>"""
ITEM = """<item><guid>n-1</guid><title>Nieuw &amp; fonds</title><link>https://liof.nl/n/1</link>
<pubDate>Mon, 02 Nov 2026 09:00:00 +0100</pubDate><category>Financiering</category><category>Overig</category>
<description>&lt;p&gt;Geld voor &lt;b&gt;groei&lt;/b&gt;&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;</description></item>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:1</id><title type="html">Nieuws</title>
<link rel="self" href="https://liof.nl/self"/><link href="https://liof.nl/a"/><category term="innovatie"/>
<published>2026-11-02T08:00:00Z</published><updated>2026-11-03T08:00:00Z</updated><summary>Kort</summary></entry></feed>"""
EVENT = """<item><guid>e-1</guid><title>Masterclass</title><ev:startdate>2026-12-01T13:00:00+01:00</ev:startdate>
<ev:enddate>2026-12-01T17:00:00+01:00</ev:enddate><ev:location>Maastricht</ev:location></item>"""


def news(server: HTTPServer, words: str | bytes, status: int = 200) -> FeedPage:
    server.expect_request("/nieuws/rss.xml").respond_with_data(
        words, status=status, content_type="application/rss+xml; charset=utf-8"
    )
    return page(server, FeedKind.NEWS)


def test_rss_becomes_news(httpserver: HTTPServer) -> None:
    [entry] = news(httpserver, RSS.format(items=ITEM)).news
    assert (entry.id, entry.website) == ("n-1", "https://liof.nl/n/1")
    assert entry.title.in_language("nl") == "Nieuw & fonds"
    assert entry.published_at == datetime(2026, 11, 2, 8, tzinfo=UTC)
    assert entry.summary is not None
    assert entry.summary.in_language("nl") == "Geld voor groei"
    assert entry.topics == ("financiering",)


def test_atom_becomes_news(httpserver: HTTPServer) -> None:
    [entry] = news(httpserver, ATOM).news
    assert (entry.id, entry.website, entry.topics) == ("urn:1", "https://liof.nl/a", ("innovatie",))
    assert entry.published_at == datetime(2026, 11, 2, 8, tzinfo=UTC)


def test_the_event_module_of_rss_becomes_events(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/agenda/rss.xml").respond_with_data(RSS.format(items=EVENT))
    [entry] = page(httpserver, FeedKind.EVENTS).events
    assert (entry.starts_at, entry.place) == (datetime(2026, 12, 1, 12, tzinfo=UTC), "Maastricht")
    assert entry.ends_at == datetime(2026, 12, 1, 16, tzinfo=UTC)


def test_an_unchanged_feed_brings_nothing_new(httpserver: HTTPServer) -> None:
    first = news(httpserver, RSS.format(items=ITEM))
    second = page(httpserver, FeedKind.NEWS, first.cursor)
    assert (second.news, second.more, second.cursor) == ((), False, first.cursor)


PARTS = {
    "no time": (ITEM.replace("Mon, 02 Nov 2026 09:00:00 +0100", "gisteren"), "a time with zone"),
    "impossible time": (ITEM.replace("02 Nov", "32 Nov"), "a time with zone"),
    "no zone": (ITEM.replace(" +0100", ""), "a time with zone"),
    "no title": (ITEM.replace("Nieuw &amp; fonds", " "), "a title"),
    "no id": (ITEM.replace("<guid>n-1</guid>", "").replace("https://liof.nl/n/1", "javascript:x"), "an id"),
    "twice": (ITEM + ITEM, "is there already"),
}


@pytest.mark.parametrize("case", PARTS)
def test_an_entry_that_lacks_something_is_left_out_and_noted(httpserver: HTTPServer, case: str) -> None:
    faulty, said = PARTS[case]
    other = ITEM.replace("n-1", "n-2").replace("/n/1", "/n/2")
    done = news(httpserver, RSS.format(items=faulty + other))
    assert done.news[-1].id == "n-2"
    assert said in done.notes[0].in_language("en")


def test_a_link_that_is_none_is_left_out(httpserver: HTTPServer) -> None:
    items = ITEM.replace("https://liof.nl/n/1", "javascript:alert(1)")
    assert news(httpserver, RSS.format(items=items)).news[0].website is None


BOMB = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<rss><channel><item><title>&b;</title></item></channel></rss>"""
FILE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>'


@pytest.mark.parametrize(
    "words",
    [BOMB, FILE, "", "geen xml", "<html><body>Onderhoud</body></html>", "<rss><channel>", "<a>" * 5000],
    ids=["entity bomb", "entity of a file", "empty", "no xml", "a page", "cut off", "endless nesting"],
)
def test_what_is_no_feed_is_a_source_that_fails(httpserver: HTTPServer, words: str) -> None:
    with pytest.raises(SourceUnavailable):
        news(httpserver, words)


@pytest.mark.parametrize("status", [404, 500, 301])
def test_no_answer_is_a_source_that_fails(httpserver: HTTPServer, status: int) -> None:
    with pytest.raises(SourceUnavailable):
        news(httpserver, RSS.format(items=ITEM), status)


@given(st.text(max_size=80))
def test_reading_ends_in_a_feed_or_a_refusal(words: str) -> None:
    with suppress(NotReadable):
        read_feed(words)
    assert "  " not in plain(words)
    moment = read_moment(words)
    assert moment is None or moment.tzinfo is UTC


@given(st.text(alphabet="<>/ab &;\"'=![]-", max_size=60))
def test_entries_are_read_whatever_their_text_holds(words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    [entry] = read_feed(f"<rss><channel><item><title>{escaped}</title></item></channel></rss>")
    assert "<script" not in entry.words("title")
