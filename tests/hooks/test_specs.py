"""The published contract: every hook says who calls it, when, with what time, and what a fault means; none is unused."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable
from typing import Any

import pytest

from mkb_core import hooks
from mkb_core.hooks import HOOK_API, specs
from mkb_core.hooks.deprecations import DEPRECATIONS
from mkb_core.hooks.markers import PROJECT
from mkb_core.runtime.host import PluginHost, PluginState, load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.runtime.manifests import accepts

SECTIONS = ("When", "By whom", "I/O", "Time allowed", "A fault means")
HOOKS: dict[str, Callable[..., Any]] = {
    name: spec for name, spec in vars(specs).items() if name.startswith("mkb_") and callable(spec)
}


@pytest.fixture(scope="module")
def host() -> PluginHost:
    return load_plugins(isolation=Isolation.IN_PROCESS)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_marked(hook: str) -> None:
    assert hasattr(HOOKS[hook], f"{PROJECT}_spec")


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_documented(hook: str, section: str) -> None:
    documented = inspect.getdoc(HOOKS[hook]) or ""
    assert re.search(rf"^{section}: \S", documented, re.MULTILINE)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_begins_with_what_it_gives_and_which_requirement_it_serves(hook: str) -> None:
    first = (inspect.getdoc(HOOKS[hook]) or "").split("\n\n")[0]
    assert re.search(r"\([A-N]\d+(, [A-N]\d+)*\)", first)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_typed(hook: str) -> None:
    hints = typing.get_type_hints(HOOKS[hook])
    assert set(hints) == {*inspect.signature(HOOKS[hook]).parameters, "return"}


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_used_by_an_installed_plugin(host: PluginHost, hook: str) -> None:
    assert host.implementing(hook)


def test_installed_plugins_are_without_fault(host: PluginHost) -> None:
    assert host.faults == ()
    assert {plugin.state for plugin in host.plugins.values()} == {PluginState.LOADED}


def test_installed_plugins_implement_known_hooks_only(host: PluginHost) -> None:
    host.declarations()
    implemented = [plugin.hooks or frozenset() for plugin in host.plugins.values()]
    assert frozenset().union(*implemented) == set(HOOKS)


def test_the_version_of_the_hooks_is_a_version() -> None:
    assert accepts(f"=={HOOK_API}", HOOK_API)


def test_everything_announced_as_public_is_there() -> None:
    assert all(hasattr(hooks, name) for name in hooks.__all__)


def test_a_deprecation_names_a_hook_and_ends_after_it_began() -> None:
    for one in DEPRECATIONS:
        assert one.hook.partition(".")[0] in HOOKS
        assert accepts(f">{one.since}", one.removed_in)
        assert one.replacement
