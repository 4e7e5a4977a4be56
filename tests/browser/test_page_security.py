"""The policy for content, kept by a real browser: no page breaks it, and nothing hostile runs even where it is shown."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import httpx
import pytest
from attrs import evolve
from mkb_service.policy import POLICY
from mkb_service.server import serve
from playwright.sync_api import Browser, Dialog, Page

from mkb_core.rights import COMMAND_LINE
from mkb_core.runtime.host import load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.workflows.accounts.invitations import invite
from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.settings import Settings
from tests.browser.conftest import NOW, SECONDS_TO_START
from tests.browser.test_accounts import accept, enrol
from tests.service.pages_as_read import HOSTILE
from tests.service.routes import address_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = sorted(
    path
    for method, path in POLICY
    if method == "GET" and not path.startswith(("/v1", "/static", "/health", "/ready", "/metrics"))
)
WHO = {
    "visitor": None,
    "company": ("entrepreneur", "12345678"),
    "partner": ("partner-manager", "lwv"),
    "staff": ("back-office", None),
    "operator": ("operator", None),
}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The installation that is served, for inviting people."""
    database = tmp_path_factory.mktemp("security") / "mkb.sqlite"
    settings = Settings(
        f"sqlite:///{database}",
        port=0,
        now=NOW,
        isolation=Isolation.IN_PROCESS,
        public_url="http://127.0.0.1",
    )
    made = assemble(settings, load_plugins(isolation=Isolation.IN_PROCESS))
    yield made
    made.close()


@pytest.fixture(scope="module")
def address(installation: Installation) -> str:
    """Where its pages are, without a slash; the server ends with the tests."""
    ready: list[str] = []
    known = threading.Event()

    def tell(place: str) -> None:
        ready.append(place)
        known.set()

    given = {"installation": evolve(installation)}
    threading.Thread(target=serve, args=(installation.settings, tell), kwargs=given, daemon=True).start()
    assert known.wait(SECONDS_TO_START), "the server did not start"
    return ready[0].rstrip("/")


class Watched:
    """A page of a browser that keeps the policy, and what it complained of."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.context = browser.new_context()
        self.page: Page = self.context.new_page()
        self.address = address
        self.complaints: list[str] = []
        self.page.on(
            "console", lambda said: self.note(said.text) if said.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.note(str(error)))
        self.page.on("dialog", self.dismiss)
        self.page.on("request", lambda asked: None if asked.url.startswith(address) else self.note(asked.url))

    def note(self, words: str) -> None:
        if "the server responded with a status of 4" not in words:
            self.complaints.append(f"{self.page.url}: {words[:300]}")

    def dismiss(self, dialog: Dialog) -> None:
        self.note(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    made = Watched(browser, address)
    yield made
    made.context.close()


@pytest.mark.parametrize("who", WHO)
def test_no_page_breaks_the_policy(watched: Watched, installation: Installation, who: str) -> None:
    given = WHO[who]
    if given is not None:
        role, subject = given
        watched.open(invite(installation, COMMAND_LINE, f"{who}@example.org", role, subject).path)
        accept(watched.page)
        if role != "entrepreneur":
            enrol(watched.page)
    asked = {"question": HOSTILE["element"]}
    receipt = httpx.post(f"{watched.address}/v1/advice", json=asked, timeout=60).json()["receipt"]
    for path in PAGES:
        watched.open(address_of(path, receipt=receipt))
    watched.open("/nothing-here")
    assert len(PAGES) > 15
    assert watched.complaints == []


@pytest.mark.parametrize(
    "name", ["element", "attribute", "end of text", "comment", "template", "right to left", "formula"]
)
def test_hostile_question_is_shown_as_it_was_typed(watched: Watched, name: str) -> None:
    watched.open("/")
    watched.page.fill("#question", HOSTILE[name])
    watched.page.click("main form button")
    shown = watched.page.locator("blockquote.question, textarea#question").first
    words = str(shown.evaluate("one => one.value ?? one.textContent"))
    assert HOSTILE[name].strip() in words
    assert watched.page.locator("x-hostile, [data-hostile], script").count() == 0
    assert watched.complaints == []


def test_page_cannot_be_framed(watched: Watched) -> None:
    watched.open("/health")
    watched.context.route(
        "**/frame",
        lambda route: route.fulfill(
            body=f"<iframe src='{watched.address}/inloggen'></iframe>", content_type="text/html"
        ),
    )
    watched.page.goto("http://other.example/frame")
    assert any("frame" in one.lower() for one in watched.complaints), watched.complaints
