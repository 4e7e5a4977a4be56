"""The plain reading of a rule: yes, no, or unknown (``None``), exactly as SQL treats NULL (Kleene's three-valued logic).

This is the reference: the compiled closures, the explanation and SQL are tested to agree with it.
"""

from __future__ import annotations

import operator
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from mkb_core.criteria.nodes import (
    All,
    Any,
    Between,
    Compare,
    Field,
    In,
    Known,
    Not,
    Operator,
    Tree,
    Value,
    Verdict,
)

#: What is known of a company and its question; a missing key and ``None`` both mean unknown.
#: Values have the type of their field's kind; another type is a fault of the caller (``TypeError`` on ordering).
Facts: TypeAlias = Mapping[str, Value | None]

#: What Python can put in order; ``validate`` has seen to it that both sides are of one kind.
Ordered: TypeAlias = typing.Any
COMPARISONS: dict[Operator, Callable[[Ordered, Ordered], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


def evaluate(tree: Tree, facts: Facts) -> Verdict:
    """``True``, ``False``, or ``None`` where what is not known could decide."""
    match tree:
        case All(parts):
            return every(evaluate(part, facts) for part in parts)
        case Any(parts):
            return some(evaluate(part, facts) for part in parts)
        case Not(part):
            return negated(evaluate(part, facts))
        case Known(name):
            return facts.get(name) is not None
        case Field(name):
            value = facts.get(name)
            return None if value is None else bool(value)
    value = facts.get(tree.field)
    if value is None:
        return None
    match tree:
        case Compare(_, op, other):
            return COMPARISONS[op](value, other)
        case In(_, values):
            return value in values
        case Between(_, low, high):
            return _is_between(low, value, high)


def _is_between(low: Ordered, value: Ordered, high: Ordered) -> bool:
    return bool(low <= value <= high)


def every(verdicts: Iterable[Verdict]) -> Verdict:
    """One ``False`` decides; else one ``None`` leaves it unknown; else ``True``."""
    result: Verdict = True
    for verdict in verdicts:
        if verdict is False:
            return False
        if verdict is None:
            result = None
    return result


def some(verdicts: Iterable[Verdict]) -> Verdict:
    """One ``True`` decides; else one ``None`` leaves it unknown; else ``False``."""
    result: Verdict = False
    for verdict in verdicts:
        if verdict:
            return True
        if verdict is None:
            result = None
    return result


def negated(verdict: Verdict) -> Verdict:
    """The opposite; unknown stays unknown."""
    return None if verdict is None else not verdict
