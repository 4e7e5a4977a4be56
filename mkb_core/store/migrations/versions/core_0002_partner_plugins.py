"""How plugins stand, the last good declarations, and what partners report: fees and feeds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0002"
down_revision = "core_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    _states()
    _fees()
    _feeds()


def downgrade() -> None:
    """Back to the revision before; what partners reported is lost."""
    for name in ("feed_entries", "feed_cursors", "fee_reports", "partner_loads", "plugin_states"):
        op.drop_table(f"mkb_{name}")


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _states() -> None:
    op.create_table(
        "mkb_plugin_states",
        _text("plugin"),
        _text("version"),
        _text("fingerprint"),
        _text("state"),
        _text("hooks"),
        _text("faults"),
        _time("since"),
        _time("tried_at"),
        _time("retry_at", nullable=True),
        sa.PrimaryKeyConstraint("plugin", name=op.f("pk_mkb_plugin_states")),
    )
    op.create_table(
        "mkb_partner_loads",
        _text("partner"),
        _text("plugin"),
        _text("fingerprint"),
        _text("declaration"),
        _time("loaded_at"),
        sa.PrimaryKeyConstraint("partner", name=op.f("pk_mkb_partner_loads")),
        sa.ForeignKeyConstraint(
            ["declaration"], ["mkb_declarations.hash"], name=op.f("fk_mkb_partner_loads_declaration")
        ),
    )
    _index("mkb_partner_loads", "plugin")


def _fees() -> None:
    op.create_table(
        "mkb_fee_reports",
        _text("id"),
        _text("plugin"),
        _text("partner"),
        _text("quarter"),
        _text("document"),
        _time("received_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mkb_fee_reports")),
    )
    _index("mkb_fee_reports", "quarter", "partner", "received_at")


def _feeds() -> None:
    op.create_table(
        "mkb_feed_cursors",
        _text("plugin"),
        _text("feed"),
        _text("cursor", nullable=True),
        _time("collected_at"),
        sa.PrimaryKeyConstraint("plugin", "feed", name=op.f("pk_mkb_feed_cursors")),
    )
    op.create_table(
        "mkb_feed_entries",
        _text("plugin"),
        _text("feed"),
        _text("id"),
        _text("document"),
        _time("first_seen"),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("plugin", "feed", "id", name=op.f("pk_mkb_feed_entries")),
    )
    _index("mkb_feed_entries", "feed", "updated_at")
