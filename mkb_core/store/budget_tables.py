"""The table of budget versions: append-only but for the state and who decided on it (J1, M1)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text

from mkb_core.store.column_types import PlainText, UtcTime
from mkb_core.store.tables import PREFIX, metadata
from mkb_core.store.trust_tables import accounts

#: Numbers count from 1 in each plan; ``parent`` 0 is the plan of the region's package. ``hash`` is that of the content,
#: ``parent_hash`` that of the content which it was made from. ``note`` is the reason of a decision.
budget_versions = Table(
    f"{PREFIX}budget_versions",
    metadata,
    Column("plan", PlainText("plan"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("parent", Integer, nullable=False),
    Column("parent_hash", PlainText("parent_hash"), nullable=False),
    Column("hash", PlainText("hash"), nullable=False),
    Column("document", Text, nullable=False),
    Column("author", PlainText("author"), ForeignKey(accounts.c.id), nullable=False, index=True),
    Column("reason", PlainText("reason"), nullable=False),
    Column("made_at", UtcTime("made_at"), nullable=False),
    Column("state", PlainText("state"), nullable=False),
    Column("proposed_by", PlainText("proposed_by"), ForeignKey(accounts.c.id)),
    Column("proposed_at", UtcTime("proposed_at")),
    Column("decided_by", PlainText("decided_by"), ForeignKey(accounts.c.id)),
    Column("decided_at", UtcTime("decided_at")),
    Column("note", PlainText("note")),
    CheckConstraint("number >= 1", name="number"),
    CheckConstraint("parent = number - 1", name="parent"),
    CheckConstraint("length(reason) > 0", name="reason"),
    CheckConstraint("state IN ('draft', 'proposed', 'approved', 'rejected', 'superseded')", name="state"),
)
