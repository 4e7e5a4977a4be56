"""The audit log (A6, N2): who did what, for whom, with which object, granted or denied. Append-only.

Each line holds the hash of the line before, so that no line can be changed, removed or moved unseen. Lines cut off at the
end are seen by the head: the last line's number and hash, signed with the installation's key.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Literal

from attrs import evolve, field, frozen
from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

from mkb_core.codec import canonical_plain
from mkb_core.errors import Erased
from mkb_core.rights import Actor
from mkb_core.store.column_types import checked_limit, document_of, document_text
from mkb_core.store.company_keys import Unsealer, keys_of, seal_for
from mkb_core.store.inserting import insert_new
from mkb_core.store.trust_tables import audit, audit_head

Result = Literal["granted", "denied", "failed"]

#: What stands in the place of a hash before the first line.
BEGINNING = "0" * 64

# Every read of confidential data writes a line, so these are made once.
_HEAD = select(audit_head.c.line, audit_head.c.hash).with_for_update()
_LINE = insert(audit)
_SIGN = update(audit_head).values(
    line=bindparam("of_line"), hash=bindparam("of_hash"), signature=bindparam("signed")
)


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
    """A line as it is read. ``erased``: its details were confidential to a company whose key was destroyed."""

    line: int
    at: datetime
    event: AuditEvent
    erased: bool = False


def append(connection: Connection, event: AuditEvent, at: datetime) -> int:
    """Write one line in the caller's transaction and return its number, from 1, without gaps.

    Until that transaction ends no other can write a line, so call this as its last step: whoever locks rows after it may
    wait for somebody who waits for this. Raises :class:`InvalidInput` where ``details`` is no JSON.
    """
    words = document_text(dict(event.details), "details")
    line, previous = _lock_head(connection)
    number = event.company_number if event.details else None
    details = seal_for(connection, number, words, _place(line + 1), at)
    row: dict[str, Any] = {
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
    connection.execute(_LINE, row)
    sign_head(connection, line + 1, row["hash"])
    return line + 1


def sign_head(connection: Connection, line: int, hash_: str) -> None:
    """Say which line is the last, signed where the installation's key is known."""
    keys = keys_of(connection)
    signature = keys.sign(head_words(line, hash_)) if keys else ""
    connection.execute(_SIGN, {"of_line": line, "of_hash": hash_, "signed": signature})


def head_words(line: int, hash_: str) -> str:
    """What is signed; also the form in which the head is printed, to be kept elsewhere."""
    return f"{line}:{hash_}"


def lines_of(connection: Connection, company_number: str, *, limit: int = 1000) -> tuple[AuditLine, ...]:
    """The last lines about a company's data, the newest first; ``limit`` 1 to 10,000."""
    statement = (
        select(audit)
        .where(audit.c.company_number == company_number)
        .order_by(audit.c.line.desc())
        .limit(checked_limit(limit))
    )
    unsealer = Unsealer(connection, {company_number})
    return tuple(_line(row, unsealer) for row in connection.execute(statement).mappings().all())


def _line(row: RowMapping, unsealer: Unsealer) -> AuditLine:
    columns = {name: value for name, value in row.items() if name not in ("previous", "hash")}
    line, at, details = columns.pop("line"), columns.pop("at"), columns.pop("details")
    event = AuditEvent(**columns)
    try:
        words = unsealer.open(details, _place(line), kind="audit", key=str(line))
    except Erased:
        return AuditLine(line, at, event, erased=True)
    return AuditLine(line, at, evolve(event, details=document_of(words, "audit", str(line))))


def _place(line: int) -> str:
    return f"{audit.name}.details {line}"


def line_hash(row: Mapping[str, Any]) -> str:
    """The SHA-256 of a whole line but its own hash, as canonical JSON; the time in UTC to the microsecond."""
    words = {name: value for name, value in row.items() if name not in ("at", "hash")}
    moment = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(canonical_plain({**words, "at": moment})).hexdigest()


def _lock_head(connection: Connection) -> tuple[int, str]:
    """The last line's number and hash; on PostgreSQL others wait here (SQLite has one writer at a time)."""
    found = connection.execute(_HEAD).first()
    if found is None:
        insert_new(connection, audit_head, {"id": 1, "line": 0, "hash": BEGINNING, "signature": ""})
        found = connection.execute(_HEAD).one()
    return found.line, found.hash
