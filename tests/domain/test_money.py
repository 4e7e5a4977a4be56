"""Money: no cent is lost, a half goes away from zero, and euros read back what was written."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.domain.money import cents_from_euros, format_euros, round_half_up, share_of, split

cents = st.integers(-(10**15), 10**15)
fractions = st.fractions(max_denominator=10**6)
weights = st.lists(st.integers(0, 10**6) | st.fractions(0, 100, max_denominator=100), min_size=1).filter(any)


@given(cents, weights)
def test_the_parts_add_up_to_the_amount(amount: int, shares: list[int | Fraction]) -> None:
    assert sum(split(amount, shares)) == amount


@given(cents, weights)
def test_no_part_is_a_cent_off_its_exact_share(amount: int, shares: list[int | Fraction]) -> None:
    total = sum(shares, Fraction(0))
    parts = split(amount, shares)
    assert all(
        abs(part - amount * Fraction(share) / total) < 1 for part, share in zip(parts, shares, strict=True)
    )


@given(cents, weights)
def test_who_has_no_weight_gets_nothing(amount: int, shares: list[int | Fraction]) -> None:
    parts = split(amount, [*shares, 0])
    assert parts[-1] == 0


@given(st.integers(0, 10**15), weights, st.integers(1, 1000))
def test_only_the_proportion_of_weights_counts(
    amount: int, shares: list[int | Fraction], factor: int
) -> None:
    assert split(amount, [share * factor for share in shares]) == split(amount, shares)


@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-33, -33, -34]),
        (1, [1, 2], [0, 1]),
        (0, [3, 4], [0, 0]),
        (10, [0, 1], [0, 10]),
    ],
)
def test_the_largest_remainder_comes_first(amount: int, shares: list[int], parts: list[int]) -> None:
    assert split(amount, shares) == parts


@pytest.mark.parametrize("shares", [[], [0], [0, 0], [-1, 2], [1, -1]], ids=str)
def test_weights_that_divide_nothing_are_refused(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split(100, shares)


@given(fractions)
def test_a_rounded_amount_is_the_nearest(amount: Fraction) -> None:
    rounded = round_half_up(amount)
    assert abs(rounded - amount) <= Fraction(1, 2)
    if abs(rounded - amount) == Fraction(1, 2):
        assert abs(rounded) > abs(amount)


@given(fractions)
def test_rounding_is_the_same_on_both_sides_of_zero(amount: Fraction) -> None:
    assert round_half_up(-amount) == -round_half_up(amount)


@given(fractions, fractions)
def test_rounding_keeps_the_order(first: Fraction, second: Fraction) -> None:
    low, high = sorted((first, second))
    assert round_half_up(low) <= round_half_up(high)


@given(cents)
def test_a_whole_amount_is_not_rounded(amount: int) -> None:
    assert round_half_up(Fraction(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "share", "part"),
    [
        (1, Fraction(1, 2), 1),
        (-1, Fraction(1, 2), -1),
        (1, Fraction(1, 3), 0),
        (12_345, Fraction(5, 100), 617),
    ],
)
def test_a_share_is_rounded_half_up(amount: int, share: Fraction, part: int) -> None:
    assert share_of(amount, share) == part


def plain_euros(amount: int, mark: str) -> str:
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}{mark}{abs(amount) % 100:02}"


@given(cents, st.sampled_from(".,"))
def test_euros_read_back_exactly(amount: int, mark: str) -> None:
    assert cents_from_euros(plain_euros(amount, mark)) == amount


@given(cents, st.sampled_from(["nl", "en"]))
def test_printed_euros_hold_the_whole_amount(amount: int, language: str) -> None:
    printed = format_euros(amount, language)
    thousands, mark = (".", ",") if language == "nl" else (",", ".")
    digits = printed.replace("€", "").replace(" ", "").replace(" ", "").replace(thousands, "")
    assert cents_from_euros(digits.replace(mark, ".")) == amount


@pytest.mark.parametrize(
    ("words", "amount"),
    [("12", 1200), ("12,5", 1250), ("12.50", 1250), ("-0,05", -5), ("0", 0), ("007", 700)],
)
def test_euros_may_be_written_with_point_or_comma(words: str, amount: int) -> None:
    assert cents_from_euros(words) == amount


@pytest.mark.parametrize(
    "words",
    ["", " 12", "12 ", "12\n", "12,345", "1.234,50", "1,2,3", "€ 12", "1e3", "+1", "--1", "١٢", ",5", "9" * 16],
)  # fmt: skip
def test_what_is_no_amount_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        cents_from_euros(words)


@pytest.mark.parametrize(
    ("amount", "dutch", "english"),
    [
        (123_450, "€ 1.234,50", "€1,234.50"),
        (-5, "-€ 0,05", "-€0.05"),
        (100_000_000, "€ 1.000.000", "€1,000,000"),
        (0, "€ 0", "€0"),
    ],
)
def test_euros_are_printed_as_people_write_them(amount: int, dutch: str, english: str) -> None:
    assert format_euros(amount, "nl").replace(" ", " ") == dutch
    assert format_euros(amount, "en") == english


def test_a_large_share_is_exact() -> None:
    amount = 10**17 + 1
    assert share_of(amount, Fraction(1, 3)) == math.floor(Fraction(amount, 3) + Fraction(1, 2))
