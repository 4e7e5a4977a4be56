"""Versions of budgets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0006"
down_revision = "core_0005"
branch_labels = None
depends_on = None

TABLE = "mkb_budget_versions"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        TABLE,
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("parent", sa.Integer(), nullable=False),
        sa.Column("parent_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text()),
        sa.Column("proposed_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", sa.Text()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("note", sa.Text()),
        sa.CheckConstraint("number >= 1", name=op.f(f"ck_{TABLE}_number")),
        sa.CheckConstraint("parent = number - 1", name=op.f(f"ck_{TABLE}_parent")),
        sa.CheckConstraint("length(reason) > 0", name=op.f(f"ck_{TABLE}_reason")),
        sa.CheckConstraint(
            "state IN ('draft', 'proposed', 'approved', 'rejected', 'superseded')",
            name=op.f(f"ck_{TABLE}_state"),
        ),
        *(
            sa.ForeignKeyConstraint([name], ["mkb_accounts.id"], name=op.f(f"fk_{TABLE}_{name}"))
            for name in ("author", "proposed_by", "decided_by")
        ),
        sa.PrimaryKeyConstraint("plan", "number", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_author"), TABLE, ["author"])


def downgrade() -> None:
    """Back to the revision before; all versions of budgets are lost, and the installed plans count again."""
    op.drop_table(TABLE)
