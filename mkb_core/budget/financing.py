"""The financing of a plan as data (J3): who pays which part by the model, and what each funder committed itself to.

The model is a list of parties. A party stands within another one, or within the need itself. Its part is one of: a share
of the whole, a fixed amount, a share of the rest (what shares and fixed amounts leave), a part of the rest by
inhabitants, or all of the rest. A party with none within it names the funder who pays. Amounts are euros in a plan's
file and cents here.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from attrs import frozen

from mkb_core.budget.quantities import Cents, Quantity
from mkb_core.text import Text


@frozen
class Share:
    """A share of the whole amount."""

    of_whole: Fraction


@frozen
class Fixed:
    """An amount in cents."""

    cents: int


@frozen
class ShareOfRest:
    """A share of what shares and fixed amounts leave."""

    of_rest: Fraction


@frozen
class ByInhabitants:
    """What is left after all of the former, divided by inhabitants."""

    count: int


@frozen
class Rest:
    """All that is left after all of the former."""


Rule = Share | Fixed | ShareOfRest | ByInhabitants | Rest


@frozen
class Party:
    """A party of the model with one rule. ``within``: the party whose amount is divided; ``None`` is the need.
    ``funder``: who pays the part, for a party with none within it."""

    id: str
    label: Text
    within: str | None = None
    funder: str | None = None
    share: Quantity | None = None
    fixed: Cents | None = None
    share_of_rest: Quantity | None = None
    inhabitants: int | None = None
    rest: bool = False

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are given; a sound party has exactly one."""
        given: list[Rule] = []
        if self.share is not None:
            given.append(Share(self.share))
        if self.fixed is not None:
            given.append(Fixed(self.fixed))
        if self.share_of_rest is not None:
            given.append(ShareOfRest(self.share_of_rest))
        if self.inhabitants is not None:
            given.append(ByInhabitants(self.inhabitants))
        if self.rest:
            given.append(Rest())
        return tuple(given)


@frozen
class Funder:
    """Who pays a part of the budget."""

    id: str
    label: Text


@frozen
class Earmark:
    """The cost that money is meant for: rows (``role/activity``, ``group/line``), phases and periods; an empty list leaves
    that open. Rows of staff in kind count as well: their value falls under it."""

    rows: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()

    def covers(self, row: str, phase: str, period: str) -> bool:
        """Does an item of cost fall under it?"""
        return (
            (not self.rows or row in self.rows)
            and (not self.phases or phase in self.phases)
            and (not self.periods or period in self.periods)
        )


@frozen
class Payment:
    """A share of the commitment (of what is left of it, after contributions), due on a day."""

    on: date
    share: Quantity


@frozen
class Commitment:
    """What a funder agreed to pay, on which conditions, for what (``None``: for anything), and when."""

    id: str
    funder: str
    amount: Cents
    conditions: tuple[Text, ...] = ()
    earmark: Earmark | None = None
    payments: tuple[Payment, ...] = ()
    source: str = ""


@frozen
class Contribution:
    """A later contribution of anybody, in money or in kind, as it is valued; ``covers``: the cost that it takes over
    (``None``: any)."""

    id: str
    label: Text
    amount: Cents
    covers: Earmark | None = None
    source: str = ""


@frozen
class Financing:
    """``need``: what is to be financed; ``None`` is the cost of the scenario."""

    funders: tuple[Funder, ...] = ()
    model: tuple[Party, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    need: Cents | None = None
    source: str = ""
