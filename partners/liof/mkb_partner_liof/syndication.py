"""RSS 2.0 and Atom as plain elements: read tolerantly, and never so that a document can make itself larger."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from xml.parsers import expat

from attrs import field, mutable

MOST_ELEMENTS = 50_000
DEEPEST = 40
ATOM = "http://www.w3.org/2005/Atom"


class NotReadable(ValueError):
    """A document that is no feed, or one that declares entities: these can make a small document enormous."""


@mutable
class Element:
    """An element with its name without namespace, its attributes, the text directly in it, and what is inside."""

    name: str
    attributes: dict[str, str] = field(factory=dict)
    text: str = ""
    inside: list[Element] = field(factory=list)

    def all(self, *names: str) -> list[Element]:
        """The elements directly inside with one of these names."""
        return [one for one in self.inside if one.name in names]

    def words(self, *names: str) -> str:
        """The text of the first of these that has any, without markup; the names in order of preference."""
        for name in names:
            for one in self.all(name):
                if found := plain(one.text or "".join(inner.text for inner in one.inside)):
                    return found
        return ""


def read_feed(words: str) -> list[Element]:
    """The entries of a feed; raises :class:`NotReadable`."""
    root = _parse(words)
    holder = next((one for one in root.inside if one.name == "channel"), root)
    if root.name.lower() not in ("rss", "feed", "rdf"):
        raise NotReadable(f"the document is no feed but <{root.name[:40]}>")
    return [*holder.all("item", "entry"), *(root.all("item") if holder is not root else [])]


def _parse(words: str) -> Element:
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    parser.buffer_text = True
    top = Element("")
    path = [top]
    count = 0

    def doctype(*_: object) -> None:
        raise NotReadable("the document declares a document type, which is not read")

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS or len(path) > DEEPEST:
            raise NotReadable("the document has too many elements or is nested too deeply")
        path.append(Element(name.rpartition(" ")[2], attributes))
        path[-2].inside.append(path[-1])

    def characters(found: str) -> None:
        path[-1].text += found

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parser.CharacterDataHandler = characters
    try:
        # A lone surrogate is no character of a document: it becomes a question mark, and the rest is read.
        parser.Parse(words.removeprefix("\ufeff").lstrip().encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise NotReadable(f"no well-formed XML: line {error.lineno}, column {error.offset}") from None
    return top.inside[0]


def read_moment(words: str) -> datetime | None:
    """A time of RSS (RFC 822) or Atom (ISO 8601) in UTC; ``None`` where it is none or has no zone."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(words.strip())
            if moment.utcoffset() is not None:
                return moment.astimezone(UTC)
        except (ValueError, OverflowError, TypeError):
            continue
    return None


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.silent += tag in ("script", "style")
        self.found.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style") and self.silent > 0
        self.found.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def plain(words: str) -> str:
    """Text without markup and with single spaces; what follows a mark that no reader understands is left out."""
    reader = _Words()
    with suppress(AssertionError):  # the standard library's answer to a broken declaration such as ``<![;``
        reader.feed(words)
        reader.close()
    return " ".join("".join(reader.found).split())
