"""What is wrong with a plan's financing: all of it at once, each fault with its place in the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product

from mkb_core.budget.addresses import ID
from mkb_core.budget.allocation import NEED, allocate
from mkb_core.budget.financing import (
    ByInhabitants,
    Commitment,
    Contribution,
    Earmark,
    Financing,
    Fixed,
    Party,
    Rest,
    Share,
    ShareOfRest,
)
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.quantities import write_cents, write_quantity
from mkb_core.errors import InputFault, InvalidInput

RULES = "share, fixed, share_of_rest, inhabitants, rest"
#: row, phase, period
Item = tuple[str, str, str]


def financing_faults(plan: BudgetPlan) -> list[InputFault]:
    """Everything wrong with the financing of a plan; nothing where it has none."""
    financing = plan.financing
    if financing is None:
        return []
    funders = {funder.id for funder in financing.funders}
    faults = _ids("financing.funders", [funder.id for funder in financing.funders])
    faults += _model_faults(financing.model, funders)
    if financing.need is not None:
        # Dividing the need shows whether the amounts go together; that can be asked of a sound model only.
        faults += _not_negative("financing.need", financing.need) or (
            [] if faults else _dividing_faults(financing.model, financing.need)
        )
    faults += _commitment_faults(financing.commitments, funders)
    faults += _contribution_faults(financing.contributions)
    return faults + list(_earmark_faults(plan, financing))


def _dividing_faults(model: Sequence[Party], need_cents: int) -> list[InputFault]:
    try:
        allocate(model, need_cents)
    except InvalidInput as refusal:
        return list(refusal.faults)
    return []


def rows_of(plan: BudgetPlan) -> tuple[str, ...]:
    """Every row that an earmark can name: staff, other costs, travel."""
    staff = (f"{role.id}/{activity.id}" for role, activity in product(plan.roles, plan.activities))
    travel = () if plan.travel is None else (plan.travel.row,)
    return (*staff, *(line.row for line in plan.cost_lines), *travel)


def _model_faults(model: Sequence[Party], funders: set[str]) -> list[InputFault]:
    faults = _ids("financing.model", [party.id for party in model])
    by_id = {party.id: party for party in model}
    groups = {party.within for party in model}
    for index, party in enumerate(model):
        path = f"financing.model[{index}]"
        faults += _rule_faults(path, party)
        if party.id == NEED:
            faults.append(InputFault(f"{path}.id", "not-allowed", {"value": party.id}))
        if party.within is not None and party.within not in by_id:
            faults.append(InputFault(f"{path}.within", "unknown-name", {"value": party.within}))
        circle = _circle(party, by_id)
        if circle:
            faults.append(InputFault(f"{path}.within", "within-itself", {"path": " → ".join(circle)}))
        if party.id in groups:
            if party.funder is not None:
                faults.append(InputFault(f"{path}.funder", "group-pays"))
        elif party.funder is None:
            faults.append(InputFault(f"{path}.funder", "missing"))
        elif party.funder not in funders:
            faults.append(InputFault(f"{path}.funder", "unknown-name", {"value": party.funder}))
    return faults + list(_division_faults(model))


def _rule_faults(path: str, party: Party) -> list[InputFault]:
    if len(party.rules) != 1:
        return [InputFault(path, "one-rule", {"rules": RULES})]
    match party.rules[0]:
        case Share(share):
            return _share_faults(f"{path}.share", share)
        case ShareOfRest(share):
            return _share_faults(f"{path}.share_of_rest", share)
        case Fixed(cents):
            return _not_negative(f"{path}.fixed", cents)
        case ByInhabitants(count) if count <= 0:
            return [InputFault(f"{path}.inhabitants", "not-positive", {"value": count})]
        case _:
            return []


def _share_faults(path: str, share: Fraction) -> list[InputFault]:
    if 0 <= share <= 1:
        return []
    return [InputFault(path, "out-of-range", {"value": write_quantity(share), "low": 0, "high": 1})]


def _division_faults(model: Sequence[Party]) -> Iterator[InputFault]:
    """Parties within one amount: shares that come to more than the whole, and a rest that two would take."""
    for of in dict.fromkeys(party.within for party in model):
        within = [(index, party) for index, party in enumerate(model) if party.within == of and party.rules]
        place = next((f"financing.model[{index}]" for index, one in enumerate(model) if one.id == of), None)
        for kind in (Share, ShareOfRest):
            rules = [party.rules[0] for _, party in within]
            total = sum((_size(rule) for rule in rules if isinstance(rule, kind)), Fraction(0))
            if total > 1:
                yield InputFault(place or "financing.model", "shares-above-whole", {"total": _percent(total)})
        takers = [(i, one) for i, one in within if isinstance(one.rules[0], Rest | ByInhabitants)]
        rest = next((one for _, one in takers if isinstance(one.rules[0], Rest)), None)
        for index, party in takers:
            if rest is not None and party is not rest:
                yield InputFault(f"financing.model[{index}]", "rest-twice", {"other": rest.id})


def _size(rule: Share | ShareOfRest) -> Fraction:
    return rule.of_whole if isinstance(rule, Share) else rule.of_rest


def _circle(party: Party, by_id: Mapping[str, Party]) -> list[str]:
    """The parties on the way from one back to itself."""
    way = [party.id]
    above = party.within
    while above is not None and above in by_id and above not in way:
        way.append(above)
        above = by_id[above].within
    return [*way, party.id] if above == party.id else []


def _commitment_faults(commitments: Sequence[Commitment], funders: set[str]) -> list[InputFault]:
    faults = _ids("financing.commitments", [one.id for one in commitments])
    for index, one in enumerate(commitments):
        path = f"financing.commitments[{index}]"
        faults += _not_negative(f"{path}.amount", one.amount)
        if one.funder not in funders:
            faults.append(InputFault(f"{path}.funder", "unknown-name", {"value": one.funder}))
        for place, payment in enumerate(one.payments):
            faults += _share_faults(f"{path}.payments[{place}].share", payment.share)
        total = sum((payment.share for payment in one.payments), Fraction(0))
        if one.payments and total != 1:
            faults.append(InputFault(f"{path}.payments", "shares-not-whole", {"total": _percent(total)}))
    return faults


def _contribution_faults(contributions: Sequence[Contribution]) -> list[InputFault]:
    faults = _ids("financing.contributions", [one.id for one in contributions])
    for index, one in enumerate(contributions):
        faults += _not_negative(f"financing.contributions[{index}].amount", one.amount)
    return faults


def _earmark_faults(plan: BudgetPlan, financing: Financing) -> Iterator[InputFault]:
    """Names that the plan does not have, and cost that two earmarks, or two contributions, would cover both."""
    meant_for = [
        (f"financing.commitments[{index}].earmark", one.id, one.earmark)
        for index, one in enumerate(financing.commitments)
        if one.earmark is not None
    ]
    taken_over = [
        (f"financing.contributions[{index}].covers", one.id, one.covers)
        for index, one in enumerate(financing.contributions)
        if one.covers is not None
    ]
    rows = rows_of(plan)
    items = [(row, period.phase, period.id) for row in rows for period in plan.periods]
    known = {
        "rows": set(rows),
        "phases": {phase.id for phase in plan.phases},
        "periods": {period.id for period in plan.periods},
    }
    for path, _, earmark in [*meant_for, *taken_over]:
        for name, ids in known.items():
            for place, id_ in enumerate(getattr(earmark, name)):
                if id_ not in ids:
                    yield InputFault(f"{path}.{name}[{place}]", "unknown-name", {"value": id_})
    for claims in (meant_for, taken_over):
        for (_, first, one), (path, _, other) in combinations(claims, 2):
            twice = _in_both(one, other, items)
            if twice is not None:
                row, _, period = twice
                yield InputFault(path, "covered-twice", {"item": f"{row}.{period}", "other": first})


def _in_both(one: Earmark, other: Earmark, items: Iterable[Item]) -> Item | None:
    return next((item for item in items if one.covers(*item) and other.covers(*item)), None)


def id_faults(ids: Sequence[tuple[str, str]]) -> list[InputFault]:
    """Ids that are none or occur twice; each with the path of what it names."""
    seen: set[str] = set()
    faults = []
    for path, id_ in ids:
        if not ID.fullmatch(id_):
            faults.append(InputFault(f"{path}.id", "budget-id", {"value": id_[:60]}))
        elif id_ in seen:
            faults.append(InputFault(f"{path}.id", "duplicate", {"value": id_}))
        seen.add(id_)
    return faults


def _ids(path: str, ids: Sequence[str]) -> list[InputFault]:
    return id_faults([(f"{path}[{index}]", id_) for index, id_ in enumerate(ids)])


def _not_negative(path: str, cents: int) -> list[InputFault]:
    return [InputFault(path, "negative", {"value": write_cents(cents)})] if cents < 0 else []


def _percent(share: Fraction) -> str:
    return f"{write_quantity(share * 100)}%"
