"""What contributions take off commitments: all of it, to the cent, never below zero, by the earmarks."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.budget.financing import Commitment, Earmark
from mkb_core.budget.in_kind import CostItem, lower, may_lower
from tests.budget.financing_making import commitments, contributed

IN_KIND = Earmark(rows=("consultant/in-kind",))


def item(cents: int, row: str = "consultant/in-kind", period: str = "pilot") -> CostItem:
    return CostItem(row, "pilot", period, Fraction(cents))


@given(commitments, contributed())
def test_what_is_lowered_and_the_excess_are_the_contributions(
    agreed: list[Commitment], items: list[CostItem]
) -> None:
    made = lower(agreed, items)
    assert sum(made.lowered.values()) + made.excess_cents == sum(one.cents for one in items)
    assert made.excess_cents >= 0


@given(commitments, contributed())
def test_no_commitment_comes_below_zero_or_rises(agreed: list[Commitment], items: list[CostItem]) -> None:
    made = lower(agreed, items)
    assert all(0 <= made.lowered[one.id] <= one.amount for one in agreed)


@given(commitments, contributed(), st.integers(0, 2**32))
def test_the_order_of_contributions_and_commitments_does_not_count(
    agreed: list[Commitment], items: list[CostItem], seed: int
) -> None:
    mixed, other = list(agreed), list(items)
    random.Random(seed).shuffle(mixed)
    random.Random(seed).shuffle(other)
    assert lower(mixed, other) == lower(agreed, items)


@given(commitments, contributed())
def test_an_earmarked_commitment_is_lowered_only_by_what_falls_under_it(
    agreed: list[Commitment], items: list[CostItem]
) -> None:
    made = lower(agreed, items)
    for one in agreed:
        under = sum(item.cents for item in items if may_lower(one, item))
        assert made.lowered[one.id] < under + 1


@given(commitments, contributed())
def test_there_is_excess_only_where_all_that_it_may_lower_is_down_to_nothing(
    agreed: list[Commitment], items: list[CostItem]
) -> None:
    made = lower(agreed, items)
    if made.excess_cents:
        full = {one.id for one in agreed if made.lowered[one.id] == one.amount}
        assert any({one.id for one in agreed if may_lower(one, item)} <= full for item in items)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=6), st.integers(0, 10**9))
def test_without_earmarks_each_is_lowered_pro_rata(amounts: list[int], value: int) -> None:
    agreed = [Commitment(f"c{index}", "f", amount) for index, amount in enumerate(amounts)]
    made = lower(agreed, [item(value)])
    possible = min(value, sum(amounts))
    assert sum(made.lowered.values()) == possible
    for one in agreed:
        assert abs(made.lowered[one.id] - Fraction(possible * one.amount, sum(amounts))) < 1


@pytest.mark.parametrize(
    ("agreed", "items", "lowered", "excess"),
    [
        pytest.param(
            [Commitment("a", "f", 100), Commitment("b", "f", 300)], [item(40)], {"a": 10, "b": 30}, 0,
            id="pro rata",
        ),
        pytest.param(
            [Commitment("a", "f", 100, earmark=Earmark(phases=("roll-out",))), Commitment("b", "f", 300)],
            [item(40)], {"a": 0, "b": 40}, 0, id="outside the earmark",
        ),
        pytest.param(
            [Commitment("a", "f", 10, earmark=IN_KIND), Commitment("b", "f", 10)],
            [item(8), item(10, "organisation/travel")], {"a": 5, "b": 10}, 3,
            id="what only a full commitment could take is excess",
        ),
        pytest.param(
            [Commitment("a", "f", 10), Commitment("b", "f", 90)], [item(150)], {"a": 10, "b": 90}, 50,
            id="more than all",
        ),
        pytest.param([Commitment("a", "f", 0)], [item(5)], {"a": 0}, 5, id="nothing to lower"),
        pytest.param([], [item(5)], {}, 5, id="nobody committed"),
    ],
)  # fmt: skip
def test_examples(
    agreed: list[Commitment], items: list[CostItem], lowered: dict[str, int], excess: int
) -> None:
    made = lower(agreed, items)
    assert (made.lowered, made.excess_cents) == (lowered, excess)
