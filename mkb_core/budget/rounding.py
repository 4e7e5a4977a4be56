"""The one place of the budget that rounds: half up, from exact values, and only to print (J1)."""

from __future__ import annotations

from fractions import Fraction

from mkb_core.domain.money import round_half_up

CENTS_PER_THOUSAND = 100_000


def thousands(cents: Fraction) -> int:
    """Whole thousands of euros, as the plan prints its tables."""
    return round_half_up(cents / CENTS_PER_THOUSAND)


def whole_hours(hours: Fraction) -> int:
    """Whole hours."""
    return round_half_up(hours)


def whole_cents(cents: Fraction) -> int:
    """Whole cents of one amount. Parts that must add up are divided with ``money.split`` instead."""
    return round_half_up(cents)


def decimals(value: Fraction, places: int) -> str:
    """A number with at most so many decimals and a point, without zeros at its end."""
    scaled = round_half_up(value * 10**places)
    digits = str(abs(scaled)).rjust(places + 1, "0")
    whole, rest = (digits[:-places], digits[-places:].rstrip("0")) if places else (digits, "")
    return f"{'-' if scaled < 0 else ''}{whole}{'.' if rest else ''}{rest}"
