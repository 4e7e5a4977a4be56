"""A real browser on a real server; without chromium these tests skip and say so."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from mkb_service.server import serve
from playwright.sync_api import Browser, ConsoleMessage, Page, StorageState, sync_playwright

from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "service" / "assets" / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = Path(__file__).parent / "screenshots"
CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
WIDTHS = (1280, 390)
SECONDS_TO_START = 60


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own chromium."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine (on Debian and Ubuntu: apt install chromium)")
    with sync_playwright() as started:
        # The sandbox needs rights that a container or root does not have; only the project's own pages are opened.
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the pages are; the server ends with the tests."""
    settings = Settings(f"sqlite:///{tmp_path_factory.mktemp('pages') / 'mkb.sqlite'}", port=0, now=NOW)
    return started(settings)


def started(settings: Settings, installation: Installation | None = None) -> str:
    """Where a server listens that was just started; it ends with the tests."""
    ready: list[str] = []
    known = threading.Event()

    def tell(place: str) -> None:
        ready.append(place)
        known.set()

    served = {"installation": installation}
    threading.Thread(target=serve, args=(settings, tell), kwargs=served, daemon=True).start()
    assert known.wait(SECONDS_TO_START), "the server did not start"
    return ready[0]


Open = Callable[..., Page]


def complain(message: ConsoleMessage) -> None:
    """A page has no errors but the status of a page that is refused or not there."""
    if message.type == "error" and "the server responded with a status of 4" not in message.text:
        pytest.fail(message.text)


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Open a page: its path, the width of the window, the language, whether scripts run, and what
    the browser holds already."""
    contexts = []

    def opened(
        path: str = "",
        *,
        width: int = 1280,
        language: str = "nl",
        scripts: bool = True,
        state: StorageState | None = None,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=language,
            java_script_enabled=scripts,
            bypass_csp=True,
            storage_state=state,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", complain)
        page.on(
            "request",
            lambda request: pytest.fail(request.url) if not request.url.startswith(address) else None,
        )
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()
