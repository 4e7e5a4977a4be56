"""Every code block of the documentation does what its page says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.docs.blocks import NOT_RUN, RUN, SYBIL, Command, check_printed, commands, environment
from tests.docs.own_environment import first_in_path, make
from tests.docs.pages import PAGES, page_id, split

#: What a page needs beside the packages that everybody has; the session `build` tries the wheels without it.
NEEDS = {
    "docs/how-to/add-a-partner.md": ("hatchling", "editables", "pip"),
    "docs/tutorial/your-first-partner.md": ("hatchling", "editables", "pip"),
}


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_block_is_of_a_known_language(page: Path) -> None:
    blocks, _ = split(page.read_text("utf-8"))
    assert [block for block in blocks if block.language not in {*RUN, NOT_RUN}] == []


@pytest.mark.timeout(300)  # a tutorial is many commands, one after the other
@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_block_does_what_the_page_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in NEEDS.get(page_id(page), ()):
        pytest.importorskip(module)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    if page_id(page) in NEEDS:  # such a page installs packages: not into the environment of the tests
        monkeypatch.setenv("PATH", first_in_path(make(tmp_path / "environment")))
    document = SYBIL.parse(page)
    ran = 0
    for example in document.examples():
        example.evaluate()
        ran += 1
    blocks, _ = split(page.read_text("utf-8"))
    assert ran == sum(block.language in RUN for block in blocks)


def test_console_block_is_commands_and_what_they_print() -> None:
    source = "$ mkb one\n> --more\nfirst\n...\n$ mkb two\n"
    assert list(commands(source)) == [
        Command("mkb one\n--more", "first\n...\n"),
        Command("mkb two", ""),
    ]


@pytest.mark.parametrize(
    "said",
    ["first\nmore\nlast r-0123\n", "first\n...\nlast r-...\n", "...", "...more...", "first\n...3\n"],
)
def test_what_is_left_out_stands_for_anything(said: str) -> None:
    check_printed(Command("x", said), "first  \nmore\nlast r-0123\n")


@pytest.mark.parametrize(
    "said",
    ["first\n", "more\n...", "first\n...\nlast\n", "...last...more...", "first\nmore\nlast r-0123\nand\n"],
)
def test_what_is_not_printed_is_told(said: str) -> None:
    with pytest.raises(AssertionError, match="does not print"):
        check_printed(Command("x", said), "first  \nmore\nlast r-0123\n")
