"""What companies agreed to: given and taken back, never changed; what counts is what stands there now (H2)."""

from __future__ import annotations

from datetime import datetime

from attrs import asdict, frozen
from sqlalchemy import ColumnElement, Connection, RowMapping, and_, insert, select, update

from mkb_core.errors import NotFound
from mkb_core.store.column_types import document_of, document_text
from mkb_core.store.trust_tables import consents


@frozen
class StoredConsent:
    """A consent. ``purpose``: ``referral`` (to the partner ``recipient``, of ``shares``: names of company fields,
    ``question`` and ``contact``), ``publication`` or ``research``. ``question``: id of the one that is shared."""

    id: str
    company_number: str
    purpose: str
    given_at: datetime
    given_by: str
    recipient: str | None = None
    shares: frozenset[str] = frozenset()
    question: str | None = None
    withdrawn_at: datetime | None = None


def add_consent(connection: Connection, consent: StoredConsent) -> None:
    """Store a new consent."""
    row = asdict(consent) | {"shares": document_text(sorted(consent.shares), "shares")}
    connection.execute(insert(consents), row)


def list_consents(connection: Connection, condition: ColumnElement[bool]) -> tuple[StoredConsent, ...]:
    """The consents of a condition, the newest first; also those that were taken back."""
    statement = select(consents).where(condition).order_by(consents.c.given_at.desc(), consents.c.id)
    return tuple(_consent(row) for row in connection.execute(statement).mappings())


def in_force(number: str) -> ColumnElement[bool]:
    """The consents of a company that were not taken back."""
    return and_(consents.c.company_number == number, consents.c.withdrawn_at.is_(None))


def withdraw_consent(connection: Connection, id_: str, at: datetime, condition: ColumnElement[bool]) -> None:
    """Take a consent back; again leaves the first time. Raises :class:`NotFound` outside the condition."""
    found = connection.execute(select(consents.c.withdrawn_at).where(consents.c.id == id_, condition)).first()
    if found is None:
        raise NotFound(kind="consent", key=id_)
    statement = update(consents).where(consents.c.id == id_, consents.c.withdrawn_at.is_(None))
    connection.execute(statement.values(withdrawn_at=at))


def shared_with(connection: Connection, number: str, partner: str) -> frozenset[str]:
    """All that the consents in force of a company let this partner see."""
    columns = consents.c
    statement = select(columns.shares).where(
        columns.company_number == number,
        columns.purpose == "referral",
        columns.recipient == partner,
        columns.withdrawn_at.is_(None),
    )
    found = connection.execute(statement).scalars()
    return frozenset(name for words in found for name in document_of(words, "consent", number))


def _consent(row: RowMapping) -> StoredConsent:
    shares = document_of(row["shares"], "consent", row["id"])
    return StoredConsent(**{**row, "shares": frozenset(shares)})
