"""Partners that are data only: declarations read by the host itself. No code runs and no process is started.

Two forms: a package whose manifest ``declares`` files, and one file in the partner folder that is a whole plugin.
The files are a partner's and the reader is the host, so what is read is bounded before it is parsed.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import frozen

from mkb_core.codec import from_json, to_json
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.hooks.declaration_files import parse_toml
from mkb_core.hooks.declarations import PartnerDeclaration
from mkb_core.hooks.outside import Outside
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.manifests import Manifest
from mkb_core.runtime.ports import PortFailed

HOOK = "mkb_declare_partners"
#: the largest file of this repository is a tenth of it
MOST_BYTES = 256 * 1024
#: a key of n parts costs the TOML parser n * n memory; no line that people write has as many dots
MOST_DOTS = 100
MOST_FAULTS = 40

_NAME = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*\.toml")


@frozen
class _PluginTable:
    """The table ``[plugin]`` of a partner's file; what is absent is taken from its table ``[partner]``."""

    owner: str
    contact: str
    hook_api: str
    id: str | None = None
    name: str | None = None
    regions: tuple[str, ...] = ()


@frozen
class DataPort:
    """A plugin of data only, seen as every other plugin; ``files`` are read at every call."""

    files: tuple[Path, ...]

    def hooks(self, seconds: float) -> frozenset[str]:
        """It declares, and does nothing else."""
        return frozenset({HOOK})

    def call(self, hook: str, arguments: dict[str, Any], seconds: float, outside: Outside | None) -> Any:
        """The declarations, with the faults of all files at once."""
        if hook != HOOK:
            raise PortFailed(FaultKind.UNKNOWN_HOOK, f"data only: there is no {hook}")
        declared: list[Any] = []
        faults: list[InputFault] = []
        for file in self.files:
            try:
                declared.append(to_json(read_partner(file)))
            except InvalidInput as refusal:
                faults += refusal.faults
        if faults:
            raise PortFailed(FaultKind.INVALID, reasons(faults))
        return declared

    def rest(self) -> None:
        """Nothing runs."""

    def close(self) -> None:
        """Nothing runs."""


def read_partner(file: Path) -> PartnerDeclaration:
    """The declaration in a file, whatever its table ``[plugin]`` says; raises :class:`InvalidInput` with all faults."""
    data = read_bounded(file)
    data.pop("plugin", None)
    try:
        return from_json(PartnerDeclaration, data)
    except InvalidInput as refusal:
        raise _under(file, refusal) from None


def read_file_manifest(file: Path) -> Manifest:
    """The manifest of a file that is a whole plugin; raises :class:`InvalidInput`, then with the faults of all its tables."""
    data = read_bounded(file)
    faults: list[InputFault] = []
    table = partner = None
    try:
        table = from_json(_PluginTable, data.pop("plugin", {}))
    except InvalidInput as refusal:
        faults += [fault.under("plugin") for fault in refusal.faults]
    try:
        partner = from_json(PartnerDeclaration, data).partner
        own_id, own_name = partner.id, partner.name
    except InvalidInput as refusal:
        faults += refusal.faults
        own_id, own_name = _words_of(data, "id"), _words_of(data, "name")
    if table is None or not own_id:
        raise _under(file, InvalidInput(faults))
    return Manifest(
        id=table.id or own_id,
        name=table.name or own_name or own_id,
        owner=table.owner,
        contact=table.contact,
        hook_api=table.hook_api,
        partners=(own_id,),
        regions=table.regions,
    )


def _words_of(data: dict[str, Any], key: str) -> str:
    """A text of the table ``[partner]``, where the rest of the file cannot be read."""
    partner = data.get("partner")
    value = partner.get(key) if isinstance(partner, dict) else None
    return value if isinstance(value, str) else ""


def declared_files(folder: Path, manifest: Manifest) -> tuple[Path, ...]:
    """The files that a package's manifest ``declares``; raises :class:`InvalidInput` where one is not within its folder."""
    faults = []
    for place, name in enumerate(manifest.declares):
        inside = _NAME.fullmatch(name) and (folder / name).resolve().is_relative_to(folder.resolve())
        if not inside:
            faults.append(InputFault(f"declares[{place}]", "not-allowed", {"value": name[:60]}))
    if faults:
        raise InvalidInput(faults)
    return tuple(folder / name for name in manifest.declares)


def read_bounded(file: Path) -> dict[str, Any]:
    """A TOML file that somebody else wrote; raises :class:`InvalidInput`, also where it is too large or not there."""
    return parse_toml(read_words(file), file.name)


def read_words(file: Path) -> str:
    """The text of such a file, if it may be given to the parser."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):  # opening a pipe would wait for a writer
            raise _fault(file, "invalid-value", reason="not a file")
        with file.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise _fault(file, "invalid-value", reason=error.strerror or "cannot be read") from None
    if len(raw) > MOST_BYTES:
        raise _fault(file, "invalid-value", reason=f"larger than {MOST_BYTES // 1024} KB")
    try:
        words = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise _fault(file, "not-utf8") from None
    for number, line in enumerate(words.split("\n"), 1):
        if line.count(".") > MOST_DOTS:
            raise _fault(file, "invalid-value", reason=f"line {number} has more than {MOST_DOTS} dots")
    return words


def reasons(faults: Iterable[InputFault]) -> str:
    """All faults in one line for the partner's developer; of very many, the first."""
    told = [f"{fault.path} {fault.sentence('en')}" for fault in faults]
    left = [f"and {len(told) - MOST_FAULTS} more"] if len(told) > MOST_FAULTS else []
    return "; ".join(told[:MOST_FAULTS] + left)


def _fault(file: Path, code: str, **facts: Any) -> InvalidInput:
    return InvalidInput([InputFault(file.name, code, facts)])


def _under(file: Path, refusal: InvalidInput) -> InvalidInput:
    return InvalidInput([fault.under(file.name) for fault in refusal.faults])
