"""All deprecations of the hook API stand here: hook or argument, since, replacement, removed in. None so far."""

from __future__ import annotations

from attrs import frozen


@frozen
class Deprecation:
    """A retired hook: using it warns since ``since`` and fails from ``removed_in``."""

    hook: str
    since: str
    replacement: str
    removed_in: str


DEPRECATIONS: tuple[Deprecation, ...] = ()
