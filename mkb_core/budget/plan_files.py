"""Reading a plan from TOML or JSON data: every fault of a document at once, wrong types and wrong names alike."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from decimal import Decimal
from typing import Any

from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.plan_faults import plan_faults
from mkb_core.codec import from_json
from mkb_core.errors import InputFault, InvalidInput

#: What may stand in for a value that is missing or of the wrong type while the rest of the document is checked.
_STAND_INS: tuple[Any, ...] = (1, "-", {"nl": "-"}, {}, [], False)
#: With more faults than this, those of types are told alone.
_MOST_MENDED = 50
_STEP = re.compile(r"\.?([^.\[\]]+)|\[([^\]]*)\]")


def parse_plan(words: str, place: str = "$") -> BudgetPlan:
    """A plan from the text of a TOML file; numbers count exactly as they are written. Raises :class:`InvalidInput` with
    all faults, each under ``place``."""
    try:
        data = tomllib.loads(words, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        reason = f"not valid TOML: {error}"
        raise InvalidInput([InputFault(place, "invalid-value", {"reason": reason})]) from None
    try:
        return read_plan(data)
    except InvalidInput as refusal:
        if place == "$":
            raise
        raise InvalidInput([fault.under(place) for fault in refusal.faults]) from None


def read_plan(data: Mapping[str, Any]) -> BudgetPlan:
    """A plan from plain data; amounts are euros there. Nothing is half read: raises :class:`InvalidInput` with all faults,
    also those of the figures beside one that cannot be read."""
    try:
        plan = from_json(BudgetPlan, data)
        unread: tuple[InputFault, ...] = ()
    except InvalidInput as refusal:
        unread = refusal.faults
        if len(unread) > _MOST_MENDED:
            raise
        try:
            plan = from_json(BudgetPlan, _mended(data, unread))
        except InvalidInput:
            raise refusal from None
    told = {fault.path for fault in unread}
    faults = [*unread, *(fault for fault in plan_faults(plan) if fault.path not in told)]
    if faults:
        raise InvalidInput(faults)
    return plan


def _mended(data: Mapping[str, Any], faults: Sequence[InputFault]) -> Any:
    """The document with something of the right type wherever it has a fault, as far as that can be."""
    mended = deepcopy(data)
    for fault in faults:
        for value in _STAND_INS:
            if not _replace(mended, fault, deepcopy(value)) or fault.path not in _places_of_faults(mended):
                break
    return mended


def _places_of_faults(data: Any) -> set[str]:
    try:
        from_json(BudgetPlan, data)
    except InvalidInput as refusal:
        return {fault.path for fault in refusal.faults}
    return set()


def _replace(data: Any, fault: InputFault, value: Any) -> bool:
    """Put a value where the fault is, or take an unknown key away; false where there is nothing more to try."""
    steps: list[Any] = [name or key for name, key in _STEP.findall(fault.path) if name != "$"]
    if fault.code == "unknown-key":
        steps.append(fault.facts["key"])
    if not steps:
        return False
    try:
        holder = data
        for step in steps[:-1]:
            holder = holder[int(step) if isinstance(holder, list) else step]
        last = int(steps[-1]) if isinstance(holder, list) else steps[-1]
        if fault.code == "unknown-key":
            del holder[last]
            return False
        holder[last] = value
    except (KeyError, IndexError, TypeError, ValueError):
        return False  # it cannot be found again: then the faults of types are told, without the others
    return True
