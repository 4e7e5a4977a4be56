"""The reference of the hooks says what the hook specifications say."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from mkb_core import hooks as public
from mkb_core.hooks.markers import HOOK_API
from tests.docs.hooks_page import CLASSES, PAGE, SECTIONS, hooks, hooks_page, sections

HOOKS = hooks()
page = pytest.mark.parametrize(
    ("name", "function"), [(name, function) for name, function, _ in HOOKS], ids=[name for name, *_ in HOOKS]
)


def test_page_is_made_from_the_code_of_today() -> None:
    assert PAGE.read_text("utf-8") == hooks_page(), "run: python -m tests.docs.hooks_page"


@page
def test_docstring_of_hook_ends_with_the_same_sections(name: str, function: Callable[..., Any]) -> None:
    said, found = sections(function)
    assert said, name
    assert tuple(found) == SECTIONS
    assert all(found.values())


@page
def test_page_has_the_hook_with_its_arguments(name: str, function: Callable[..., Any]) -> None:
    _, heading, after = PAGE.read_text("utf-8").partition(f"\n## {name}\n")
    assert heading
    part = after.partition("\n## ")[0]
    assert [
        argument for argument in inspect.signature(function).parameters if f"{argument}:" not in part
    ] == []
    assert [section for section in SECTIONS if f"| {section} |" not in part] == []


def test_page_has_every_class_that_plugins_import_and_every_field() -> None:
    exported = {getattr(public, name) for name in public.__all__}
    declared = {one for one in exported if isinstance(one, type) and attrs.has(one)}
    assert declared <= set(CLASSES)
    words = PAGE.read_text("utf-8")
    for kind in CLASSES:
        part = words.partition(f"\n### {kind.__name__}\n")[2].partition("\n### ")[0]
        assert [one.name for one in attrs.fields(kind) if one.init and f"| `{one.name}` |" not in part] == []


def test_page_names_the_version_of_the_hook_api() -> None:
    assert f"version **{HOOK_API}**" in PAGE.read_text("utf-8")
