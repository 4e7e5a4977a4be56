"""A plugin, found but not run, held against a version of the hook API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkb_core.errors import InputFault, InvalidInput, NotFound
from mkb_core.hooks.compatibility import Compatibility, compatibility, hooks_in
from mkb_core.runtime.data_files import read_bounded, read_words
from mkb_core.runtime.discovery import GROUPS, Found


def check_against(found: Found, version: str) -> Compatibility:
    """What a plugin uses by its manifest and its source, held against a version; its code is read and not run.

    Raises :class:`InvalidInput` where these or the version cannot be read, :class:`NotFound` where its folder is out of
    reach.
    """
    if found.folder is None:
        raise NotFound(kind="plugin", key=found.name)
    if found.folder.is_file():
        return compatibility(_manifest_of_file(found.folder), {}, version)
    manifest = read_bounded(found.folder / GROUPS[found.group])
    return compatibility(manifest, _hooks(found, found.folder), version)


def _manifest_of_file(file: Path) -> dict[str, Any]:
    """A file that is a whole plugin: its table ``[plugin]``, and that it declares."""
    table = read_bounded(file).get("plugin")
    return dict(table if isinstance(table, dict) else {}) | {"declares": [file.name]}


def _hooks(found: Found, folder: Path) -> dict[str, tuple[str, ...]]:
    """The hooks of the module that the entry point names; none where there is no code."""
    inner = found.module.partition(":")[0].split(".")[1:]
    if found.data or not inner:
        return {}
    place = folder.joinpath(*inner)
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    try:
        return hooks_in(read_words(file))
    except SyntaxError as error:
        facts = {"reason": f"line {error.lineno}: {error.msg}"}
        raise InvalidInput([InputFault(file.name, "invalid-value", facts)]) from None
