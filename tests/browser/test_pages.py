"""The way from a question to an advice and the directory: seen, measured, by keyboard, without scripts, in two languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import AXE, SCREENSHOTS, WIDTHS, Open

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: at least this many rules apply to each page, so that "no violations" is not "nothing looked at"
FEWEST_RULES = 15
WIDE = "We willen groeien van 16 naar 40 man en een bedrijfshal bouwen. Wie helpt ons met een plan voor het hele bedrijf?"
ADVICE = re.compile(r"/advies/r-[0-9a-f]{32}$")
#: the guidelines are measured once at each width and once in each language; pictures are made of all four
PAIRS = [(1280, "nl"), (390, "en")]
PLAIN_PAGES = ["", "partners", "partners?q=zzz", "partners/liof", "partners/gemeente", "hoe-het-werkt", "privacy", "toegankelijkheid", "nergens"]  # fmt: skip


def ask(page: Page, question: str, **fields: str) -> None:
    page.fill("#question", question)
    for name, value in fields.items():
        if page.locator(f"select#{name}").count():
            page.select_option(f"#{name}", value)
        else:
            page.fill(f"#{name}", value)
    page.click("main form button")


def picture(page: Page, name: str, widths: tuple[int, ...] = WIDTHS) -> None:
    """Save pictures at these widths and the page's own, where nothing sticks out."""
    language = page.locator("html").get_attribute("lang")
    own = page.viewport_size
    assert own is not None
    SCREENSHOTS.mkdir(exist_ok=True)
    for width in (*(one for one in widths if one != own["width"]), own["width"]):
        page.set_viewport_size({"width": width, "height": own["height"]})
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}-{language}.png", full_page=True)
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), name


def check(page: Page, name: str, widths: tuple[int, ...] = WIDTHS) -> None:
    """Save pictures; no violation of the guidelines, one first heading."""
    picture(page, name, widths)
    page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
    violations = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]
    assert violations == [], name
    assert len(found["passes"]) >= FEWEST_RULES
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1


@pytest.mark.parametrize(("width", "language"), PAIRS)
def test_question_to_advice_to_directory(open_page: Open, width: int, language: str) -> None:
    page = open_page(width=width, language=language)
    check(page, "ask")
    ask(page, "", employees="veel")
    check(page, "faults")
    ask(page, WIDE, employees="16")
    expect(page).to_have_url(ADVICE)
    check(page, "advice-ask")
    page.fill("#age_years", "12")
    page.select_option("#municipality", "Maastricht")
    page.click("main form button")
    for summary in page.locator("summary").all():
        summary.click()
    check(page, "advice-candidate")
    page.click("section.receipt a")
    check(page, "check")
    page.click("nav a[href='/partners']")
    check(page, "directory")
    page.click("a[href='/partners/kvk']")
    check(page, "partner")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "question", ["Mag ik een terras voor mijn zaak zetten?", "Wat is de hoofdstad van Frankrijk?"]
)
def test_other_advices(open_page: Open, width: int, language: str, question: str) -> None:
    page = open_page(width=width, language=language)
    ask(page, question, municipality="Maastricht")
    check(page, "advice-answer" if "terras" in question else "advice-out-of-scope")


@pytest.mark.parametrize(("width", "language"), PAIRS)
@pytest.mark.parametrize("path", PLAIN_PAGES)
def test_plain_page(open_page: Open, path: str, width: int, language: str) -> None:
    check(open_page(path, width=width, language=language), re.sub(r"\W", "-", path) or "home")


@pytest.mark.parametrize("width", WIDTHS)
def test_whole_way_without_scripts(open_page: Open, width: int) -> None:
    page = open_page(width=width, scripts=False)
    ask(page, "")
    assert page.locator("#question-fault").is_visible()
    ask(page, WIDE, employees="16", age_years="12", municipality="Weert")
    expect(page).to_have_url(ADVICE)
    page.click("details.details summary")
    assert page.locator("dl.others dd").first.is_visible()
    page.click("nav a[href='/partners']")
    page.fill("#q", "rabo")
    page.click("main form button")
    page.click("a[href='/partners/rabobank']")
    expect(page.locator("h1")).to_have_text("Rabobank")
    page.click("a[hreflang='en']")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("Rabobank")


def focused(page: Page) -> str:
    name: str = page.evaluate(
        "(e => e.id || e.getAttribute('href') || e.name || e.tagName)(document.activeElement)"
    )
    return name


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element has the focus, which must show."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if focused(page) == "BODY":  # past the last one: the browser's own controls, then the first again
            continue
        shown = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert shown != "none", focused(page)
        if focused(page) == name:
            return
    raise AssertionError(f"Tab does not reach {name}")


def test_whole_way_by_keyboard(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    assert focused(page) == "#content"
    page.keyboard.press("Enter")
    tab_to(page, "question")
    page.keyboard.type("Mag ik een terras voor mijn zaak zetten?")
    tab_to(page, "employees")
    page.keyboard.type("4")
    tab_to(page, "municipality")
    page.keyboard.type("Weert")
    tab_to(page, "growth_ambition")
    tab_to(page, "innovation")
    page.keyboard.press("Space")
    tab_to(page, "BUTTON")
    page.keyboard.press("Enter")
    expect(page).to_have_url(ADVICE)
    tab_to(page, "SUMMARY")
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
    tab_to(page, "/partners/gemeente")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Gemeente")


def test_fault_leads_to_its_field(open_page: Open) -> None:
    page = open_page()
    ask(page, "Ik zoek geld", employees="veel")
    page.click(".notice a[href='#employees']")
    assert focused(page) == "employees"
    assert page.input_value("#employees") == "veel"
    assert page.input_value("#question") == "Ik zoek geld"


def test_policy_for_content_is_kept(browser: Any, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text))
    page.goto(address)
    ask(page, "Ik zoek geld")
    context.close()
    assert broken == []


def test_texts_may_be_twice_as_large(open_page: Open) -> None:
    page = open_page(width=640)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
