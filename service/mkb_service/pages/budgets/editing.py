"""What was typed in the cells of a budget: figures that differ from the version, or faults, each at its cell."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from mkb_core.budget.addresses import unit_of
from mkb_core.budget.evaluation import Evaluation
from mkb_core.budget.limits import change_faults, settable
from mkb_core.codec import describe
from mkb_core.errors import InputFault
from mkb_service.pages.budgets.numbers import read_typed, typed

#: measures whose cells may be left empty: that is zero
MAY_BE_EMPTY = ("fte", "cost", "delay", "travel_rate")


@frozen
class Edit:
    """A scenario as typed. ``texts``: what stands in the cells that were sent; ``changes``: figures in the unit of their
    cells; ``after``: the scenario with those changes that are sound."""

    before: Evaluation
    texts: Mapping[str, str]
    changes: Mapping[str, Fraction]
    faults: Mapping[str, InputFault]
    after: Evaluation

    def text(self, address: str, language: str) -> str:
        """What the cell shows: what was typed, or its number; a figure that is not said and zero is empty."""
        if address in self.texts:
            return self.texts[address]
        return text_of(self.before, address, language)


def unedited(evaluation: Evaluation) -> Edit:
    """A scenario as it is stored."""
    return Edit(evaluation, {}, {}, {}, evaluation)


def read_edit(before: Evaluation, form: Mapping[str, str], language: str) -> Edit:
    """Read the cells of a form; fields that are no cell are left alone."""
    texts = {name: form[name].strip() for name in settable(before.plan) if name in form}
    changes: dict[str, Fraction] = {}
    faults: dict[str, InputFault] = {}
    for name, words in texts.items():
        if words == text_of(before, name, language):
            continue
        if not words and name.partition(".")[0] not in MAY_BE_EMPTY:
            faults[name] = InputFault(name, "empty")
            continue
        try:
            number = unit_of(name).from_written(read_typed(words, language) if words else Fraction(0))
        except ValueError:
            faults[name] = InputFault(name, f"number-{language}", {"got": describe(words)})
            continue
        if number != before.value(name):
            changes[name] = number
    faults |= {fault.path: fault for fault in change_faults(before.plan, changes)}
    sound = {name: number for name, number in changes.items() if name not in faults}
    return Edit(before, texts, changes, faults, before.changed(sound) if sound else before)


def text_of(evaluation: Evaluation, address: str, language: str) -> str:
    """A given figure as it is typed, in euros where it is money."""
    number = evaluation.value(address)
    if not number and address.startswith(tuple(f"{measure}." for measure in MAY_BE_EMPTY)):
        return ""
    return typed(Fraction(str(evaluation.unit(address).written(number))), language)
