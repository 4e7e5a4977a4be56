"""What the API shows about a company: its values, questions, consents and assignments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from attrs import frozen

from mkb_core.codec import to_json
from mkb_core.domain.questions import QuestionInventory
from mkb_core.store.assignments import Assignment as StoredAssignment
from mkb_core.store.consents import StoredConsent
from mkb_core.store.seen_companies import SeenCompany
from mkb_service.api.resources import Pagination, utc, utc_or_none


@frozen
class SourcedValue:
    """A value of a company with its provenance."""

    value: Any
    source: str
    date: date
    entered_by: str

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> SourcedValue:
        """From its JSON form."""
        return cls(**{**document, "date": date.fromisoformat(document["date"])})


@frozen
class Company:
    """A company; ``missing`` names what an advice still needs, ``conflicts`` the fields on which sources differ."""

    number: str
    fields: dict[str, SourcedValue]
    missing: tuple[str, ...]
    conflicts: dict[str, tuple[SourcedValue, ...]]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Company:
        """From the public document."""
        return cls(
            number=document["number"],
            fields={name: SourcedValue.of(value) for name, value in document["fields"].items()},
            missing=tuple(document["missing"]),
            conflicts={
                name: tuple(map(SourcedValue.of, values))
                for name, values in document.get("conflicts", {}).items()
            },
        )


@frozen
class CompanySummary:
    """A company in a list: what is seen of it, without anything confidential."""

    number: str
    fields: dict[str, SourcedValue]

    @classmethod
    def of(cls, seen: SeenCompany) -> CompanySummary:
        """From what the actor sees."""
        values = {name: values[0] for name, values in sorted(seen.company.fields.items())}
        return cls(seen.company.number, {name: SourcedValue.of(to_json(one)) for name, one in values.items()})


@frozen
class CompanyList:
    """A page of companies."""

    items: tuple[CompanySummary, ...]
    pagination: Pagination


@frozen
class Question:
    """A question as it was asked; ``urgency``: ``normal``, ``soon`` or ``acute``."""

    id: str
    text: str
    language: str | None
    company: str | None
    channel: str
    urgency: str
    ambition: str | None
    tried: tuple[str, ...]
    received_at: datetime | None

    @classmethod
    def of(cls, asked: QuestionInventory) -> Question:
        """From the inventory."""
        return cls(
            str(asked.question.id),
            asked.question.text,
            asked.question.language,
            asked.company_number,
            asked.channel,
            asked.urgency.value,
            asked.ambition,
            asked.tried,
            utc_or_none(asked.received_at),
        )


@frozen
class QuestionList:
    """A page of questions."""

    items: tuple[Question, ...]
    pagination: Pagination


@frozen
class Consent:
    """A consent. ``purpose``: ``referral``, ``publication`` or ``research``. ``recipient`` is the partner of a referral,
    ``shares`` what it sees, ``question`` which one. It counts until ``withdrawn_at``."""

    id: str
    purpose: str
    recipient: str | None
    shares: tuple[str, ...]
    question: str | None
    given_at: datetime
    given_by: str
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, given: StoredConsent) -> Consent:
        """From the stored one."""
        return cls(
            given.id,
            given.purpose,
            given.recipient,
            tuple(sorted(given.shares)),
            given.question,
            utc(given.given_at),
            given.given_by,
            utc_or_none(given.withdrawn_at),
        )


@frozen
class ConsentList:
    """All consents of a company, the newest first."""

    items: tuple[Consent, ...]


@frozen
class Assignment:
    """``relation``: ``assigned`` (``account`` guides the company) or ``scouted`` (``partner`` put it forward)."""

    id: str
    relation: str
    account: str | None
    partner: str | None
    since: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, made: StoredAssignment) -> Assignment:
        """From the stored one."""
        return cls(
            made.id,
            made.relation,
            made.account,
            made.partner,
            utc(made.since),
            utc_or_none(made.ended_at),
        )


@frozen
class AssignmentList:
    """All assignments of a company, the newest first."""

    items: tuple[Assignment, ...]
