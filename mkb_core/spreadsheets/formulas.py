"""The formulas of a budget's cells in the language of spreadsheets; amounts are euros there.

Every formula of a budget is proportional to the one amount of money in it, or has none, so that euros instead of cents need
no factor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from mkb_core.budget.formulas import MONTHS_PER_YEAR, Formula, Given, Product, Sum, WeightedSum, YearShare
from mkb_core.spreadsheets.layout import Place


def in_spreadsheet(formula: Formula, own: Place, places: Mapping[str, Place]) -> str:
    """A computed cell as ``=...``, for the place it stands at. Raises ``TypeError`` for a given one."""

    def name(address: str) -> str:
        place = places[address]
        return place.a1 if place.sheet == own.sheet else f"{quoted(place.sheet)}!{place.a1}"

    match formula:
        case Product(inputs, factor):
            return f"={'*'.join(map(name, inputs))}{_factor(factor)}"
        case Sum(inputs):
            return f"={_sum(inputs, places, name)}"
        case WeightedSum(pairs):
            return f"={'+'.join(f'{name(one)}*{name(other)}' for one, other in pairs) or '0'}"
        case YearShare(year, begins, months, delays):
            first = year * MONTHS_PER_YEAR
            begin = "+".join((str(begins), *map(name, delays)))
            last = f"MIN({begin}+{name(months)},{first + MONTHS_PER_YEAR})"
            return f"=MAX({last}-MAX({begin},{first}),0)/{name(months)}"
        case Given():
            raise TypeError("a given figure has no formula")


def quoted(sheet: str) -> str:
    """The name of a sheet as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'" if not sheet.isalnum() else sheet


def plain(formula: str) -> str:
    """A formula without what programs write differently: spaces, fixed references, small letters, quoted names."""
    return "".join(formula.split()).replace("$", "").replace("'", "").replace(";", ",").upper()


def _factor(factor: Fraction) -> str:
    times = f"*{factor.numerator}" if factor.numerator != 1 else ""
    return times + (f"/{factor.denominator}" if factor.denominator != 1 else "")


def _sum(inputs: Sequence[str], places: Mapping[str, Place], name: Callable[[str], str]) -> str:
    """A range where the cells lie in one row or column beside each other, else one by one."""
    if len(inputs) < 3:
        return "+".join(map(name, inputs)) or "0"
    found = [places[one] for one in inputs]
    first = found[0]
    across = [Place(first.sheet, first.row, first.column + step) for step in range(len(found))]
    down = [Place(first.sheet, first.row + step, first.column) for step in range(len(found))]
    if found in (across, down):
        return f"SUM({name(inputs[0])}:{found[-1].a1})"
    return "+".join(map(name, inputs))
