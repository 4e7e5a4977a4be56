"""The table of jobs: work that must be done after a change, and exactly when that change was stored."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text

from mkb_core.store.column_types import PlainText, UtcTime
from mkb_core.store.tables import PREFIX, metadata

#: ``payload`` is emptied of what is personal when the job ends; ``account``, ``role``,
#: ``acting_for`` and ``token`` are who asked.
#: ``attempts``: how often it was handed to a worker; ``fault``: why the last one failed.
#: ``most_attempts``: after how many it has failed; trying again by hand raises it.
jobs = Table(
    f"{PREFIX}jobs",
    metadata,
    Column("id", PlainText("id"), primary_key=True),
    Column("name", PlainText("name"), nullable=False),
    Column("payload", Text, nullable=False),
    Column("key", PlainText("key"), unique=True),
    Column("account", PlainText("account")),
    Column("role", PlainText("role")),
    Column("acting_for", PlainText("acting_for")),
    Column("state", PlainText("state"), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("most_attempts", Integer, nullable=False),
    Column("fault", PlainText("fault")),
    Column("created_at", UtcTime("created_at"), nullable=False),
    Column("due_at", UtcTime("due_at"), nullable=False),
    Column("ended_at", UtcTime("ended_at")),
    Column("token", PlainText("token")),
    CheckConstraint(
        "state IN ('waiting', 'working', 'done', 'denied', 'failed', 'cancelled')",
        name="state",
    ),
    Index(None, "state", "due_at"),
)
