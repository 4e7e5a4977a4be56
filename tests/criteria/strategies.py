"""Generated rules and companies: every kind of field, values on and around the bounds, much that is not known."""

from __future__ import annotations

from datetime import date
from typing import Any as Anything
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from mkb_core.criteria import (
    CORE_FIELDS,
    All,
    Any,
    Between,
    Compare,
    Facts,
    Field,
    FieldSpec,
    In,
    Known,
    Not,
    Operator,
    Tree,
    Value,
)

T = TypeVar("T")

EQUALITY: tuple[Operator, ...] = ("=", "!=")
ORDER: tuple[Operator, ...] = ("<", "<=", "=", "!=", ">=", ">")

#: Two or three fields of every kind: few enough that a rule often reads one twice.
NAMES = (
    "employees",
    "age_years",
    "turnover_cents",
    "balance_total_cents",
    "employees_fte",
    "founding_date",
    "sub_region",
    "municipality",
    "growth_ambition",
    "innovation_ambition",
    "sme",
)
SPECS = tuple(CORE_FIELDS[name] for name in NAMES)

VALUES: dict[str, st.SearchStrategy[Anything]] = {
    "integer": st.sampled_from([-1, 0, 1, 3, 9, 10, 11, 49, 50, 250]),
    "money": st.sampled_from([0, 1, 99_999, 5_000_000_000, 4_300_000_000, -(2**63), 2**63 - 1]),
    "number": st.sampled_from([0, 9.5, 10, 10.25, 49.999, 250.0, -1.5, 2**53]),
    "boolean": st.booleans(),
    "text": st.sampled_from(
        ["Noord-Limburg", "noord-limburg", "", "Ünster", "'; drop table x --", "a", "A", 'b "c"']
    ),
    "date": st.sampled_from(
        [date(1, 1, 1), date(1999, 12, 31), date(2020, 2, 29), date(2026, 11, 1), date(9999, 12, 31)]
    ),
}


@st.composite
def leaves(draw: st.DrawFn) -> Tree:
    spec = draw(st.sampled_from(SPECS))
    value = VALUES[spec.kind]
    forms = ["compare", "in", "known"]
    forms += ["field"] if spec.kind == "boolean" else []
    forms += ["between"] if spec.kind not in ("boolean", "text") else []
    match draw(st.sampled_from(forms)):
        case "compare":
            ops = EQUALITY if spec.kind in ("boolean", "text") else ORDER
            return Compare(spec.name, draw(st.sampled_from(ops)), draw(value))
        case "in":
            return In(spec.name, draw(st.lists(value, min_size=1, max_size=4)))
        case "between":
            low, high = sorted((draw(value), draw(value)))
            return Between(spec.name, low, high)
        case "field":
            return Field(spec.name)
    return Known(spec.name)


def combinations(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(parts, max_size=4)
    return st.one_of(several.map(All), several.map(Any), parts.map(Not))


#: Rules that make sense against the core fields.
trees: st.SearchStrategy[Tree] = st.recursive(leaves(), combinations, max_leaves=10)


def values_of(spec: FieldSpec) -> st.SearchStrategy[Value | None]:
    return st.none() | VALUES[spec.kind]


#: What is known of a company: some fields absent, some ``None``.
companies: st.SearchStrategy[Facts] = st.fixed_dictionaries(
    {}, optional={spec.name: values_of(spec) for spec in SPECS}
)


def generated(strategy: st.SearchStrategy[T], count: int, *, start: int) -> list[T]:
    """So many different examples, the same in every run."""
    found: dict[str, T] = {}

    @seed(start)
    @settings(
        max_examples=count * 3,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(example: T) -> None:
        if len(found) < count:
            found.setdefault(repr(example), example)

    collect()
    assert len(found) == count
    return list(found.values())
