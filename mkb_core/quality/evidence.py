"""``conformance.json``: what a run of the checks proved of a package as it was then, bound to the hash of its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from attrs import frozen

from mkb_core.codec import from_json, parse_json, to_json
from mkb_core.errors import InvalidInput
from mkb_core.hooks.markers import HOOK_API
from mkb_core.quality.statements import FILE as STATEMENTS

FILE = "conformance.json"
#: statements about the package and evidence of it are no part of it
LEFT_OUT = frozenset({FILE, STATEMENTS})
MOST_FILES = 2000


@frozen
class Evidence:
    """What was proved. ``files``: the package's hash; ``results``: check to ``passed``, ``failed`` or ``not-tried``;
    ``hooks``: those it implements; the rest answers the rules that need running code."""

    plugin: str
    files: str
    hook_api: str
    core: str
    region: str
    on: date
    hooks: tuple[str, ...]
    results: Mapping[str, str]
    scenarios: int
    scenarios_failed: int
    without_scenario: tuple[str, ...]
    well_in_time: bool
    documented: bool

    def fits(self, files: str) -> bool:
        """Is it about the package as it is, and about this version of the hooks?"""
        return self.files == files and self.hook_api == HOOK_API


def files_hash(folder: Path) -> str:
    """SHA-256 over names and content of a package's files; what Python makes of them is left out."""
    digest = hashlib.sha256()
    for file in _files(folder):
        name = file.relative_to(folder).as_posix() if folder.is_dir() else file.name
        digest.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    files = [
        file
        for file in folder.rglob("*")
        if file.is_file()
        and "__pycache__" not in file.parts
        and file.suffix != ".pyc"
        and not (file.parent == folder and file.name in LEFT_OUT)
    ]
    return sorted(files, key=lambda file: file.relative_to(folder).as_posix())[:MOST_FILES]


def read_evidence(folder: Path) -> Evidence | None:
    """The evidence of a package; ``None`` where there is none that can be read."""
    file = folder / FILE
    try:
        return from_json(Evidence, parse_json(file.read_bytes())) if file.is_file() else None
    except (InvalidInput, OSError):
        return None


def write_evidence(folder: Path, evidence: Evidence) -> Path:
    """Record it in the package."""
    file = folder / FILE
    file.write_text(json.dumps(to_json(evidence), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return file


def core_version() -> str:
    """The version of this core."""
    try:
        return version("mkb-core")
    except PackageNotFoundError:
        return "unknown"
