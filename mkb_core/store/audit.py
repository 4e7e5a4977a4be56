"""The audit log (A6, N2): who did what, for whom, with which object, granted or denied. Append-only.

Each line holds the hash of the line before, so that no line can be changed, removed or moved unseen. Lines cut off at the
end are seen by the head: the last line's number and hash, signed with the installation's key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Literal

from attrs import evolve, field, frozen
from sqlalchemy import Connection, insert, select, update

from mkb_core.codec import canonical
from mkb_core.rights import Actor
from mkb_core.store.column_types import document_of, document_text
from mkb_core.store.inserting import insert_new
from mkb_core.store.trust_tables import audit, audit_head

Result = Literal["granted", "denied", "failed"]

#: What stands in the place of a hash before the first line.
BEGINNING = "0" * 64


@frozen
class AuditEvent:
    """What is to be written. ``account`` is an account's id, ``acting_for`` a company's number or a partner's id;
    ``action`` a verb (``read``, ``change``), ``kind`` and ``object`` what it is about. ``company_number``: whose data.

    ``details`` is JSON and says no more than is needed; it is encrypted where a company is named.
    """

    role: str
    origin: str
    action: str
    kind: str
    object: str | None = None
    company_number: str | None = None
    result: Result = "granted"
    account: str | None = None
    acting_for: str | None = None
    details: Mapping[str, Any] = field(factory=dict)

    @classmethod
    def by(cls, actor: Actor, action: str, kind: str, object_: str | None = None, **rest: Any) -> AuditEvent:
        """What an actor does; ``rest``: ``company_number``, ``result``, ``details``."""
        return cls(
            actor.role,
            actor.origin,
            action,
            kind,
            object_,
            account=actor.user,
            acting_for=actor.subject,
            **rest,
        )


@frozen
class AuditLine:
    """A line as it is stored. ``details`` is its text, which may be encrypted."""

    line: int
    at: datetime
    event: AuditEvent
    details: str
    previous: str
    hash: str


def append(connection: Connection, event: AuditEvent, at: datetime) -> int:
    """Write one line in the caller's transaction and return its number, from 1, without gaps.

    Until that transaction ends no other can write a line, so call this as its last step: whoever locks rows after it may
    wait for somebody who waits for this. Raises :class:`InvalidInput` where ``details`` is no JSON.
    """
    details = document_text(dict(event.details), "details")
    line, previous = _lock_head(connection)
    row = {
        "line": line + 1,
        "at": at,
        "account": event.account,
        "role": event.role,
        "acting_for": event.acting_for,
        "origin": event.origin,
        "action": event.action,
        "kind": event.kind,
        "object": event.object,
        "company_number": event.company_number,
        "result": event.result,
        "details": details,
        "previous": previous,
    }
    row["hash"] = line_hash(row)
    connection.execute(insert(audit), row)
    connection.execute(update(audit_head).values(line=row["line"], hash=row["hash"], signature=""))
    return line + 1


def lines_of(connection: Connection, company_number: str, *, limit: int = 1000) -> Iterator[AuditLine]:
    """The lines about a company's data, the newest first."""
    statement = (
        select(audit)
        .where(audit.c.company_number == company_number)
        .order_by(audit.c.line.desc())
        .limit(limit)
    )
    for row in connection.execute(statement).mappings():
        columns = dict(row)
        line, at, details = columns.pop("line"), columns.pop("at"), columns.pop("details")
        previous, hash_ = columns.pop("previous"), columns.pop("hash")
        event = evolve(AuditEvent(**columns), details=document_of(details, "audit", str(line)))
        yield AuditLine(line, at, event, details, previous, hash_)


def line_hash(row: Mapping[str, Any]) -> str:
    """The SHA-256 of a whole line but its own hash, as canonical JSON; the time in UTC to the microsecond."""
    words = {name: value for name, value in row.items() if name not in ("at", "hash")}
    moment = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(canonical({**words, "at": moment})).hexdigest()


def _lock_head(connection: Connection) -> tuple[int, str]:
    """The last line's number and hash; on PostgreSQL others wait here (SQLite has one writer at a time)."""
    statement = select(audit_head.c.line, audit_head.c.hash).with_for_update()
    found = connection.execute(statement).first()
    if found is None:
        insert_new(connection, audit_head, {"id": 1, "line": 0, "hash": BEGINNING, "signature": ""})
        found = connection.execute(statement).one()
    return found.line, found.hash
