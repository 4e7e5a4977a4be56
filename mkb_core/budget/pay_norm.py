"""Is the pay of interim staff within the norm of top officials? Dated values, and the verdict per role and year (J5).

Who is judged: a role of at most one FTE at a time is one person with that FTE; one with more is several persons, and a
person of one full FTE is judged. A part-time colleague on the same rate is then within the norm too, because the sum per
month does not shrink with part time and the other ceilings are per hour or pro rata. The FTE of all rows of a role, and of
columns that overlap in the calendar, are added up. Staff in kind are paid by somebody else and not judged.

Months of the assignment are counted in the calendar, from the first month in which the role has any FTE. In months 1 to 12
the ceiling of a year is the lower of two: the sum of its months, and hours times the ceiling of an hour. From month 13 it
is the general maximum, pro rata to months and FTE, without a ceiling per hour. A value that is not on record never lets pay
count as kept; a value that is on record can be exceeded all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from itertools import groupby, pairwise
from math import ceil, floor

from attrs import frozen

from mkb_core.budget.quantities import Cents

FIRST_MONTHS = 12


@frozen
class NormYear:
    """The ceilings of one year, in cents; ``None`` is not on record. ``month_1_6`` and ``month_7_12``: for a month of the
    assignment; ``hour``: for an hour in its months 1 to 12; ``year_general``: the general maximum of a full-time year."""

    month_1_6: Cents | None = None
    month_7_12: Cents | None = None
    hour: Cents | None = None
    year_general: Cents | None = None

    def month(self, number: int) -> int | None:
        """The ceiling of a month of the assignment (1 to 12)."""
        return self.month_1_6 if number <= 6 else self.month_7_12


@frozen
class PayNorm:
    """The years on record, each by its number in text."""

    years: Mapping[str, NormYear]
    source: str = ""

    def of(self, year: int) -> NormYear:
        """The ceilings of a year; one without any where nothing is on record."""
        return self.years.get(str(year), NormYear())


class Verdict(Enum):
    """How the pay of a role in a year compares with the norm."""

    KEPT = "kept"
    EXCEEDED = "exceeded"
    NO_NORM = "no norm on record"


@frozen
class Staffing:
    """FTE of a row for so many ``months``. ``begins``: 12 x year + month - 1; what begins within a month has a fraction."""

    row: str
    begins: Fraction
    months: Fraction
    fte: Fraction

    @property
    def ends(self) -> Fraction:
        """The first moment after it."""
        return self.begins + self.months


@frozen
class WorkedMonth:
    """What one judged person of a role does in a month. ``number``: which month of the assignment, from 1; ``pay`` in exact
    cents; ``rows``: the rows on which the role is staffed then."""

    year: int
    month: int
    number: int
    fte: Fraction
    hours: Fraction
    pay: Fraction
    rows: tuple[str, ...]


@frozen
class Ceiling:
    """One ceiling and the pay that it holds for, both in exact cents. ``name``: a value of the norm (``hour``,
    ``year_general``) or ``month`` for the sum of months; ``None``: not on record. ``above``: the months that are themselves
    above their part of it, where the whole is."""

    name: str
    pay: Fraction
    cents: Fraction | None
    above: tuple[WorkedMonth, ...]

    @property
    def is_exceeded(self) -> bool:
        """Is the pay above it?"""
        return self.cents is not None and self.pay > self.cents


@frozen
class Violation:
    """A row and a month (``2019-03``) in which the pay is above its part of a ceiling."""

    row: str
    month: str
    ceiling: str


@frozen
class RoleYear:
    """The verdict on a role in a year, and the ceilings that it comes from."""

    role: str
    year: int
    verdict: Verdict
    ceilings: tuple[Ceiling, ...]

    @property
    def violations(self) -> tuple[Violation, ...]:
        """Each row and month above its part of a ceiling that the year exceeds."""
        return tuple(
            Violation(row, f"{month.year}-{month.month:02}", ceiling.name)
            for ceiling in self.ceilings
            if ceiling.is_exceeded
            for month in ceiling.above
            for row in month.rows
        )


def judge_role(
    role: str,
    staffing: Iterable[Staffing],
    cents_per_hour: Fraction,
    hours_per_fte_year: Fraction,
    norm: PayNorm,
) -> tuple[RoleYear, ...]:
    """The verdicts on a role, one for each year in which it works."""
    worked = worked_months(staffing, cents_per_hour, hours_per_fte_year)
    return tuple(
        _judge_year(role, year, list(months), norm.of(year))
        for year, months in groupby(worked, key=lambda month: month.year)
    )


def worked_months(
    staffing: Iterable[Staffing], cents_per_hour: Fraction, hours_per_fte_year: Fraction
) -> list[WorkedMonth]:
    """The months in which one judged person of the role works, in the order of the calendar."""
    there = [one for one in staffing if one.fte > 0]
    fte: dict[int, Fraction] = {}
    rows: dict[int, dict[str, None]] = {}
    for begin, end in pairwise(_marks(there)):
        now = [one for one in there if one.begins <= begin and end <= one.ends]
        if now:
            month = floor(begin)
            person = min(sum((one.fte for one in now), Fraction(0)), Fraction(1))
            fte[month] = fte.get(month, Fraction(0)) + person * (end - begin)
            rows.setdefault(month, {}).update(dict.fromkeys(one.row for one in now))
    made = []
    for month, person in fte.items():
        hours = person * hours_per_fte_year / 12
        named = tuple(rows[month])
        number = month - min(fte) + 1
        made.append(
            WorkedMonth(month // 12, month % 12 + 1, number, person, hours, hours * cents_per_hour, named)
        )
    return made


def _marks(staffing: Sequence[Staffing]) -> list[Fraction]:
    """Where the FTE may change or a month begins, in order: between two of these all stays the same."""
    ends = {mark for one in staffing for mark in (one.begins, one.ends)}
    months = range(floor(min(ends)), ceil(max(ends)) + 1) if ends else ()
    return sorted({*ends, *map(Fraction, months)})


def _judge_year(role: str, year: int, months: Sequence[WorkedMonth], norm: NormYear) -> RoleYear:
    first = [month for month in months if month.number <= FIRST_MONTHS]
    later = [month for month in months if month.number > FIRST_MONTHS]
    ceilings = []
    if first:
        ceilings.append(_ceiling("month", first, [norm.month(month.number) for month in first]))
        ceilings.append(_ceiling("hour", first, [_times(norm.hour, month.hours) for month in first]))
    if later:
        per_month = [_times(norm.year_general, month.fte / 12) for month in later]
        ceilings.append(_ceiling("year_general", later, per_month))
    if any(ceiling.is_exceeded for ceiling in ceilings):
        verdict = Verdict.EXCEEDED
    elif any(ceiling.cents is None for ceiling in ceilings):
        verdict = Verdict.NO_NORM
    else:
        verdict = Verdict.KEPT
    return RoleYear(role, year, verdict, tuple(ceilings))


def _times(cents: int | None, factor: Fraction) -> Fraction | None:
    return None if cents is None else cents * factor


def _ceiling(name: str, months: Sequence[WorkedMonth], per_month: Sequence[Fraction | int | None]) -> Ceiling:
    pay = sum((month.pay for month in months), Fraction(0))
    known = [Fraction(cents) for cents in per_month if cents is not None]
    if len(known) < len(months):
        return Ceiling(name, pay, None, ())
    total = sum(known, Fraction(0))
    above = tuple(month for month, cents in zip(months, known, strict=True) if month.pay > cents)
    return Ceiling(name, pay, total, above if pay > total else ())
