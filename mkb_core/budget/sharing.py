"""Splitting an amount among named parties: no cent is lost or made, and the order in which they are named does not count."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from mkb_core.domain.money import split


def share_out(cents: int, weights: Mapping[str, Fraction | int]) -> dict[str, int]:
    """Divide an amount in cents by weights: largest remainder; of equal ones the larger weight first, then the name in
    alphabetical order. A negative amount is divided as the positive one is. Raises ``ValueError`` as
    :func:`~mkb_core.domain.money.split` does."""
    order = sorted(weights, key=lambda name: (-weights[name], name))
    sign = -1 if cents < 0 else 1
    parts = dict(zip(order, split(abs(cents), [weights[name] for name in order]), strict=True))
    return {name: sign * parts[name] for name in weights}


def round_together(exact: Mapping[str, Fraction]) -> dict[str, int]:
    """Exact amounts in cents, none negative, as whole cents that add up to the same, by the rule of :func:`share_out`.

    Raises ``ValueError`` where they do not add up to whole cents.
    """
    total = sum(exact.values(), Fraction(0))
    if total.denominator != 1:
        raise ValueError("the amounts do not add up to whole cents")
    return share_out(int(total), exact) if total else dict.fromkeys(exact, 0)
