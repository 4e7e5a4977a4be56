"""Where the financing of a scenario stands: the model beside the commitments, what contributions take off these, the gap.

Staff in kind and later contributions lower the commitments by the rule of :mod:`~mkb_core.budget.in_kind`. The value of staff
in kind is rounded to whole cents once, for the whole scenario. A contribution falls on the cost that it covers, pro rata
to that cost. Earmarked money that exceeds the cost under its earmark pays for nothing else: it is unusable, and the gap is
what the scenario costs less all that can be used for it. A gap below zero is a margin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from attrs import evolve, frozen

from mkb_core.budget.addresses import TOTAL, address
from mkb_core.budget.allocation import Allocation, allocate
from mkb_core.budget.financing import Commitment, Contribution, Earmark, Financing
from mkb_core.budget.financing_faults import rows_of
from mkb_core.budget.in_kind import CostItem, lower
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.quantities import write_cents
from mkb_core.budget.rounding import whole_cents
from mkb_core.budget.sharing import share_out
from mkb_core.errors import InputFault, InvalidInput


@frozen
class StillToPay:
    """A commitment after contributions, in cents. ``usable``: no more than the cost under the earmark. ``payments``: what
    is due when, together ``still``; empty where no schedule was agreed."""

    commitment: Commitment
    lowered: int
    still: int
    usable: int
    payments: tuple[tuple[date, int], ...]


@frozen
class FunderTotal:
    """All commitments of a funder together, in cents."""

    committed: int
    lowered: int
    still: int


@frozen
class Funding:
    """The financing of a scenario, in cents. ``in_kind``: the value of staff in kind, ``contributed``: later contributions;
    together they are what lowers the commitments, and ``excess``."""

    allocation: Allocation
    cost: int
    in_kind: int
    contributed: int
    excess: int
    commitments: tuple[StillToPay, ...]

    @property
    def need(self) -> int:
        """What is to be financed by the plan."""
        return self.allocation.need_cents

    def of(self, funder: str) -> FunderTotal:
        """What a funder committed itself to, and what is left of that."""
        own = [one for one in self.commitments if one.commitment.funder == funder]
        lowered = sum(one.lowered for one in own)
        still = sum(one.still for one in own)
        return FunderTotal(lowered + still, lowered, still)

    def model_cents(self, financing: Financing, funder: str) -> int:
        """What a funder pays by the model."""
        return sum(self.allocation.cents[party.id] for party in financing.model if party.funder == funder)

    @property
    def committed(self) -> int:
        """All commitments as agreed."""
        return sum(one.commitment.amount for one in self.commitments)

    @property
    def lowered(self) -> int:
        """What contributions take off."""
        return sum(one.lowered for one in self.commitments)

    @property
    def still(self) -> int:
        """What the funders still have to pay."""
        return sum(one.still for one in self.commitments)

    @property
    def unusable(self) -> int:
        """What earmarks keep from being used."""
        return sum(one.still - one.usable for one in self.commitments)

    @property
    def gap(self) -> int:
        """Cost that nobody pays; below zero it is a margin."""
        return self.cost - self.contributed - self.still + self.unusable

    @property
    def gap_of_need(self) -> int:
        """The part of the need that nobody committed himself to, before contributions."""
        return self.need - self.committed


def funding_of(plan: BudgetPlan, financing: Financing, values: Mapping[str, Fraction]) -> Funding:
    """The financing of a sound plan under a scenario, whose cells have ``values``.

    Raises :class:`InvalidInput` where the model divides more than there is, or a contribution exceeds what it covers.
    """
    costs = _items(plan, values, "cost")
    in_kind = _to_whole_cents(_items(plan, values, "in_kind"))
    taken_over = _taken_over(financing.contributions, costs)
    cost = whole_cents(_total(costs))
    lowering = lower(financing.commitments, [*in_kind, *taken_over])
    left = [*costs, *(evolve(item, cents=-item.cents) for item in taken_over)]
    return Funding(
        _allocation(financing, cost),
        cost,
        int(_total(in_kind)),
        int(_total(taken_over)),
        lowering.excess_cents,
        tuple(_still_to_pay(one, lowering.lowered[one.id], left) for one in financing.commitments),
    )


def _allocation(financing: Financing, cost: int) -> Allocation:
    if financing.need is None:
        return allocate(financing.model, cost, given_by=address("cost", TOTAL, TOTAL))
    return allocate(financing.model, financing.need)


def _items(plan: BudgetPlan, values: Mapping[str, Fraction], measure: str) -> list[CostItem]:
    made = []
    for row in rows_of(plan):
        for period in plan.periods:
            cents = values.get(address(measure, row, period.id), Fraction(0))
            if cents:
                made.append(CostItem(row, period.phase, period.id, cents))
    return made


def _total(items: Sequence[CostItem]) -> Fraction:
    return sum((item.cents for item in items), Fraction(0))


def _to_whole_cents(items: Sequence[CostItem]) -> list[CostItem]:
    """The items in the same proportion, with a sum in whole cents."""
    total = _total(items)
    return [evolve(item, cents=item.cents * whole_cents(total) / total) for item in items]


def _under(earmark: Earmark | None, items: Sequence[CostItem]) -> list[CostItem]:
    if earmark is None:
        return list(items)
    return [item for item in items if earmark.covers(item.row, item.phase, item.period)]


def _taken_over(contributions: Sequence[Contribution], costs: Sequence[CostItem]) -> list[CostItem]:
    made: list[CostItem] = []
    faults = []
    for index, one in enumerate(contributions):
        covered = _under(one.covers, costs)
        total = _total(covered)
        if one.amount > total:
            facts = {"amount": write_cents(one.amount), "cost": write_cents(whole_cents(total))}
            faults.append(InputFault(f"financing.contributions[{index}].amount", "covers-too-much", facts))
        elif total:
            made += [evolve(item, cents=item.cents * one.amount / total) for item in covered]
    together, whole = sum(one.amount for one in contributions), _total(costs)
    if not faults and together > whole:
        facts = {"amount": write_cents(together), "cost": write_cents(whole_cents(whole))}
        faults.append(InputFault("financing.contributions", "covers-too-much", facts))
    if faults:
        raise InvalidInput(faults)
    return made


def _still_to_pay(commitment: Commitment, lowered: int, left: Sequence[CostItem]) -> StillToPay:
    still = commitment.amount - lowered
    usable = still
    if commitment.earmark is not None:
        usable = min(still, max(0, whole_cents(_total(_under(commitment.earmark, left)))))
    shares = {str(index): payment.share for index, payment in enumerate(commitment.payments)}
    amounts = share_out(still, shares) if shares else {}
    payments = tuple((payment.on, amounts[str(index)]) for index, payment in enumerate(commitment.payments))
    return StillToPay(commitment, lowered, still, usable, payments)
