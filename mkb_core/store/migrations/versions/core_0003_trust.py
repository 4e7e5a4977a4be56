"""Identity, rights, audit and safe repetition."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0003"
down_revision = "core_0002"
branch_labels = None
depends_on = None

TABLES = (
    "accounts",
    "account_roles",
    "account_identities",
    "sessions",
    "one_time_links",
    "sign_in_failures",
    "tokens",
    "consents",
    "assignments",
    "company_keys",
    "audit",
    "audit_head",
    "breaches",
    "idempotency_keys",
)


def upgrade() -> None:
    """To this revision."""
    _identity()
    _rights()
    _record()
    _only_append()
    _repetition()


def downgrade() -> None:
    """Back to the revision before; accounts, consents and the audit log are lost."""
    for name in reversed(TABLES):
        op.drop_table(f"mkb_{name}")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION mkb_audit_is_append_only()")


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _identity() -> None:
    op.create_table(
        "mkb_accounts",
        _text("id"),
        _text("email"),
        _text("name"),
        _text("language"),
        _text("password", nullable=True),
        _text("second_factor", nullable=True),
        sa.Column("second_factor_step", sa.BigInteger()),
        _text("state"),
        sa.Column("version", sa.Integer(), nullable=False),
        _time("created_at"),
        sa.CheckConstraint("state IN ('active', 'blocked', 'erased')", name=op.f("ck_mkb_accounts_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mkb_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_mkb_accounts_email")),
    )
    op.create_table(
        "mkb_account_roles",
        _text("id"),
        _text("account"),
        _text("role"),
        _text("subject", nullable=True),
        _time("granted_at"),
        _text("granted_by"),
        _time("ended_at", nullable=True),
        sa.ForeignKeyConstraint(["account"], ["mkb_accounts.id"], name=op.f("fk_mkb_account_roles_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mkb_account_roles")),
    )
    op.create_index(op.f("ix_mkb_account_roles_account"), "mkb_account_roles", ["account"])
    op.create_index(op.f("ix_mkb_account_roles_subject"), "mkb_account_roles", ["subject"])
    op.create_table(
        "mkb_account_identities",
        _text("issuer"),
        _text("name"),
        _text("account"),
        _time("linked_at"),
        sa.ForeignKeyConstraint(
            ["account"], ["mkb_accounts.id"], name=op.f("fk_mkb_account_identities_account")
        ),
        sa.PrimaryKeyConstraint("issuer", "name", name=op.f("pk_mkb_account_identities")),
    )
    op.create_index(op.f("ix_mkb_account_identities_account"), "mkb_account_identities", ["account"])
    op.create_table(
        "mkb_sessions",
        _text("hash"),
        _text("account"),
        _text("account_role", nullable=True),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        _text("assurance", nullable=True),
        _time("created_at"),
        _time("last_seen"),
        _time("expires_at"),
        sa.ForeignKeyConstraint(["account"], ["mkb_accounts.id"], name=op.f("fk_mkb_sessions_account")),
        sa.ForeignKeyConstraint(
            ["account_role"], ["mkb_account_roles.id"], name=op.f("fk_mkb_sessions_account_role")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_mkb_sessions")),
    )
    op.create_index(op.f("ix_mkb_sessions_account"), "mkb_sessions", ["account"])
    op.create_index(op.f("ix_mkb_sessions_expires_at"), "mkb_sessions", ["expires_at"])
    op.create_table(
        "mkb_one_time_links",
        _text("hash"),
        _text("purpose"),
        _text("email"),
        _text("document"),
        _time("created_at"),
        _time("expires_at"),
        _time("used_at", nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_mkb_one_time_links")),
    )
    op.create_index(op.f("ix_mkb_one_time_links_email"), "mkb_one_time_links", ["email"])
    op.create_index(op.f("ix_mkb_one_time_links_expires_at"), "mkb_one_time_links", ["expires_at"])
    op.create_table(
        "mkb_sign_in_failures",
        _text("id"),
        _text("subject"),
        _time("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mkb_sign_in_failures")),
    )
    op.create_index(op.f("ix_mkb_sign_in_failures_subject_at"), "mkb_sign_in_failures", ["subject", "at"])
    op.create_table(
        "mkb_tokens",
        _text("id"),
        _text("hash"),
        _text("label"),
        _text("role"),
        _text("subject", nullable=True),
        _text("scopes"),
        _time("created_at"),
        _text("created_by"),
        _time("expires_at"),
        _time("last_used", nullable=True),
        _time("revoked_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mkb_tokens")),
        sa.UniqueConstraint("hash", name=op.f("uq_mkb_tokens_hash")),
    )


def _rights() -> None:
    op.create_table(
        "mkb_consents",
        _text("id"),
        _text("company_number"),
        _text("purpose"),
        _text("recipient", nullable=True),
        _text("shares"),
        _text("question", nullable=True),
        _time("given_at"),
        _text("given_by"),
        _time("withdrawn_at", nullable=True),
        sa.CheckConstraint(
            "purpose IN ('referral', 'publication', 'research')", name=op.f("ck_mkb_consents_purpose")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mkb_consents")),
    )
    op.create_index(
        op.f("ix_mkb_consents_company_number_purpose"), "mkb_consents", ["company_number", "purpose"]
    )
    op.create_index(op.f("ix_mkb_consents_recipient"), "mkb_consents", ["recipient"])
    op.create_table(
        "mkb_assignments",
        _text("id"),
        _text("company_number"),
        _text("relation"),
        _text("account", nullable=True),
        _text("partner", nullable=True),
        _time("since"),
        _time("ended_at", nullable=True),
        sa.CheckConstraint("relation IN ('assigned', 'scouted')", name=op.f("ck_mkb_assignments_relation")),
        sa.ForeignKeyConstraint(["account"], ["mkb_accounts.id"], name=op.f("fk_mkb_assignments_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mkb_assignments")),
    )
    op.create_index(op.f("ix_mkb_assignments_account"), "mkb_assignments", ["account"])
    op.create_index(op.f("ix_mkb_assignments_company_number"), "mkb_assignments", ["company_number"])
    op.create_index(op.f("ix_mkb_assignments_partner"), "mkb_assignments", ["partner"])


def _record() -> None:
    op.create_table(
        "mkb_company_keys",
        _text("id"),
        _text("company_number"),
        _text("wrapped", nullable=True),
        _time("created_at"),
        _time("destroyed_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mkb_company_keys")),
    )
    op.create_index(op.f("ix_mkb_company_keys_company_number"), "mkb_company_keys", ["company_number"])
    op.create_table(
        "mkb_audit",
        sa.Column("line", sa.BigInteger(), autoincrement=False, nullable=False),
        _time("at"),
        _text("account", nullable=True),
        _text("role"),
        _text("acting_for", nullable=True),
        _text("origin"),
        _text("action"),
        _text("kind"),
        _text("object", nullable=True),
        _text("company_number", nullable=True),
        _text("result"),
        _text("details"),
        _text("previous"),
        _text("hash"),
        sa.PrimaryKeyConstraint("line", name=op.f("pk_mkb_audit")),
    )
    op.create_index(op.f("ix_mkb_audit_at"), "mkb_audit", ["at"])
    op.create_index(op.f("ix_mkb_audit_company_number"), "mkb_audit", ["company_number"])
    op.create_table(
        "mkb_audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        _text("hash"),
        _text("signature"),
        sa.CheckConstraint("id = 1", name=op.f("ck_mkb_audit_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mkb_audit_head")),
    )
    op.create_table(
        "mkb_breaches",
        _text("id"),
        _time("noticed_at"),
        _text("recorded_by"),
        _text("document"),
        _time("reported_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mkb_breaches")),
    )


def _only_append() -> None:
    """The database itself refuses to change or remove a line of the audit log."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION mkb_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'mkb_audit is append-only' USING ERRCODE = 'check_violation', "
            "CONSTRAINT = 'mkb_audit_is_append_only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER mkb_audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON mkb_audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION mkb_audit_is_append_only()"
        )
        return
    for change in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER mkb_audit_no_{change} BEFORE {change.upper()} ON mkb_audit "
            "BEGIN SELECT RAISE(ABORT, 'mkb_audit is append-only'); END"
        )


def _repetition() -> None:
    op.create_table(
        "mkb_idempotency_keys",
        _text("actor"),
        _text("key"),
        _text("request"),
        sa.Column("status", sa.Integer()),
        _text("headers", nullable=True),
        _text("body", nullable=True),
        _time("created_at"),
        _time("expires_at"),
        sa.PrimaryKeyConstraint("actor", "key", name=op.f("pk_mkb_idempotency_keys")),
    )
    op.create_index(op.f("ix_mkb_idempotency_keys_expires_at"), "mkb_idempotency_keys", ["expires_at"])
