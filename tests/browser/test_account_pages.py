"""Every page of accounts at both widths and in both languages: the guidelines, and all of it by keyboard, without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pyotp
import pytest
from attrs import evolve, frozen
from playwright.sync_api import Browser, Page, StorageState

from mkb_core.rights import COMMAND_LINE
from mkb_core.runtime.host import load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.store.engine import write
from mkb_core.store.one_time_links import NEW_PASSWORD
from mkb_core.workflows.accounts.invitations import invite
from mkb_core.workflows.accounts.links import make_link
from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.settings import Settings
from tests.browser.conftest import NOW, Open, started
from tests.browser.test_pages import check, focused

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "vier losse woorden samen"
PAIRS = [(width, language) for width in (1280, 390) for language in ("nl", "en")]
BUTTON = "main form button[type=submit]"
REACHABLE = (
    "main a[href], main button, main input:not([type=hidden]), main select, main textarea, main summary"
)

Visitors = Mapping[str, StorageState | None]
Act = Callable[[Page], object]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The installation that is served, for inviting people."""
    database = tmp_path_factory.mktemp("account-pages") / "mkb.sqlite"
    settings = Settings(
        f"sqlite:///{database}", port=0, now=NOW, isolation=Isolation.IN_PROCESS, rate_limits=False
    )
    made = assemble(settings, load_plugins(isolation=Isolation.IN_PROCESS))
    yield made
    made.close()


@pytest.fixture(scope="module")
def address(installation: Installation) -> str:
    place = started(installation.settings, evolve(installation))
    installation.settings = evolve(installation.settings, public_url=place)
    return place


def invited(installation: Installation, email: str, role: str, subject: str | None = None) -> str:
    """The path of an invitation, without its slash."""
    return invite(installation, COMMAND_LINE, email, role, subject).path.removeprefix("/")


@pytest.fixture(scope="module")
def visitors(browser: Browser, address: str, installation: Installation) -> Visitors:
    """What the browsers of people hold who are this far: made once, each by the pages themselves."""

    def accepted(email: str, role: str, subject: str | None = None) -> Page:
        page = browser.new_context(locale="nl").new_page()
        page.goto(address + invited(installation, email, role, subject))
        page.fill("#name", "Eva Jansen")
        page.fill("#password", PASSWORD)
        page.click(BUTTON)
        return page

    half = accepted("half@example.org", "partner-manager", "lwv")
    enrol(half)
    half.goto(address + "account")
    half.click("form[action='/uitloggen'] button")
    half.fill("#email", "half@example.org")
    half.fill("#password", PASSWORD)
    half.click(BUTTON)
    manager = accepted("manager@example.org", "partner-manager", "lwv")
    enrol(manager)
    owner = accepted("owner@example.org", "entrepreneur", "12345678")
    return {
        "nobody": None,
        "to enrol": accepted("new@example.org", "partner-manager", "lwv").context.storage_state(),
        "half": half.context.storage_state(),
        "manager": manager.context.storage_state(),
        "owner": owner.context.storage_state(),
    }


def enrol(page: Page) -> None:
    secret = page.locator(".steps .code").inner_text().replace(" ", "")
    page.fill("#code", str(pyotp.TOTP(secret).generate_otp(int(NOW.timestamp()) // 30)))
    page.click(BUTTON)


@frozen
class Shown:
    """A page: whose it is, where, and what is done there before it is looked at."""

    who: str
    path: str
    act: Act = lambda page: None


def fills(button: str = BUTTON, **words: str) -> Act:
    def act(page: Page) -> None:
        for name, value in words.items():
            page.fill(f"#{name.replace('__', '-')}", value)
        page.click(button)

    return act


ROWS = "number;email;name\n12345678;piet@example.org;Piet\n1;x;\n12345678;piet@example.org;Piet\n"
PAGES: dict[str, Shown] = {
    "sign-in": Shown("nobody", "inloggen"),
    "sign-in-refused": Shown("nobody", "inloggen", fills(email="nobody@example.org", password="x")),
    "lost-password": Shown("nobody", "wachtwoord-vergeten"),
    "lost-password-sent": Shown("nobody", "wachtwoord-vergeten", fills(email="some@example.org")),
    "invitation": Shown("nobody", "{invitation}"),
    "invitation-faults": Shown("nobody", "{invitation}", fills(name="", password="kort")),
    "invitation-gone": Shown("nobody", "uitnodiging/gone"),
    "invitation-known": Shown("nobody", "{known}"),
    "new-password": Shown("nobody", "{new_password}"),
    "new-password-faults": Shown("nobody", "{new_password}", fills(password="kort")),
    "new-password-gone": Shown("nobody", "nieuw-wachtwoord/gone"),
    "code": Shown("half", "inloggen/code"),
    "code-refused": Shown("half", "inloggen/code", fills(code="000000")),
    "enrol": Shown("to enrol", "account/tweede-factor"),
    "enrol-fault": Shown("to enrol", "account/tweede-factor", fills(code="000000")),
    "recovery": Shown(
        "manager", "account", fills("form:has(#recovery-current) button", recovery__current=PASSWORD)
    ),
    "account": Shown("owner", "account"),
    "account-staff": Shown("manager", "account"),
    "account-fault": Shown(
        "owner",
        "account",
        fills("form:has(#password-password) button", password__current="x", password__password="kort"),
    ),
    "users": Shown("manager", "beheer/gebruikers"),
    "users-fault": Shown(
        "manager", "beheer/gebruikers", fills("form:has(#email) button", email="no address")
    ),
    "users-invited": Shown(
        "manager", "beheer/gebruikers", fills("form:has(#email) button", email="jan@example.org")
    ),
    "users-denied": Shown("owner", "beheer/gebruikers"),
    "members": Shown("manager", "beheer/leden"),
    "members-faults": Shown(
        "manager", "beheer/leden", fills("form:has(#members) button", members="a;b\n1;2")
    ),
    "members-outcome": Shown("manager", "beheer/leden", fills("form:has(#members) button", members=ROWS)),
}


@pytest.fixture(scope="module")
def places(installation: Installation, visitors: Visitors) -> Mapping[str, str]:
    """Paths that end in a secret; looking uses none of them up."""
    assert visitors
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        new = make_link(
            connection, installation.settings, NEW_PASSWORD, "owner@example.org", {"account": "-"}, now
        )
    return {
        "invitation": invited(installation, "kim@example.org", "consultant"),
        "known": invited(installation, "owner@example.org", "consultant"),
        "new_password": new.path.removeprefix("/"),
    }


@pytest.mark.parametrize(("width", "language"), PAIRS)
@pytest.mark.parametrize("name", PAGES)
def test_page_keeps_the_guidelines_and_is_used_by_keyboard_without_scripts(
    open_page: Open, visitors: Visitors, places: Mapping[str, str], name: str, width: int, language: str
) -> None:
    shown = PAGES[name]
    page = open_page(shown.path.format(**places), width=width, language=language, state=visitors[shown.who])
    shown.act(page)
    assert page.locator("html").get_attribute("lang") == language
    check(page, name, ())
    assert page.locator("script").count() == 0
    reach_all(page)


def reach_all(page: Page) -> None:
    """Tab comes to everything in the page that can be used, in its order, and shows where it is."""
    page.locator(REACHABLE).evaluate_all("all => all.forEach((one, at) => one.dataset.at = at)")
    expected = page.locator(REACHABLE).evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => one.dataset.at)"
    )
    page.evaluate("document.activeElement.blur()")
    reached: list[str] = []
    for _ in range(30 + 2 * len(expected)):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement.dataset.at")
        if at is not None and at not in reached:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", focused(
                page
            )
            reached.append(at)
        if len(reached) == len(expected):
            break
    assert sorted(reached, key=int) == expected
