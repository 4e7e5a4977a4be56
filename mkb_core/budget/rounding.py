"""The one place of the budget that rounds: half up, from exact values, and only to print (J1)."""

from __future__ import annotations

from fractions import Fraction

from mkb_core.domain.money import round_half_up

CENTS_PER_THOUSAND = 100_000


def thousands(cents: Fraction) -> int:
    """Whole thousands of euros, as the plan prints its tables."""
    return round_half_up(cents / CENTS_PER_THOUSAND)


def tenths_of_thousands(cents: Fraction) -> Fraction:
    """Thousands of euros with one decimal, as the plan prints its financing."""
    return Fraction(round_half_up(cents / (CENTS_PER_THOUSAND // 10)), 10)


def whole_hours(hours: Fraction) -> int:
    """Whole hours."""
    return round_half_up(hours)


def whole_cents(cents: Fraction) -> int:
    """Whole cents of one amount. Parts that must add up are divided with ``money.split`` instead."""
    return round_half_up(cents)


def shown(value: Fraction, places: int, language: str, *, least: int = 0) -> str:
    """A number as people read it: ``1.234,5`` in English ``1,234.5``; at most ``places`` decimals, at least ``least``.
    Where something was rounded away, ``≈`` stands before it."""
    scaled = round_half_up(value * 10**places)
    digits = str(abs(scaled)).rjust(places + 1, "0")
    whole, rest = (digits[:-places], digits[-places:]) if places else (digits, "")
    while len(rest) > least and rest.endswith("0"):
        rest = rest[:-1]
    words = f"{int(whole):,}{'.' if rest else ''}{rest}"
    if language == "nl":
        words = words.translate(str.maketrans(",.", ".,"))
    about = "≈ " if Fraction(scaled, 10**places) != value else ""
    return f"{about}{'-' if scaled < 0 else ''}{words}"
