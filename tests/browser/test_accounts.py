"""The pages of accounts: the whole way, seen, measured, by keyboard, without scripts, in two languages."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pyotp
import pytest
from attrs import evolve
from mkb_service.server import serve
from playwright.sync_api import Page, expect

from mkb_core.rights import COMMAND_LINE
from mkb_core.runtime.host import load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.workflows.accounts.invitations import invite
from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.settings import Settings
from tests.browser.conftest import NOW, SECONDS_TO_START, Open
from tests.browser.test_pages import check, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]
#: in the links of mails; the tests open the paths at the server, whose port nobody knows before
PUBLIC = "http://mkb.example.org"
PASSWORD = "vier losse woorden samen"
PAIRS = [(1280, "nl"), (390, "en")]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The installation that is served, for inviting people."""
    database = tmp_path_factory.mktemp("accounts") / "mkb.sqlite"
    settings = Settings(
        f"sqlite:///{database}", port=0, now=NOW, isolation=Isolation.IN_PROCESS, public_url=PUBLIC
    )
    made = assemble(settings, load_plugins(isolation=Isolation.IN_PROCESS))
    yield made
    made.close()


@pytest.fixture(scope="module")
def address(installation: Installation) -> str:
    """Where its pages are; the server ends with the tests."""
    ready: list[str] = []
    known = threading.Event()

    def tell(place: str) -> None:
        ready.append(place)
        known.set()

    served = evolve(installation)
    threading.Thread(
        target=serve, args=(installation.settings, tell), kwargs={"installation": served}, daemon=True
    ).start()
    assert known.wait(SECONDS_TO_START), "the server did not start"
    return ready[0]


def path_for(installation: Installation, email: str, role: str, subject: str | None = None) -> str:
    """The path of an invitation, without its slash."""
    return invite(installation, COMMAND_LINE, email, role, subject).path.removeprefix("/")


def code(page_secret: str, step: int) -> str:
    return str(pyotp.TOTP(page_secret.replace(" ", "")).generate_otp(int(NOW.timestamp()) // 30 + step))


def accept(page: Page) -> None:
    page.fill("#name", "Eva Jansen")
    page.fill("#password", PASSWORD)
    page.click("main form button")


def enrol(page: Page, step: int = -1) -> str:
    secret = page.locator(".steps .code").inner_text()
    page.fill("#code", code(secret, step))
    page.click("main form button")
    return secret


@pytest.mark.parametrize(("width", "language"), PAIRS)
def test_from_invitation_to_signing_out(
    open_page: Open, installation: Installation, width: int, language: str
) -> None:
    email = f"eva-{width}@example.org"
    page = open_page(path_for(installation, email, "partner-manager", "lwv"), width=width, language=language)
    check(page, "invitation")
    page.fill("#password", "kort")
    page.click("main form button")
    check(page, "invitation-faults")
    accept(page)
    check(page, "enrol")
    secret = enrol(page)
    check(page, "recovery")
    page.click("a.button-link")
    check(page, "account")
    page.goto(page.url.replace("/account", "/beheer/gebruikers"))
    page.fill("#email", f"jan-{width}@example.org")
    page.click("main form button")
    check(page, "users")
    page.click("a[href='/beheer/leden']")
    page.fill("#members", "number;email;name\n12345678;piet@example.org;Piet\n1;x;\n")
    page.click("main form button")
    check(page, "members")
    page.click("nav a[href='/account']")
    page.click("form[action='/uitloggen'] button")
    check(page, "sign-in")
    page.fill("#email", email)
    page.fill("#password", "iets heel anders dan dit")
    page.click("main form button")
    check(page, "sign-in-refused")
    page.fill("#password", PASSWORD)
    page.click("main form button")
    check(page, "code")
    page.fill("#code", code(secret, 0))
    page.click("main form button")
    expect(page.locator("form[action='/uitloggen']")).to_be_visible()
    second = path_for(installation, email, "consultant")
    page.goto(page.url.replace("account", second))
    check(page, "invitation-known")
    page.click("main form button")
    expect(page.locator("#role-role")).to_be_visible()
    page.select_option("#role-role", index=1 if page.locator("#role-role").input_value() else 0)
    before = page.locator("#roles + p").inner_text()
    options = page.locator("#role-role option")
    other = next(
        option.get_attribute("value") for option in options.all() if option.inner_text() not in before
    )
    page.select_option("#role-role", other)
    page.click("section:has(#roles) button")
    assert page.locator("#roles + p").inner_text() != before
    page.click("section:has(#sessions) button")
    expect(page.locator("#email")).to_be_visible()


@pytest.mark.parametrize(("width", "language"), PAIRS)
@pytest.mark.parametrize("path", ["wachtwoord-vergeten", "uitnodiging/gone"])
def test_plain_page(open_page: Open, path: str, width: int, language: str) -> None:
    page = open_page(path, width=width, language=language)
    check(page, path.replace("/", "-"))
    if path == "wachtwoord-vergeten":
        page.fill("#email", "nobody@example.org")
        page.click("main form button")
        check(page, "lost-password-sent")


def test_whole_way_without_scripts(open_page: Open, installation: Installation) -> None:
    page = open_page(path_for(installation, "ann@example.org", "consultant"), width=390, scripts=False)
    accept(page)
    enrol(page)
    page.click("a.button-link")
    expect(page.locator("h1")).to_have_text("Mijn account")
    page.click("a[hreflang='en']")
    expect(page.locator("h1")).to_have_text("My account")
    page.goto(page.url.split("/account")[0] + "/account")
    expect(page.locator("h1")).to_have_text("My account")


def test_signing_in_by_keyboard(open_page: Open, installation: Installation) -> None:
    page = open_page(path_for(installation, "jo@example.org", "entrepreneur", "12345678"))
    tab_to(page, "name")
    page.keyboard.type("Jo")
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("form[action='/uitloggen']")).to_be_visible()
    tab_to(page, "BUTTON")
    page.keyboard.press("Enter")
    expect(page.locator("#email")).to_be_visible()
    tab_to(page, "email")
    page.keyboard.type("jo@example.org")
    tab_to(page, "password")
    page.keyboard.type("niet het goede")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]")).to_be_visible()
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("form[action='/uitloggen']")).to_be_visible()


def test_policy_for_content_lets_the_picture_through(
    browser: object, address: str, installation: Installation
) -> None:
    context = browser.new_context()  # type: ignore[attr-defined]
    page = context.new_page()
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text))
    page.goto(address + path_for(installation, "kim@example.org", "consultant"))
    accept(page)
    assert page.locator(".qr svg").bounding_box()["width"] > 150
    context.close()
    assert broken == []
