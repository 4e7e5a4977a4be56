"""Webhooks, and the token by which a machine asked for a job."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0005"
down_revision = "core_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.add_column("mkb_jobs", sa.Column("token", sa.Text()))
    op.create_table(
        "mkb_webhooks",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text()),
        sa.Column("earlier_secret", sa.Text()),
        sa.Column("earlier_until", sa.DateTime(timezone=True)),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mkb_webhooks")),
    )
    op.create_index(op.f("ix_mkb_webhooks_partner"), "mkb_webhooks", ["partner"])


def downgrade() -> None:
    """Back to the revision before; webhooks are lost, and partners must register them anew."""
    op.drop_table("mkb_webhooks")
    op.drop_column("mkb_jobs", "token")
