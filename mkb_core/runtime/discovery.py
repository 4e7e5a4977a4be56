"""Which plugins there are: installed packages, and files in the partner folder; no plugin code is imported here."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from attrs import evolve, frozen

from mkb_core.errors import InputFault, InvalidInput
from mkb_core.hooks.declaration_files import parse_toml
from mkb_core.runtime.data_files import declared_files, read_file_manifest, read_words, reasons
from mkb_core.runtime.faults import FaultKind, PluginFault, reason_of
from mkb_core.runtime.manifests import Manifest, Transport, read_manifest

PARTNER_GROUP = "mkb.partner"
#: entry-point group -> file name of its manifest
GROUPS = {"mkb.plugin": "plugin.toml", PARTNER_GROUP: "partner.toml"}
#: files of the partner folder that are read
MOST_FILES = 500


@frozen
class Found:
    """A plugin: its manifest, or the fault that keeps it from being read.

    ``folder`` is where its package lies, or the one file that it is; ``None`` where that is unknown. ``data`` are the
    files of a plugin that is data only: then there is no module to import.
    """

    name: str
    group: str
    module: str
    version: str
    manifest: Manifest | None
    fault: PluginFault | None
    folder: Path | None = None
    data: tuple[Path, ...] = ()


def discover(partner_folder: Path | None = None) -> list[Found]:
    """All installed plugins, trusted ones first, each group by name; then the files of the partner folder, by name."""
    found = []
    for group in GROUPS:
        for point in sorted(entry_points(group=group), key=lambda point: (point.name, point.value)):
            found.append(_found(group, point))
    return found if partner_folder is None else [*found, *_in_folder(partner_folder)]


def find_package(folder: Path) -> list[Found]:
    """The partner plugins of a package that is not installed, by the entry points of its ``pyproject.toml``.

    From now on its folder is searched first, so that it can be imported. Raises :class:`InvalidInput`.
    """
    place = folder / "pyproject.toml"
    try:
        points = parse_toml(place.read_text("utf-8"), str(place))["project"]["entry-points"][PARTNER_GROUP]
        named = [EntryPoint(name, value, PARTNER_GROUP) for name, value in sorted(points.items())]
    except (OSError, KeyError, TypeError, AttributeError, UnicodeDecodeError):
        reason = f"no package of a partner: it has no pyproject.toml with entry points of {PARTNER_GROUP}"
        raise InvalidInput([InputFault(str(folder), "invalid-value", {"reason": reason})]) from None
    sys.path.insert(0, str(folder.resolve()))
    return [_found(PARTNER_GROUP, point) for point in named]


def _found(group: str, point: EntryPoint) -> Found:
    version = point.dist.version if point.dist else "0"
    package = point.value.partition(".")[0].partition(":")[0]
    found = Found(point.name, group, point.value, version, None, None)
    try:
        folder = _folder_with(package, GROUPS[group])
        found = evolve(found, folder=folder)
        manifest = read_manifest(read_words(folder / GROUPS[group]), f"{package}/{GROUPS[group]}")
        data = _data(folder, manifest, group, point.value)
    except InvalidInput as refusal:
        return evolve(found, fault=PluginFault(point.name, FaultKind.MANIFEST, reasons(refusal.faults)))
    except (OSError, ValueError) as error:
        return evolve(found, fault=PluginFault(point.name, FaultKind.MANIFEST, reason_of(error)))
    return evolve(found, manifest=manifest, data=data)


def _data(folder: Path, manifest: Manifest, group: str, module: str) -> tuple[Path, ...]:
    """The files of a package that is data only; raises where its manifest also speaks of code, which would never run."""
    if not manifest.declares:
        return ()
    also = [name for name in ("egress", "feeds") if getattr(manifest, name)]
    also += ["transport"] if manifest.transport is Transport.HTTP else []
    also += ["the entry point of code"] if set(module) & set(".:") else []
    if group != PARTNER_GROUP:
        raise InvalidInput([InputFault("declares", "invalid-value", {"reason": "only a partner declares"})])
    if also:
        reason = f"a package of data only has no {', '.join(also)}; its entry point names the package"
        raise InvalidInput([InputFault("declares", "invalid-value", {"reason": reason})])
    return declared_files(folder, manifest)


def _folder_with(package: str, file_name: str) -> Path:
    for folder in _folders(package):
        if (folder / file_name).is_file():
            return folder
    raise FileNotFoundError(f"{file_name} is not in the package {package}")


def _folders(package: str) -> Iterator[Path]:
    """Where a top-level package lies; finding it does not run it."""
    spec = PathFinder.find_spec(package)
    for location in (spec.submodule_search_locations or ()) if spec else ():
        yield Path(location)


def _in_folder(folder: Path) -> Iterator[Found]:
    """Each file ``*.toml`` is a plugin; a folder that cannot be read is a fault, never an empty folder."""
    try:
        files = sorted(entry for entry in folder.iterdir() if entry.suffix == ".toml")
    except OSError as error:
        yield _faulty(folder, f"the partner folder cannot be read: {error.strerror}")
        return
    yield from map(find_file, files[:MOST_FILES])
    if len(files) > MOST_FILES:
        yield _faulty(folder, f"only the first {MOST_FILES} files of the partner folder are read")


def find_file(file: Path) -> Found:
    """A plugin that is one file of data; a fault where it cannot be read."""
    try:
        version = hashlib.sha256(read_words(file).encode()).hexdigest()[:12]
        manifest = read_file_manifest(file)
    except InvalidInput as refusal:
        return _faulty(file, reasons(refusal.faults))
    return Found(manifest.id, PARTNER_GROUP, file.name, version, manifest, None, file, (file,))


def _faulty(place: Path, reason: str) -> Found:
    fault = PluginFault(place.stem, FaultKind.MANIFEST, reason)
    return Found(place.stem, PARTNER_GROUP, place.name, "0", None, fault, place, (place,))
