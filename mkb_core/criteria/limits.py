"""How large a rule may be, and what a value may be, so that every reading (recursion, SQL parameters, columns) can hold it."""

from __future__ import annotations

import unicodedata
from datetime import date

from mkb_core.criteria.nodes import ORDERING, Between, Compare, In, Tree, Value, children
from mkb_core.errors import InputFault, InvalidInput

MAX_DEPTH = 32
MAX_NODES = 500
#: Of all ``In`` lists of one rule together; SQLite takes at most 32,766 parameters in a statement.
MAX_VALUES = 5_000
MAX_TEXT_VALUE = 500
#: Whole numbers are 64-bit in every database.
LOWEST_INTEGER, HIGHEST_INTEGER = -(2**63), 2**63 - 1


def shape_faults(tree: Tree) -> list[InputFault]:
    """All that is wrong with a rule whatever the fields mean: too deep, too large, empty lists, values no database takes."""
    faults: list[InputFault] = []
    nodes = values = 0
    waiting: list[tuple[Tree, str, int]] = [(tree, "$", 1)]
    while waiting:
        node, path, depth = waiting.pop()
        nodes += 1
        if depth > MAX_DEPTH:
            faults.append(InputFault(path, "too-deep", {"limit": MAX_DEPTH}))
            continue
        waiting += [(part, step, depth + 1) for step, part in reversed(steps(node, path))]
        values += len(node.values) if isinstance(node, In) else 0
        faults += leaf_faults(node, path)
    if nodes > MAX_NODES:
        faults.append(InputFault("$", "too-many", {"count": nodes, "limit": MAX_NODES}))
    if values > MAX_VALUES:
        faults.append(InputFault("$", "too-many", {"count": values, "limit": MAX_VALUES}))
    return faults


def check_shape(tree: Tree) -> None:
    """Raise :class:`InvalidInput` with every fault of shape."""
    if faults := shape_faults(tree):
        raise InvalidInput(faults)


def steps(node: Tree, path: str) -> list[tuple[str, Tree]]:
    """The parts below a node, each with its path: ``all[0]``, ``not``, ``all[1].any[0]``."""
    name = type(node).__name__.lower()
    before = name if path == "$" else f"{path}.{name}"
    if name == "not":
        return [(before, part) for part in children(node)]
    return [(f"{before}[{index}]", part) for index, part in enumerate(children(node))]


def below(path: str, name: str) -> str:
    """The path of a named value of a leaf."""
    return name if path == "$" else f"{path}.{name}"


def leaf_faults(node: Tree, path: str) -> list[InputFault]:
    """What is wrong with the values of one leaf; nothing for other nodes."""
    match node:
        case Compare(_, op, value):
            found = value_faults(value, below(path, "value"))
            if op in ORDERING and isinstance(value, bool | str):
                kind = "text" if isinstance(value, str) else "boolean"
                found.append(InputFault(below(path, "op"), "unfit-operator", {"op": op, "kind": kind}))
            return found
        case In(_, ()):
            return [InputFault(below(path, "in"), "empty")]
        case In(_, values):
            return [
                fault
                for at, value in enumerate(values)
                for fault in value_faults(value, below(path, f"in[{at}]"))
            ]
        case Between(_, low, high):
            found = value_faults(low, below(path, "between[0]")) + value_faults(
                high, below(path, "between[1]")
            )
            if isinstance(low, bool | str) or isinstance(high, bool | str):
                kind = "text" if isinstance(low, str) or isinstance(high, str) else "boolean"
                found.append(
                    InputFault(below(path, "between"), "unfit-operator", {"op": "between", "kind": kind})
                )
            elif _is_above(low, high):
                found.append(InputFault(below(path, "between"), "low-above-high", {"low": low, "high": high}))
            return found
    return []


def _is_above(low: Value, high: Value) -> bool:
    if isinstance(low, date) and isinstance(high, date):
        return low > high
    return isinstance(low, int | float) and isinstance(high, int | float) and low > high


def value_faults(value: Value, path: str) -> list[InputFault]:
    """A whole number of more than 64 bits, or a text that is too long or that a database refuses."""
    if isinstance(value, str):
        if len(value) > MAX_TEXT_VALUE:
            return [InputFault(path, "too-long", {"length": len(value), "limit": MAX_TEXT_VALUE})]
        if any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
            return [InputFault(path, "control-characters")]
    elif isinstance(value, int) and not LOWEST_INTEGER <= value <= HIGHEST_INTEGER:
        shown = f"{value:.3e}" if abs(value) < 10**300 else "…"
        return [
            InputFault(path, "out-of-range", {"value": shown, "low": LOWEST_INTEGER, "high": HIGHEST_INTEGER})
        ]
    return []
