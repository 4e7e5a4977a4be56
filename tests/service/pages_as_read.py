"""Pages as a browser reads them: the forms that stand in them, and what could run or lead away."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from attrs import define, field, frozen

#: an element and an attribute that only a hostile value makes, and what a template would make of another
ELEMENT, ATTRIBUTE, REACHED = "x-hostile", "data-hostile", "1000003"
OURS = "https://ours.example/page"
HOSTILE = {
    "element": f"<{ELEMENT}>a</{ELEMENT}><script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": f"\" {ATTRIBUTE}=1 autofocus onfocus=alert(1) x=\"' {ATTRIBUTE}=1 onfocus=alert(1) x='",
    "end of text": f"</textarea></title></option></blockquote><{ELEMENT}>",
    "comment": f"--><{ELEMENT}><!--",
    "template": "{{ 1009 * 991 + 1084 }}{% raw %}${1009*991+1084}#{1009*991+1084}",
    "address": "javascript:alert(1)//",
    "other site": "//evil.example/",
    "right to left": "\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe\N{RIGHT-TO-LEFT ISOLATE}",
    "zero": "a\0b",
    "lines": "a\r\nSet-Cookie: hostile=1\r\n\r\nb",
    "emoji": "👩‍👩‍👧‍👦" * 20,
    "formula": '=HYPERLINK("https://evil.example","x")',
    "long": "a" * 20_000,
    "surrogate": "%ED%A0%80",
    "empty": "",
}


@frozen
class Form:
    """A form: where it goes, what it sends unasked, and the names that somebody fills in."""

    action: str
    method: str
    fixed: dict[str, str]
    asked: tuple[str, ...]


#: a file of the service itself
OWN_SCRIPT = re.compile(r"/static/[a-z-]+\.js(\?v=[0-9a-f]+)?")


@define
class Page(HTMLParser):
    """What was found in a page; ``dangers`` should be empty."""

    forms: list[Form] = field(factory=list)
    links: list[str] = field(factory=list)
    dangers: list[str] = field(factory=list)
    _open: tuple[str, str, dict[str, str], list[str]] | None = None

    @classmethod
    def of(cls, html: str) -> Page:
        """Read it."""
        page = cls()
        page.feed(html)
        page.close()
        if "1001003" in html or REACHED in html:
            page.dangers.append("a template was carried out")
        return page

    def __attrs_post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in given}
        own = tag == "script" and set(held) == {"type", "src"} and OWN_SCRIPT.fullmatch(held["src"])
        if (not own and tag in ("script", "iframe", "object", "embed", "base", ELEMENT)) or (
            tag == "meta" and "http-equiv" in held
        ):
            self.dangers.append(f"<{tag}>")
        self.dangers += [
            name for name in held if name.startswith("on") or name in ("style", "srcdoc", ATTRIBUTE)
        ]
        for name in ("href", "src", "action", "formaction"):
            place = held.get(name, "").strip().lower()
            if place.startswith(("javascript:", "data:")) or "evil" in urlsplit(urljoin(OURS, place)).netloc:
                self.dangers.append(f"{name}={place[:60]}")
        if tag == "a" and held.get("href", "").startswith("/"):
            self.links.append(held["href"])
        if tag == "form":
            self._open = (held.get("action", ""), held.get("method", "get"), {}, [])
        elif self._open is not None and tag in ("input", "textarea", "select", "button") and held.get("name"):
            fixed, asked = self._open[2:]
            if tag == "button" or held.get("type") in ("hidden", "submit"):
                fixed[held["name"]] = held.get("value", "")
            elif held["name"] not in asked:
                asked.append(held["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._open is not None:
            action, method, fixed, asked = self._open
            self.forms.append(Form(action, method, fixed, tuple(asked)))
            self._open = None
