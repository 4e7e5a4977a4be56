"""An event becomes a job for every webhook that is to be told of it, in the transaction of the change."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from mkb_core.store.jobs import enqueue
from mkb_core.store.webhooks import JOB, told_of


def announce(connection: Connection, partner: str, event: str, object_: str, at: datetime) -> None:
    """Have the webhooks of a partner told of an event; ``object_`` is the id of what it is about.

    The same event of the same object is told once. Call it before the line in the audit log is written.
    """
    for webhook in told_of(connection, partner, event):
        payload = {"webhook": webhook, "event": event, "object": object_, "at": at.isoformat()}
        enqueue(connection, JOB, payload, at, key=f"{webhook}:{event}:{object_}")
