"""Does a plugin work with a version of the hook API: past, of today, or announced? And what is to be done where not."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from attrs import frozen

from mkb_core.errors import InputFault, InvalidInput
from mkb_core.hooks.deprecations import DEPRECATIONS, Deprecation
from mkb_core.hooks.history import HISTORY, VERSIONS
from mkb_core.hooks.markers import HOOK_API, PROJECT
from mkb_core.hooks.versions import accepts, numbers
from mkb_core.text import Text, text

#: implemented where a manifest names files instead of code
DECLARED_BY_FILES = "mkb_declare_partners"


class Standing(Enum):
    """How something that a plugin uses stands in a version."""

    PRESENT = "present"
    NOT_YET = "not-yet"
    DEPRECATED = "deprecated"
    REMOVED = "removed"
    UNKNOWN = "unknown"


@frozen
class Use:
    """A hook, an argument of one, or a key of the manifest that a plugin uses. ``since``: ``None`` where it is no part
    of any version; ``removed_in`` and ``replacement`` only of what is deprecated or removed."""

    name: str
    standing: Standing
    since: str | None
    removed_in: str | None = None
    replacement: str | None = None


@frozen
class Compatibility:
    """A plugin held against a version. ``accepted``: the range of its manifest takes the version; ``least``: the oldest
    version that has all that it uses."""

    version: str
    version_range: str
    accepted: bool
    uses: tuple[Use, ...]
    least: str

    def of(self, *standings: Standing) -> tuple[Use, ...]:
        """What stands in one of these ways."""
        return tuple(use for use in self.uses if use.standing in standings)

    @property
    def works(self) -> bool:
        """Is it accepted, and is all there that it uses? What is deprecated still works."""
        return self.accepted and not self.of(Standing.NOT_YET, Standing.REMOVED, Standing.UNKNOWN)

    @property
    def too_wide(self) -> bool:
        """Does its range take a published version that lacks what it uses?"""
        return any(
            accepts(self.version_range, version) and numbers(version) < numbers(self.least)
            for version in VERSIONS
        )


def compatibility(
    manifest: Mapping[str, Any],
    hooks: Mapping[str, Iterable[str]],
    version: str = HOOK_API,
    *,
    history: Mapping[str, str] = HISTORY,
    deprecations: Iterable[Deprecation] = DEPRECATIONS,
) -> Compatibility:
    """Hold a plugin against a version: its manifest as it is written, and the hooks that it implements with the
    arguments that each takes.

    Raises :class:`InvalidInput` where the version or the range of the manifest cannot be read, or the version never was.
    """
    deprecations = tuple(deprecations)
    check_version(version, history)
    version_range = str(manifest.get("hook_api", ""))
    accepted = _accepted(version_range, version)
    names = [f"manifest.{key}" for key in manifest]
    implemented = dict(hooks) | ({DECLARED_BY_FILES: ()} if manifest.get("declares") else {})
    for hook, arguments in implemented.items():
        names += [hook, *(f"{hook}.{argument}" for argument in arguments)]
    uses = tuple(_use(name, version, history, {one.hook: one for one in deprecations}) for name in names)
    known = [use.since for use in uses if use.since is not None]
    return Compatibility(version, version_range, accepted, uses, max(known, key=numbers, default=VERSIONS[0]))


def hooks_in(source: str) -> dict[str, tuple[str, ...]]:
    """The hooks that a module implements, with their arguments, read from its source without running it.

    A hook that is imported from another module is found without its arguments. Raises ``SyntaxError``.
    """
    found: dict[str, tuple[str, ...]] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith(f"{PROJECT}_"):
            arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            found[node.name] = tuple(argument.arg for argument in arguments)
        elif isinstance(node, ast.ImportFrom):
            imported = (alias.asname or alias.name for alias in node.names)
            found |= {name: () for name in imported if name.startswith(f"{PROJECT}_")}
    return found


def check_version(version: str, history: Mapping[str, str] = HISTORY) -> None:
    """Raises :class:`InvalidInput` where this is no version of the hook API, or one before the first."""
    try:
        oldest = min(map(numbers, history.values()))
        if numbers(version) < oldest:
            facts = {"value": version, "low": ".".join(map(str, oldest)), "high": "…"}
            raise InvalidInput([InputFault("version", "out-of-range", facts)])
    except ValueError:
        facts = {"expected": "1.0", "got": repr(version[:20])}
        raise InvalidInput([InputFault("version", "wrong-type", facts)]) from None


def _accepted(version_range: str, version: str) -> bool:
    try:
        return accepts(version_range, version)
    except ValueError as error:
        raise InvalidInput([InputFault("hook_api", "invalid-value", {"reason": str(error)})]) from None


def _use(name: str, version: str, history: Mapping[str, str], deprecations: Mapping[str, Deprecation]) -> Use:
    since = history.get(name)
    if since is None:
        return Use(name, Standing.UNKNOWN, None)
    if numbers(version) < numbers(since):
        return Use(name, Standing.NOT_YET, since)
    hook = name.partition(".")[0]
    retired = deprecations.get(name) or deprecations.get(hook)
    if retired is None or not (retired.warns(version) or retired.fails(version)):
        return Use(name, Standing.PRESENT, since)
    standing = Standing.REMOVED if retired.fails(version) else Standing.DEPRECATED
    return Use(name, standing, since, retired.removed_in, retired.replacement)


SENTENCES: dict[str, Text] = {
    "works": text(
        nl="Past bij versie {version} van de hook-API.", en="Works with version {version} of the hook API."
    ),
    "works-not": text(
        nl="Past niet bij versie {version} van de hook-API.",
        en="Does not work with version {version} of the hook API.",
    ),
    "range": text(
        nl="Het manifest noemt {range} en sluit {version} uit: verruim hook_api als de plugin ermee is beproefd.",
        en="The manifest says {range} and leaves {version} out: widen hook_api once the plugin was tried with it.",
    ),
    "not-yet": text(
        nl="{name} bestaat pas sinds {since}: gebruik het niet, of vraag in hook_api om >={since}.",
        en="{name} exists since {since} only: do without it, or ask for >={since} in hook_api.",
    ),
    "deprecated": text(
        nl="{name} verdwijnt in {removed}: {replacement}.", en="{name} goes in {removed}: {replacement}."
    ),
    "removed": text(
        nl="{name} is er sinds {removed} niet meer: {replacement}.",
        en="{name} is gone since {removed}: {replacement}.",
    ),
    "unknown": text(
        nl="{name} is in geen enkele versie bekend: controleer de spelling.",
        en="{name} is known in no version: check its spelling.",
    ),
    "too-wide": text(
        nl="Het manifest noemt {range}, maar wat de plugin gebruikt is er pas sinds {least}: maak er >={least} van.",
        en="The manifest says {range}, but what the plugin uses exists since {least} only: make it >={least}.",
    ),
}


def compatibility_sentences(report: Compatibility, language: str) -> tuple[str, ...]:
    """The report in words: the outcome first, then what to do about each thing."""
    facts = {"version": report.version, "range": report.version_range, "least": report.least}

    def said(key: str, **more: object) -> str:
        return SENTENCES[key].in_language(language).format_map(facts | more)

    told = [said("works" if report.works else "works-not")]
    if not report.accepted:
        told.append(said("range"))
    for use in report.of(Standing.REMOVED, Standing.UNKNOWN, Standing.NOT_YET, Standing.DEPRECATED):
        told.append(
            said(
                use.standing.value,
                name=use.name,
                since=use.since,
                removed=use.removed_in,
                replacement=use.replacement,
            )
        )
    if report.too_wide:
        told.append(said("too-wide"))
    return tuple(told)
