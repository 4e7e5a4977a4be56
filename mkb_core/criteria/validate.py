"""Whether a rule makes sense against the fields: all faults at once, each with its path."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from mkb_core.codec import describe
from mkb_core.criteria.criteria_set import CriteriaSet
from mkb_core.criteria.evaluate import Facts
from mkb_core.criteria.fields import ORDERED, FieldRegistry, Kind
from mkb_core.criteria.limits import below, shape_faults, steps, value_faults
from mkb_core.criteria.nodes import LEAF_TYPES, ORDERING, Between, Compare, Field, In, Tree, Value, field_of
from mkb_core.errors import InputFault, InvalidInput

EXPECTED: Mapping[Kind, str] = {
    "integer": "a whole number",
    "money": "a whole number of cents",
    "number": "a number",
    "boolean": "true or false",
    "text": "text",
    "date": "a date (YYYY-MM-DD)",
}
#: Up to here every whole number is also exact as a floating-point number, as databases keep a ``number``.
HIGHEST_EXACT = 2**53


def tree_faults(tree: Tree, registry: FieldRegistry) -> list[InputFault]:
    """Unknown fields, operators and values that do not fit the kind, empty lists, low above high, too deep, too large."""
    faults = shape_faults(tree)
    waiting: list[tuple[Tree, str]] = [(tree, "$")]
    while waiting:
        node, path = waiting.pop()
        waiting += [(part, step) for step, part in reversed(steps(node, path))]
        if isinstance(node, LEAF_TYPES):
            spec = registry.get(field_of(node))
            if spec is None:
                faults.append(InputFault(below(path, "field"), "unknown-name", {"value": field_of(node)}))
            else:
                faults += _misfits(node, spec.kind, path)
    return list({(fault.path, fault.code): fault for fault in faults}.values())


def validate(tree: Tree, registry: FieldRegistry) -> Tree:
    """The tree itself where it makes sense; raises :class:`InvalidInput` with every fault where not."""
    if faults := tree_faults(tree, registry):
        raise InvalidInput(faults)
    return tree


def set_faults(criteria_set: CriteriaSet, registry: FieldRegistry) -> list[InputFault]:
    """Double or empty ids, an end before the start, and every fault of every rule, such as ``criteria[0].rule.all[1].op``."""
    faults: list[InputFault] = []
    seen: set[str] = set()
    for at, criterion in enumerate(criteria_set.criteria):
        path = f"criteria[{at}]"
        if not criterion.id:
            faults.append(InputFault(f"{path}.id", "empty"))
        elif criterion.id in seen:
            faults.append(InputFault(f"{path}.id", "duplicate", {"value": criterion.id}))
        seen.add(criterion.id)
        if criterion.start and criterion.end and criterion.start > criterion.end:
            facts = {"low": criterion.start, "high": criterion.end}
            faults.append(InputFault(f"{path}.end", "low-above-high", facts))
        faults += [fault.under(f"{path}.rule") for fault in tree_faults(criterion.rule, registry)]
    return faults


def _misfits(leaf: Tree, kind: Kind, path: str) -> Iterable[InputFault]:
    match leaf:
        case Field() if kind != "boolean":
            yield InputFault(below(path, "field"), "not-yes-no", {"field": leaf.name, "kind": kind})
        case Compare(_, op, value):
            if op in ORDERING and kind not in ORDERED:
                yield InputFault(below(path, "op"), "unfit-operator", {"op": op, "kind": kind})
            yield from _misfit(value, kind, below(path, "value"))
        case In(_, values):
            for at, value in enumerate(values):
                yield from _misfit(value, kind, below(path, f"in[{at}]"))
        case Between(_, low, high):
            if kind not in ORDERED:
                yield InputFault(below(path, "between"), "unfit-operator", {"op": "between", "kind": kind})
            yield from _misfit(low, kind, below(path, "between[0]"))
            yield from _misfit(high, kind, below(path, "between[1]"))


def _misfit(value: Value, kind: Kind, path: str) -> Iterable[InputFault]:
    if not fits(value, kind):
        yield InputFault(path, "wrong-type", {"expected": EXPECTED[kind], "got": describe(value)})


def fits(value: object, kind: Kind) -> bool:
    """Whether a value has the type of a kind; a yes or no is no number, a time is no date."""
    if kind in ("integer", "money"):
        return type(value) is int
    if kind == "number":
        if type(value) is int:
            return abs(value) <= HIGHEST_EXACT
        return type(value) is float and math.isfinite(value)
    if kind == "date":
        return isinstance(value, date) and not isinstance(value, datetime)
    return type(value) is (bool if kind == "boolean" else str)


def facts_faults(facts: Facts, registry: FieldRegistry) -> list[InputFault]:
    """Values in the facts that do not fit their field, or that no database takes; fields outside the registry are left alone."""
    faults: list[InputFault] = []
    for name, value in facts.items():
        spec = registry.get(name)
        if spec is None or value is None:
            continue
        if fits(value, spec.kind):
            faults += value_faults(value, name)
        else:
            faults.append(
                InputFault(name, "wrong-type", {"expected": EXPECTED[spec.kind], "got": describe(value)})
            )
    return faults
