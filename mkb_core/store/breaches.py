"""Incidents with personal data: what happened, when it was noticed, and when it was reported."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import frozen
from sqlalchemy import Connection, insert, select

from mkb_core.store.column_types import document_of, document_text
from mkb_core.store.trust_tables import breaches

#: The authority is told within 72 hours after it was noticed (GDPR, article 33).
REPORT_WITHIN = timedelta(hours=72)


@frozen
class Breach:
    """``what``: what happened and to whose data. ``reported_at``: when the authority was told, if it was."""

    id: str
    noticed_at: datetime
    recorded_by: str
    what: str
    reported_at: datetime | None = None

    @property
    def report_before(self) -> datetime:
        """The end of the 72 hours."""
        return self.noticed_at + REPORT_WITHIN


def add_breach(connection: Connection, breach: Breach) -> None:
    """Store a breach."""
    row = {
        "id": breach.id,
        "noticed_at": breach.noticed_at,
        "recorded_by": breach.recorded_by,
        "document": document_text({"what": breach.what}, "what"),
        "reported_at": breach.reported_at,
    }
    connection.execute(insert(breaches), row)


def list_breaches(connection: Connection) -> tuple[Breach, ...]:
    """All of them, the newest first."""
    statement = select(breaches).order_by(breaches.c.noticed_at.desc(), breaches.c.id)
    return tuple(
        Breach(
            row["id"],
            row["noticed_at"],
            row["recorded_by"],
            document_of(row["document"], "breach", row["id"])["what"],
            row["reported_at"],
        )
        for row in connection.execute(statement).mappings()
    )
