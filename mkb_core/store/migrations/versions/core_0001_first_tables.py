"""Companies, questions, declarations, catalogues and receipts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0001"
down_revision = None
branch_labels = ("core",)
depends_on = None


def upgrade() -> None:
    """To this revision."""
    _companies()
    _company_values()
    _company_facts()
    _questions()
    _declarations()
    _receipts()


def downgrade() -> None:
    """Back to an empty database."""
    for name in (
        "receipts",
        "catalogue_members",
        "catalogues",
        "declarations",
        "questions",
        "company_facts",
        "company_values",
        "companies",
    ):
        op.drop_table(f"mkb_{name}")


def _time(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _companies() -> None:
    op.create_table(
        "mkb_companies",
        _text("number"),
        sa.Column("version", sa.Integer(), nullable=False),
        _time("created_at"),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_mkb_companies")),
        sa.CheckConstraint("length(number) = 8", name=op.f("ck_mkb_companies_number")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_mkb_companies_version")),
    )


def _company_values() -> None:
    op.create_table(
        "mkb_company_values",
        _text("number"),
        _text("field"),
        sa.Column("position", sa.Integer(), nullable=False, autoincrement=False),
        _text("value"),
        _text("source"),
        sa.Column("date", sa.Date(), nullable=False),
        _text("entered_by"),
        sa.PrimaryKeyConstraint("number", "field", "position", name=op.f("pk_mkb_company_values")),
        sa.ForeignKeyConstraint(
            ["number"],
            ["mkb_companies.number"],
            name=op.f("fk_mkb_company_values_number"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("position >= 0", name=op.f("ck_mkb_company_values_position")),
    )


def _company_facts() -> None:
    op.create_table(
        "mkb_company_facts",
        _text("number"),
        sa.Column("founding_date", sa.Date()),
        sa.Column("age_years", sa.Integer()),
        sa.Column("employees", sa.Integer()),
        sa.Column("employees_fte", sa.Double()),
        sa.Column("turnover_cents", sa.BigInteger()),
        sa.Column("balance_total_cents", sa.BigInteger()),
        _text("sbi_code", nullable=True),
        _text("sbi_division", nullable=True),
        _text("municipality", nullable=True),
        _text("legal_form", nullable=True),
        sa.Column("growth_ambition", sa.Boolean()),
        sa.Column("innovation_ambition", sa.Boolean()),
        sa.Column("continuity_ambition", sa.Boolean()),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_mkb_company_facts")),
        sa.ForeignKeyConstraint(
            ["number"], ["mkb_companies.number"], name=op.f("fk_mkb_company_facts_number"), ondelete="CASCADE"
        ),
    )


def _questions() -> None:
    op.create_table(
        "mkb_questions",
        _text("id"),
        _text("text"),
        _text("language", nullable=True),
        _text("channel"),
        _text("inventory"),
        _text("company_number", nullable=True),
        _time("received_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mkb_questions")),
    )
    _index("mkb_questions", "company_number")
    _index("mkb_questions", "received_at")


def _declarations() -> None:
    op.create_table(
        "mkb_declarations",
        _text("hash"),
        _text("kind"),
        _text("owner"),
        _text("plugin"),
        _text("document"),
        _time("first_seen"),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_mkb_declarations")),
        sa.CheckConstraint("kind IN ('partner', 'region')", name=op.f("ck_mkb_declarations_kind")),
    )
    _index("mkb_declarations", "kind", "owner", "first_seen")
    op.create_table(
        "mkb_catalogues",
        _text("hash"),
        _text("document"),
        _time("first_seen"),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_mkb_catalogues")),
    )
    op.create_table(
        "mkb_catalogue_members",
        _text("catalogue"),
        sa.Column("position", sa.Integer(), nullable=False, autoincrement=False),
        _text("declaration"),
        sa.PrimaryKeyConstraint("catalogue", "position", name=op.f("pk_mkb_catalogue_members")),
        sa.ForeignKeyConstraint(
            ["catalogue"], ["mkb_catalogues.hash"], name=op.f("fk_mkb_catalogue_members_catalogue")
        ),
        sa.ForeignKeyConstraint(
            ["declaration"], ["mkb_declarations.hash"], name=op.f("fk_mkb_catalogue_members_declaration")
        ),
    )
    _index("mkb_catalogue_members", "declaration")


def _receipts() -> None:
    op.create_table(
        "mkb_receipts",
        _text("id"),
        _time("at"),
        _text("question_id", nullable=True),
        _text("company_number", nullable=True),
        _text("catalogue"),
        _text("analyser"),
        _text("route"),
        _text("document"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mkb_receipts")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["mkb_questions.id"], name=op.f("fk_mkb_receipts_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["catalogue"], ["mkb_catalogues.hash"], name=op.f("fk_mkb_receipts_catalogue")
        ),
    )
    _index("mkb_receipts", "question_id")
    _index("mkb_receipts", "company_number")
    _index("mkb_receipts", "at", "id")
