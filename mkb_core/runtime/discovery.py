"""Which plugins are installed: entry points, sorted, with their manifests; no plugin code is imported here."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.machinery import PathFinder
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from attrs import frozen

from mkb_core.errors import InvalidInput
from mkb_core.runtime.faults import FaultKind, PluginFault, reason_of
from mkb_core.runtime.manifests import Manifest, read_manifest

#: entry-point group -> file name of its manifest
GROUPS = {"mkb.plugin": "plugin.toml", "mkb.partner": "partner.toml"}


@frozen
class Found:
    """An installed plugin: its manifest, or the fault that keeps it from being read."""

    name: str
    group: str
    module: str
    version: str
    manifest: Manifest | None
    fault: PluginFault | None


def discover() -> list[Found]:
    """All installed plugins, trusted ones first, each group by name."""
    found = []
    for group in GROUPS:
        for point in sorted(entry_points(group=group), key=lambda point: (point.name, point.value)):
            found.append(_found(group, point))
    return found


def _found(group: str, point: EntryPoint) -> Found:
    version = point.dist.version if point.dist else "0"
    try:
        manifest = _manifest(point.value.partition(".")[0].partition(":")[0], GROUPS[group])
    except (InvalidInput, OSError, ValueError) as error:
        fault = PluginFault(point.name, FaultKind.MANIFEST, reason_of(error))
        return Found(point.name, group, point.value, version, None, fault)
    return Found(point.name, group, point.value, version, manifest, None)


def _manifest(package: str, file_name: str) -> Manifest:
    for folder in _folders(package):
        path = folder / file_name
        if path.is_file():
            return read_manifest(path.read_text("utf-8"), f"{package}/{file_name}")
    raise FileNotFoundError(f"{file_name} is not in the package {package}")


def _folders(package: str) -> Iterator[Path]:
    """Where a top-level package lies; finding it does not run it."""
    spec = PathFinder.find_spec(package)
    for location in (spec.submodule_search_locations or ()) if spec else ():
        yield Path(location)
