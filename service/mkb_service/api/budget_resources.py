"""What the API shows of budgets: versions, cells with their exact values, differences, and a funder's own part."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from attrs import frozen

from mkb_core.budget.comparing import Comparison
from mkb_core.budget.differences import Difference
from mkb_core.budget.evaluation import Evaluation
from mkb_core.budget.formulas import Given
from mkb_core.budget.quantities import write_quantity
from mkb_core.budget.rounding import whole_cents
from mkb_core.budget.units import Unit
from mkb_core.store.budgets import BudgetVersion as StoredVersion
from mkb_core.workflows.budget_shares import FunderShare, ScenarioShare
from mkb_core.workflows.budgets import Budget as StoredBudget
from mkb_service.api.resources import utc_or_none


@frozen
class BudgetVersion:
    """A version; accounts by their ids. Number 0 is the plan of the region's package: nobody made it."""

    number: int
    parent: int
    hash: str
    state: str
    reason: str
    author: str | None
    made_at: datetime | None
    proposed_by: str | None
    proposed_at: datetime | None
    decided_by: str | None
    decided_at: datetime | None
    note: str | None

    @classmethod
    def of(cls, one: StoredVersion) -> BudgetVersion:
        """From the store."""
        return cls(
            one.number,
            one.parent,
            one.hash,
            one.state,
            one.reason,
            one.author,
            utc_or_none(one.made_at),
            one.proposed_by,
            utc_or_none(one.proposed_at),
            one.decided_by,
            utc_or_none(one.decided_at),
            one.note,
        )


@frozen
class Budget:
    """A plan: the version that counts (``null``: none does), and the newest, from which the next is made."""

    id: str
    in_force: BudgetVersion | None
    newest: BudgetVersion

    @classmethod
    def of(cls, one: StoredBudget) -> Budget:
        """From the store."""
        counting = None if one.in_force is None else BudgetVersion.of(one.in_force)
        return cls(one.plan, counting, BudgetVersion.of(one.newest))


@frozen
class BudgetList:
    """All plans."""

    items: tuple[Budget, ...]


@frozen
class BudgetVersionList:
    """All versions of a plan, the newest first."""

    items: tuple[BudgetVersion, ...]


@frozen
class BudgetContent:
    """A version with its plan, in the form of a plan's file; amounts are euros there."""

    version: BudgetVersion
    plan: dict[str, Any]


@frozen
class BudgetCell:
    """A cell: its exact value as text (``-12``, ``0.5`` or ``1/3``), in ``unit``; amounts in cents."""

    cell: str
    value: str
    unit: str
    given: bool


@frozen
class BudgetCells:
    """All cells of a scenario."""

    scenario: str
    cells: tuple[BudgetCell, ...]

    @classmethod
    def of(cls, scenario: str, evaluation: Evaluation) -> BudgetCells:
        """From an evaluation."""
        cells = (
            BudgetCell(
                name, exact(evaluation.value(name)), unit_name(evaluation, name), isinstance(formula, Given)
            )
            for name, formula in evaluation.graph.formulas.items()
        )
        return cls(scenario, tuple(cells))


@frozen
class BudgetDifference:
    """A cell with two exact values; ``difference`` is the first less the second."""

    cell: str
    first: str
    second: str
    difference: str

    @classmethod
    def of(cls, one: Difference) -> BudgetDifference:
        """From a comparison."""
        return cls(one.address, exact(one.first), exact(one.second), exact(one.first - one.second))


@frozen
class BudgetDelta:
    """The cells in which two scenarios of a version differ."""

    first: str
    second: str
    cells: tuple[BudgetDifference, ...]


@frozen
class OtherBudgetDifference:
    """What differs beside the cells, by its path in the plan's file."""

    path: str
    first: Any
    second: Any


@frozen
class BudgetComparison:
    """What differs between two versions in a scenario."""

    given: tuple[BudgetDifference, ...]
    computed: tuple[BudgetDifference, ...]
    other: tuple[OtherBudgetDifference, ...]

    @classmethod
    def of(cls, found: Comparison) -> BudgetComparison:
        """From a comparison."""
        return cls(
            tuple(map(BudgetDifference.of, found.given)),
            tuple(map(BudgetDifference.of, found.computed)),
            tuple(OtherBudgetDifference(one.path, one.first, one.second) for one in found.other),
        )


@frozen
class BudgetExplanation:
    """How a cell came about: formula and inputs, down to the given figures."""

    cell: str
    explanation: dict[str, Any]


@frozen
class BudgetPayment:
    """What is due on a day, in cents."""

    on: date
    cents: int


@frozen
class BudgetCommitment:
    """A commitment of the funder, in cents."""

    amount_cents: int
    lowered_cents: int
    still_to_pay_cents: int
    conditions: tuple[str, ...]
    payments: tuple[BudgetPayment, ...]


@frozen
class BudgetShare:
    """A scenario as one of its funders sees it: totals, and its own part of the financing; whole cents."""

    scenario: str
    total_cents: int
    by_year_cents: dict[str, int]
    need_cents: int
    model_cents: int
    commitments: tuple[BudgetCommitment, ...]

    @classmethod
    def of(cls, share: ScenarioShare, language: str) -> BudgetShare:
        """In a language."""
        return cls(
            share.id,
            whole_cents(share.total),
            {str(year): whole_cents(cents) for year, cents in share.by_year.items()},
            share.need_cents,
            share.model_cents,
            tuple(
                BudgetCommitment(
                    one.amount,
                    one.lowered,
                    one.still,
                    tuple(condition.in_language(language) for condition in one.conditions),
                    tuple(BudgetPayment(on, cents) for on, cents in one.payments),
                )
                for one in share.commitments
            ),
        )


@frozen
class BudgetShareList:
    """The scenarios of the version in force."""

    version: int
    items: tuple[BudgetShare, ...]

    @classmethod
    def of(cls, share: FunderShare, language: str) -> BudgetShareList:
        """In a language."""
        return cls(share.version, tuple(BudgetShare.of(one, language) for one in share.scenarios))


def exact(value: Fraction) -> str:
    """A value without rounding."""
    return str(write_quantity(value))


def unit_name(evaluation: Evaluation, name: str) -> str:
    """The unit of a cell as text."""
    unit: Unit = evaluation.unit(name)
    return unit.value
