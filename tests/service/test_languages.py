"""Dutch first, English complete: how a language is chosen, and that no sentence lacks."""

from __future__ import annotations

import re
import string
from pathlib import Path

import mkb_service
import pytest
from mkb_service.languages import LANGUAGES, preferred
from mkb_service.pages.forms import FIELDS
from mkb_service.pages.rendering import SOURCE_WORDS
from mkb_service.wording import WORDS
from mkb_service.wording.information import PAGES

from mkb_core.domain.partners import PartnerKind
from mkb_core.domain.sectors import DIVISIONS, SECTIONS
from mkb_core.hooks.declarations import ItemKind
from mkb_core.quality.rules import Tier
from mkb_core.text import Text
from mkb_core.workflows.partner_notices import FAULT_WORDS
from tests.service.conftest import HTML, Client

TEMPLATES = Path(mkb_service.__file__).parent / "templates"
PAGES_OF_ROLES = (*(TEMPLATES.parent / "pages").rglob("*.py"), *(TEMPLATES.parent / "identity").rglob("*.py"))
TEXTS: dict[str, Text] = {
    **WORDS,
    **{f"sector {code}": label for code, label in DIVISIONS.items()},
    **{f"section {section.label}": section.label for section in SECTIONS},
    **{f"fault {kind}": words for kind, words in FAULT_WORDS.items()},
    **{f"source {words}": text for words, text in SOURCE_WORDS.items()},
    **{
        f"{path} {number}": words
        for path, page in PAGES.items()
        for number, words in enumerate(
            [
                page.title,
                page.lead,
                *(one for part in page.sections for one in (part.heading, *part.paragraphs)),
            ]
        )
    },
}


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("key", TEXTS)
def test_sentence_is_there_in_both_languages_with_the_same_facts(key: str) -> None:
    words = dict(TEXTS[key].translations)
    assert set(words) == set(LANGUAGES)
    assert all(sentence.strip() == sentence != "" for sentence in words.values())
    assert fields(words["nl"]) == fields(words["en"])


def used_keys() -> set[str]:
    """Keys that templates name, those put together from parts included."""
    source = "\n".join(path.read_text("utf-8") for path in TEMPLATES.rglob("*.html"))
    keys = set(re.findall(r"""["']([a-z]+(?:[.-][a-z0-9_-]+)+)["']""", source)) & set(WORDS)
    keys |= {f"ask.{name}{part}" for name in (*FIELDS, "question") for part in ("", ".help")}
    keys |= {f"fault.{name}" for name in FIELDS} | {
        f"fault.question.{code}" for code in ("missing", "too-long", "control-characters")
    }
    keys |= {f"advice.{outcome}" for outcome in ("held", "failed", "unknown")}
    keys |= {f"advice.nomination.{state}" for state in ("yes", "no", "unknown")}
    keys |= {f"check.{state}{part}" for state in ("same", "other") for part in ("", ".text")}
    keys |= {f"kind.{kind.value}" for kind in PartnerKind} | {f"item.{kind.value}" for kind in ItemKind}
    keys |= {f"partner.status.{status}" for status in ("open", "closed")}
    keys |= {f"error.{part}.{status}" for part in ("title", "text") for status in (404, 405, 413, 500, 503)}
    keys |= {f"site.language.{language}" for language in LANGUAGES}
    keys |= {f"tier.{tier.value}" for tier in Tier}
    keys |= {"enrol.picture"}  # named where the picture is drawn
    keys |= put_together(source)
    return keys | {"nav.ask", "nav.partners", "nav.how"}


def put_together(templates: str) -> set[str]:
    """Keys that the code of pages names, or that code and templates put together after a beginning."""
    code = "\n".join(path.read_text("utf-8") for path in PAGES_OF_ROLES)
    named = {f"budget.{key}" for key in re.findall(r"""[( ]["']([a-z][a-z0-9.-]*)["']""", code)}
    named |= set(re.findall(r"""["']([a-z]+(?:[.-][a-z0-9_-]+)+)["']""", code))
    begun = {f"budget.{start}" for start in re.findall(r"""_words\(f"([a-z]+\.)\{""", code)}
    # a beginning is a page's word and the next: `consents.purpose.` and `uses.`, but not `budget.`
    begun |= set(
        re.findall(
            r"""["'](budget\.[a-z.-]+\.|(?:consents|guidance|members|uses)\.[a-z.-]*)(?:["'] ?~|\{)""",
            code + templates,
        )
    )
    return {key for key in WORDS if key in named or key.startswith(tuple(begun))}


def test_every_sentence_is_used_and_every_one_used_is_there() -> None:
    assert used_keys() == set(WORDS)


def test_templates_hold_no_words_of_their_own() -> None:
    for path in TEMPLATES.rglob("*.html"):
        bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", path.read_text("utf-8"), flags=re.S)
        words = set(re.findall(r"[A-Za-z]{2,}", bare))
        assert not words, (path.name, words)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "nl"), ("en", "en"), ("en-GB,en;q=0.9,nl;q=0.8", "en"), ("nl;q=0.5, en;q=0.6", "en"), ("fr, de", "nl"),
        ("en;q=0", "nl"), ("en;q=x", "nl"), (",;;q=,=", "nl"), ("EN-us", "en"), ("de,en;q=0.1", "en"), ("*", "nl"),
    ],
)  # fmt: skip
def test_browser_tells_the_language(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


def test_address_wins_over_cookie_and_cookie_over_browser(client: Client) -> None:
    def language(path: str, **headers: str) -> str:
        return client.get(path, headers=HTML | headers).headers["content-language"]

    assert language("/", cookie="language=nl", **{"accept-language": "en"}) == "nl"
    assert language("/?lang=en", cookie="language=nl") == "en"
    assert language("/?lang=fr", cookie="language=xx", **{"accept-language": "en"}) == "en"


def test_chosen_language_is_remembered(client: Client) -> None:
    cookie = client.get("/?lang=en", headers=HTML).headers["set-cookie"]
    assert "language=en" in cookie
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Path=/"))
    assert 'lang="en"' in client.get("/partners", headers=HTML).text
    assert "set-cookie" not in client.get("/partners", headers=HTML).headers


def test_switch_keeps_page_and_search(client: Client) -> None:
    page = client.get("/partners?q=a%26b&topic=export", headers=HTML).text
    assert "/partners?q=a%26b&amp;topic=export&amp;lang=en" in page
