"""The flat view of a company that decisions are taken on; ``None`` is unknown, never no."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from attrs import Attribute, field, frozen, validators

from mkb_core.domain import sbi
from mkb_core.domain.companies import Company
from mkb_core.domain.company_fields import LIMITS
from mkb_core.domain.periods import whole_years
from mkb_core.domain.sme import RelatedEnterprise, Size


def _within_limits(field_name: str) -> Callable[[Any, Attribute[Any], Any], Any]:
    low, high = LIMITS[field_name]
    return validators.optional(validators.and_(validators.ge(low), validators.le(high)))


def _code(value: str | None) -> str | None:
    return None if value is None else sbi.normalise(value)


@frozen
class Profile:
    """What is known of a company. Amounts in cents; ``age_years`` in completed years; ``sbi`` the main activity."""

    employees: int | None = field(default=None, validator=_within_limits("employees"))
    age_years: int | None = field(default=None, validator=_within_limits("age_years"))
    sbi: str | None = field(default=None, converter=_code)
    municipality: str | None = None
    growth_ambition: bool | None = None
    innovation_ambition: bool | None = None
    continuity_ambition: bool | None = None
    turnover_cents: int | None = field(default=None, validator=_within_limits("turnover_cents"))
    balance_total_cents: int | None = field(default=None, validator=_within_limits("balance_total_cents"))
    legal_form: str | None = None
    founding_date: date | None = None
    number: str | None = None
    related: tuple[RelatedEnterprise, ...] = ()

    @property
    def size(self) -> Size:
        """The figures of the SME test."""
        return Size(self.employees, self.turnover_cents, self.balance_total_cents)


UNKNOWN = Profile()


def profile_of(company: Company, at: date) -> Profile:
    """The profile of a company on a day: age from its founding date where that is known."""
    founded = company.value("founding_date")
    codes = company.value("sbi_codes") or ()
    return Profile(
        employees=company.value("employees"),
        age_years=whole_years(founded, at) if founded else company.value("age_years"),
        sbi=codes[0] if codes else None,
        municipality=company.value("municipality"),
        growth_ambition=company.value("growth_ambition"),
        innovation_ambition=company.value("innovation_ambition"),
        continuity_ambition=company.value("continuity_ambition"),
        turnover_cents=company.value("turnover_cents"),
        balance_total_cents=company.value("balance_total_cents"),
        legal_form=company.value("legal_form"),
        founding_date=founded,
        number=company.number,
        related=tuple(
            RelatedEnterprise(relation.name, relation.share, relation.size)
            for relation in company.value("group_relations") or ()
        ),
    )
