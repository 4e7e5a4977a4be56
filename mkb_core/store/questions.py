"""The questions that were asked, as their inventories (B1).

The words of a known company are sealed with its key, in ``inventory``; ``text`` is empty then.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from mkb_core.codec import from_json, to_json
from mkb_core.domain.questions import QuestionInventory
from mkb_core.errors import Conflict, InputFault, InvalidInput, NotFound
from mkb_core.store.column_types import document_of, document_text
from mkb_core.store.company_keys import keys_of, seal_for, unseal
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
    words = unseal(connection, found["inventory"], _place(id_), kind="question", key=id_)
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
