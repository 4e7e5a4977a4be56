"""Splitting among named parties: to the cent in every case, whatever the order, and never less for who weighs more."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.budget.sharing import round_together, share_out

cents = st.integers(-(10**13), 10**13)
names = st.text("abcdefgh", min_size=1, max_size=3)
numbers = st.integers(0, 10**6) | st.fractions(0, 100, max_denominator=1000)
weights = st.dictionaries(names, numbers, min_size=1, max_size=8).filter(lambda made: any(made.values()))


@given(cents, weights)
def test_the_parts_add_up(amount: int, shares: Mapping[str, Fraction]) -> None:
    assert sum(share_out(amount, shares).values()) == amount


@given(cents, weights, st.integers(0, 2**32))
def test_the_order_of_naming_does_not_count(amount: int, shares: Mapping[str, Fraction], seed: int) -> None:
    items = list(shares.items())
    random.Random(seed).shuffle(items)
    assert share_out(amount, dict(items)) == share_out(amount, shares)


@given(st.integers(0, 10**13), weights)
def test_who_weighs_more_gets_no_less(amount: int, shares: Mapping[str, Fraction]) -> None:
    parts = share_out(amount, shares)
    assert all(
        parts[one] <= parts[other] for one in shares for other in shares if shares[one] < shares[other]
    )


@given(cents, weights)
def test_each_part_is_within_a_cent_of_its_exact_share(amount: int, shares: Mapping[str, Fraction]) -> None:
    total = sum(shares.values(), Fraction(0))
    parts = share_out(amount, shares)
    assert all(abs(parts[name] - Fraction(amount) * shares[name] / total) < 1 for name in shares)


@given(cents, weights)
def test_a_negative_amount_is_divided_as_the_positive_one(
    amount: int, shares: Mapping[str, Fraction]
) -> None:
    assert share_out(-amount, shares) == {name: -part for name, part in share_out(amount, shares).items()}


@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [
        pytest.param(100, {"c": 1, "b": 1, "a": 1}, {"a": 34, "b": 33, "c": 33}, id="equal: by name"),
        pytest.param(5, {"a": 1, "b": 3}, {"a": 1, "b": 4}, id="largest remainder"),
        pytest.param(2, {"a": 1, "b": 3}, {"a": 0, "b": 2}, id="equal remainders: the larger weight"),
        pytest.param(0, {"a": 1}, {"a": 0}, id="nothing"),
    ],
)
def test_a_tie_goes_by_the_stated_rule(
    amount: int, shares: Mapping[str, int], parts: Mapping[str, int]
) -> None:
    assert share_out(amount, shares) == parts


@given(cents.map(abs), weights)
def test_exact_parts_are_rounded_together(amount: int, shares: Mapping[str, Fraction]) -> None:
    total = sum(shares.values(), Fraction(0))
    exact = {name: Fraction(amount) * share / total for name, share in shares.items()}
    rounded = round_together(exact)
    assert sum(rounded.values()) == amount
    assert all(rounded[name] == exact[name] for name in exact if exact[name].denominator == 1)


def test_parts_of_no_whole_sum_are_refused() -> None:
    with pytest.raises(ValueError, match="whole cents"):
        round_together({"a": Fraction(1, 2)})
