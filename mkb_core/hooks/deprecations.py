"""All deprecations of the hook API stand here: hook or argument, since, replacement, removed in. None so far.

A retired hook or argument stays in the specifications, and warns, until the version that removes it; there its entry here
stays, so that a plugin that still uses it is told what to use instead.
"""

from __future__ import annotations

from collections.abc import Iterable

import pluggy
from attrs import frozen

from mkb_core.hooks.versions import numbers


@frozen
class Deprecation:
    """A retired hook (``mkb_x``), argument (``mkb_x.number``) or manifest key (``manifest.x``): using it warns since
    ``since`` and fails from ``removed_in``. ``replacement`` says in English what to do, in words of a developer."""

    hook: str
    since: str
    replacement: str
    removed_in: str

    def warns(self, version: str) -> bool:
        """Is it in this version, but on its way out?"""
        return numbers(self.since) <= numbers(version) < numbers(self.removed_in)

    def fails(self, version: str) -> bool:
        """Is it gone in this version?"""
        return numbers(self.removed_in) <= numbers(version)

    @property
    def message(self) -> str:
        """What a developer who uses it reads."""
        return f"{self.hook} is deprecated since hook API {self.since} and goes in {self.removed_in}: {self.replacement}"


DEPRECATIONS: tuple[Deprecation, ...] = ()


def announce(
    manager: pluggy.PluginManager, version: str, deprecations: Iterable[Deprecation] = DEPRECATIONS
) -> None:
    """Let a plugin manager warn of every implementation of what is deprecated; call it after ``add_hookspecs``."""
    for one in deprecations:
        hook, _, argument = one.hook.partition(".")
        caller = getattr(manager.hook, hook, None)
        if caller is None or caller.spec is None or not one.warns(version):
            continue
        warning = DeprecationWarning(one.message)
        if argument:
            caller.spec.warn_on_impl_args = {**(caller.spec.warn_on_impl_args or {}), argument: warning}
        else:
            caller.spec.warn_on_impl = warning


def removed(
    names: Iterable[str], version: str, deprecations: Iterable[Deprecation] = DEPRECATIONS
) -> tuple[Deprecation, ...]:
    """Those of these hooks, arguments and keys that are gone in a version, with what to use instead."""
    used = frozenset(names)
    return tuple(one for one in deprecations if one.hook in used and one.fails(version))
