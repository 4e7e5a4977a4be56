"""Changed rules of partners, read from files that are not installed: all faults of all files come together."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mkb_core.catalogue import Catalogue, build_catalogue, declaration_faults
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.hooks.declaration_files import declaration_from_file, parse_toml
from mkb_core.hooks.declarations import PartnerDeclaration, RegionDefinition
from mkb_core.runtime.manifests import read_manifest

MANIFEST = "partner.toml"


def read_changed(paths: Iterable[Path], region: RegionDefinition) -> tuple[PartnerDeclaration, ...]:
    """The declarations in files, in folders with a manifest, and in folders of packages; no code is run.

    Raises :class:`InvalidInput` with everything that is wrong with any of them in this region.
    """
    declarations: dict[str, PartnerDeclaration] = {}
    faults: list[InputFault] = []
    for path in paths:
        files, wrong = _files(path)
        faults += wrong
        for file in files:
            try:
                declaration = declaration_from_file(file)
            except InvalidInput as refusal:
                faults += refusal.faults
                continue
            except (OSError, UnicodeDecodeError) as error:
                faults.append(_unreadable(file, error))
                continue
            partner = declaration.partner.id
            faults += [fault.under(file.name) for fault in declaration_faults(declaration, region)]
            if partner in declarations:
                faults.append(InputFault(file.name, "duplicate", {"value": partner}))
            declarations[partner] = declaration
    if faults:
        raise InvalidInput(faults)
    return tuple(declarations.values())


def changed_catalogue(catalogue: Catalogue, changed: Iterable[PartnerDeclaration]) -> Catalogue:
    """The same catalogue in which these partners declare this instead; a partner that is new to it is added."""
    declarations = dict(catalogue.declarations) | {one.partner.id: one for one in changed}
    return build_catalogue(catalogue.region, declarations.values(), catalogue.analyser)


def _files(path: Path) -> tuple[list[Path], list[InputFault]]:
    """The declaration files that a path stands for, and what is wrong with it."""
    if not path.is_dir():
        return [path], []
    manifests = [path / MANIFEST] if (path / MANIFEST).is_file() else sorted(path.glob(f"*/{MANIFEST}"))
    if len(manifests) != 1:
        return [], [InputFault(str(path), "missing" if not manifests else "duplicate", {"value": MANIFEST})]
    manifest = manifests[0]
    try:
        partners = read_manifest(manifest.read_text("utf-8"), MANIFEST).partners
    except InvalidInput as refusal:
        return [], [fault.under(MANIFEST) for fault in refusal.faults]
    except (OSError, UnicodeDecodeError) as error:
        return [], [_unreadable(manifest, error)]
    found: dict[str, Path] = {}
    for file in sorted(manifest.parent.glob("*.toml")):
        partner = _partner_in(file) if file != manifest else None
        if partner is not None:
            found[partner] = file
    faults = [
        InputFault(f"{MANIFEST}.partners", "unknown-name", {"value": partner})
        for partner in partners
        if partner not in found
    ]
    unnamed = [
        InputFault(file.name, "not-allowed", {"value": partner})
        for partner, file in found.items()
        if partner not in partners
    ]
    return list(found.values()), faults + unnamed


def _partner_in(file: Path) -> str | None:
    """The partner that a file declares, or else the name of a file that cannot be parsed; ``None`` for any other file."""
    try:
        document = parse_toml(file.read_text("utf-8"), file.name)
    except (InvalidInput, OSError, UnicodeDecodeError):
        return file.stem
    partner = document.get("partner")
    return str(partner.get("id", file.stem)) if isinstance(partner, dict) else None


def _unreadable(file: Path, error: Exception) -> InputFault:
    if isinstance(error, UnicodeDecodeError):
        return InputFault(file.name, "not-utf8")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return InputFault(str(file), "invalid-value", {"reason": reason})
