"""The register of processing (GDPR, article 30): every column with personal or confidential data, or declared free of it.

One table for the page, the command and the access export. A column that is in neither fails the build.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from mkb_core.confidential.retention import KEEP, Keep
from mkb_core.text import Text, text


@frozen
class Processing:
    """Columns with one purpose. ``keep`` is a key of :data:`KEEP`; ``sealed`` those (of ``columns``) that are encrypted."""

    id: str
    purpose: Text
    ground: Text
    recipients: Text
    keep: str
    columns: Mapping[str, str]
    sealed: str = ""

    @property
    def kept(self) -> Keep:
        """How long."""
        return KEEP[self.keep]

    def names(self) -> frozenset[str]:
        """``table.column``."""
        return frozenset(f"{table}.{name}" for table, names in self.columns.items() for name in names.split())


_TASK = text(
    nl="gerechtvaardigd belang: het bedrijf vraagt hulp (AVG art. 6 lid 1 f)",
    en="legitimate interest: the company asks for help (GDPR art. 6(1)(f))",
)
_CONSENT = text(
    nl="toestemming van het bedrijf (AVG art. 6 lid 1 a)", en="consent of the company (GDPR art. 6(1)(a))"
)
_CONTRACT = text(
    nl="uitvoering van de overeenkomst met de gebruiker (AVG art. 6 lid 1 b)",
    en="performance of the contract with the user (GDPR art. 6(1)(b))",
)
_DUTY = text(
    nl="wettelijke plicht: beveiliging en verantwoording (AVG art. 5 lid 2, 32 en 33)",
    en="legal obligation: security and accountability (GDPR art. 5(2), 32 and 33)",
)
_STAFF = text(
    nl="begeleiders en staf; partners voor zover het bedrijf toestemt",
    en="consultants and staff; partners as far as the company consents",
)
_COMPANY_AND_STAFF = text(nl="het bedrijf zelf en de staf", en="the company itself and the staff")
_USER = text(nl="de gebruiker zelf en de beheerder", en="the user and the operator")
_NOBODY = text(nl="niemand", en="nobody")
_CONTROL = text(
    nl="het bedrijf zelf, de beheerder en de toezichthouder",
    en="the company itself, the operator and the supervisory authority",
)

REGISTER: tuple[Processing, ...] = (
    Processing(
        "company",
        text(nl="bedrijven kennen, scouten en adviseren", en="know, scout and advise companies"),
        _TASK,
        _STAFF,
        "company",
        {
            "mkb_companies": "number",
            "mkb_company_values": "number value source entered_by",
            "mkb_company_facts": (
                "number founding_date age_years employees employees_fte turnover_cents balance_total_cents "
                "sbi_code sbi_division municipality legal_form growth_ambition innovation_ambition "
                "continuity_ambition"
            ),
        },
        sealed="mkb_company_values.value",
    ),
    Processing(
        "questions",
        text(nl="vragen van bekende bedrijven beantwoorden", en="answer questions of known companies"),
        _TASK,
        _COMPANY_AND_STAFF,
        "questions",
        {
            "mkb_questions": "text inventory company_number",
            "mkb_receipts": "document company_number",
        },
        sealed="mkb_questions.inventory mkb_receipts.document",
    ),
    Processing(
        "consents",
        text(nl="bijhouden wat een bedrijf toestaat", en="record what a company consents to"),
        _CONSENT,
        _STAFF,
        "company",
        {"mkb_consents": "company_number recipient shares question given_by"},
    ),
    Processing(
        "assignments",
        text(nl="bijhouden wie een bedrijf begeleidt of scout", en="record who guides or scouts a company"),
        _TASK,
        _STAFF,
        "company",
        {"mkb_assignments": "company_number account partner"},
    ),
    Processing(
        "accounts",
        text(nl="gebruikers laten inloggen", en="let users sign in"),
        _CONTRACT,
        _USER,
        "account",
        {
            "mkb_accounts": "id email name language password second_factor second_factor_step",
            "mkb_account_roles": "account role subject granted_by",
            "mkb_account_identities": "issuer name account",
            "mkb_tokens": "hash label subject created_by last_used",
            "mkb_webhooks": "secret earlier_secret token",
        },
        sealed="mkb_accounts.second_factor mkb_webhooks.secret mkb_webhooks.earlier_secret",
    ),
    Processing(
        "sessions",
        text(nl="ingelogd blijven, uitnodigen en herstellen", en="stay signed in, invite and recover"),
        _CONTRACT,
        _USER,
        "expired",
        {
            "mkb_sessions": "hash account account_role assurance last_seen",
            "mkb_one_time_links": "hash email document",
        },
    ),
    Processing(
        "attempts",
        text(nl="raden van wachtwoorden vertragen", en="slow down the guessing of passwords"),
        _DUTY,
        _NOBODY,
        "attempts",
        {"mkb_sign_in_failures": "subject at"},
    ),
    Processing(
        "answers",
        text(nl="een herhaald verzoek maar één keer uitvoeren", en="do a repeated request only once"),
        _TASK,
        text(nl="wie het verzoek deed", en="whoever made the request"),
        "answers",
        {"mkb_idempotency_keys": "actor key request headers body"},
    ),
    Processing(
        "jobs",
        text(nl="post en ander werk na een wijziging", en="mail and other work after a change"),
        _TASK,
        text(nl="wie de post krijgt", en="whoever gets the mail"),
        "jobs",
        {"mkb_jobs": "payload key account role acting_for token fault"},
    ),
    Processing(
        "audit",
        text(nl="vastleggen wie gegevens gebruikte", en="record who used data"),
        _DUTY,
        _CONTROL,
        "record",
        {
            "mkb_audit": "account role acting_for object company_number details",
            "mkb_company_keys": "company_number wrapped",
        },
        sealed="mkb_audit.details mkb_company_keys.wrapped",
    ),
    Processing(
        "breaches",
        text(nl="datalekken vastleggen en melden", en="record and report data breaches"),
        _DUTY,
        text(nl="de toezichthouder en de betrokkenen", en="the supervisory authority and those concerned"),
        "breaches",
        {"mkb_breaches": "recorded_by document"},
    ),
    Processing(
        "budgets",
        text(
            nl="vastleggen wie een begroting wijzigde en goedkeurde",
            en="record who changed and approved a budget",
        ),
        _DUTY,
        text(nl="de organisatie; financiers hun eigen deel", en="the organisation; funders their own part"),
        "reports",
        {"mkb_budget_versions": "document author reason proposed_by decided_by note"},
    ),
    Processing(
        "fees",
        text(nl="aanbrengvergoedingen verantwoorden", en="account for referral fees"),
        _CONTRACT,
        text(
            nl="de partner zelf en de senior projectleider",
            en="the partner itself and the senior project leader",
        ),
        "reports",
        {"mkb_fee_reports": "document"},
    ),
)

#: Columns without personal or confidential data: ids that say nothing, times, states, hashes, and what partners publish.
FREE: Mapping[str, str] = {
    "mkb_accounts": "state version created_at",
    "mkb_account_roles": "id granted_at ended_at",
    "mkb_account_identities": "linked_at",
    "mkb_assignments": "id relation since ended_at",
    "mkb_audit": "line at origin action kind result previous hash",
    "mkb_audit_head": "id line hash signature",
    "mkb_breaches": "id noticed_at reported_at",
    "mkb_budget_versions": "plan number parent parent_hash hash made_at state proposed_at decided_at",
    "mkb_catalogue_members": "catalogue position declaration",
    "mkb_catalogues": "hash document first_seen",
    "mkb_companies": "version created_at updated_at",
    "mkb_company_keys": "id created_at destroyed_at",
    "mkb_company_values": "field position date",
    "mkb_consents": "id purpose given_at withdrawn_at",
    "mkb_declarations": "hash kind owner plugin document first_seen",
    "mkb_fee_reports": "id plugin partner quarter received_at",
    "mkb_feed_cursors": "plugin feed cursor collected_at",
    "mkb_feed_entries": "plugin feed id document first_seen updated_at",
    "mkb_idempotency_keys": "status created_at expires_at",
    "mkb_jobs": "id name state attempts most_attempts created_at due_at ended_at",
    "mkb_one_time_links": "purpose created_at expires_at used_at",
    "mkb_partner_loads": "partner plugin fingerprint declaration loaded_at",
    "mkb_plugin_states": "plugin version fingerprint state hooks faults since tried_at retry_at",
    "mkb_questions": "id language channel received_at",
    "mkb_receipts": "id at question_id catalogue analyser route",
    "mkb_sessions": "second_factor created_at expires_at",
    "mkb_sign_in_failures": "id",
    "mkb_tokens": "id role scopes created_at expires_at revoked_at",
    "mkb_webhooks": "id partner address events earlier_until created_at ended_at",
}


def free_columns() -> frozenset[str]:
    """``table.column`` of all that is declared free of personal and confidential data."""
    return frozenset(f"{table}.{name}" for table, names in FREE.items() for name in names.split())


def as_markdown(language: str) -> str:
    """The record of processing activities as tables."""
    heads = {
        "nl": ("Doel", "Grondslag", "Bewaard", "Ontvangers", "Gegevens (\\* versleuteld)"),
        "en": ("Purpose", "Legal ground", "Kept", "Recipients", "Data (\\* encrypted)"),
    }[language]
    lines = ["| " + " | ".join(heads) + " |", "| --- " * len(heads) + "|"]
    for one in REGISTER:
        sealed = one.sealed.split()
        columns = ", ".join(f"`{name}`" + ("\\*" if name in sealed else "") for name in sorted(one.names()))
        words = (one.purpose, one.ground, one.kept.until, one.recipients)
        lines.append("| " + " | ".join((*(word.in_language(language) for word in words), columns)) + " |")
    return "\n".join(lines) + "\n"
