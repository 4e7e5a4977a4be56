"""What each party pays by the financing model (J3), exactly and in whole cents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from mkb_core.budget.financing import ByInhabitants, Fixed, Party, Rest, Share, ShareOfRest
from mkb_core.budget.sharing import whole_cents
from mkb_core.errors import InputFault, InvalidInput


@frozen
class Division:
    """One amount divided among the parties within it. ``of`` is the party that it belongs to (``None``: the need);
    amounts are exact cents. ``rest`` is what shares and fixed amounts leave, ``heads`` what is then divided by
    inhabitants or taken by the party of the rest, ``unassigned`` what no party pays."""

    of: str | None
    whole: Fraction
    rest: Fraction
    heads: Fraction
    unassigned: Fraction
    inhabitants: int
    parts: dict[str, Fraction]


@frozen
class Allocation:
    """The need divided. ``exact``: cents per party, groups too; ``cents``: whole cents per party that pays, which with
    ``unassigned_cents`` add up to the need."""

    need_cents: int
    divisions: tuple[Division, ...]
    exact: dict[str, Fraction]
    cents: dict[str, int]
    unassigned_cents: int


def allocate(model: Sequence[Party], need_cents: int) -> Allocation:
    """Divide the need among the parties. The model is sound (:func:`~mkb_core.budget.soundness.financing_faults`).

    Raises :class:`InvalidInput` where fixed amounts and shares take more than there is to divide.
    """
    divisions = tuple(_divisions(model, None, Fraction(need_cents)))
    faults = [
        InputFault(_place(model, one.of), "more-than-whole", {"whole": _euros(one.whole)})
        for one in divisions
        if one.rest < 0
    ]
    if faults:
        raise InvalidInput(faults)
    exact = {party: amount for one in divisions for party, amount in one.parts.items()}
    groups = {party.within for party in model}
    paying = {name: amount for name, amount in exact.items() if name not in groups}
    unassigned = sum((one.unassigned for one in divisions), Fraction(0))
    cents = whole_cents({**paying, "": unassigned})
    return Allocation(need_cents, divisions, exact, {name: cents[name] for name in paying}, cents[""])


def _divisions(model: Sequence[Party], of: str | None, whole: Fraction) -> Iterator[Division]:
    within = [party for party in model if party.within == of]
    if not within and of is not None:
        return
    division = _divide(within, of, whole)
    yield division
    for party in within:
        yield from _divisions(model, party.id, division.parts[party.id])


def _divide(parties: Sequence[Party], of: str | None, whole: Fraction) -> Division:
    rules = {party.id: party.rules[0] for party in parties}
    parts: dict[str, Fraction] = {}
    for name, rule in rules.items():
        if isinstance(rule, Share):
            parts[name] = whole * rule.of_whole
        elif isinstance(rule, Fixed):
            parts[name] = Fraction(rule.cents)
    rest = whole - sum(parts.values(), Fraction(0))
    for name, rule in rules.items():
        if isinstance(rule, ShareOfRest):
            parts[name] = rest * rule.of_rest
    heads = whole - sum(parts.values(), Fraction(0))
    inhabitants = sum(rule.count for rule in rules.values() if isinstance(rule, ByInhabitants))
    for name, rule in rules.items():
        if isinstance(rule, ByInhabitants):
            parts[name] = heads * rule.count / inhabitants
        elif isinstance(rule, Rest):
            parts[name] = heads
    unassigned = whole - sum(parts.values(), Fraction(0))
    return Division(of, whole, rest, heads, unassigned, inhabitants, {name: parts[name] for name in rules})


def _place(model: Sequence[Party], of: str | None) -> str:
    index = next((index for index, party in enumerate(model) if party.id == of), None)
    return "financing.model" if index is None else f"financing.model[{index}]"


def _euros(cents: Fraction) -> str:
    return f"{float(cents) / 100:.2f}"
