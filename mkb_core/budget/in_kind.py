"""What contributions take off the commitments of the funders, to the cent (J3).

All contributions count at the same time, so their order does not matter. Each lowers the commitments that it may lower, pro
rata to what was committed: all without an earmark, and of those with one only what it falls under. A commitment that has
come down to nothing is left out, and the others share on. What exceeds all that may be lowered is excess: it lowers
nothing, and nobody gets money back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from mkb_core.budget.financing import Commitment
from mkb_core.budget.sharing import round_together


@frozen
class CostItem:
    """An amount in exact cents of a row of the plan in one period: a cost, or the value of staff in kind."""

    row: str
    phase: str
    period: str
    cents: Fraction


@frozen
class Lowering:
    """Whole cents by which each commitment is lowered, and the excess; together they are the contributions."""

    lowered: dict[str, int]
    excess_cents: int


def lower(commitments: Sequence[Commitment], contributed: Iterable[CostItem]) -> Lowering:
    """Lower the commitments by items that together are whole cents, none negative."""
    amounts: dict[frozenset[str], Fraction] = {}
    for item in contributed:
        lowers = frozenset(one.id for one in commitments if may_lower(one, item))
        amounts[lowers] = amounts.get(lowers, Fraction(0)) + item.cents
    exact, excess = _flow({one.id: one.amount for one in commitments}, amounts)
    cents = round_together({**exact, "": excess})
    return Lowering({one.id: cents[one.id] for one in commitments}, cents[""])


def may_lower(commitment: Commitment, item: CostItem) -> bool:
    """Does the item fall under the commitment's earmark? Without an earmark everything does."""
    earmark = commitment.earmark
    return earmark is None or earmark.covers(item.row, item.phase, item.period)


def _flow(
    committed: Mapping[str, int], amounts: Mapping[frozenset[str], Fraction]
) -> tuple[dict[str, Fraction], Fraction]:
    """Let all amounts flow to their commitments at once, each in proportion to its size, until they are spent or have
    nowhere to go. Every round fills at least one commitment or is the last."""
    lowered = dict.fromkeys(committed, Fraction(0))
    left = dict(amounts)
    excess = Fraction(0)
    while left:
        weights = {group: sum(committed[one] for one in _open(group, committed, lowered)) for group in left}
        excess += sum((left[group] for group in left if not weights[group]), Fraction(0))
        left = {group: amount for group, amount in left.items() if weights[group] and amount}
        if not left:
            break
        speed: dict[str, Fraction] = {}
        for group, amount in left.items():
            for one in _open(group, committed, lowered):
                speed[one] = speed.get(one, Fraction(0)) + amount * committed[one] / weights[group]
        step = min(Fraction(1), *((committed[one] - lowered[one]) / fast for one, fast in speed.items()))
        for one, fast in speed.items():
            lowered[one] += fast * step
        left = {group: amount * (1 - step) for group, amount in left.items() if step < 1}
    return lowered, excess


def _open(group: frozenset[str], committed: Mapping[str, int], lowered: Mapping[str, Fraction]) -> list[str]:
    return [one for one in group if lowered[one] < committed[one]]
