"""What each party pays by the financing model (J3): cells with a formula each, as those of the budget, and whole cents.

Addresses: ``need``; ``part.X``, what party X pays; ``share.X`` and ``inhabitants.X``, as given; and for the amount that is
divided among the parties within G (``need`` where they stand within none): ``left.G``, what shares and fixed amounts leave;
``divided.G``, what is then divided by inhabitants or taken as the rest; ``open.G``, what nobody pays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from mkb_core.budget.explanation import Explanation
from mkb_core.budget.financing import ByInhabitants, Fixed, Party, Rest, Rule, Share, ShareOfRest
from mkb_core.budget.formulas import AnyFormula, Given, Product, Proportion, Remainder, Sum
from mkb_core.budget.quantities import write_cents
from mkb_core.budget.rounding import whole_cents
from mkb_core.budget.sharing import round_together
from mkb_core.budget.units import Unit
from mkb_core.errors import InputFault, InvalidInput

NEED = "need"
#: what the first part of an address says, and its unit where it is no amount
_UNITS = {"share": Unit.SHARE, "inhabitants": Unit.INHABITANTS}


@frozen
class Allocation:
    """The need divided. ``cells`` in an order in which each stands after its inputs; ``values`` exact, amounts in cents.
    ``cents``: whole cents per party that pays, which with ``open_cents`` add up to the need."""

    need_cents: int
    cells: Mapping[str, AnyFormula]
    values: Mapping[str, Fraction]
    cents: Mapping[str, int]
    open_cents: int

    def part(self, party: str) -> Fraction:
        """What a party, or all parties within it, pay: exact cents."""
        return self.values[f"part.{party}"]

    def explain(self, address: str) -> Explanation:
        """How a cell came about, down to the figures of the plan; raises ``KeyError`` where there is no such cell."""
        formula = self.cells[address]
        unit = _UNITS.get(address.partition(".")[0], Unit.CENTS)
        inputs = tuple(self.explain(name) for name in dict.fromkeys(formula.inputs))
        return Explanation(address, unit, self.values[address], formula, inputs)


def allocate(model: Sequence[Party], need_cents: int, *, given_by: str = "financing.need") -> Allocation:
    """Divide the need among the parties of a sound model. ``given_by``: where the need stands, for explanations.

    Raises :class:`InvalidInput` where fixed amounts and shares take more than there is to divide.
    """
    cells = {NEED: Given(Fraction(need_cents), given_by), **dict(_cells(model, None, NEED))}
    values: dict[str, Fraction] = {}
    for address, formula in cells.items():
        values[address] = formula.value(values)
    places = {party.id: f"financing.model[{index}]" for index, party in enumerate(model)}
    faults = [
        InputFault(
            places.get(group, "financing.model"),
            "more-than-whole",
            {"whole": write_cents(whole_cents(values[cells[address].inputs[0]]))},
        )
        for address, (name, _, group) in ((one, one.partition(".")) for one in cells)
        if name == "left" and values[address] < 0
    ]
    if faults:
        raise InvalidInput(faults)
    groups = {party.within for party in model}
    paying = {party.id: values[f"part.{party.id}"] for party in model if party.id not in groups}
    nobody = sum((value for name, value in values.items() if name.startswith("open.")), Fraction(0))
    cents = round_together({**paying, "": nobody})
    return Allocation(need_cents, cells, values, {name: cents[name] for name in paying}, cents[""])


def _cells(model: Sequence[Party], of: str | None, whole: str) -> Iterator[tuple[str, AnyFormula]]:
    parties = {party.id: party.rules[0] for party in model if party.within == of}
    if not parties and of is not None:
        return
    group = NEED if of is None else of
    for index, party in enumerate(model):
        if party.within == of:
            yield from _given(party.id, party.rules[0], f"financing.model[{index}]")
    for name, rule in parties.items():
        if isinstance(rule, Share):
            yield f"part.{name}", Product((whole, f"share.{name}"))
    yield f"left.{group}", Remainder((whole, *_parts(parties, (Share, Fixed))))
    for name, rule in parties.items():
        if isinstance(rule, ShareOfRest):
            yield f"part.{name}", Product((f"left.{group}", f"share.{name}"))
    divided = f"divided.{group}"
    yield divided, Remainder((f"left.{group}", *_parts(parties, (ShareOfRest,))))
    heads = tuple(f"inhabitants.{name}" for name, rule in parties.items() if isinstance(rule, ByInhabitants))
    for name, rule in parties.items():
        if isinstance(rule, ByInhabitants):
            yield f"part.{name}", Proportion((divided, f"inhabitants.{name}", *heads))
        elif isinstance(rule, Rest):
            yield f"part.{name}", Sum((divided,))
    yield f"open.{group}", Remainder((divided, *_parts(parties, (ByInhabitants, Rest))))
    for name in parties:
        yield from _cells(model, name, f"part.{name}")


def _given(name: str, rule: Rule, place: str) -> Iterator[tuple[str, Given]]:
    match rule:
        case Share(share):
            yield f"share.{name}", Given(share, f"{place}.share")
        case ShareOfRest(share):
            yield f"share.{name}", Given(share, f"{place}.share_of_rest")
        case Fixed(cents):
            yield f"part.{name}", Given(Fraction(cents), f"{place}.fixed")
        case ByInhabitants(count):
            yield f"inhabitants.{name}", Given(Fraction(count), f"{place}.inhabitants")
        case Rest():
            pass


def _parts(parties: Mapping[str, Rule], kinds: tuple[type[Rule], ...]) -> tuple[str, ...]:
    return tuple(f"part.{name}" for name, rule in parties.items() if isinstance(rule, kinds))
