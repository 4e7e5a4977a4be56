"""Checks of what a package declares: manifest, types, validity, purity, time, sources, ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from mkb_core.catalogue import declaration_faults
from mkb_core.codec import content_hash
from mkb_core.errors import InputFault
from mkb_core.hooks.contracts import PARTNER_HOOKS
from mkb_core.hooks.declarations import PartnerDeclaration
from mkb_core.hooks.markers import HOOK_API
from mkb_core.quality.findings import Finding, Note, NotTried, Said
from mkb_core.quality.sourcing import offers
from mkb_core.quality.subjects import DECLARE, Subject
from mkb_core.runtime.manifests import accepts
from mkb_core.runtime.ports import PortFailed
from mkb_core.text import Text, text

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
#: the years by which the clocks of the two fresh processes are off; also their hash seeds
SEEDS = (1, 7)


def said(**words: str) -> Text:
    """Words with what is known already filled in."""
    return text(**words)


def manifest(subject: Subject) -> Iterator[Said]:
    """The manifest is there, can be read, and is filled in. Whether its contact can be reached is a rule of bronze."""
    read = subject.manifest
    if read is None:
        reason = subject.manifest_fault or "partner.toml"
        yield Finding(
            "partner.toml",
            said(nl=f"niet te lezen: {reason}", en=f"cannot be read: {reason}"),
            said(
                nl="Zet partner.toml in het pakket, met id, name, owner, contact, hook_api en partners.",
                en="Put partner.toml in the package, with id, name, owner, contact, hook_api and partners.",
            ),
        )
        return
    for key in ("id", "name", "owner", "contact"):
        if not getattr(read, key).strip():
            yield _empty(key)
    if not read.partners:
        yield _empty("partners")


def _empty(key: str) -> Finding:
    return Finding(
        f"partner.toml.{key}",
        said(nl="is leeg", en="is empty"),
        said(nl=f"Vul {key} in.", en=f"Fill in {key}."),
    )


def hook_api(subject: Subject) -> Iterator[Said]:
    """The range of hook versions holds the version of today."""
    read = subject.manifest
    if read is None:
        yield NotTried(said(nl="er is geen leesbaar manifest", en="there is no readable manifest"))
        return
    try:
        fits = accepts(read.hook_api, HOOK_API)
    except ValueError:
        fits = False
    if not fits:
        yield Finding(
            "partner.toml.hook_api",
            said(
                nl=f"„{read.hook_api}” aanvaardt versie {HOOK_API} niet",
                en=f"“{read.hook_api}” does not accept version {HOOK_API}",
            ),
            said(
                nl='Schrijf een bereik zoals ">=1.0,<2", als de plugin daarmee werkt.',
                en='Write a range such as ">=1.0,<2", if the plugin works with it.',
            ),
        )


def types(subject: Subject) -> Iterator[Said]:
    """The plugin loads, declares, and what it declares is of the right types and of the partners in its manifest."""
    asked = subject.declare()
    if not asked.answered:
        yield Finding(
            DECLARE,
            said(nl=f"geeft geen opgave: {asked.reason}", en=f"gives no declaration: {asked.reason}"),
            said(
                nl="Zie de documentatie van de hook; elk veld heeft daar zijn type.",
                en="See the documentation of the hook; there every field has its type.",
            ),
        )
        return
    declared = Counter(one.partner.id for one in subject.declarations)
    named = set(subject.manifest.partners) if subject.manifest else set(declared)
    for partner in sorted(named ^ declared.keys()):
        where = "partner.toml" if partner in declared else DECLARE
        yield Finding(
            f"{where}: {partner}",
            said(
                nl="staat maar op een van beide plaatsen: manifest of opgave",
                en="stands in one of the two only: manifest or declarations",
            ),
            said(
                nl="Noem in partners van partner.toml precies de partners die worden opgegeven.",
                en="Name in partners of partner.toml exactly the partners that are declared.",
            ),
        )
    for partner, count in declared.items():
        if count > 1:
            yield Finding(
                f"{DECLARE}: {partner}",
                said(nl="wordt twee keer opgegeven", en="is declared twice"),
                said(nl="Geef elke partner een keer op.", en="Declare each partner once."),
            )


def valid(subject: Subject) -> Iterator[Said]:
    """Every declaration is sound in the region: known topics and fields, every text in every language."""
    for declaration in subject.declarations:
        for fault in declaration_faults(
            declaration, subject.surroundings.region, subject.surroundings.registry
        ):
            if not (fault.code == "duplicate" and _is_id_list(fault.path)):
                yield _invalid(declaration, fault)


def _is_id_list(path: str) -> bool:
    """Double ids are told by the check of ids."""
    return path in ("services", "items", "front_desks")


def _invalid(declaration: PartnerDeclaration, fault: InputFault) -> Finding:
    return Finding(
        f"{declaration.partner.id}.{fault.path}",
        said(nl=fault.sentence("nl"), en=fault.sentence("en")),
        said(
            nl="Verbeter het in het bestand van de partner; zie „Declaration files” in de documentatie.",
            en="Mend it in the partner's file; see “Declaration files” in the documentation.",
        ),
    )


def pure(subject: Subject) -> Iterator[Said]:
    """Declared again, and in fresh processes under another hash seed, clock and folder, the data are the same."""
    first = subject.declare()
    if not first.answered:
        yield NotTried(said(nl="er is geen opgave", en="there is no declaration"))
        return
    wanted = content_hash(first.data)
    again = subject.ask(DECLARE, {})
    if not again.answered or content_hash(again.data) != wanted:
        yield _impure(said(nl="de tweede keer in hetzelfde proces", en="the second time in the same process"))
        return
    if subject.afresh is None:
        yield Note(
            DECLARE, said(nl="niet in een nieuw proces te proberen", en="cannot be tried in a fresh process")
        )
        return
    for seed in SEEDS:
        try:
            data = subject.afresh(seed)
        except PortFailed as failure:
            yield _impure(
                said(nl=f"in een nieuw proces mislukt: {failure}", en=f"fails in a fresh process: {failure}")
            )
            return
        if content_hash(data) != wanted:
            yield _impure(
                said(
                    nl="in een nieuw proces, met een andere klok, map en volgorde van verzamelingen",
                    en="in a fresh process, with another clock, folder and order of sets",
                )
            )
            return


def _impure(when: Text) -> Finding:
    return Finding(
        DECLARE,
        said(
            nl=f"de opgave is niet dezelfde {when.in_language('nl')}",
            en=f"the declaration is not the same {when.in_language('en')}",
        ),
        said(
            nl="Laat de opgave alleen van bestanden in het pakket afhangen: niet van de klok, toeval, de omgeving of de "
            "volgorde van een verzameling. Wat op een dag ingaat, krijgt een geldigheid.",
            en="Let the declaration depend on files of the package only: not on the clock, chance, the environment or the "
            "order of a set. What starts on a day gets a period of validity.",
        ),
    )


def in_time(subject: Subject) -> Iterator[Said]:
    """Declaring stays within the deadline of the contract; the figure is shown."""
    limit = PARTNER_HOOKS[DECLARE].seconds
    seconds = subject.declare().seconds
    figure = said(
        nl=f"{seconds:.3f} s van ten hoogste {limit:g} s", en=f"{seconds:.3f} s of at most {limit:g} s"
    )
    if seconds <= limit:
        yield Note(DECLARE, figure)
    else:
        yield Finding(
            DECLARE,
            figure,
            said(
                nl="Lees alleen eigen bestanden en reken niets uit bij het laden.",
                en="Read the package's own files only, and compute nothing on loading.",
            ),
        )


def sources(subject: Subject) -> Iterator[Said]:
    """Every service, item and fee schedule says where it comes from and of when."""
    mend = said(
        nl="Vul source in: place (waar het te lezen is), as_of (van welk jaar of welke dag) en status.",
        en="Fill in source: place (where it can be read), as_of (of which year or day) and status.",
    )
    for declaration in subject.declarations:
        for place, offer in offers(declaration):
            for key in ("place", "as_of"):
                if not getattr(offer.source, key).strip():
                    yield Finding(f"{place}.source.{key}", said(nl="is leeg", en="is empty"), mend)
        for schedule in declaration.fee_schedules:
            if not schedule.source.strip():
                place = f"{declaration.partner.id}.fee_schedules.{schedule.id}.source"
                yield Finding(place, said(nl="is leeg", en="is empty"), mend)


def ids(subject: Subject) -> Iterator[Said]:
    """Ids are unique within the partner and written so that they can be kept."""
    for declaration in subject.declarations:
        partner = declaration.partner.id
        lists = {
            "services": declaration.services,
            "items": declaration.items,
            "front_desks": declaration.front_desks,
            "fee_schedules": declaration.fee_schedules,
        }
        counted = Counter(one.id for listed in lists.values() for one in listed)  # type: ignore[attr-defined]
        for one, count in counted.items():
            if count > 1:
                yield Finding(
                    f"{partner}: {one}",
                    said(nl=f"komt {count} keer voor", en=f"occurs {count} times"),
                    said(
                        nl="Geef elke dienst, elk item, loket en tarief een eigen id; bewijzen noemen het.",
                        en="Give every service, item, desk and fee an id of its own; receipts name it.",
                    ),
                )
        for one in (partner, *counted):
            if not ID.fullmatch(one):
                yield Finding(
                    f"{partner}: {one}",
                    said(nl="is geen blijvend id", en="is no lasting id"),
                    said(
                        nl="Gebruik kleine letters, cijfers en koppeltekens, zoals liof-innovation.",
                        en="Use small letters, digits and hyphens, such as liof-innovation.",
                    ),
                )
