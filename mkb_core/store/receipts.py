"""Receipts of decisions: written once, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Column, Connection, RowMapping, and_, or_, select

from mkb_core.errors import Conflict, NotFound
from mkb_core.store.column_types import checked_limit, document_of, document_text
from mkb_core.store.inserting import insert_new
from mkb_core.store.tables import catalogues, questions, receipts


@frozen
class StoredReceipt:
    """A decision: when (with zone; UTC when read), on which catalogue and words, with which route, and all of it as
    JSON in ``document``."""

    id: str
    at: datetime
    catalogue: str
    analyser: str
    route: str
    document: Any
    question_id: str | None = None
    company_number: str | None = None


def put_receipt(connection: Connection, receipt: StoredReceipt) -> bool:
    """Store a receipt once; false where the very same is there already.

    Raises :class:`Conflict` where the id is there with other content, :class:`NotFound` where its catalogue or question
    is not stored, :class:`InvalidInput` where the document is no JSON or the time has no zone.
    """
    _check_stored(connection, "catalogue", catalogues.c.hash, receipt.catalogue)
    _check_stored(connection, "question", questions.c.id, receipt.question_id)
    row = {
        "id": receipt.id,
        "at": receipt.at,
        "catalogue": receipt.catalogue,
        "analyser": receipt.analyser,
        "route": receipt.route,
        "document": document_text(receipt.document, "document"),
        "question_id": receipt.question_id,
        "company_number": receipt.company_number,
    }
    if insert_new(connection, receipts, row):
        return True
    known = connection.execute(select(receipts).where(receipts.c.id == receipt.id)).mappings().one()
    if dict(known) != row:
        raise Conflict(kind="receipt", key=receipt.id)
    return False


def get_receipt(connection: Connection, id_: str) -> StoredReceipt:
    """The receipt of an id. Raises :class:`NotFound`, :class:`Unreadable`."""
    found = connection.execute(select(receipts).where(receipts.c.id == id_)).mappings().first()
    if found is None:
        raise NotFound(kind="receipt", key=id_)
    return _receipt(found)


def receipts_since(
    connection: Connection, at: datetime, *, limit: int = 100, after: str | None = None
) -> tuple[StoredReceipt, ...]:
    """Receipts from ``at`` on, the oldest first; ``limit`` 1 to 10,000.

    ``after`` is the id of the last receipt of the page before; raises :class:`NotFound` where there is none.
    """
    columns = receipts.c
    statement = select(receipts).where(columns.at >= at).order_by(columns.at, columns.id)
    if after is not None:
        last = get_receipt(connection, after)
        statement = statement.where(
            or_(columns.at > last.at, and_(columns.at == last.at, columns.id > after))
        )
    return tuple(
        _receipt(found) for found in connection.execute(statement.limit(checked_limit(limit))).mappings()
    )


def receipt_ids_since(connection: Connection, at: datetime) -> tuple[str, ...]:
    """Ids of all receipts from ``at`` on, the oldest first: one that cannot be read then hides no other."""
    columns = receipts.c
    statement = select(columns.id).where(columns.at >= at).order_by(columns.at, columns.id)
    return tuple(connection.execute(statement).scalars())


def _check_stored(connection: Connection, kind: str, column: Column[Any], key: str | None) -> None:
    if key is not None and connection.execute(select(column).where(column == key)).first() is None:
        raise NotFound(kind=kind, key=key)


def _receipt(found: RowMapping) -> StoredReceipt:
    columns = dict(found)
    columns["document"] = document_of(columns["document"], "receipt", columns["id"])
    return StoredReceipt(**columns)
