"""How each plugin stood, and the last declaration of each partner that was good; shared by all processes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import asdict, frozen
from sqlalchemy import Connection, Table, delete, select, update

from mkb_core.store.column_types import document_of, document_text
from mkb_core.store.inserting import insert_new
from mkb_core.store.tables import declarations, partner_loads, plugin_states


@frozen
class PluginStanding:
    """How a plugin stood when it was last tried. ``hooks`` and ``faults`` are JSON."""

    plugin: str
    version: str
    fingerprint: str
    state: str
    hooks: Any
    faults: Any
    since: datetime
    tried_at: datetime
    retry_at: datetime | None = None


@frozen
class PartnerLoad:
    """Which stored declaration of a partner was the last good one, and the mark of the files that it was read from."""

    partner: str
    plugin: str
    fingerprint: str
    declaration: str
    loaded_at: datetime


def put_standing(connection: Connection, standing: PluginStanding) -> None:
    """Store how a plugin stands, in place of what was there."""
    row = asdict(standing)
    for name in ("hooks", "faults"):
        row[name] = document_text(row[name], name)
    _put(connection, plugin_states, row)


def put_load(connection: Connection, load: PartnerLoad) -> None:
    """Store which declaration is a partner's last good one; the declaration itself is stored before."""
    _put(connection, partner_loads, asdict(load))


def forget_load(connection: Connection, partner: str) -> None:
    """The partner is declared no longer; the versions of its declaration stay."""
    connection.execute(delete(partner_loads).where(partner_loads.c.partner == partner))


def all_standings(connection: Connection) -> tuple[PluginStanding, ...]:
    """Of every plugin. Raises :class:`Unreadable` where one is not what was written."""
    rows = connection.execute(select(plugin_states).order_by(plugin_states.c.plugin)).mappings()
    found = []
    for row in rows:
        facts = dict(row)
        for name in ("hooks", "faults"):
            facts[name] = document_of(facts[name], "plugin", facts["plugin"])
        found.append(PluginStanding(**facts))
    return tuple(found)


def all_loads(connection: Connection) -> tuple[tuple[PartnerLoad, Any], ...]:
    """Of every partner, with the declaration. Raises :class:`Unreadable` likewise."""
    statement = (
        select(partner_loads, declarations.c.document)
        .join(declarations, declarations.c.hash == partner_loads.c.declaration)
        .order_by(partner_loads.c.partner)
    )
    found = []
    for row in connection.execute(statement).mappings():
        facts = dict(row)
        document = document_of(facts.pop("document"), "declaration", facts["declaration"])
        found.append((PartnerLoad(**facts), document))
    return tuple(found)


def _put(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Insert, or update where the key is there; the last writer's word counts, because it saw the plugin last."""
    [key] = table.primary_key.columns
    if not insert_new(connection, table, row):
        connection.execute(update(table).where(key == row[key.name]).values(**row))
