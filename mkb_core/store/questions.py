"""The questions that were asked, as their inventories (B1).

The words of a known company are sealed with its key, in ``inventory``; ``text`` is empty then.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, RowMapping, Select, bindparam, func, select

from mkb_core.codec import from_json, to_json
from mkb_core.domain.questions import QuestionInventory
from mkb_core.errors import Conflict, InputFault, InvalidInput, NotFound
from mkb_core.rights.policy import Kind
from mkb_core.store.column_types import checked_limit, document_of, document_text
from mkb_core.store.company_keys import Unsealer, keys_of, seal_for
from mkb_core.store.failures import Unreadable
from mkb_core.store.inserting import insert_new
from mkb_core.store.scopes import KEPT, Scope
from mkb_core.store.tables import questions


def put_question(connection: Connection, inventory: QuestionInventory) -> bool:
    """Store a question once; false where the same one is there already.

    It needs ``question.id`` (unique in the store: the line number of a batch is none) and ``received_at``. Raises
    :class:`InvalidInput`, and :class:`Conflict` where the id is another question's.
    """
    row = _row(inventory)
    number, at = inventory.company_number, inventory.received_at
    if number is not None and at is not None and keys_of(connection) is not None:
        words = document_text(
            {**document_of(row["inventory"], "question", row["id"]), "text": row["text"]}, "inventory"
        )
        row["inventory"] = seal_for(connection, number, words, _place(row["id"]), at)
        row["text"] = ""
    if insert_new(connection, questions, row):
        return True
    if get_question(connection, row["id"]) != inventory:
        raise Conflict(kind="question", key=row["id"])
    return False


def get_question(connection: Connection, id_: str) -> QuestionInventory:
    """The question of an id, ``received_at`` in UTC. Raises :class:`NotFound`, :class:`Unreadable`, :class:`Erased`."""
    found = connection.execute(select(questions).where(questions.c.id == id_)).mappings().first()
    if found is None:
        raise NotFound(kind="question", key=id_)
    return _inventory(found, Unsealer(connection))


def list_questions(
    connection: Connection, scope: Scope, number: str, *, offset: int = 0, limit: int = 100
) -> tuple[tuple[QuestionInventory, ...], int]:
    """The questions of a company that a scope lets be read, the newest first, and how many there are; ``limit`` 1 to 10,000.

    Raises :class:`Unreadable`, :class:`Erased`.
    """
    asked = {"asked": number, "first": offset, "most": checked_limit(limit)}
    rows = connection.execute(_page(scope), asked).mappings().all()
    if rows:
        total = rows[0][_TOTAL]
    else:  # beyond the last page no row tells how many there are
        total = connection.execute(_count(scope), {"asked": number}).scalar_one() if offset else 0
    unsealer = Unsealer(connection)
    return tuple(_inventory(row, unsealer) for row in rows), total


def find_question(connection: Connection, scope: Scope, id_: str) -> QuestionInventory:
    """The question of an id. Raises :class:`NotFound`, also where the scope does not let it be read, and what
    :func:`list_questions` raises."""
    found = connection.execute(_one(scope), {"asked": id_}).mappings().first()
    if found is None:
        raise NotFound(kind="question", key=id_)
    return _inventory(found, Unsealer(connection))


_TOTAL = "total"


@lru_cache(KEPT)
def _page(scope: Scope) -> Select[Any]:
    return (
        select(questions, func.count().over().label(_TOTAL))
        .where(*_seen_of(scope))
        .order_by(questions.c.received_at.desc(), questions.c.id)
        .offset(bindparam("first", type_=Integer))
        .limit(bindparam("most", type_=Integer))
    )


@lru_cache(KEPT)
def _count(scope: Scope) -> Select[Any]:
    return select(func.count()).select_from(questions).where(*_seen_of(scope))


@lru_cache(KEPT)
def _one(scope: Scope) -> Select[Any]:
    return select(questions).where(questions.c.id == bindparam("asked"), scope.condition(Kind.QUESTION))


def _seen_of(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return questions.c.company_number == bindparam("asked"), scope.condition(Kind.QUESTION)


def _inventory(found: RowMapping, unsealer: Unsealer) -> QuestionInventory:
    id_ = found["id"]
    words = unsealer.open(found["inventory"], _place(id_), kind="question", key=id_)
    data = document_of(words, "question", id_)
    try:
        return from_json(QuestionInventory, _with_columns(data, found))
    except InvalidInput as error:
        raise Unreadable("question", id_, error.faults) from None


def _row(inventory: QuestionInventory) -> dict[str, Any]:
    question = inventory.question
    needed = {"question.id": question.id, "received_at": inventory.received_at}
    faults = [InputFault(path, "missing") for path, value in needed.items() if not value]
    if faults:
        raise InvalidInput(faults)
    data = to_json(inventory)
    for column in ("question", "channel", "company_number", "received_at"):
        del data[column]  # each word is stored in one place
    return {
        "id": question.id,
        "text": question.text,
        "language": question.language,
        "channel": inventory.channel,
        "inventory": document_text(data, "inventory"),
        "company_number": inventory.company_number,
        "received_at": inventory.received_at,
    }


def _with_columns(data: Any, found: Any) -> Any:
    if not isinstance(data, dict):
        return data
    text = data.pop("text", found["text"])
    question = {"id": found["id"], "text": text, "language": found["language"]}
    columns = ("channel", "company_number", "received_at")
    return data | {"question": question} | {column: found[column] for column in columns}


def _place(id_: str) -> str:
    return f"{questions.name}.inventory {id_}"
