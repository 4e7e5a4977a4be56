"""The pages of the documentation, and the fenced blocks in them."""

from __future__ import annotations

import re
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parents[2]
AT_THE_TOP = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "changelog.d/README.md")
#: A wheel is tried away from the work tree, where only some of them are.
PAGES = [page for name in AT_THE_TOP if (page := ROOT / name).is_file()] + sorted(ROOT.glob("docs/**/*.md"))
FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,}|~{3,})(?P<language>[^\n`]*)$", re.MULTILINE)


@frozen
class Block:
    """A fenced block: its language as written, and its first line (from 1)."""

    language: str
    line: int


def page_id(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def split(text: str) -> tuple[list[Block], str]:
    """The fenced blocks of a page, and the page without them."""
    blocks: list[Block] = []
    prose: list[str] = []
    ends: str | None = None
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if ends is None and fence:
            blocks.append(Block(fence["language"].strip(), number))
            ends = fence["ticks"]
        elif ends is not None and line.strip() == ends:
            ends = None
        elif ends is None:
            prose.append(line)
    return blocks, "\n".join(prose)
