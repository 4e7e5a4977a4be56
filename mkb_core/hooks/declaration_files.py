"""Declarations as TOML files in a package: readable by a programme manager, checked strictly on reading."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.plan_files import parse_plan
from mkb_core.codec import from_json
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.hooks.declarations import PartnerDeclaration, RegionDefinition

T = TypeVar("T")


def parse_toml(words: str, place: str) -> dict[str, Any]:
    """Parse TOML; dates become ISO text as in JSON. Raises :class:`InvalidInput` naming the ``place``."""
    try:
        document: dict[str, Any] = _plain(tomllib.loads(words))
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits, or endless nesting
        raise InvalidInput(
            [InputFault(place, "invalid-value", {"reason": f"not valid TOML: {error}"})]
        ) from None
    return document


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def read_toml(package: str, *path: str) -> dict[str, Any]:
    """A TOML file among the data of a package."""
    return parse_toml(_words(package, *path), "/".join((package, *path)))


def _words(package: str, *path: str) -> str:
    return resources.files(package).joinpath(*path).read_text("utf-8")


def _structured(kind: type[T], data: dict[str, Any], place: str) -> T:
    try:
        return from_json(kind, data)
    except InvalidInput as refusal:
        raise InvalidInput([fault.under(place) for fault in refusal.faults]) from None


def read_declaration(package: str, *path: str) -> PartnerDeclaration:
    """One partner's declaration from a TOML file; raises :class:`InvalidInput` with all faults."""
    return _structured(PartnerDeclaration, read_toml(package, *path), "/".join((package, *path)))


def declaration_from_file(path: Path) -> PartnerDeclaration:
    """The same from a file outside any package."""
    return _structured(PartnerDeclaration, parse_toml(path.read_text("utf-8"), path.name), path.name)


def read_budget_plan(package: str, *path: str) -> BudgetPlan:
    """A budget plan from a TOML file among the data of a package; raises :class:`InvalidInput` with all faults."""
    file = resources.files(package).joinpath(*path)
    return parse_plan(file.read_text("utf-8"), "/".join((package, *path)))


def read_region(package: str) -> RegionDefinition:
    """A region's package data: ``region.toml`` (territory, goals, nomination), ``topics/*.toml``, and for each topic
    that has them its example questions per language, ``examples/*.toml``."""
    places = [("region.toml",)] + [
        (folder, name) for folder in ("topics", "examples") for name in _toml_files(package, folder)
    ]
    return _region_of(package, tuple((place, _words(package, *place)) for place in places))


@lru_cache(4)
def _region_of(package: str, files: tuple[tuple[tuple[str, ...], str], ...]) -> RegionDefinition:
    """The region of these contents, read once in a process: it is a third of an assembly, and nothing of it changes."""
    read = {place: parse_toml(words, "/".join((package, *place))) for place, words in files}
    data = read["region.toml",]
    data["topics"] = []
    for place, topic in read.items():
        if place[0] == "topics":
            for language, examples in read.get(("examples", *place[1:]), {}).items():
                topic.setdefault(language, {})["examples"] = examples
            data["topics"].append(topic)
    return _structured(RegionDefinition, data, package)


def _toml_files(package: str, folder: str) -> list[str]:
    place = resources.files(package).joinpath(folder)
    return (
        sorted(entry.name for entry in place.iterdir() if entry.name.endswith(".toml"))
        if place.is_dir()
        else []
    )
