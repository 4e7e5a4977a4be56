"""A retired hook or argument warns, and is gone from the version that removes it; tried with a made-up hook API."""

from __future__ import annotations

from types import ModuleType

import pluggy
import pytest

from mkb_core.hooks.deprecations import Deprecation, announce, removed
from mkb_core.hooks.markers import HOOK_API, PROJECT, hookimpl, hookspec
from mkb_core.runtime.in_process import registration_fault

OLD = Deprecation("mkb_old", since="1.4", replacement="use mkb_new", removed_in="2.0")
OLD_ARGUMENT = Deprecation("mkb_kept.sort", since="1.5", replacement="take order instead", removed_in="2.0")


def manager(version: str) -> pluggy.PluginManager:
    made_up = ModuleType("made_up_specs")
    source = """
def mkb_old(): ...
def mkb_kept(order, sort): ...
"""
    exec(source, vars(made_up))  # noqa: S102 - a made-up module of specifications
    for name in ("mkb_old", "mkb_kept"):
        hookspec(getattr(made_up, name))
    made = pluggy.PluginManager(PROJECT)
    made.add_hookspecs(made_up)
    announce(made, version, (OLD, OLD_ARGUMENT))
    return made


class UsesOldHook:
    @hookimpl
    def mkb_old(self) -> None: ...


class UsesOldArgument:
    @hookimpl
    def mkb_kept(self, sort: object) -> None: ...


class UsesNeither:
    @hookimpl
    def mkb_kept(self, order: object) -> None: ...


def test_implementing_a_retired_hook_warns_and_says_what_to_use() -> None:
    with pytest.warns(
        DeprecationWarning, match=r"mkb_old is deprecated since hook API 1\.4 .* 2\.0: use mkb_new"
    ):
        manager("1.4").register(UsesOldHook())


def test_taking_a_retired_argument_warns() -> None:
    with pytest.warns(DeprecationWarning, match="take order instead"):
        manager("1.5").register(UsesOldArgument())


@pytest.mark.parametrize("plugin", [UsesNeither(), UsesOldHook(), UsesOldArgument()])
def test_before_its_deprecation_nothing_warns(plugin: object) -> None:
    manager("1.3").register(plugin)


def test_what_is_not_retired_does_not_warn() -> None:
    manager("1.9").register(UsesNeither())


@pytest.mark.parametrize(("version", "is_gone"), [("1.9", False), ("2.0", True), ("2.1", True)])
def test_a_retired_hook_is_gone_from_its_removal_on(version: str, is_gone: bool) -> None:
    assert removed(["mkb_old", "mkb_other"], version, (OLD, OLD_ARGUMENT)) == ((OLD,) if is_gone else ())


def test_a_plugin_with_a_hook_that_is_gone_is_refused_and_told_what_to_use() -> None:
    plugin = ModuleType("old_plugin")
    vars(plugin)["mkb_older"] = hookimpl(lambda: None)
    made = pluggy.PluginManager(PROJECT)
    made.register(plugin)
    gone = Deprecation("mkb_older", since="0.8", replacement="use mkb_new", removed_in=HOOK_API)
    assert registration_fault(made, plugin, (gone,)) == "no such hook: mkb_older (gone: use mkb_new)"
    assert registration_fault(made, plugin, ()) == "no such hook: mkb_older"
