"""What a funder sees of the budgets that it pays a part of: totals and its own part of the financing (J3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from attrs import frozen

from mkb_core.budget.addresses import TOTAL, address, year_column
from mkb_core.budget.evaluation import evaluate
from mkb_core.budget.financing import Financing
from mkb_core.budget.funding import Funding, funding_of
from mkb_core.budget.plan import BudgetPlan
from mkb_core.errors import Denied, NotFound
from mkb_core.rights import Action, Actor, Kind, Relation, Side
from mkb_core.rights.held import require
from mkb_core.store import budgets as stored
from mkb_core.store.engine import read
from mkb_core.text import Text
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.budgets import budget_in, content_of, installed_budgets


@frozen
class OwnCommitment:
    """A commitment of the funder, in cents: as agreed, what contributions take off, and what is left, by day due."""

    amount: int
    lowered: int
    still: int
    conditions: tuple[Text, ...]
    payments: tuple[tuple[date, int], ...]


@frozen
class ScenarioShare:
    """A scenario: exact cents per calendar year and in total, the need, and the funder's part by the model."""

    id: str
    label: Text
    by_year: Mapping[int, Fraction]
    total: Fraction
    need_cents: int
    model_cents: int
    commitments: tuple[OwnCommitment, ...]


@frozen
class FunderShare:
    """The version in force of a plan, as one of its funders sees it."""

    plan: str
    label: Text
    version: int
    funder: Text
    scenarios: tuple[ScenarioShare, ...]


def list_shares(installation: Installation, actor: Actor) -> tuple[FunderShare, ...]:
    """What the actor's funder sees of all plans that it pays a part of. Raises :class:`Denied`."""
    _funder(actor)
    with read(installation.engine) as connection:
        names = {*installed_budgets(installation.host), *stored.stored_plans(connection)}
    found = []
    for name in sorted(names):
        try:
            found.append(share_of(installation, actor, name))
        except NotFound:
            continue  # it pays nothing of this one
    return tuple(found)


def share_of(installation: Installation, actor: Actor, plan: str) -> FunderShare:
    """What the actor's funder sees of a plan. Raises :class:`Denied`, and :class:`NotFound` where it pays no part of it."""
    funder = _funder(actor)
    with read(installation.engine) as connection:
        version = budget_in(connection, installation, plan).in_force
        content = None if version is None else content_of(connection, installation, plan, version.number)
    financing = None if content is None else content.financing
    labels = {} if financing is None else {one.id: one.label for one in financing.funders}
    if version is None or content is None or financing is None or funder not in labels:
        raise NotFound(kind="budget", key=plan)
    shares = tuple(_scenario(content, financing, one.id, one.label, funder) for one in content.scenarios)
    return FunderShare(plan, content.label, version.number, labels[funder], shares)


def _funder(actor: Actor) -> str:
    require(actor, Kind.BUDGET, Action.READ, Relation.FUNDED)
    funder = actor.acts_for(Side.FUNDER)
    if funder is None:
        raise Denied(kind="budget", action="read")
    return funder


def _scenario(plan: BudgetPlan, financing: Financing, id_: str, label: Text, funder: str) -> ScenarioShare:
    evaluation = evaluate(plan, id_)
    funding = funding_of(plan, financing, evaluation.values)
    return ScenarioShare(
        id_,
        label,
        {
            year: evaluation.value(address("cost", TOTAL, year_column(year)))
            for year in evaluation.graph.years
        },
        evaluation.value(address("cost", TOTAL, TOTAL)),
        funding.need,
        funding.model_cents(financing, funder),
        _own(funding, funder),
    )


def _own(funding: Funding, funder: str) -> tuple[OwnCommitment, ...]:
    return tuple(
        OwnCommitment(one.commitment.amount, one.lowered, one.still, one.commitment.conditions, one.payments)
        for one in funding.commitments
        if one.commitment.funder == funder
    )
