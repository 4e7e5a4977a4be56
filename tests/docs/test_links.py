"""Every link between the pages leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, page_id, split

pytestmark = pytest.mark.skipif(
    not (ROOT / ".git").exists(), reason="not a work tree: some files are not there"
)

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+?)(?: \{#([\w-]+)\})?$", re.MULTILINE)


def links(page: Path) -> list[str]:
    _, prose = split(page.read_text("utf-8"))
    return [target for target in LINK.findall(prose) if not re.match(r"[a-z]+:", target)]


def anchors(page: Path) -> set[str]:
    """As the site and the usual hosts of repositories make them: lower case, hyphens, no other signs."""
    _, prose = split(page.read_text("utf-8"))
    return {
        given or re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", words.lower()).strip())
        for words, given in HEADING.findall(prose)
    }


def broken(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.is_relative_to(ROOT) or not target.exists():
        return True
    return bool(anchor) and anchor not in anchors(target)


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_lead_somewhere(page: Path) -> None:
    assert [link for link in links(page) if broken(page, link)] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.is_relative_to(ROOT / "docs")], ids=page_id)
def test_pages_of_the_site_link_to_pages_of_the_site(page: Path) -> None:
    targets = [(page.parent / link.partition("#")[0]).resolve() for link in links(page)]
    assert [target for target in targets if not target.is_relative_to(ROOT / "docs")] == []


def test_every_page_of_the_site_can_be_reached_from_its_first() -> None:
    first = (ROOT / "docs" / "index.md").resolve()
    reached: set[Path] = set()
    left = [first]
    while left:
        page = left.pop()
        if page.suffix == ".md" and page not in reached:
            reached.add(page)
            left += [
                (page.parent / path).resolve() for link in links(page) if (path := link.partition("#")[0])
            ]
    assert [
        page_id(page) for page in PAGES if page.is_relative_to(ROOT / "docs") and page not in reached
    ] == []
