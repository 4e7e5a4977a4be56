"""What if: changes of given figures as people write them, and staff that comes in kind instead (J2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction

from mkb_core.budget.addresses import address, find_address, unit_of, unknown_address
from mkb_core.budget.evaluation import Evaluation
from mkb_core.budget.limits import change_faults, settable
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.quantities import read_quantity, write_quantity
from mkb_core.codec import WrongType, describe
from mkb_core.errors import InputFault, InvalidInput

#: Fifteen thousand in one language is fifteen in the other.
_TWO_MEANINGS = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


def read_number(words: str, path: str = "$") -> Fraction:
    """A number with a decimal point or comma, or a fraction such as ``1/3``. Raises :class:`InvalidInput`, also for
    ``15.000``, which may be fifteen or fifteen thousand."""
    plain = words.strip().replace("\N{MINUS SIGN}", "-")
    if _TWO_MEANINGS.fullmatch(plain):
        digits = re.sub(r"[.,]", "", plain)
        facts = {"value": plain, "large": digits, "small": f"{plain.replace(',', '.')}0"}
        raise InvalidInput([InputFault(path, "two-numbers", facts)])
    try:
        return read_quantity(plain.replace(",", ".", 1) if "." not in plain else plain)
    except WrongType:
        facts = {"expected": "a number", "got": describe(words)}
        raise InvalidInput([InputFault(path, "wrong-type", facts)]) from None


def read_changes(
    plan: BudgetPlan, written: Iterable[tuple[str, str]], path: str = "{}"
) -> dict[str, Fraction]:
    """Changes of given cells, from address and number as people write them (amounts in euros), in the unit of each cell.

    Raises :class:`InvalidInput` with all faults; ``path`` is where a change stands, with ``{}`` for its address.
    """
    known = settable(plan)
    changes: dict[str, Fraction] = {}
    faults: list[InputFault] = []
    for words, number in written:
        place = path.format(words.strip())
        name = find_address(words, known)
        if name is None:
            faults.append(unknown_address(place, words, known))
        elif name in changes:
            faults.append(InputFault(place, "duplicate", {"value": name}))
        else:
            try:
                changes[name] = unit_of(name).from_written(read_number(number, place))
            except InvalidInput as refusal:
                faults += refusal.faults
    faults += change_faults(plan, changes, path)
    if faults:
        raise InvalidInput(faults)
    return changes


def in_kind_instead(
    evaluation: Evaluation, moves: Mapping[str, Fraction], path: str = "{}"
) -> dict[str, Fraction]:
    """The changes by which paid staff comes in kind: ``fte.ROLE/ACTIVITY.PERIOD`` to the FTE that move to the same role
    in the first activity of the plan that is not paid.

    Raises :class:`InvalidInput` where a cell is no paid staffing, or has less than what is to move.
    """
    plan = evaluation.plan
    unpaid = [activity.id for activity in plan.activities if not activity.paid]
    paid = {activity.id for activity in plan.activities if activity.paid}
    changes: dict[str, Fraction] = {}
    faults: list[InputFault] = []
    for name, fte in moves.items():
        place = path.format(name)
        measure, _, rest = name.partition(".")
        row, _, period = rest.partition(".")
        role, _, activity = row.partition("/")
        if measure != "fte" or activity not in paid or not unpaid:
            faults.append(InputFault(place, "no-paid-staffing", {"value": name}))
            continue
        there = evaluation.value(name)
        if not 0 <= fte <= there:
            facts = {"value": write_quantity(fte), "low": 0, "high": write_quantity(there)}
            faults.append(InputFault(place, "out-of-range", facts))
            continue
        other = address("fte", f"{role}/{unpaid[0]}", period)
        changes[name] = there - fte
        changes[other] = changes.get(other, evaluation.value(other)) + fte
    if faults:
        raise InvalidInput(faults)
    return changes
