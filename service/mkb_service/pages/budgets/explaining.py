"""How a cell of a budget came about, in words: its formula, its inputs, and where a given figure stands."""

from __future__ import annotations

from attrs import frozen

from mkb_core.budget.evaluation import Evaluation
from mkb_core.budget.explanation import Explanation, explain
from mkb_core.budget.formulas import Given, Product, WeightedSum, YearShare
from mkb_core.errors import InvalidInput
from mkb_service.pages.budgets.naming import Names
from mkb_service.wording import words


@frozen
class ExplainedInput:
    """A cell that goes into another."""

    address: str
    label: str
    value: str


@frozen
class ExplainedCell:
    """``how``: the formula in a sentence; ``inputs`` are empty for a given figure; ``rests_on``: all given figures below
    it."""

    address: str
    label: str
    value: str
    how: str
    inputs: tuple[ExplainedInput, ...]
    rests_on: tuple[ExplainedInput, ...]


def explained(evaluation: Evaluation, address: str, names: Names) -> ExplainedCell | None:
    """The explanation of a cell; ``None`` where there is no such cell."""
    try:
        found = explain(evaluation, address)
    except InvalidInput:
        return None
    given = () if isinstance(found.formula, Given) else tuple(found.given())
    return ExplainedCell(
        found.address,
        names.cell(found.address),
        names.value(found.address, found.value),
        _how(found, names),
        tuple(_input(one, names) for one in found.inputs if one.value or len(found.inputs) < MANY),
        tuple(_input(one, names) for one in given if one.value),
    )


#: Of so many inputs only those that are not zero are shown.
MANY = 8


def _input(one: Explanation, names: Names) -> ExplainedInput:
    return ExplainedInput(one.address, names.cell(one.address), names.value(one.address, one.value))


def _how(one: Explanation, names: Names) -> str:
    language = names.language
    match one.formula:
        case Given(what_if=True):
            return words("budget.how.typed", language)
        case Given(place=None):
            return words("budget.how.nowhere", language)
        case Given(place=place, scenario=None):
            return words("budget.how.given", language, place=place)
        case Given(place=place, scenario=scenario):
            return words("budget.how.given-in", language, place=place, scenario=scenario)
        case Product(factor=factor) if factor != 1:
            return words("budget.how.product-factor", language, factor=str(factor))
        case Product():
            return words("budget.how.product", language)
        case WeightedSum():
            return words("budget.how.weighted-sum", language)
        case YearShare(year=year, begins=begins):
            begin = f"{begins // 12}-{begins % 12 + 1:02}"
            return words("budget.how.year-share", language, year=year, begin=begin)
        case _:
            return words("budget.how.sum", language)
