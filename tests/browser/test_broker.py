"""Signing in by a broker of the business login in a real browser: a certified provider, its page, and back to the account."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from attrs import evolve
from playwright.sync_api import Browser, Page, expect

from mkb_core.rights import COMMAND_LINE
from mkb_core.runtime.host import load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.workflows.accounts.invitations import invite
from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.settings import Settings
from tests.browser.conftest import started
from tests.browser.test_pages import check, picture, tab_to
from tests.plugins.identity_oidc.local_provider import COMPANY, LOA, OTHER
from tests.plugins.identity_oidc.real_broker import RealBroker, broker
from tests.service.identity.conftest import PASSWORD

__all__ = ["broker"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAIRS = [(width, language) for width in (1280, 390) for language in ("nl", "en")]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, broker: RealBroker) -> Iterator[Installation]:
    """One that knows the provider, with the real time: the provider has no other."""
    database = tmp_path_factory.mktemp("broker") / "mkb.sqlite"
    settings = Settings(
        f"sqlite:///{database}", port=0, isolation=Isolation.IN_PROCESS, others=broker.settings()
    )
    made = assemble(settings, load_plugins(isolation=Isolation.IN_PROCESS))
    yield made
    made.close()


@pytest.fixture(scope="module")
def address(installation: Installation, broker: RealBroker) -> str:
    """Where its pages are; the installation knows it from then on, as a server's own does."""
    place = started(installation.settings, evolve(installation))
    installation.settings = evolve(installation.settings, public_url=place)
    broker.wants(redirect=place + "inloggen/oidc/terug", keys="new")
    return place


Begin = Callable[..., Page]


@pytest.fixture
def begin(browser: Browser, address: str) -> Iterator[Begin]:
    """At the provider's page, from the service's own page for signing in."""
    contexts = []

    def begun(*, width: int = 1280, language: str = "nl", scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=language,
            java_script_enabled=scripts,
            bypass_csp=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address + "inloggen")
        page.click("a[href^='/inloggen/oidc']")
        expect(page.locator("h1")).to_have_text("Inloggen bij de makelaar")
        return page

    yield begun
    for context in contexts:
        context.close()


def sign_in_there(page: Page, **typed: str) -> None:
    level = typed.pop("level", None)
    for name, words in typed.items():
        page.fill(f"#{name}", words)
    if level:
        page.select_option("#level", level)
    page.click("button[value=yes]")


@pytest.mark.parametrize(("width", "language"), PAIRS)
def test_from_the_sign_in_page_by_the_broker_to_the_account(
    begin: Begin, address: str, width: int, language: str
) -> None:
    page = begin(width=width, language=language)
    sign_in_there(page, person=f"person-{width}-{language}")
    expect(page).to_have_url(address + "account")
    expect(page.locator("#roles + p")).to_contain_text(COMPANY)
    check(page, "account-by-broker")


@pytest.mark.parametrize(("width", "language"), PAIRS)
def test_of_several_companies_one_is_chosen(begin: Begin, address: str, width: int, language: str) -> None:
    page = begin(width=width, language=language)
    both = f"{COMPANY},{OTHER}"
    sign_in_there(page, person=f"both-{width}-{language}", companies=both, mandates=both)
    check(page, "broker-choose")
    page.select_option("#company", OTHER)
    page.click("main form button")
    expect(page).to_have_url(address + "account")
    expect(page.locator("#roles + p")).to_contain_text(OTHER)


@pytest.mark.parametrize(("width", "language"), PAIRS)
def test_too_low_a_level_is_refused_on_a_page_that_leads_on(
    begin: Begin, address: str, width: int, language: str
) -> None:
    page = begin(width=width, language=language)
    sign_in_there(page, level=LOA + "loa2")
    expect(page.locator("main")).to_contain_text("te laag" if language == "nl" else "too low")
    check(page, "broker-level-low")
    page.click("main a.button-link")
    expect(page).to_have_url(address + "inloggen")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_whoever_stops_at_the_broker_comes_back_to_a_page_that_says_so(begin: Begin, language: str) -> None:
    page = begin(language=language)
    page.click("button[value=no]")
    expect(page.locator("main")).to_contain_text("gestopt" if language == "nl" else "stopped")
    check(page, "broker-cancelled")


def test_the_button_back_opens_nothing_again(begin: Begin, address: str) -> None:
    page = begin()
    with page.expect_request(lambda request: "/terug?" in request.url) as sent:
        sign_in_there(page)
    expect(page).to_have_url(address + "account")
    page.goto(sent.value.url)
    expect(page.locator("h1")).to_have_text("Inloggen is niet gelukt")


def test_whole_way_without_scripts(begin: Begin, address: str) -> None:
    page = begin(scripts=False, width=390)
    sign_in_there(
        page, person="without-scripts", companies=f"{COMPANY},{OTHER}", mandates=f"{COMPANY},{OTHER}"
    )
    page.select_option("#company", COMPANY)
    page.click("main form button")
    expect(page).to_have_url(address + "account")


def test_whole_way_by_keyboard(begin: Begin, address: str) -> None:
    page = begin()
    page.goto(address + "inloggen")
    tab_to(page, "/inloggen/oidc?naar=%2Faccount")
    page.keyboard.press("Enter")
    page.focus("button[value=yes]")
    page.keyboard.press("Enter")
    expect(page).to_have_url(address + "account")


@pytest.mark.parametrize(("width", "language"), PAIRS)
def test_a_broker_is_added_to_an_account_and_taken_away(
    browser: Browser, installation: Installation, address: str, width: int, language: str
) -> None:
    """With the policy for content in force: a form may not lead to another site, a link may."""
    path = invite(
        installation, COMMAND_LINE, f"lin-{width}-{language}@example.org", "entrepreneur", "11223344"
    )
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=language)
    page = context.new_page()
    page.goto(address + path.path.removeprefix("/"))
    page.fill("#name", "Lin")
    page.fill("#password", PASSWORD)
    page.click("main form button")
    page.fill("#link-current", "not the password")
    page.click("form:has(#link-current) button")
    expect(page.locator("#link-current-fault")).to_be_visible()
    page.fill("#link-current", PASSWORD)
    page.click("form:has(#link-current) button")
    expect(page.locator("main a.button-link")).to_be_visible()
    picture(page, "broker-add")
    page.click("main a.button-link")
    sign_in_there(page, person=f"lin-{width}-{language}")
    expect(page).to_have_url(address + "account")
    expect(page.locator("section:has(#ways) li")).to_have_count(2)
    picture(page, "account-linked")
    page.fill("#unlink-current", PASSWORD)
    page.click("form:has(#unlink-current) button")
    expect(page.locator("section:has(#ways) li")).to_have_count(1)
    context.close()
