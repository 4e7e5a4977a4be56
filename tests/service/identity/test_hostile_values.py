"""Hostile values through every field of every form and every parameter of every page: they stay words.

The pages are those of the table of routes and those they link to, the fields those of their forms: both grow by themselves.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import httpx
import pytest
from attrs import define, field
from mkb_service.policy import POLICY

from tests.service.conftest import HTML, Client
from tests.service.identity.conftest import Visitor
from tests.service.pages_as_read import HOSTILE, Form, Page
from tests.service.routes import address_of

WHO = {
    "visitor": None,
    "company": ("entrepreneur", "12345678"),
    "partner": ("partner-manager", "lwv"),
    "consultant": ("consultant", None),
    "staff": ("back-office", None),
    "leader": ("senior-project-leader", None),
    "operator": ("operator", None),
}
PARAMETERS = ("naar", "lang", "nummer", "q", "fields", "page", "error", "state", "code")
FORGED = {
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-forwarded-for": "203.0.113.9",
    "x-forwarded-prefix": "/evil.example",
    "x-original-url": "/beheer/plugins",
    "x-rewrite-url": "/beheer/plugins",
    "x-http-method-override": "DELETE",
    "forwarded": "for=203.0.113.9;host=evil.example;proto=https",
}


@define
class Crawl:
    """Somebody who looks at every page that there is for them."""

    visitor: Visitor
    count: int = 0
    faults: list[str] = field(factory=list)

    def get(self, address: str, **headers: str) -> httpx.Response:
        answer = self.visitor.client.get(address, headers=HTML | headers, follow_redirects=False)
        return self.checked(answer, f"GET {address[:120]}")

    def checked(self, answer: httpx.Response, where: str) -> httpx.Response:
        """What holds for every answer to a browser."""
        self.count += 1
        if answer.status_code >= 500 and answer.status_code != 503:
            self.faults.append(f"{where}: {answer.status_code}")
        if answer.headers.get("content-type", "").startswith("text/html"):
            self.faults += [f"{where}: {danger}" for danger in Page.of(answer.text).dangers]
        location = answer.headers.get("location", "/")
        if not re.match(r"/(?![/\\])", location):
            self.faults.append(f"{where}: leads to {location[:80]}")
        for cookie in answer.headers.get_list("set-cookie"):
            name = cookie.partition("=")[0]
            if name not in ("mkb-session", "mkb-visitor", "language"):
                self.faults.append(f"{where}: cookie {name}")
            if not {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}:
                self.faults.append(f"{where}: flags of {cookie}")
        return answer

    def pages(self) -> Iterator[tuple[str, Page]]:
        """The pages of the table, then what they link to."""
        waiting = [
            address_of(path) for method, path in POLICY if method == "GET" and not path.startswith("/v1")
        ]
        seen: set[str] = set()
        while waiting:
            address = waiting.pop(0).partition("#")[0]
            shape = re.sub(r"=[^&]*", "=", re.sub(r"r-[0-9a-f]{32}", "r", address))
            if shape in seen or address.startswith(("/static", "/metrics", "/v1")) or len(seen) > 150:
                continue
            seen.add(shape)
            answer = self.get(address)
            if answer.headers.get("content-type", "").startswith("text/html"):
                page = Page.of(answer.text)
                waiting += page.links
                yield address, page

    def send(self, address: str, form: Form, filled: dict[str, str]) -> httpx.Response:
        """Send a form as it stands in its page, with these values."""
        data = form.fixed | filled
        if form.method.lower() == "get":
            return self.get(f"{form.action or address}?{urlencode(data)}")
        answer = self.visitor.client.post(
            form.action or address, data=data, headers=HTML, follow_redirects=False
        )
        return self.checked(answer, f"POST {form.action or address} {list(filled)}")


@pytest.fixture(params=WHO)
def crawl(request: pytest.FixtureRequest, visitor: Visitor) -> Crawl:
    """Somebody of every kind, with pages of their own to see."""
    given = WHO[request.param]
    if given is not None:
        visitor.accept(*given)
        if given[0] != "entrepreneur":
            visitor.enrol()
    return Crawl(visitor)


def leaves(form: Form) -> bool:
    """Does sending it end the session, or lock somebody out?"""
    return "uitloggen" in form.action or form.fixed.get("action", "") in (
        "end",
        "end-sessions",
        "password",
        "everywhere",
    )


@pytest.mark.timeout(900)  # every field of every page, one value at a time
def test_hostile_values_stay_words(crawl: Crawl) -> None:
    forms = 0
    for address, page in crawl.pages():
        for form in page.forms:
            if not form.asked or leaves(form):
                continue
            forms += 1
            for value in HOSTILE.values():
                crawl.send(address, form, dict.fromkeys(form.asked, value))
            for name in form.asked:
                crawl.send(address, form, {name: HOSTILE["element"] + HOSTILE["attribute"]})
            answer = crawl.get(address)  # what was kept is shown
            if answer.status_code == 303 and "inloggen" in answer.headers["location"]:
                pytest.fail(f"{form} ended the session")
    assert forms > 0
    assert crawl.faults == []


@pytest.mark.timeout(900)
def test_hostile_parameters_stay_words(crawl: Crawl) -> None:
    for address, page in crawl.pages():
        kept = dict.fromkeys(re.findall(r"[?&](\w+)=", " ".join([address, *page.links])))
        for value in HOSTILE.values():
            given = dict.fromkeys([*PARAMETERS, *kept], value[:700])
            crawl.get(f"{address.partition('?')[0]}?{urlencode(given)}")
        crawl.get(f"{address.partition('?')[0]}?%ff=%fe&%00=%0d%0a&=&&&a")
    assert crawl.faults == []


def test_hostile_parts_of_addresses_stay_words(crawl: Crawl) -> None:
    for method, path in POLICY:
        if method != "GET" or "{" not in path or path.startswith("/v1"):
            continue
        for value in HOSTILE.values():
            part = httpx.QueryParams({"a": value[:700]}).__str__()[2:].replace("+", "%20")
            crawl.get(re.sub(r"{\w+}", part or "%20", path))
    for address in ("/%2Fevil.example/a", "/%5Cevil.example", "/%09/evil.example", "/x%22%3E%3Cscript%3E"):
        crawl.get(address)
    assert crawl.faults == []


def test_headers_that_a_client_writes_change_no_page(crawl: Crawl) -> None:
    for address, _ in crawl.pages():
        plain, forged = crawl.get(address), crawl.get(address, **FORGED)
        assert (forged.status_code, "evil.example" in forged.text + str(forged.headers)) == (
            plain.status_code,
            False,
        ), address
    other = crawl.get("/", host="evil.example")
    assert "evil.example" not in other.text + str(other.headers)
    assert crawl.faults == []


@pytest.mark.parametrize(
    "onward",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
        "/\t/evil.example", "/\n/evil.example", " //evil.example", "javascript:alert(1)", "http:///evil.example",
        "/%0d%0aSet-Cookie:a=b", "?naar=//evil.example", "/account//evil.example@x\r\n", "///evil.example",
        "data:text/html,a", "\u2028//evil.example", "/\N{FULLWIDTH SOLIDUS}/evil.example",
    ],
)  # fmt: skip
def test_signing_in_leads_to_pages_of_ours_only(visitor: Visitor, onward: str) -> None:
    visitor.accept("entrepreneur", "12345678")
    visitor.client.cookies.clear()
    page = visitor.see(f"/inloggen?{urlencode({'naar': onward})}")
    found = re.search(r'name="naar" value="([^"]*)"', page)
    assert found is not None
    for asked in (html.unescape(found[1]), onward):
        visitor.client.cookies.clear()
        where = visitor.goes(
            "/inloggen", email="eva@example.org", password="vier losse woorden samen", naar=asked
        )
        assert re.fullmatch(r"/(?![/\\])[^\s\\]*", where), where
        assert httpx.URL("https://ours.example/").join(where).host == "ours.example"


def test_cookies_of_an_encrypted_site_are_for_it_alone(client: Client) -> None:
    client.base_url = httpx.URL("https://mkb.example")
    visitor = Visitor(client)
    answer = visitor.send(
        visitor.invited("entrepreneur", "12345678"),
        name="Eva",
        language="nl",
        password="vier losse woorden samen",
    )
    cookies = answer.headers.get_list("set-cookie") + client.get("/?lang=en", headers=HTML).headers.get_list(
        "set-cookie"
    )
    assert len(cookies) >= 3
    for cookie in cookies:
        flags = {part.strip() for part in cookie.split(";")}
        assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= flags, cookie
        assert not any(flag.lower().startswith("domain") for flag in flags)
        assert cookie.startswith(("__Host-", "language="))


def test_list_of_members_has_limits_that_a_page_tells(visitor: Visitor) -> None:
    visitor.accept("partner-manager", "lwv")
    visitor.enrol()
    titles = "number;email;name\n"
    large = visitor.send("/beheer/leden", members=titles + "12345678;a@example.org;A\n" * 4000)
    assert (large.status_code, large.headers["content-type"]) == (413, "text/html; charset=utf-8")
    many = visitor.send("/beheer/leden", members=titles + "1;a;b\n" * 2001)
    assert (many.status_code, "2000" in many.text) == (400, True)
    token = re.search(r'name="form_token" value="([0-9a-f]{64})"', visitor.see("/beheer/leden"))
    assert token is not None
    file = visitor.client.post(
        "/beheer/leden", data={"form_token": token[1]}, files={"members": ("a.xlsx", b"PK")}, headers=HTML
    )
    assert file.status_code == 415
