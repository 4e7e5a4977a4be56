"""From an installed plugin, a folder or a file to what is checked, with the port by which it is reached."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mkb_core.errors import NotFound
from mkb_core.quality.afresh import FreshProcess
from mkb_core.quality.samples import NO_SAMPLES, read_samples
from mkb_core.quality.scenarios import scenario_files
from mkb_core.quality.subjects import Subject, Surroundings
from mkb_core.runtime.data_files import DataPort
from mkb_core.runtime.discovery import PARTNER_GROUP, Found, discover, find_file, find_package
from mkb_core.runtime.host import load_plugins
from mkb_core.runtime.in_process import InProcessPort
from mkb_core.runtime.ports import Port


def find_plugin(name_or_path: str, partner_folder: Path | None = None) -> Found:
    """An installed plugin by id or entry point, a package's folder, or a partner's file; raises :class:`NotFound`, and
    :class:`InvalidInput` where a folder holds no package of a partner."""
    path = Path(name_or_path)
    if path.suffix == ".toml" and path.is_file():
        return find_file(path)
    if path.is_dir():
        found = find_package(path.parent if (path / "partner.toml").is_file() else path)
        if found:
            return found[0]
    for one in discover(partner_folder):
        named = {one.name, one.manifest.id if one.manifest else one.name}
        if one.group == PARTNER_GROUP and name_or_path in named:
            return one
    raise NotFound(kind="plugin", key=name_or_path)


def surroundings_of(region: str, on: date) -> Surroundings:
    """An installed region with the installed reader of questions; no partner is loaded.

    Raises :class:`NotFound` where either is missing.
    """
    host = load_plugins([one for one in discover() if one.group != PARTNER_GROUP])
    regions = host.regions()
    if region not in regions:
        raise NotFound(kind="region", key=region)
    definition = regions[region]
    analyser = host.make_analyser(definition.topics, definition.region.languages)
    if analyser is None:
        raise NotFound(kind="plugin", key="mkb_make_analyser")
    return Surroundings(definition, analyser, on)


def open_subject(found: Found, surroundings: Surroundings, port: Port | None = None) -> Subject:
    """What is checked; ``port`` is how it is reached (see ``own_process``), in this process where none is given.

    Raises :class:`InvalidInput` where its samples cannot be read.
    """
    name = found.manifest.id if found.manifest else found.name
    folder = found.folder
    local: Port = DataPort(found.data) if found.data else InProcessPort(name, found.module)
    package = folder if folder is not None and folder.is_dir() else None
    beside = (package.parent,) if package else ()
    return Subject(
        id=name,
        port=port or local,
        surroundings=surroundings,
        manifest=found.manifest,
        manifest_fault=found.fault.reason if found.fault else None,
        folder=folder,
        afresh=None if found.data else FreshProcess(name, found.module, beside),
        samples=read_samples(package) if package else NO_SAMPLES,
        scenario_texts=_scenario_texts(folder),
    )


def _scenario_texts(folder: Path | None) -> dict[str, str]:
    if folder is None:
        return {}
    if folder.is_file():  # a whole plugin in one file: its scenarios bear its name
        files = tuple(sorted((folder.parent / "scenarios").glob(f"{folder.stem}*.toml")))
    else:
        files = scenario_files(folder)
    return {f"{file.parent.name}/{file.name}": file.read_text("utf-8") for file in files}
