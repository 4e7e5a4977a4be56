"""Jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0004"
down_revision = "core_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "mkb_jobs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("key", sa.Text()),
        sa.Column("account", sa.Text()),
        sa.Column("role", sa.Text()),
        sa.Column("acting_for", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("most_attempts", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "state IN ('waiting', 'working', 'done', 'denied', 'failed', 'cancelled')",
            name=op.f("ck_mkb_jobs_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mkb_jobs")),
        sa.UniqueConstraint("key", name=op.f("uq_mkb_jobs_key")),
    )
    op.create_index(op.f("ix_mkb_jobs_state_due_at"), "mkb_jobs", ["state", "due_at"])


def downgrade() -> None:
    """Back to the revision before; jobs that wait are lost."""
    op.drop_table("mkb_jobs")
