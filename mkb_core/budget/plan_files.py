"""Reading a plan from TOML or JSON data: every fault of a document at once, wrong types and wrong names alike."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any

from mkb_core.budget.checks import check_plan
from mkb_core.budget.plan import BudgetPlan
from mkb_core.codec import from_json
from mkb_core.errors import InputFault, InvalidInput

#: What stands in for a value of the wrong type while the rest of the document is checked.
_STAND_INS: Mapping[str, Any] = {
    "text": "-",
    "true or false": False,
    "a list": [],
    "an object": {},
}
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
        mended = deepcopy(data)
        for fault in unread:
            _replace(mended, fault)
        try:
            plan = from_json(BudgetPlan, mended)
        except InvalidInput:
            raise refusal from None
    told = {fault.path for fault in unread}
    faults = [*unread, *(fault for fault in check_plan(plan) if fault.path not in told)]
    if faults:
        raise InvalidInput(faults)
    return plan


def _replace(data: Any, fault: InputFault) -> None:
    """Put a stand-in where a value of the wrong type is, and take an unknown key away."""
    *steps, last = [name or index for name, index in _STEP.findall(fault.path)] or [""]
    try:
        holder = data
        for step in steps:
            holder = holder[int(step)] if isinstance(holder, list) else holder[step]
        if fault.code == "unknown-key":
            place = holder if fault.path == "$" else holder[int(last) if isinstance(holder, list) else last]
            del place[fault.facts["key"]]
        else:
            key: Any = int(last) if isinstance(holder, list) else last
            holder[key] = _STAND_INS.get(str(fault.facts.get("expected")), 1)
    except (KeyError, IndexError, TypeError, ValueError):
        return  # it cannot be found again: then the faults of types are told, without the others
