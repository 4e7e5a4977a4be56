"""A company's pages about its data, and the page of who guides it: seen, measured, by keyboard, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mkb_core.rights import COMMAND_LINE, Actor
from mkb_core.runtime.host import load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.companies import complete_company, show_company
from mkb_core.workflows.settings import Settings
from tests.browser.conftest import NOW, Open
from tests.browser.test_accounts import (  # noqa: F401 - a fixture
    PAIRS,
    PASSWORD,
    accept,
    address,
    enrol,
    path_for,
)
from tests.browser.test_pages import check, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HOME = "nav a[href='/account']"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The installation that is served, for inviting people."""
    url = f"sqlite:///{tmp_path_factory.mktemp('company') / 'mkb.sqlite'}"
    settings = Settings(url, port=0, public_url="http://localhost", now=NOW, isolation=Isolation.IN_PROCESS)
    made = assemble(settings, load_plugins(isolation=Isolation.IN_PROCESS))
    yield made
    made.close()


def company(installation: Installation, number: str) -> None:
    complete_company(installation, COMMAND_LINE, number, {"name": "Proef BV", "turnover_cents": 50_000_000})
    show_company(installation, Actor("back-office", "u-2", origin="page"), number)


@pytest.mark.timeout(600)  # nine pages are measured, each at two widths
@pytest.mark.parametrize(("width", "language"), PAIRS)
def test_from_seeing_who_used_the_data_to_erasing_them(
    open_page: Open,
    installation: Installation,
    width: int,
    language: str,
) -> None:
    number = f"1234{width:04}"
    company(installation, number)
    invitation = path_for(installation, f"bo-{width}@example.org", "entrepreneur", number)
    page = open_page(invitation, width=width, language=language)
    accept(page)
    check(page, "account-company")
    page.click("a[href='/bedrijf/gebruik']")
    check(page, "uses")
    page.click(HOME)
    page.click("a[href='/bedrijf/toestemmingen']")
    check(page, "consents-none")
    page.click("section:has(#referral) button")
    check(page, "consents-faults")
    page.select_option("#recipient", "liof")
    page.check("input[name='share-name']")
    page.click("section:has(#referral) button")
    page.click("section:has(#research) button")
    expect(page.locator("li.card")).to_have_count(2)
    check(page, "consents")
    page.locator("li.card button").first.click()
    expect(page.locator("#withdrawn")).to_be_visible()
    page.click(HOME)
    page.click("a[href='/bedrijf/gegevens']")
    check(page, "data")
    with page.expect_download() as download:
        page.click("section:has(#copy) button")
    assert download.value.suggested_filename == f"gegevens-{number}.json"
    page.fill("#number", "99999999")
    page.fill("#current", PASSWORD)
    page.click("section:has(#erase) button")
    check(page, "data-faults")
    page.fill("#number", number)
    page.fill("#current", PASSWORD)
    page.click("section:has(#erase) button")
    expect(page).to_have_url(re.compile("/gegevens-gewist$"))
    check(page, "erased")


@pytest.mark.parametrize(("width", "language"), PAIRS)
def test_who_guides_which_company(
    open_page: Open,
    installation: Installation,
    width: int,
    language: str,
) -> None:
    number = f"4321{width:04}"
    company(installation, number)
    guide = open_page(path_for(installation, f"gids-{width}@example.org", "consultant"))
    accept(guide)
    email = f"kantoor-{width}@example.org"
    page = open_page(path_for(installation, email, "back-office"), width=width, language=language)
    accept(page)
    enrol(page)
    page.click("a.button-link")
    page.click("a[href='/beheer/begeleiding']")
    page.fill("#nummer", "12")
    page.click("main form button")
    check(page, "guidance-faults")
    page.fill("#nummer", number)
    page.click("main form button")
    page.click("section:has(#assign) button")
    page.select_option("#partner", "liof")
    page.click("section:has(#scout) button")
    check(page, "guidance-company")
    page.locator("table button").first.click()
    expect(page.locator("#ended")).to_be_visible()
    page.goto(page.url.partition("?")[0])
    check(page, "guidance")


def test_consent_by_keyboard_and_without_scripts(
    open_page: Open,
    installation: Installation,
) -> None:
    company(installation, "12340001")
    invitation = path_for(installation, "toets@example.org", "entrepreneur", "12340001")
    page: Page = open_page(invitation, width=390, scripts=False)
    accept(page)
    page.goto(page.url.replace("/account", "/bedrijf/toestemmingen"))
    tab_to(page, "recipient")
    page.keyboard.type("LIOF")
    tab_to(page, "shares")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("li.card")).to_have_count(1)
    page.locator("li.card button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#withdrawn")).to_be_visible()
