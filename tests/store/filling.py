"""Rows in every table of the core, with values that only just fit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Double,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    insert,
)

from mkb_core.store.column_types import UtcTime
from mkb_core.store.tables import metadata

AT = datetime(2026, 11, 23, 9, 30, 0, 123456, tzinfo=UTC)
WORDS = ("Café ’t Hoekje", "line\nbreak\ttab", "a" * 5000, "", "𝕄🏭", "NULL", "' OR 1=1 --", '{"a": 1.0}')
#: what the rules of a column allow
ALLOWED: dict[tuple[str, str], tuple[Any, ...]] = {
    ("mkb_accounts", "state"): ("active", "blocked"),
    ("mkb_assignments", "relation"): ("assigned", "scouted"),
    ("mkb_audit_head", "id"): (1,),
    ("mkb_budget_versions", "reason"): ("a first draft", "a" * 5000),
    ("mkb_budget_versions", "state"): ("draft", "approved"),
    ("mkb_consents", "purpose"): ("referral", "publication"),
    ("mkb_declarations", "kind"): ("partner", "region"),
    ("mkb_jobs", "state"): ("waiting", "done"),
}
#: what is the number of the row, and so much more
COUNTED: dict[tuple[str, str], int] = {
    ("mkb_budget_versions", "number"): 1,
    ("mkb_budget_versions", "parent"): 0,
}


def fill(connection: Connection, rows: int = 30, start: int = 0, tables: MetaData = metadata) -> None:
    """Insert rows into every table; references point to the row of the same number."""
    for table in tables.sorted_tables:
        count = 1 if (table.name, "id") in ALLOWED else rows
        connection.execute(insert(table), [_row(table, number) for number in range(start, start + count)])


def _row(table: Table, number: int) -> dict[str, Any]:
    return {column.name: _value(table, column, number) for column in table.columns}


def _value(table: Table, column: Column[Any], number: int) -> Any:
    allowed = ALLOWED.get((table.name, column.name))
    if allowed:
        return allowed[number % len(allowed)]
    if (table.name, column.name) in COUNTED:
        return number + COUNTED[table.name, column.name]
    for key in column.foreign_keys:
        return _value(key.column.table, key.column, number)
    if column.nullable and number % 3 == 0:
        return None
    return _of_type(table, column, number)


def _of_type(table: Table, column: Column[Any], number: int) -> Any:
    kind = column.type
    if isinstance(kind, Boolean):
        return number % 2 == 0
    if isinstance(kind, Double):
        return number + 0.1
    if isinstance(kind, BigInteger):
        return number + (1 << 40)
    if isinstance(kind, Integer):
        return number + 1
    if isinstance(kind, UtcTime | DateTime):
        return AT + timedelta(days=number, microseconds=number)
    if isinstance(kind, Date):
        return date(1999, 12, 31) + timedelta(days=number)
    if column.name == "number":
        return f"{number:08}"
    unique = column.primary_key or any(
        isinstance(rule, UniqueConstraint) and column.name in rule.columns for rule in table.constraints
    )
    return f"{column.name}-{number}" if unique else f"{WORDS[number % len(WORDS)]}"
