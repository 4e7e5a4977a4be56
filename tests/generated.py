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
from mkb_core.domain.fees import FeeTier
from mkb_core.domain.periods import Period
from mkb_core.domain.profile import Profile
from mkb_core.hooks import TopicStrength
from mkb_core.text import Text
from tests.criteria.strategies import trees

T = TypeVar("T")

words = st.text(max_size=12)
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


def within(low: int, high: int) -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(low, high)


OWN_RULES: dict[type, dict[str, st.SearchStrategy[Any]]] = {
    FeeTier: {"share": shares},
    TopicStrength: {"strength": st.integers(1, 100)},
    Criterion: {"weight": st.integers(0, 1000)},
    Company: {"number": st.from_regex(r"\A[0-9]{8}\Z")},
    Profile: {
        "employees": within(0, 1_000_000),
        "age_years": within(0, 1000),
        "sbi": st.none() | st.from_regex(r"\A[0-9]{2,6}\Z"),
        "turnover_cents": within(0, 10**14),
        "balance_total_cents": within(0, 10**14),
    },
}
RECIPES: dict[type, st.SearchStrategy[Any]] = {Period: periods()}


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
            one.alias: own[one.name] if one.name in own else _of(hints[one.name])
            for one in fields
            if one.init
        },
    )


def _of(hint: Any) -> st.SearchStrategy[Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint in SCALARS:
        return SCALARS[hint]
    if hint is type(None):
        return st.none()
    if origin in (types.UnionType, typing.Union):
        return st.one_of(*(_of(one) for one in arguments))
    if origin is tuple and arguments[1:] == (Ellipsis,):
        return st.lists(_of(arguments[0]), max_size=2).map(tuple)
    if origin in (dict, Mapping):
        return st.dictionaries(_of(arguments[0]), _of(arguments[1]), max_size=2)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return st.sampled_from(hint)
    if attrs.has(hint):
        return instances(hint)
    raise TypeError(f"no strategy for {hint!r}")


def sourced(values: st.SearchStrategy[Any], sources: tuple[str, ...] = ("kvk", "user", "bank")) -> Any:
    """Values with provenance from a few sources."""
    return st.builds(Sourced, values, st.sampled_from(sources), days, words)
