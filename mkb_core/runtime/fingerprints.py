"""What a plugin's files look like from outside: a hash that changes when they do. No file is read, no code is run."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.machinery import PathFinder
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mkb_core.hooks.markers import HOOK_API
from mkb_core.runtime.discovery import Found

#: a package with more files than this is looked at in part
MOST_FILES = 5000


@cache
def core_version() -> str:
    """Version of the installed core; declarations that another one read are read again."""
    try:
        return version("mkb-core")
    except PackageNotFoundError:
        return "0"


def places_of(found: Found) -> tuple[Path, ...]:
    """The folders or the file that a plugin is made of; finding them runs nothing."""
    if found.folder is not None:
        return (found.folder,)
    spec = PathFinder.find_spec(found.module.partition(".")[0].partition(":")[0])
    return tuple(map(Path, (spec.submodule_search_locations or ()) if spec else ()))


def fingerprint_of(places: Iterable[Path], plugin_version: str) -> str:
    """Names, sizes and times of the files, the plugin's version, and the hook API and core that would read it."""
    files = [facts for place in places for facts in _files(place)]
    whole = [sorted(files)[:MOST_FILES], plugin_version, HOOK_API, core_version()]
    return sha256(json.dumps(whole).encode()).hexdigest()


def _files(place: Path) -> Iterator[tuple[str, int, int]]:
    try:
        if not place.is_dir():
            seen = place.stat()
            yield place.name, seen.st_size, seen.st_mtime_ns
            return
    except OSError:  # gone: that is a change too
        return
    waiting, inside = [str(place)], len(str(place)) + 1
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name != "__pycache__":
                            waiting.append(entry.path)
                    elif not entry.name.endswith(".pyc"):
                        seen = entry.stat()
                        yield ascii(entry.path[inside:]), seen.st_size, seen.st_mtime_ns
        except OSError:
            continue
