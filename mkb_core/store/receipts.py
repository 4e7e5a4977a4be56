"""Receipts of decisions: written once, never changed; only erased.

What was decided for a known company is sealed with that company's key.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import asdict, evolve, frozen
from sqlalchemy import Column, ColumnElement, Connection, RowMapping, and_, or_, select, update

from mkb_core.codec import parse_json
from mkb_core.errors import Conflict, Erased, NotFound
from mkb_core.store.column_types import checked_limit, document_of, document_text
from mkb_core.store.company_keys import seal_for, unseal
from mkb_core.store.inserting import insert_new
from mkb_core.store.tables import catalogues, questions, receipts

#: What stands in ``document`` once a receipt was erased: it is no receipt, and no sealed text.
ERASED = '"erased"'


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
    words = document_text(receipt.document, "document")
    row = asdict(receipt) | {
        "document": seal_for(connection, receipt.company_number, words, _place(receipt.id), receipt.at)
    }
    if insert_new(connection, receipts, row):
        return True
    if get_receipt(connection, receipt.id) != evolve(receipt, document=parse_json(words)):
        raise Conflict(kind="receipt", key=receipt.id)
    return False


def get_receipt(connection: Connection, id_: str) -> StoredReceipt:
    """The receipt of an id. Raises :class:`NotFound`, :class:`Unreadable`, :class:`Erased`."""
    found = connection.execute(select(receipts).where(receipts.c.id == id_)).mappings().first()
    if found is None:
        raise NotFound(kind="receipt", key=id_)
    return _receipt(connection, found)


def receipts_since(
    connection: Connection, at: datetime, *, limit: int = 100, after: str | None = None
) -> tuple[StoredReceipt, ...]:
    """Receipts from ``at`` on that were not erased, the oldest first; ``limit`` 1 to 10,000.

    ``after`` is the id of the last receipt of the page before; raises :class:`NotFound` where there is none.
    """
    columns = receipts.c
    statement = (
        select(receipts)
        .where(columns.at >= at, columns.document != ERASED)
        .order_by(columns.at, columns.id)
        .limit(checked_limit(limit))
    )
    if after is not None:
        last = connection.execute(select(columns.at).where(columns.id == after)).scalar_one_or_none()
        if last is None:
            raise NotFound(kind="receipt", key=after)
        statement = statement.where(or_(columns.at > last, and_(columns.at == last, columns.id > after)))
    return tuple(_receipt(connection, found) for found in connection.execute(statement).mappings().all())


def receipt_ids_since(connection: Connection, at: datetime) -> tuple[str, ...]:
    """Ids of all receipts from ``at`` on, the oldest first: one that cannot be read then hides no other."""
    columns = receipts.c
    statement = select(columns.id).where(columns.at >= at).order_by(columns.at, columns.id)
    return tuple(connection.execute(statement).scalars())


def erase_receipts(connection: Connection, condition: ColumnElement[bool]) -> int:
    """Empty the receipts of a condition; that there was a decision, when and on which rules stays. How many."""
    statement = (
        update(receipts)
        .where(condition, receipts.c.document != ERASED)
        .values(document=ERASED, question_id=None, company_number=None)
    )
    return connection.execute(statement).rowcount


def _check_stored(connection: Connection, kind: str, column: Column[Any], key: str | None) -> None:
    if key is not None and connection.execute(select(column).where(column == key)).first() is None:
        raise NotFound(kind=kind, key=key)


def _receipt(connection: Connection, found: RowMapping) -> StoredReceipt:
    columns = dict(found)
    key = columns["id"]
    if columns["document"] == ERASED:
        raise Erased(kind="receipt", key=key)
    words = unseal(connection, columns["document"], _place(key), kind="receipt", key=key)
    columns["document"] = document_of(words, "receipt", key)
    return StoredReceipt(**columns)


def _place(id_: str) -> str:
    return f"{receipts.name}.document {id_}"
