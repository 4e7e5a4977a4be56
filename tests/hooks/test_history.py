"""The history of the hook API is complete: what is in the specifications and the manifest stands in it, and nothing else does."""

from __future__ import annotations

import inspect

import attrs
import pytest

from mkb_core.hooks import HOOK_API, specs
from mkb_core.hooks.deprecations import DEPRECATIONS
from mkb_core.hooks.history import ADDED, HISTORY, VERSIONS
from mkb_core.hooks.versions import accepts, numbers
from mkb_core.runtime.manifests import Manifest

HOOKS = {name: spec for name, spec in vars(specs).items() if name.startswith("mkb_") and callable(spec)}
SPECIFIED = {
    *HOOKS,
    *(
        f"{name}.{argument}"
        for name, spec in HOOKS.items()
        for argument in inspect.signature(spec).parameters
    ),
}
KEYS = {f"manifest.{one.name}" for one in attrs.fields(Manifest)}
GONE = {one.hook for one in DEPRECATIONS if one.fails(HOOK_API)}


@pytest.mark.parametrize("name", sorted(SPECIFIED | KEYS))
def test_history_has_what_a_plugin_may_use_today(name: str) -> None:
    assert name in HISTORY, f"add {name} to the version that brings it in mkb_core/hooks/history.py"
    assert numbers(HISTORY[name]) <= numbers(HOOK_API)


def test_history_has_nothing_else_but_what_was_removed() -> None:
    assert set(HISTORY) - SPECIFIED - KEYS == {
        name for name in HISTORY if {name, name.partition(".")[0]} & GONE
    }


def test_what_was_removed_is_no_longer_specified() -> None:
    assert {*HOOKS, *SPECIFIED, *KEYS} & GONE == set()


def test_versions_are_in_order_and_end_with_that_of_today() -> None:
    assert list(VERSIONS) == sorted(VERSIONS, key=numbers)
    assert tuple(ADDED) == VERSIONS
    assert VERSIONS[-1] == HOOK_API


def test_nothing_was_added_twice() -> None:
    assert sum(map(len, ADDED.values())) == len(HISTORY)


def test_an_argument_is_as_old_as_its_hook_at_most() -> None:
    arguments = [name for name in HISTORY if "." in name and not name.startswith("manifest.")]
    assert all(numbers(HISTORY[name]) >= numbers(HISTORY[name.partition(".")[0]]) for name in arguments)


@pytest.mark.parametrize(
    ("version_range", "version", "is_accepted"),
    [
        (">=1.0,<2", "1.1", True),
        (">=1.1", "1.0", False),
        ("==1", "1.0.0", True),
        (">1.9", "1.10", True),
        ("<=1.1", "1.2", False),
    ],
)
def test_versions_are_compared_part_by_part(version_range: str, version: str, is_accepted: bool) -> None:
    assert accepts(version_range, version) is is_accepted
