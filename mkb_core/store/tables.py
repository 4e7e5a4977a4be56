"""The tables of the core. Amounts in cents; times UTC with zone; documents as canonical JSON text.

A ``company_number`` outside the companies' own tables is a trade-register number, not a reference: a question may come
from a company that is not stored.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

from mkb_core.store.column_types import PlainText, UtcTime

PREFIX = "mkb_"

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

companies = Table(
    f"{PREFIX}companies",
    metadata,
    Column("number", PlainText("number"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("created_at", UtcTime("at"), nullable=False),
    Column("updated_at", UtcTime("at"), nullable=False),
    CheckConstraint("length(number) = 8", name="number"),
    CheckConstraint("version >= 1", name="version"),
)

company_values = Table(
    f"{PREFIX}company_values",
    metadata,
    Column(
        "number", PlainText("number"), ForeignKey(companies.c.number, ondelete="CASCADE"), primary_key=True
    ),
    Column("field", PlainText("field"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("value", Text, nullable=False),
    Column("source", PlainText("source"), nullable=False),
    Column("date", Date, nullable=False),
    Column("entered_by", PlainText("entered_by"), nullable=False),
    CheckConstraint("position >= 0", name="position"),
)

#: The values in force as typed columns, for searching; derived from ``company_values`` on every save. NULL is unknown.
company_facts = Table(
    f"{PREFIX}company_facts",
    metadata,
    Column(
        "number", PlainText("number"), ForeignKey(companies.c.number, ondelete="CASCADE"), primary_key=True
    ),
    Column("founding_date", Date),
    Column("age_years", Integer),
    Column("employees", Integer),
    Column("employees_fte", Double),
    Column("turnover_cents", BigInteger),
    Column("balance_total_cents", BigInteger),
    Column("sbi_code", PlainText("sbi_codes")),
    Column("sbi_division", PlainText("sbi_codes")),
    Column("municipality", PlainText("municipality")),
    Column("legal_form", PlainText("legal_form")),
    Column("growth_ambition", Boolean),
    Column("innovation_ambition", Boolean),
    Column("continuity_ambition", Boolean),
)

questions = Table(
    f"{PREFIX}questions",
    metadata,
    Column("id", PlainText("question.id"), primary_key=True),
    Column("text", PlainText("question.text"), nullable=False),
    Column("language", PlainText("question.language")),
    Column("channel", PlainText("channel"), nullable=False),
    Column("inventory", Text, nullable=False),
    Column("company_number", PlainText("company_number"), index=True),
    Column("received_at", UtcTime("received_at"), nullable=False, index=True),
)

declarations = Table(
    f"{PREFIX}declarations",
    metadata,
    Column("hash", PlainText("hash"), primary_key=True),
    Column("kind", PlainText("kind"), nullable=False),
    Column("owner", PlainText("owner"), nullable=False),
    Column("plugin", PlainText("plugin"), nullable=False),
    Column("document", Text, nullable=False),
    Column("first_seen", UtcTime("at"), nullable=False),
    CheckConstraint("kind IN ('partner', 'region')", name="kind"),
    Index(None, "kind", "owner", "first_seen"),
)

catalogues = Table(
    f"{PREFIX}catalogues",
    metadata,
    Column("hash", PlainText("hash"), primary_key=True),
    Column("document", Text, nullable=False),
    Column("first_seen", UtcTime("at"), nullable=False),
)

catalogue_members = Table(
    f"{PREFIX}catalogue_members",
    metadata,
    Column("catalogue", PlainText("catalogue"), ForeignKey(catalogues.c.hash), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column(
        "declaration", PlainText("declaration"), ForeignKey(declarations.c.hash), nullable=False, index=True
    ),
)

receipts = Table(
    f"{PREFIX}receipts",
    metadata,
    Column("id", PlainText("id"), primary_key=True),
    Column("at", UtcTime("at"), nullable=False),
    Column("question_id", PlainText("question_id"), ForeignKey(questions.c.id), index=True),
    Column("company_number", PlainText("company_number"), index=True),
    Column("catalogue", PlainText("catalogue"), ForeignKey(catalogues.c.hash), nullable=False),
    Column("analyser", PlainText("analyser"), nullable=False),
    Column("route", PlainText("route"), nullable=False),
    Column("document", Text, nullable=False),
    Index(None, "at", "id"),
)

#: How each plugin stood when it was last tried, shared by all processes of an installation. ``state`` as of ``since``.
plugin_states = Table(
    f"{PREFIX}plugin_states",
    metadata,
    Column("plugin", PlainText("plugin"), primary_key=True),
    Column("version", PlainText("version"), nullable=False),
    Column("fingerprint", PlainText("fingerprint"), nullable=False),
    Column("state", PlainText("state"), nullable=False),
    Column("hooks", Text, nullable=False),
    Column("faults", Text, nullable=False),
    Column("since", UtcTime("since"), nullable=False),
    Column("tried_at", UtcTime("tried_at"), nullable=False),
    Column("retry_at", UtcTime("retry_at")),
)

#: The last declaration of each partner that was read well: with it advice goes on when its plugin fails.
partner_loads = Table(
    f"{PREFIX}partner_loads",
    metadata,
    Column("partner", PlainText("partner"), primary_key=True),
    Column("plugin", PlainText("plugin"), nullable=False, index=True),
    Column("fingerprint", PlainText("fingerprint"), nullable=False),
    Column("declaration", PlainText("declaration"), ForeignKey(declarations.c.hash), nullable=False),
    Column("loaded_at", UtcTime("loaded_at"), nullable=False),
)

#: What partners reported about fees, as it came; another report on the same quarter stands beside the earlier one.
fee_reports = Table(
    f"{PREFIX}fee_reports",
    metadata,
    Column("id", PlainText("id"), primary_key=True),
    Column("plugin", PlainText("plugin"), nullable=False),
    Column("partner", PlainText("partner"), nullable=False),
    Column("quarter", PlainText("quarter"), nullable=False),
    Column("document", Text, nullable=False),
    Column("received_at", UtcTime("received_at"), nullable=False),
    Index(None, "quarter", "partner", "received_at"),
)

#: Where each feed goes on, and how its last collection ended.
feed_cursors = Table(
    f"{PREFIX}feed_cursors",
    metadata,
    Column("plugin", PlainText("plugin"), primary_key=True),
    Column("feed", PlainText("feed"), primary_key=True),
    Column("cursor", PlainText("cursor")),
    Column("collected_at", UtcTime("collected_at"), nullable=False),
)

#: News, events and items of feeds, the newest form of each; companies of feeds are stored as companies.
feed_entries = Table(
    f"{PREFIX}feed_entries",
    metadata,
    Column("plugin", PlainText("plugin"), primary_key=True),
    Column("feed", PlainText("feed"), primary_key=True),
    Column("id", PlainText("id"), primary_key=True),
    Column("document", Text, nullable=False),
    Column("first_seen", UtcTime("first_seen"), nullable=False),
    Column("updated_at", UtcTime("updated_at"), nullable=False),
    Index(None, "feed", "updated_at"),
)
