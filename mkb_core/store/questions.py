"""The questions that were asked, as their inventories (B1).

The words of a known company are sealed with its key, in ``inventory``; ``text`` is empty then.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from mkb_core.codec import from_json, to_json
from mkb_core.domain.questions import QuestionInventory
from mkb_core.errors import Conflict, InputFault, InvalidInput, NotFound
from mkb_core.store.column_types import checked_limit, document_of, document_text
from mkb_core.store.company_keys import Unsealer, keys_of, seal_for
from mkb_core.store.failures import Unreadable
from mkb_core.store.inserting import insert_new
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
    connection: Connection, condition: ColumnElement[bool], *, offset: int = 0, limit: int = 100
) -> tuple[tuple[QuestionInventory, ...], int]:
    """The questions of a condition, the newest first, and how many there are; ``limit`` 1 to 10,000.

    Raises :class:`Unreadable`, :class:`Erased`.
    """
    total = connection.execute(select(func.count()).select_from(questions).where(condition)).scalar_one()
    statement = (
        select(questions)
        .where(condition)
        .order_by(questions.c.received_at.desc(), questions.c.id)
        .offset(offset)
        .limit(checked_limit(limit))
    )
    rows = connection.execute(statement).mappings().all()
    unsealer = Unsealer(connection, {row["company_number"] for row in rows if row["company_number"]})
    return tuple(_inventory(row, unsealer) for row in rows), total


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
