"""What a given cell may hold: the addresses that can be given, and the bounds beyond which a number is a mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from mkb_core.budget.addresses import unit_of, unknown_address
from mkb_core.budget.given import absent_given
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.quantities import write_quantity
from mkb_core.errors import InputFault


@frozen
class Bounds:
    """From ``low`` to ``high``, as people write the number: amounts in euros."""

    low: Fraction
    high: Fraction


def _bounds(low: str, high: int) -> Bounds:
    return Bounds(Fraction(low), Fraction(high))


#: measure -> bounds of a given number
BOUNDS: Mapping[str, Bounds] = {
    "fte": _bounds("0", 1000),
    "rate": _bounds("0", 10_000),
    "hours_per_fte_year": _bounds("1", 3000),
    "months": _bounds("0.1", 120),
    "delay": _bounds("-120", 120),
    "travel_rate": _bounds("0", 1000),
    "cost": _bounds("0", 1_000_000_000),
}
YEARS = (1900, 2200)
#: How many of each a plan has at most: far beyond any real one, so that no file keeps a reader busy for minutes.
MOST: Mapping[str, int] = {
    "phases": 20,
    "periods": 60,
    "spans": 20,
    "roles": 30,
    "activities": 10,
    "cost_groups": 30,
    "cost_lines": 200,
    "scenarios": 30,
}


def number_faults(path: str, measure: str, written: Fraction) -> Iterator[InputFault]:
    """Is a number, as people write it, one that this measure can have?"""
    bounds = BOUNDS[measure]
    if not bounds.low <= written <= bounds.high:
        facts = {
            "value": write_quantity(written),
            "low": write_quantity(bounds.low),
            "high": write_quantity(bounds.high),
        }
        yield InputFault(path, "out-of-range", facts)
    elif unit_of(measure).is_money and (written * 100).denominator != 1:
        yield InputFault(path, "part-of-a-cent", {"value": write_quantity(written)})


def settable(plan: BudgetPlan) -> dict[str, None]:
    """Every address at which a figure may be given, in the order of the plan; any role may do any activity."""
    found: dict[str, None] = {}
    for role in plan.roles:
        found |= {f"rate.{role.id}": None, f"hours_per_fte_year.{role.id}": None}
    found |= {f"months.{period.id}": None for period in plan.periods}
    rows = (f"{role.id}/{activity.id}" for role in plan.roles for activity in plan.activities)
    found |= dict.fromkeys(absent_given(plan, rows))
    return found


def change_faults(plan: BudgetPlan, changes: Mapping[str, Fraction], path: str = "{}") -> list[InputFault]:
    """All that is wrong with changes of given cells, each number as its cell holds it (amounts in cents).

    ``path`` is where a change stands, with ``{}`` for its address.
    """
    known = settable(plan)
    faults: list[InputFault] = []
    for name, value in changes.items():
        place = path.format(name)
        if name not in known:
            faults.append(unknown_address(place, name, known))
        else:
            written = Fraction(value, 100) if unit_of(name).is_money else Fraction(value)
            faults += number_faults(place, name.partition(".")[0], written)
    return faults
