"""The pages of budgets as people use them: by keyboard, with a block from a spreadsheet, by two persons, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from mkb_core.runtime.host import load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.store.account_roles import RoleGrant, grant_role
from mkb_core.store.accounts import Account, add_account
from mkb_core.store.engine import write
from mkb_core.store.sessions import Session, add_session
from mkb_core.workflows.accounts.held_secrets import hash_of, new_secret
from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.settings import Settings
from tests.browser.conftest import NOW, complain, started
from tests.browser.test_pages import PAIRS, check

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLACE = "/begrotingen/limburg"
CONSULTANTS = "fte.consultant/consultancy."
YEAR = f"{CONSULTANTS}2019"
#: As the plan prints it: EUR 2,186,267.
TOTAL = "€ 2.186.267"
SignIn = Callable[..., Page]


@pytest.fixture
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with three people of the organisation and a funder."""
    database = tmp_path_factory.mktemp("budgets") / "mkb.sqlite"
    settings = Settings(f"sqlite:///{database}", port=0, now=NOW, isolation=Isolation.IN_PROCESS)
    made = assemble(settings, load_plugins(isolation=Isolation.IN_PROCESS))
    people = (("ann", "back-office", None), ("bea", "board", None), ("led", "funder", "led"))
    with write(made.engine) as connection:
        for name, role, subject in people:
            add_account(connection, Account(name, f"{name}@example.org", name.title(), "nl", NOW))
            grant_role(connection, RoleGrant(f"r-{name}", name, role, subject, NOW, "operator"))
    yield made
    made.close()


@pytest.fixture
def sign_in(browser: Browser, installation: Installation) -> Iterator[SignIn]:
    """A page of somebody who has signed in, under the site's own policy for content; the server ends with the tests."""
    place = started(installation.settings, installation)
    contexts = []

    def opened(
        name: str, path: str, *, width: int = 1280, language: str = "nl", scripts: bool = True
    ) -> Page:
        secret = new_secret()
        end = NOW + timedelta(hours=8)
        with write(installation.engine) as connection:
            add_session(connection, Session(hash_of(secret), name, f"r-{name}", True, NOW, NOW, end))
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=language, java_script_enabled=scripts
        )
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.add_cookies([{"name": "mkb-session", "value": secret, "url": place}])
        page = context.new_page()
        page.on("console", complain)
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(place.rstrip("/") + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def cell(page: Page, address: str) -> Locator:
    return page.locator(f'[id="cell-{address}"]')


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name ?? ''"))


def computed(page: Page, total: str) -> None:
    expect(page.locator("#sum-total")).to_have_text(total)


def test_a_budget_is_edited_by_keyboard(sign_in: SignIn) -> None:
    page = sign_in("ann", PLACE)
    computed(page, TOTAL)
    cell(page, f"{CONSULTANTS}pilot").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert focused(page) == YEAR
    page.keyboard.type("3,5")
    computed(page, "€ 2.108.367")  # 760 hours less, at 100 euros and 2.50 of travel
    expect(page.locator("#status")).to_contain_text("Doorgerekend: totaal € 2.108.367")
    page.keyboard.press("Escape")
    expect(cell(page, YEAR)).to_have_value("4")
    computed(page, TOTAL)
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    assert focused(page) == "fte.senior_project_leader/coordination.2019"
    page.keyboard.press("Shift+Enter")
    assert focused(page) == YEAR
    page.keyboard.press("F2")
    page.keyboard.press("ArrowLeft")  # within the cell now
    page.keyboard.type("1")
    expect(cell(page, YEAR)).to_have_value("13")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+z")
    expect(cell(page, YEAR)).to_have_value("3")
    page.keyboard.press("Control+z")
    expect(cell(page, YEAR)).to_have_value("4")
    computed(page, TOTAL)
    page.keyboard.press("Control+y")
    expect(cell(page, YEAR)).to_have_value("3")
    page.keyboard.press("Tab")
    assert focused(page) == f"{CONSULTANTS}2020-Q1"
    computed(page, "€ 2.030.467")


def test_a_fault_is_told_at_its_cell_while_typing(sign_in: SignIn) -> None:
    page = sign_in("ann", PLACE)
    cell(page, YEAR).focus()
    page.keyboard.type("veel")
    fault = page.locator(f'[id="fault-{YEAR}"]')
    expect(fault).to_contain_text("is geen getal")
    expect(cell(page, YEAR)).to_have_attribute("aria-invalid", "true")
    assert focused(page) == YEAR
    page.keyboard.press("Escape")
    expect(fault).to_have_text("")
    expect(cell(page, YEAR)).not_to_have_attribute("aria-invalid", "true")


def test_a_block_of_a_spreadsheet_is_pasted_and_undone(sign_in: SignIn) -> None:
    page = sign_in("ann", PLACE)
    supplies = "cost.organisation_other/office_supplies."
    support = "cost.organisation_other/communication_support."
    page.evaluate("navigator.clipboard.writeText('1.250,50\\t2.000\\r\\n€ 500\\t0\\r\\n')")
    cell(page, f"{supplies}2019").focus()
    page.keyboard.press("Control+v")
    expect(cell(page, f"{supplies}2019")).to_have_value("1.250,50")
    expect(cell(page, f"{supplies}2020-Q1")).to_have_value("2.000")
    expect(cell(page, f"{support}2019")).to_have_value("€ 500")
    computed(page, "€ 2.120.018")  # 70,000 become 3,750.50
    page.keyboard.press("Control+z")
    expect(cell(page, f"{supplies}2019")).to_have_value("15.000")
    expect(cell(page, f"{support}2020-Q1")).to_have_value("10.000")
    computed(page, TOTAL)
    page.evaluate("navigator.clipboard.writeText('1\\t2\\t3')")
    cell(page, f"{supplies}2020-Q1").focus()
    page.keyboard.press("Control+v")
    expect(page.locator("#status")).to_contain_text("2 geplakte cellen vielen buiten de tabel")


def test_every_cell_explains_itself_by_keyboard(sign_in: SignIn) -> None:
    page = sign_in("ann", PLACE)
    page.locator('[id="out-cost.total.total"]').first.focus()
    page.keyboard.press("Enter")
    title = page.locator("#explanation-title")
    expect(title).to_be_focused()
    expect(title).to_have_text("kosten: totaal; totaal")
    page.locator(".explanation__inputs button").first.press("Enter")
    expect(title).not_to_have_text("kosten: totaal; totaal")
    page.keyboard.press("Escape")
    expect(page.locator("#explanation")).to_have_count(0)
    cell(page, YEAR).focus()
    page.keyboard.press("?")
    expect(page.locator("#explanation")).to_contain_text("Gegeven in scenario 1")
    page.keyboard.press("Escape")
    assert focused(page) == YEAR


def test_two_persons_change_a_budget(sign_in: SignIn) -> None:
    page = sign_in("ann", PLACE)
    cell(page, YEAR).fill("3")
    page.fill("#reason", "een consultant minder in 2019")
    page.click("button[value=save]")
    expect(page.locator("[role=status] h2")).to_contain_text("Versie 1 is bewaard")
    page.click("text=Naar de versies")
    page.click("text=Voorstellen ter goedkeuring")
    expect(page.locator("#version-1")).to_contain_text("voorgesteld")
    expect(page.locator("text=Goedkeuren")).to_have_count(0)
    page.click("#version-1 >> text=Wat er wijzigde")
    row = page.locator("tr", has=page.locator("th", has_text="FTE: mkb-consultant, consultancy; 2019"))
    assert row.locator("td").all_inner_texts() == ["4", "3", "-1"]
    check(page, "budget-comparison")
    other = sign_in("bea", f"{PLACE}/versies")
    check(other, "budget-versions")
    other.click("text=Goedkeuren")
    expect(other.locator("#version-1")).to_contain_text("goedgekeurd, geldt nu")
    other.goto(other.url.replace("/versies", ""))
    computed(other, "€ 2.030.467")


def test_who_worked_on_it_is_told_that_another_must_approve(sign_in: SignIn) -> None:
    page = sign_in("bea", PLACE)
    cell(page, YEAR).fill("3")
    page.fill("#reason", "minder")
    page.click("button[value=save]")
    page.click("text=Naar de versies")
    page.click("text=Voorstellen ter goedkeuring")
    expect(page.locator("#version-1")).to_contain_text("een ander moet haar goedkeuren")
    expect(page.get_by_role("button", name="Goedkeuren")).to_have_count(0)


def test_of_two_who_edit_at_once_the_second_sees_the_work_of_the_first(sign_in: SignIn) -> None:
    first, second = sign_in("ann", PLACE), sign_in("bea", PLACE)
    for page, address, fte in ((first, YEAR, "3"), (second, f"{CONSULTANTS}pilot", "2")):
        cell(page, address).fill(fte)
        page.fill("#reason", "anders")
        page.click("button[value=save]")
    expect(second.locator("[role=alert]")).to_contain_text("Intussen bewaarde iemand anders")
    expect(cell(second, YEAR)).to_have_value("3")
    expect(cell(second, f"{CONSULTANTS}pilot")).to_have_value("2")
    second.click("button[value=save]")
    expect(second.locator("[role=status] h2")).to_contain_text("Versie 2 is bewaard")


def test_the_same_edit_without_scripts(sign_in: SignIn) -> None:
    page = sign_in("ann", PLACE, width=390, scripts=False)
    cell(page, YEAR).fill("drie")
    page.click(".panel button[value=recalculate]")
    expect(page.locator(f'[id="fault-{YEAR}"]')).to_contain_text("is geen getal")
    cell(page, YEAR).fill("3")
    cell(page, YEAR).press("Enter")  # computes, and saves nothing
    computed(page, "€ 2.030.467")
    page.locator('[id="out-cost.total.total"]').first.click()
    expect(page.locator("#explanation")).to_be_visible()
    expect(cell(page, YEAR)).to_have_value("3")
    page.fill("#reason", "een consultant minder in 2019")
    page.click("button[value=save]")
    expect(page.locator("[role=status] h2")).to_contain_text("Versie 1 is bewaard")
    computed(page, "€ 2.030.467")


@pytest.mark.parametrize(("width", "language"), PAIRS)
def test_pages_are_accessible(sign_in: SignIn, width: int, language: str) -> None:
    page = sign_in("ann", "/begrotingen", width=width, language=language)
    check(page, "budgets")
    page.goto(re.sub(r"/begrotingen$", PLACE, page.url))
    check(page, "budget")
    cell(page, YEAR).fill("x")
    expect(page.locator(f'[id="fault-{YEAR}"]')).not_to_have_text("")
    page.locator('[id="out-cost.total.total"]').first.click()
    expect(page.locator("#explanation")).to_be_visible()
    check(page, "budget-fault-and-explanation")
    base = page.url.split("#")[0]
    for path in ("scenarios?scenario=2", "financiering?scenario=2", "bouwfase", "vergelijking", "versies"):
        page.goto(f"{base}/{path}")
        check(page, f"budget-{path.partition('?')[0]}")
    funder = sign_in("led", f"{PLACE}/financiering", width=width, language=language)
    check(funder, "budget-share")
