"""Money is integer cents; shares are exact fractions; this is the one place that rounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

_EUROS = re.compile(r"-?\d{1,15}(?:[.,]\d{1,2})?", re.ASCII)


def round_half_up(amount: Fraction) -> int:
    """The nearest whole number; a half goes away from zero, as in the plan's printed tables (J1)."""
    doubled = abs(amount) * 2
    rounded = (doubled.numerator // doubled.denominator + 1) // 2
    return rounded if amount >= 0 else -rounded


def share_of(cents: int, share: Fraction) -> int:
    """A share of an amount in cents, rounded half up."""
    return round_half_up(cents * share)


def split(cents: int, weights: Sequence[Fraction | int]) -> list[int]:
    """Divide an amount in cents by weights; the parts add up to the amount exactly (largest remainder, then order).

    Raises ``ValueError`` for negative weights or weights that add up to zero.
    """
    total = sum(weights, Fraction(0))
    if total <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative and must add up to more than zero")
    exact = [Fraction(cents) * weight / total for weight in weights]
    parts = [part.numerator // part.denominator for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_remainder[: cents - sum(parts)]:
        parts[index] += 1
    return parts


def cents_from_euros(words: str) -> int:
    """``"1234,5"`` or ``"1234.50"`` in euros to cents, exactly. Raises ``ValueError`` for anything else."""
    if not _EUROS.fullmatch(words):
        raise ValueError(f"not an amount in euros: {words[:40]!r}")
    euros, _, cents = words.replace(",", ".").partition(".")
    sign = -1 if euros.startswith("-") else 1
    return int(euros) * 100 + sign * int((cents + "00")[:2])


def format_euros(cents: int, language: str = "nl") -> str:
    """``€ 1.234,50`` in Dutch, ``€1,234.50`` in English; whole euros without decimals."""
    sign = "-" if cents < 0 else ""
    euros, rest = divmod(abs(cents), 100)
    grouped = f"{euros:,}"
    decimals = f".{rest:02}" if rest else ""
    if language == "en":
        return f"{sign}€{grouped}{decimals}"
    return f"{sign}€ {grouped.replace(',', '.')}{decimals.replace('.', ',')}"
