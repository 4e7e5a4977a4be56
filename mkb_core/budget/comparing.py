"""Two versions of a plan beside each other: given figures, computed cells and everything else that differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from mkb_core.budget.differences import Difference, cell_differences, differences
from mkb_core.budget.evaluation import evaluate
from mkb_core.budget.plan import BudgetPlan
from mkb_core.codec import to_json

#: What is compared cell by cell: these keys of the file hold figures of cells.
_CELLS: Mapping[str, frozenset[str]] = {
    "roles": frozenset({"rate_per_hour", "hours_per_fte_year"}),
    "periods": frozenset({"months"}),
    "cost_lines": frozenset({"amounts"}),
    "scenarios": frozenset({"fte", "costs", "set", "remove"}),
    "travel": frozenset({"rate_per_hour"}),
}


@frozen
class OtherDifference:
    """Something that is no cell, by its path in the plan's file, as JSON; ``None`` where it is absent."""

    path: str
    first: Any
    second: Any


@frozen
class Comparison:
    """What differs in one scenario: given figures, computed cells; and beside the cells, in the whole plan."""

    given: tuple[Difference, ...]
    computed: tuple[Difference, ...]
    other: tuple[OtherDifference, ...]


def compare_plans(first: BudgetPlan, second: BudgetPlan, scenario: str) -> Comparison:
    """Compare one scenario of two plans. Raises :class:`~mkb_core.errors.NotFound` where one of them has it not."""
    one, other = evaluate(first, scenario), evaluate(second, scenario)
    given = differences(one, other)
    of_given = set(given)
    computed = tuple(cell for cell in cell_differences(one, other) if cell not in of_given)
    rest = _differences("", _beside_cells(to_json(first)), _beside_cells(to_json(second)))
    return Comparison(given, computed, tuple(rest))


def _beside_cells(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without the figures of cells."""
    made = dict(document)
    for part, names in _CELLS.items():
        held = made.get(part)
        if isinstance(held, list):
            made[part] = [_without(one, names) for one in held]
        elif isinstance(held, dict):
            made[part] = _without(held, names)
    return made


def _without(held: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in held.items() if name not in names}


def _differences(path: str, first: Any, second: Any) -> Iterator[OtherDifference]:
    if first == second:
        return
    if isinstance(first, dict) and isinstance(second, dict):
        for key in dict.fromkeys([*first, *second]):
            inner = f"{path}.{key}" if path else key
            yield from _differences(inner, first.get(key), second.get(key))
    elif isinstance(first, list) and isinstance(second, list):
        for index in range(max(len(first), len(second))):
            yield from _differences(
                f"{path}[{index}]",
                first[index] if index < len(first) else None,
                second[index] if index < len(second) else None,
            )
    else:
        yield OtherDifference(path, first, second)
