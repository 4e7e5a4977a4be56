"""Companies: shown from the store or the register, imported, completed; every value keeps its provenance (A1-A3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeAlias

from attrs import evolve, frozen
from sqlalchemy import Connection

from mkb_core.codec import describe, to_json
from mkb_core.domain.companies import Address, Company, Sourced
from mkb_core.errors import Conflict, Denied, InputFault, InvalidInput, NotFound, SourceUnavailable
from mkb_core.rights import Action, Actor, Kind, Relation
from mkb_core.rights.held import require
from mkb_core.runtime.host import HookFailed
from mkb_core.store import companies as stored_companies
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import read, write
from mkb_core.store.scopes import scope_of
from mkb_core.store.seen_companies import (
    CompanySearch,
    SeenCompany,
    SeenPage,
    get_seen,
    list_seen,
    may_create,
    require_on_company,
)
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.company_documents import (
    checked_number,
    company_document,
    company_of_document,
    read_values,
)

__all__ = [
    "ImportLine",
    "check_number",
    "company_document",
    "complete_company",
    "find_companies",
    "import_companies",
    "refresh_company",
    "registers",
    "show_company",
    "store_values",
]

CHUNK = 200  # companies stored in one transaction
#: source of the values that people enter
ENTERED = "entered"
#: sees a company as its actor does, ``None`` where it is not stored
Check: TypeAlias = Callable[[Company | None], None]


def show_company(installation: Installation, actor: Actor, number: str) -> Company:
    """What the actor sees of a company: from the store, else from the register (then stored) where it may create it.

    Raises :class:`InvalidInput` (number), :class:`NotFound`, ``SourceUnavailable``, ``StoreUnavailable``.
    """
    check_number(number)
    with write(installation.engine) as connection:  # nobody sees it before the line about it is stored
        seen = _seen(connection, actor, number)
        if seen is not None:
            event = AuditEvent.by(actor, "read", "company", number, company_number=number)
            append(connection, event, installation.settings.clock())
        elif not may_create(actor, number):
            raise NotFound(kind="company", key=number)
    return refresh_company(installation, actor, number) if seen is None else seen.company


def find_companies(
    installation: Installation, actor: Actor, search: CompanySearch, *, offset: int = 0, limit: int = 100
) -> SeenPage:
    """The companies that the actor sees, by number, with open fields only. ``limit`` 1 to 10,000.

    What it does not see of a company does not find it either. Raises :class:`InvalidInput` (limit).
    """
    with read(installation.engine) as connection:
        page = list_seen(connection, scope_of(actor, Kind.COMPANY), search, offset=offset, limit=limit)
    with write(installation.engine) as connection:
        details = {"shown": [one.company.number for one in page.companies]}
        event = AuditEvent.by(actor, "list", "company", details=details)
        append(connection, event, installation.settings.clock())
    return page


def registers(installation: Installation) -> tuple[str, ...]:
    """Ids of the plugins that are registers by their manifests: as sources they take over from what people entered.

    Also while such a plugin fails: what it said before stays what a register said.
    """
    plugins = installation.host.plugins.values()
    return tuple(plugin.id for plugin in plugins if plugin.manifest is not None and plugin.manifest.register)


def refresh_company(installation: Installation, actor: Actor, number: str) -> Company:
    """Ask the register and store what it says beside what was known; a person's entry is never lost (A3).

    Raises :class:`NotFound` also where the actor does not see the company, :class:`Denied`: nobody is asked then.
    """
    check_number(number)
    with read(installation.engine) as connection:
        require_on_company(connection, actor, number, Kind.COMPANY, Action.CHANGE)
    found = _look_up(installation, number)
    if found is None:
        raise NotFound(kind="company", key=number)
    plugin, values = found
    values = {**values, **_municipality(installation, values)}
    # No plugin speaks in the name of another source, or of a person.
    values = {name: evolve(value, source=plugin) for name, value in values.items()}
    return store_values(installation, actor, number, values)


def store_values(
    installation: Installation,
    actor: Actor,
    number: str,
    values: Mapping[str, Sourced],
    prefer: Iterable[str] | None = None,
    check: Check | None = None,
) -> Company:
    """Merge values into the stored company, made where it is new; the sources in ``prefer`` take over from others: by
    default the registers. What the actor sees of it then. Raises :class:`NotFound`, :class:`Denied`, and what ``check``
    raises on seeing what the actor sees before."""
    preferred = registers(installation) if prefer is None else prefer
    with write(installation.engine) as connection:
        require_on_company(connection, actor, number, Kind.COMPANY, Action.CHANGE)
        on = None
        if check is not None:
            # On PostgreSQL another change may come between two statements: what was checked is what is changed.
            seen = _seen(connection, actor, number)
            on = stored_companies.NEW if seen is None else seen.version
            check(None if seen is None else seen.company)
        _store(connection, installation, number, values, preferred, on)
        company = get_seen(connection, scope_of(actor, Kind.COMPANY), number).company
        _tell(connection, installation, actor, number, values)
    return company


def _seen(connection: Connection, actor: Actor, number: str) -> SeenCompany | None:
    try:
        return get_seen(connection, scope_of(actor, Kind.COMPANY), number)
    except NotFound:
        return None


def _tell(
    connection: Connection,
    installation: Installation,
    actor: Actor,
    number: str,
    values: Mapping[str, Sourced],
) -> None:
    """Which fields came from where; never what they hold."""
    details = {
        "fields": sorted(values),
        "sources": sorted({value.source for value in values.values()}),
    }
    event = AuditEvent.by(actor, "change", "company", number, company_number=number, details=details)
    append(connection, event, installation.settings.clock())


def _store(
    connection: Connection,
    installation: Installation,
    number: str,
    values: Mapping[str, Sourced],
    prefer: Iterable[str],
    on_version: int | None = None,
) -> Company:
    version, known = stored_companies.NEW, Company(number)
    try:
        stored = stored_companies.get_company(connection, number)
        version, known = stored.version, stored.company
    except NotFound:
        pass
    if on_version not in (None, version):
        raise Conflict(kind="company", key=number)
    company = known.with_values(values, prefer=prefer)
    stored_companies.save_company(connection, company, version, at=installation.settings.clock())
    return company


def complete_company(
    installation: Installation,
    actor: Actor,
    number: str,
    data: Mapping[str, Any],
    entered_by: str | None = None,
    check: Check | None = None,
) -> Company:
    """Enter values by hand: field name to JSON value. They take over from imports, and stand beside what a register says.

    ``entered_by`` is who is named as their source; ``None``: the actor's account, or its role. Raises
    :class:`InvalidInput` with all faults, :class:`NotFound`, and :class:`Denied`, also for a field that the actor may
    not set; nothing is stored then. ``check`` sees what the actor sees of the company before, in the transaction of the
    change, and may refuse it by raising.
    """
    check_number(number)
    with read(installation.engine) as connection:
        held = require_on_company(connection, actor, number, Kind.COMPANY, Action.CHANGE)
    on = installation.settings.clock().date()
    entered_by = entered_by or actor.user or actor.role
    values = read_values(data, source=ENTERED, entered_by=entered_by, on=on)
    if not (held.fields(Action.CHANGE) or held.fields(Action.CREATE)).issuperset(values):
        raise Denied(kind="company", action="change")
    return store_values(installation, actor, number, values, (*registers(installation), ENTERED), check)


@frozen
class ImportLine:
    """The outcome of one line of an import: a number, or what is wrong with the line (nothing of it is stored)."""

    line: int
    number: str | None
    faults: tuple[InputFault, ...] = ()


def import_companies(
    installation: Installation,
    actor: Actor,
    rows: Iterable[tuple[int, Any]],
    source: str,
    entered_by: str,
) -> Iterator[ImportLine]:
    """Store companies from ``(line number, {number, field: value, ...})``; faulty lines are reported, others stored.

    A row may be an :class:`InvalidInput`: a line that could not be read. Chunks are stored before they are yielded.
    Raises :class:`Denied` where the actor may not enter any field of any company.
    """
    require(actor, Kind.COMPANY, Action.IMPORT, Relation.ANY)
    waiting, prefer = iter(rows), registers(installation)
    while chunk := list(islice(waiting, CHUNK)):
        with write(installation.engine) as connection:
            changed: dict[str, Mapping[str, Sourced]] = {}
            outcomes = [
                _imported(connection, installation, line, row, (source, entered_by), prefer, changed)
                for line, row in chunk
            ]
            for number, values in changed.items():
                _tell(connection, installation, actor, number, values)
        yield from outcomes


def _imported(
    connection: Connection,
    installation: Installation,
    line: int,
    row: Any,
    origin: tuple[str, str],
    prefer: Iterable[str],
    changed: dict[str, Mapping[str, Sourced]],
) -> ImportLine:
    """``origin``: the source and who entered; what is stored is added to ``changed``."""
    try:
        if isinstance(row, InvalidInput):
            raise row
        number, values = _read_row(installation, row, *origin)
        with connection.begin_nested():  # what the database itself refuses is undone for this line only
            _store(connection, installation, number, values, prefer)
    except InvalidInput as refusal:
        return ImportLine(line, None, refusal.faults)
    changed[number] = {**changed.get(number, {}), **values}
    return ImportLine(line, number)


def _read_row(
    installation: Installation, row: Any, source: str, entered_by: str
) -> tuple[str, dict[str, Sourced]]:
    if not isinstance(row, Mapping):
        raise InvalidInput([InputFault("$", "wrong-type", {"expected": "an object", "got": describe(row)})])
    on = installation.settings.clock().date()
    if "fields" in row:
        company = company_of_document(row, on)
        row = {"number": company.number, **{name: to_json(company.value(name)) for name in company.fields}}
    data = dict(row)
    number = data.pop("number", None)
    faults = checked_number(number)
    try:
        values = read_values(data, source=source, entered_by=entered_by, on=on)
    except InvalidInput as refusal:
        raise InvalidInput([*faults, *refusal.faults]) from None
    if faults:
        raise InvalidInput(faults)
    return str(number), values


def check_number(number: str) -> None:
    """Raises :class:`InvalidInput` where it is no company number."""
    if faults := checked_number(number):
        raise InvalidInput(faults)


def _look_up(installation: Installation, number: str) -> tuple[str, Mapping[str, Sourced]] | None:
    """Ask the registers; a register whose plugin is at fault is unavailable, which is not "unknown there"."""
    try:
        found = installation.host.look_up_company(number)
    except HookFailed as failure:
        raise SourceUnavailable(source=failure.fault.plugin, reason=failure.fault.sentence("en")) from failure
    if found is None and (missing := _missing_register(installation)) is not None:
        raise missing
    return found


def _missing_register(installation: Installation) -> SourceUnavailable | None:
    """Why "unknown" cannot be said: a register that was not asked, or none at all."""
    host, known = installation.host, registers(installation)
    asked = host.registers()
    for register in known:
        if register not in asked:
            reasons = [fault.sentence("en") for fault in host.plugins[register].faults]
            return SourceUnavailable(source=register, reason="; ".join(reasons) or "it has no way outside")
    if known:
        return None
    unreadable = [plugin for plugin in host.plugins.values() if plugin.manifest is None]
    reasons = [fault.sentence("en") for plugin in unreadable for fault in plugin.faults]
    return SourceUnavailable(source="register", reason="; ".join(["it is not installed", *reasons]))


def _municipality(installation: Installation, values: Mapping[str, Sourced]) -> dict[str, Sourced]:
    """The municipality of the visiting address, which registers leave out; only where the region knows the postcode."""
    address = values.get("visiting_address")
    if address is None or "municipality" in values or not isinstance(address.value, Address):
        return {}
    region = installation.catalogue.region.region
    found = region.municipality_of_postcode(address.value.postcode or "") or region.municipality(
        address.value.place or ""
    )
    if found is not None:
        return {"municipality": evolve(address, value=found.name)}
    return {"municipality": evolve(address, value=address.value.place)} if address.value.place else {}
