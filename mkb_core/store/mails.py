"""Mails that are to be sent, as jobs; what is personal in them is forgotten when they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete

from mkb_core.codec import canonical
from mkb_core.domain.mails import MAILS
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.store.job_tables import jobs
from mkb_core.store.jobs import enqueue


def enqueue_mail(
    connection: Connection,
    template: str,
    to: str,
    values: Mapping[str, str],
    at: datetime,
    *,
    language: str = "nl",
    key: str | None = None,
) -> str:
    """Have a mail sent once the caller's transaction is committed; the job's id, which is in its ``Message-ID``.

    ``to`` is one address; ``values`` are what the template needs: see :data:`~mkb_core.domain.mails.MAILS`. ``key``:
    as for :func:`~mkb_core.store.jobs.enqueue`. Raises :class:`InvalidInput`.
    """
    needs = MAILS.get(template)
    if needs is None:
        raise InvalidInput([InputFault("template", "unknown-name", {"value": template})])
    faults = [InputFault(f"values.{name}", "missing") for name in sorted(needs - set(values))]
    faults += [InputFault("values", "unknown-key", {"key": name}) for name in sorted(set(values) - needs)]
    if faults:
        raise InvalidInput(faults)
    payload = {"template": template, "to": to, "language": language, "values": dict(values)}
    return enqueue(connection, "send-mail", payload, at, key=key)


def forget_mails_to(connection: Connection, email: str) -> int:
    """Delete mails to an address that are not sent yet, and say how many; one that is just being sent is."""
    to = jobs.c.payload.contains(canonical(email).decode(), autoescape=True)
    statement = delete(jobs).where(jobs.c.name == "send-mail", to, jobs.c.state != "working")
    return connection.execute(statement).rowcount
