"""The tables of identity, rights, audit and safe repetition (A4, A6, N2). Nothing secret is stored as it is.

Passwords are argon2id hashes; whatever somebody holds (session, link, token) is stored as its SHA-256; a second factor's
secret and whatever is confidential about a company is encrypted.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from mkb_core.store.column_types import PlainText, UtcTime
from mkb_core.store.tables import PREFIX, metadata

accounts = Table(
    f"{PREFIX}accounts",
    metadata,
    Column("id", PlainText("id"), primary_key=True),
    Column("email", PlainText("email"), nullable=False, unique=True),
    Column("name", PlainText("name"), nullable=False),
    Column("language", PlainText("language"), nullable=False),
    Column("password", PlainText("password")),
    Column("second_factor", PlainText("second_factor")),
    Column("second_factor_step", BigInteger),
    Column("state", PlainText("state"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", UtcTime("created_at"), nullable=False),
    CheckConstraint("state IN ('active', 'blocked', 'erased')", name="state"),
)

#: Which roles an account has and for whom; an ended one stays on record.
account_roles = Table(
    f"{PREFIX}account_roles",
    metadata,
    Column("id", PlainText("id"), primary_key=True),
    Column("account", PlainText("account"), ForeignKey(accounts.c.id), nullable=False, index=True),
    Column("role", PlainText("role"), nullable=False),
    Column("subject", PlainText("subject"), index=True),
    Column("granted_at", UtcTime("granted_at"), nullable=False),
    Column("granted_by", PlainText("granted_by"), nullable=False),
    Column("ended_at", UtcTime("ended_at")),
)

#: Under which names other providers of identity know an account; linked by its owner, or made with it.
account_identities = Table(
    f"{PREFIX}account_identities",
    metadata,
    Column("issuer", PlainText("issuer"), primary_key=True),
    Column("name", PlainText("name"), primary_key=True),
    Column("account", PlainText("account"), ForeignKey(accounts.c.id), nullable=False, index=True),
    Column("linked_at", UtcTime("linked_at"), nullable=False),
)

sessions = Table(
    f"{PREFIX}sessions",
    metadata,
    Column("hash", PlainText("hash"), primary_key=True),
    Column("account", PlainText("account"), ForeignKey(accounts.c.id), nullable=False, index=True),
    Column("account_role", PlainText("account_role"), ForeignKey(account_roles.c.id)),
    Column("second_factor", Boolean, nullable=False),
    Column("assurance", PlainText("assurance")),
    Column("created_at", UtcTime("created_at"), nullable=False),
    Column("last_seen", UtcTime("last_seen"), nullable=False),
    Column("expires_at", UtcTime("expires_at"), nullable=False, index=True),
)

#: Invitations and lost passwords: good once, for a while.
one_time_links = Table(
    f"{PREFIX}one_time_links",
    metadata,
    Column("hash", PlainText("hash"), primary_key=True),
    Column("purpose", PlainText("purpose"), nullable=False),
    Column("email", PlainText("email"), nullable=False, index=True),
    Column("document", Text, nullable=False),
    Column("created_at", UtcTime("created_at"), nullable=False),
    Column("expires_at", UtcTime("expires_at"), nullable=False, index=True),
    Column("used_at", UtcTime("used_at")),
)

#: Failed sign-ins by what was tried (hashes), so that guessing gets slower.
sign_in_failures = Table(
    f"{PREFIX}sign_in_failures",
    metadata,
    Column("id", PlainText("id"), primary_key=True),
    Column("subject", PlainText("subject"), nullable=False),
    Column("at", UtcTime("at"), nullable=False),
    Index(None, "subject", "at"),
)

#: Keys of machines: scoped, expiring, shown once.
tokens = Table(
    f"{PREFIX}tokens",
    metadata,
    Column("id", PlainText("id"), primary_key=True),
    Column("hash", PlainText("hash"), nullable=False, unique=True),
    Column("label", PlainText("label"), nullable=False),
    Column("role", PlainText("role"), nullable=False),
    Column("subject", PlainText("subject")),
    Column("scopes", Text, nullable=False),
    Column("created_at", UtcTime("created_at"), nullable=False),
    Column("created_by", PlainText("created_by"), nullable=False),
    Column("expires_at", UtcTime("expires_at"), nullable=False),
    Column("last_used", UtcTime("last_used")),
    Column("revoked_at", UtcTime("revoked_at")),
)

#: Where partners' machines are told what happened; ``token``: the one that it was registered or taken over with.
#: ``earlier_secret`` still signs too, until ``earlier_until``.
webhooks = Table(
    f"{PREFIX}webhooks",
    metadata,
    Column("id", PlainText("id"), primary_key=True),
    Column("partner", PlainText("partner"), nullable=False, index=True),
    Column("address", PlainText("address"), nullable=False),
    Column("events", Text, nullable=False),
    Column("secret", PlainText("secret")),
    Column("earlier_secret", PlainText("earlier_secret")),
    Column("earlier_until", UtcTime("earlier_until")),
    Column("token", PlainText("token"), nullable=False),
    Column("created_at", UtcTime("created_at"), nullable=False),
    Column("ended_at", UtcTime("ended_at")),
)

#: What a company agreed to, for which purpose and whom (``question``: which one); taken back at ``withdrawn_at``.
consents = Table(
    f"{PREFIX}consents",
    metadata,
    Column("id", PlainText("id"), primary_key=True),
    Column("company_number", PlainText("company_number"), nullable=False),
    Column("purpose", PlainText("purpose"), nullable=False),
    Column("recipient", PlainText("recipient")),
    Column("shares", Text, nullable=False),
    Column("question", PlainText("question")),
    Column("given_at", UtcTime("given_at"), nullable=False),
    Column("given_by", PlainText("given_by"), nullable=False),
    Column("withdrawn_at", UtcTime("withdrawn_at")),
    CheckConstraint("purpose IN ('referral', 'publication', 'research')", name="purpose"),
    Index(None, "company_number", "purpose"),
    Index(None, "recipient"),
)

#: Which consultant guides which company, and which partner put it forward.
assignments = Table(
    f"{PREFIX}assignments",
    metadata,
    Column("id", PlainText("id"), primary_key=True),
    Column("company_number", PlainText("company_number"), nullable=False, index=True),
    Column("relation", PlainText("relation"), nullable=False),
    Column("account", PlainText("account"), ForeignKey(accounts.c.id), index=True),
    Column("partner", PlainText("partner"), index=True),
    Column("since", UtcTime("since"), nullable=False),
    Column("ended_at", UtcTime("ended_at")),
    CheckConstraint("relation IN ('assigned', 'scouted')", name="relation"),
)

#: Keys of companies' confidential values, wrapped by the installation's own; erasure empties ``wrapped``.
company_keys = Table(
    f"{PREFIX}company_keys",
    metadata,
    Column("id", PlainText("id"), primary_key=True),
    Column("company_number", PlainText("company_number"), nullable=False, index=True),
    Column("wrapped", PlainText("wrapped")),
    Column("created_at", UtcTime("created_at"), nullable=False),
    Column("destroyed_at", UtcTime("destroyed_at")),
)

#: Append-only: each line holds the hash of the line before. ``details`` may be encrypted with the company's key.
audit = Table(
    f"{PREFIX}audit",
    metadata,
    Column("line", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcTime("at"), nullable=False, index=True),
    Column("account", PlainText("account")),
    Column("role", PlainText("role"), nullable=False),
    Column("acting_for", PlainText("acting_for")),
    Column("origin", PlainText("origin"), nullable=False),
    Column("action", PlainText("action"), nullable=False),
    Column("kind", PlainText("kind"), nullable=False),
    Column("object", PlainText("object")),
    Column("company_number", PlainText("company_number"), index=True),
    Column("result", PlainText("result"), nullable=False),
    Column("details", Text, nullable=False),
    Column("previous", PlainText("previous"), nullable=False),
    Column("hash", PlainText("hash"), nullable=False),
)

#: The last line of the audit log, signed with the installation's key: without it lines cut off at the end leave no trace.
audit_head = Table(
    f"{PREFIX}audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("line", BigInteger, nullable=False),
    Column("hash", PlainText("hash"), nullable=False),
    Column("signature", PlainText("signature"), nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

#: Answers to requests that carried an ``Idempotency-Key``: the same key gets the same answer.
idempotency_keys = Table(
    f"{PREFIX}idempotency_keys",
    metadata,
    Column("actor", PlainText("actor"), primary_key=True),
    Column("key", PlainText("key"), primary_key=True),
    Column("request", PlainText("request"), nullable=False),
    Column("status", Integer),
    Column("headers", Text),
    Column("body", Text),
    Column("created_at", UtcTime("created_at"), nullable=False),
    Column("expires_at", UtcTime("expires_at"), nullable=False, index=True),
)

#: Incidents with personal data, for the duty to report them within 72 hours.
breaches = Table(
    f"{PREFIX}breaches",
    metadata,
    Column("id", PlainText("id"), primary_key=True),
    Column("noticed_at", UtcTime("noticed_at"), nullable=False),
    Column("recorded_by", PlainText("recorded_by"), nullable=False),
    Column("document", Text, nullable=False),
    Column("reported_at", UtcTime("reported_at")),
)
