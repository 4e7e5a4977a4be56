"""Cells of a budget in words: which measure, row and column an address means, and its number."""

from __future__ import annotations

from fractions import Fraction

from mkb_core.budget.addresses import TOTAL, TWO_PARTS, unit_of
from mkb_core.budget.plan import BudgetPlan, CostLine, Travel
from mkb_core.budget.rounding import shown
from mkb_core.budget.units import Unit
from mkb_service.pages.budgets.numbers import euros, money
from mkb_service.wording import words

_PLACES = {Unit.CENTS: 2, Unit.CENTS_PER_HOUR: 2, Unit.HOURS: 1, Unit.SHARE: 4}


class Names:
    """The words of one plan in one language."""

    def __init__(self, plan: BudgetPlan, language: str) -> None:
        self.language = language
        self.total = words("budget.total", language)
        self.periods = {one.id: one.label.in_language(language) for one in plan.periods}
        self.roles = {one.id: one.label.in_language(language) for one in plan.roles}
        self.activities = {one.id: one.label.in_language(language) for one in plan.activities}
        groups = {one.id: one.label.in_language(language) for one in plan.cost_groups}
        lines: list[CostLine | Travel] = [
            *plan.cost_lines,
            *([plan.travel] if plan.travel is not None else []),
        ]
        self.columns = self.periods | {TOTAL: self.total}
        self.columns |= {f"phase:{one.id}": one.label.in_language(language) for one in plan.phases}
        self.columns |= {f"span:{one.id}": one.label.in_language(language) for one in plan.spans}
        self.rows = {one.row: one.label.in_language(language) for one in lines}
        self.rows |= self.activities | groups | {TOTAL: self.total}
        self.lines = {one.row: f"{groups[one.group]}: {self.rows[one.row]}" for one in lines}

    def row(self, row: str) -> str:
        """A row of staff, of costs, or a sum of rows."""
        role, _, activity = row.partition("/")
        if role in self.roles and activity in self.activities:
            return f"{self.roles[role]}, {self.activities[activity]}"
        return self.lines.get(row) or self.rows.get(row, row)

    def column(self, column: str) -> str:
        """A period, phase, year or sum."""
        kind, _, rest = column.partition(":")
        return rest if kind == "year" else self.columns.get(column, column)

    def cell(self, address: str) -> str:
        """What a cell is: measure, row and column."""
        measure, _, rest = address.partition(".")
        said = words(f"budget.measure.{measure}", self.language)
        row, _, column = rest.partition(".")
        if measure in TWO_PARTS:
            return f"{said}: {self.roles.get(rest) or self.column(rest)}"
        place = self.column(row) if measure == "share" else self.row(row)
        return f"{said}: {place}; {self.column(column)}"

    def value(self, address: str, value: Fraction) -> str:
        """The number of a cell as people read it, with its sign of money."""
        unit = unit_of(address)
        if unit.is_money:
            return self.money(value)
        return shown(value, _PLACES.get(unit, 4), self.language)

    def money(self, cents: Fraction | int, places: int = 2) -> str:
        """An amount in euros."""
        return money(cents, self.language, places)

    def euros(self, cents: Fraction | int) -> str:
        """An amount in whole euros, for tables."""
        return euros(cents, self.language)
