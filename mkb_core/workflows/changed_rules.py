"""Changed rules of partners, read from files that are not installed: all faults of all files come together."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mkb_core.catalogue import Catalogue, build_catalogue, declaration_faults
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.hooks.declarations import PartnerDeclaration, RegionDefinition
from mkb_core.runtime.data_files import declared_files, read_bounded, read_partner, read_words
from mkb_core.runtime.manifests import Manifest, read_manifest

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
                declaration = read_partner(file)
            except InvalidInput as refusal:
                faults += refusal.faults
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
    found = [path / MANIFEST] if (path / MANIFEST).is_file() else sorted(path.glob(f"*/{MANIFEST}"))
    if len(found) != 1:
        return [], [InputFault(str(path), "duplicate" if found else "missing", {"value": MANIFEST})]
    try:
        manifest = read_manifest(read_words(found[0]), MANIFEST)
        if manifest.declares:
            return list(declared_files(found[0].parent, manifest)), []
    except InvalidInput as refusal:
        return [], [fault.under(MANIFEST) for fault in refusal.faults]
    return _files_beside(found[0], manifest)


def _files_beside(manifest_file: Path, manifest: Manifest) -> tuple[list[Path], list[InputFault]]:
    """The declarations of a package whose code reads them from the files in its folder."""
    found = {
        partner: file
        for file in sorted(manifest_file.parent.glob("*.toml"))
        if file != manifest_file and (partner := _partner_in(file)) is not None
    }
    faults = [
        InputFault(f"{MANIFEST}.partners", "unknown-name", {"value": partner})
        for partner in manifest.partners
        if partner not in found
    ]
    faults += [
        InputFault(file.name, "not-allowed", {"value": partner})
        for partner, file in found.items()
        if partner not in manifest.partners
    ]
    return list(found.values()), faults


def _partner_in(file: Path) -> str | None:
    """The partner that a file declares, or else the name of a file that cannot be parsed; ``None`` for any other file."""
    try:
        partner = read_bounded(file).get("partner")
    except InvalidInput:
        return file.stem
    return str(partner.get("id", file.stem)) if isinstance(partner, dict) else None
