"""Reports of fees as they came (I3): nothing is changed or dropped; a corrected report stands beside the earlier one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, RowMapping, select

from mkb_core.codec import content_hash
from mkb_core.store.column_types import document_of, document_text
from mkb_core.store.inserting import insert_new
from mkb_core.store.tables import fee_reports


@frozen
class StoredReport:
    """A report of a partner on a quarter, its document as it came, and when (UTC)."""

    id: str
    plugin: str
    partner: str
    quarter: str
    document: Any
    received_at: datetime


def put_report(
    connection: Connection, document: Any, *, plugin: str, partner: str, quarter: str, at: datetime
) -> str | None:
    """Store a report: its id; ``None`` where it is what the plugin said last. Raises :class:`InvalidInput` where it is no JSON.

    The id depends on the report before, so that a correction that is taken back is a report again, and two that
    collect at once store one. A report counts as received after the one before, also where the clock stood still.
    """
    text = document_text(document, "report")
    last = _last(connection, plugin, partner, quarter)
    if last is not None and last["document"] == text:
        return None
    if last is not None:
        at = max(at, last["received_at"] + timedelta(microseconds=1))
    row = {
        "id": content_hash([plugin, partner, quarter, document, last["id"] if last else ""]),
        "plugin": plugin,
        "partner": partner,
        "quarter": quarter,
        "document": text,
        "received_at": at,
    }
    return str(row["id"]) if insert_new(connection, fee_reports, row) else None


def list_reports(
    connection: Connection, quarter: str, partner: str | None = None
) -> tuple[StoredReport, ...]:
    """All reports on a quarter by partner, the newest of each first. Raises :class:`Unreadable`."""
    columns = fee_reports.c
    statement = (
        select(fee_reports)
        .where(columns.quarter == quarter)
        .order_by(columns.partner, columns.received_at.desc(), columns.id)
    )
    if partner is not None:
        statement = statement.where(columns.partner == partner)
    return tuple(_stored(row) for row in connection.execute(statement).mappings())


def _last(connection: Connection, plugin: str, partner: str, quarter: str) -> RowMapping | None:
    columns = fee_reports.c
    statement = (
        select(columns.id, columns.document, columns.received_at)
        .where(columns.plugin == plugin, columns.partner == partner, columns.quarter == quarter)
        .order_by(columns.received_at.desc(), columns.id)
        .limit(1)
    )
    return connection.execute(statement).mappings().first()


def _stored(row: RowMapping) -> StoredReport:
    document = document_of(row["document"], "fee report", row["id"])
    return StoredReport(
        row["id"], row["plugin"], row["partner"], row["quarter"], document, row["received_at"]
    )
