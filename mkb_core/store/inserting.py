"""Insert a record unless its key is there already, in one statement, so that two writers cannot both succeed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Whether the row was inserted; false where its primary key existed. Other broken constraints still raise."""
    keys = list(table.primary_key.columns)
    if connection.dialect.name == "postgresql":
        statement: Any = postgresql.insert(table).values(**row).on_conflict_do_nothing(index_elements=keys)
    else:
        statement = sqlite.insert(table).values(**row).on_conflict_do_nothing(index_elements=keys)
    return connection.execute(statement.returning(*keys)).first() is not None
