"""Generated instances of frozen classes, from their type hints; classes with rules of their own have a recipe."""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

from mkb_core.criteria import Criterion, Tree
from mkb_core.domain.companies import Company, Sourced
from mkb_core.domain.company_fields import COMPANY_FIELDS, HIGHEST_CENTS
from mkb_core.domain.fees import FeeTier
from mkb_core.domain.periods import Period
from mkb_core.domain.profile import Profile
from mkb_core.hooks import (
    Consent,
    DeclineReason,
    DeliveryAnswer,
    DeliveryKind,
    FeeLine,
    FeeReport,
    PartnerState,
    ReferralDelivery,
    TopicStrength,
    UnreadLine,
    limits,
)
from mkb_core.text import Text
from tests.criteria.strategies import trees

T = TypeVar("T")

words = st.text(max_size=12)
#: as `mkb_core.hooks.limits.words` wants them
filled = words.filter(lambda drawn: bool(drawn.strip()) and "\0" not in drawn)
quarters = st.builds("{}-Q{}".format, st.integers(2000, 2099), st.integers(1, 4))
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))
shares = st.fractions(min_value=0, max_value=1, max_denominator=1000)

SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: words,
    int: st.integers(-(10**15), 10**15),
    bool: st.booleans(),
    date: days,
    datetime: st.datetimes(timezones=st.just(UTC)),
    Fraction: st.fractions(max_denominator=10**6, min_value=-(10**6), max_value=10**6),
    Decimal: st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9
    ),
    Text: st.dictionaries(st.sampled_from(["nl", "en", "de"]), words, min_size=1).map(Text),
    Any: st.booleans() | st.integers(-9, 9) | words,
    Tree: trees,
}


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, end = draw(st.none() | days), draw(st.none() | days)
    return Period(*sorted((start, end))) if start and end else Period(start, end)


@st.composite
def deliveries(draw: st.DrawFn) -> ReferralDelivery:
    """Messages to a partner: what a referral carries is consented, and no other kind carries anything."""
    kind = draw(st.sampled_from(DeliveryKind))
    told: dict[str, Any] = {}
    if kind is DeliveryKind.REFERRAL:
        company = draw(st.dictionaries(st.sampled_from(list(COMPANY_FIELDS)), SCALARS[Any], max_size=3))
        said = {
            name: draw(filled) for name in sorted(draw(st.sets(st.sampled_from(["question", "contact"]))))
        }
        shares = frozenset(company) | frozenset(said) | draw(st.frozensets(words, max_size=2))
        told = {
            "service": draw(st.none() | filled),
            "reasons": tuple(draw(st.lists(SCALARS[Text], max_size=2))),
            "company": company,
            "consent": Consent(shares, draw(SCALARS[datetime])),
            **said,
        }
    moment, due = draw(SCALARS[datetime]), draw(st.none() | days)
    return ReferralDelivery(
        id=draw(st.from_regex(r"\A[A-Za-z0-9._:~-]{1,100}\Z")),
        kind=kind,
        referral=draw(filled),
        partner=draw(filled),
        asked_at=moment,
        respond_by=due,
        **told,
    )


@st.composite
def answers(draw: st.DrawFn) -> DeliveryAnswer:
    """Answers of a partner: a reason goes with a refusal, and with nothing else."""
    state = draw(st.sampled_from(PartnerState))
    reason = draw(st.sampled_from(DeclineReason)) if state is PartnerState.DECLINED else None
    reference, note = draw(st.none() | filled), draw(st.none() | filled)
    return DeliveryAnswer(draw(filled), state, draw(SCALARS[datetime]), reason, reference, note)


@st.composite
def fee_reports(draw: st.DrawFn) -> FeeReport:
    """Reports of a quarter: ids once, and a source where there are lines."""
    lines = draw(st.lists(instances(FeeLine), max_size=3, unique_by=lambda line: line.id))
    unread = draw(st.lists(instances(UnreadLine), max_size=2))
    sources = draw(st.lists(filled, min_size=1 if lines or unread else 0, max_size=2))
    return FeeReport(draw(filled), draw(quarters), tuple(lines), tuple(unread), tuple(sources))


def within(low: int, high: int) -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(low, high)


OWN_RULES: dict[type, dict[str, st.SearchStrategy[Any]]] = {
    FeeTier: {"share": shares},
    TopicStrength: {"strength": st.integers(1, 100)},
    Criterion: {"weight": st.integers(0, 1000)},
    Company: {"number": st.from_regex(r"\A[0-9]{8}\Z")},
    FeeLine: {
        "fee_cents": st.integers(-HIGHEST_CENTS, HIGHEST_CENTS),
        "contract_value_cents": within(0, HIGHEST_CENTS),
    },
    Profile: {
        "employees": within(0, 1_000_000),
        "age_years": within(0, 1000),
        "sbi": st.none() | st.from_regex(r"\A[0-9]{2,6}\Z"),
        "turnover_cents": within(0, 10**14),
        "balance_total_cents": within(0, 10**14),
    },
}
RECIPES: dict[type, st.SearchStrategy[Any]] = {
    Period: periods(),
    ReferralDelivery: deliveries(),
    DeliveryAnswer: answers(),
    FeeReport: fee_reports(),
}


def instances(kind: type[T]) -> st.SearchStrategy[T]:
    """Any valid instance of a frozen class."""
    return st.deferred(lambda: _built(kind))


def _built(kind: type[T]) -> st.SearchStrategy[T]:
    if kind in RECIPES:
        return RECIPES[kind]
    hints = typing.get_type_hints(kind)
    own = OWN_RULES.get(kind, {})
    fields = attrs.fields(typing.cast(Any, kind))
    return st.builds(
        kind,
        **{
            one.alias: own[one.name] if one.name in own else _allowed(one, values_of(hints[one.name]))
            for one in fields
            if one.init
        },
    )


def _allowed(one: Any, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What a limit of the messages lets through; other rules have recipes."""

    def allows(value: Any) -> bool:
        try:
            one.validator(None, one, value)
        except ValueError:
            return False
        return True

    return values.filter(allows) if getattr(one.validator, "__module__", "") == limits.__name__ else values


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type hint."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint in SCALARS:
        return SCALARS[hint]
    if hint is type(None):
        return st.none()
    if origin in (types.UnionType, typing.Union):
        return st.one_of(*(values_of(one) for one in arguments))
    if origin is tuple and arguments[1:] == (Ellipsis,):
        return st.lists(values_of(arguments[0]), max_size=2).map(tuple)
    if origin is frozenset:
        return st.frozensets(values_of(arguments[0]), max_size=2)
    if origin in (dict, Mapping):
        return st.dictionaries(values_of(arguments[0]), values_of(arguments[1]), max_size=2)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return st.sampled_from(hint)
    if attrs.has(hint):
        return instances(hint)
    raise TypeError(f"no strategy for {hint!r}")


def sourced(values: st.SearchStrategy[Any], sources: tuple[str, ...] = ("kvk", "user", "bank")) -> Any:
    """Values with provenance from a few sources."""
    return st.builds(Sourced, values, st.sampled_from(sources), days, words)
