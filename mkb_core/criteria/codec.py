"""The JSON form of a rule, registered on the shared converter, so that any attrs class may hold a rule.

=============================================================  =========================================
``{"field": "growth_ambition"}``                               a yes/no field
``{"field": "employees", "op": ">=", "value": 10}``            ``<  <=  =  !=  >=  >``
``{"field": "sub_region", "in": ["Noord-Limburg"]}``           one of
``{"field": "employees", "between": [10, 50]}``                both included
``{"known": "turnover_cents"}``                                known at all
``{"all": [...]}``, ``{"any": [...]}``, ``{"not": {...}}``     combinations
``{"date": "2026-01-31"}``                                     a date, wherever a value stands
``"employees >= 10 and growth_ambition"``                      a text in place of a rule: the text form
=============================================================  =========================================
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import cast

from cattrs.errors import BaseValidationError

from mkb_core.codec import converter, describe
from mkb_core.criteria.limits import MAX_DEPTH
from mkb_core.criteria.nodes import (
    NODE_TYPES,
    OPERATORS,
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
    is_field_name,
    is_value,
)
from mkb_core.criteria.text_form import parse_rule
from mkb_core.errors import InputFault, InvalidInput

FORMS = (
    {"field"},
    {"field", "op", "value"},
    {"field", "in"},
    {"field", "between"},
    {"known"},
    {"all"},
    {"any"},
    {"not"},
)


def write_tree(tree: Tree) -> dict[str, typing.Any]:
    """The JSON form of a rule."""
    match tree:
        case Field(name):
            return {"field": name}
        case Compare(field, op, value):
            return {"field": field, "op": op, "value": write_value(value)}
        case In(field, values):
            return {"field": field, "in": [write_value(value) for value in values]}
        case Between(field, low, high):
            return {"field": field, "between": [write_value(low), write_value(high)]}
        case Known(field):
            return {"known": field}
        case All(parts):
            return {"all": [write_tree(part) for part in parts]}
        case Any(parts):
            return {"any": [write_tree(part) for part in parts]}
        case Not(part):
            return {"not": write_tree(part)}


def write_value(value: Value) -> typing.Any:
    """A value as JSON has it; a date is told from a text by its own object."""
    return {"date": value.isoformat()} if isinstance(value, date) else value


def read_tree(data: object) -> Tree:
    """Read the JSON form or the text form; raises :class:`InvalidInput` with every fault and its path."""
    faults: list[InputFault] = []
    tree = _Reader(faults).tree(data, "$", 1)
    if faults:
        raise InvalidInput(faults)
    return tree


class _Reader:
    """Reads on after a fault, so that all faults come together; what it returns then counts for nothing."""

    def __init__(self, faults: list[InputFault]) -> None:
        self.faults = faults

    def fault(self, path: str, code: str, **facts: object) -> None:
        self.faults.append(InputFault(path, code, facts))

    def wrong(self, path: str, expected: str, got: object) -> None:
        self.fault(path, "wrong-type", expected=expected, got=describe(got))

    def tree(self, data: object, path: str, depth: int) -> Tree:
        nothing = All(())
        if depth > MAX_DEPTH:
            self.fault(path, "too-deep", limit=MAX_DEPTH)
        elif isinstance(data, NODE_TYPES):
            return data
        elif isinstance(data, str):
            try:
                return parse_rule(data)
            except InvalidInput as error:
                self.faults += [InputFault(path, fault.code, fault.facts) for fault in error.faults]
        elif not isinstance(data, Mapping):
            self.wrong(path, "a rule (an object or a text)", data)
        elif set(data) not in FORMS:
            self.unknown_form(data, path)
        else:
            return self.node(data, path, depth)
        return nothing

    def node(self, data: Mapping[str, object], path: str, depth: int) -> Tree:
        def at(key: str) -> str:
            return key if path == "$" else f"{path}.{key}"

        if "all" in data:
            return All(self.parts(data["all"], at("all"), depth))
        if "any" in data:
            return Any(self.parts(data["any"], at("any"), depth))
        if "not" in data:
            return Not(self.tree(data["not"], at("not"), depth + 1))
        if "known" in data:
            return Known(self.name(data["known"], at("known")))
        field = self.name(data["field"], at("field"))
        if "op" in data:
            op = data["op"]
            if op not in OPERATORS:
                self.wrong(at("op"), "one of " + ", ".join(OPERATORS), op)
                op = "="
            return Compare(field, cast(Operator, op), self.value(data["value"], at("value")))
        if "in" in data:
            return In(field, self.values(data["in"], at("in")))
        if "between" in data:
            values = self.values(data["between"], at("between"))
            if len(values) == 2:
                return Between(field, *values)
            if isinstance(data["between"], list | tuple):
                self.wrong(at("between"), "a list of two values", data["between"])
        return Field(field)

    def unknown_form(self, data: Mapping[object, object], path: str) -> None:
        """The faults of an object that is no rule, in terms of the form that it comes closest to."""
        keys = set(data)
        closest = min(FORMS, key=lambda form: (len(keys ^ form), -len(keys & form)))
        for key in sorted(map(str, keys - closest)):
            self.fault(path, "unknown-key", key=describe(key))
        for key in sorted(closest - keys):
            self.fault(key if path == "$" else f"{path}.{key}", "missing")

    def parts(self, data: object, path: str, depth: int) -> list[Tree]:
        if not isinstance(data, list | tuple):
            self.wrong(path, "a list of rules", data)
            return []
        return [self.tree(part, f"{path}[{index}]", depth + 1) for index, part in enumerate(data)]

    def name(self, data: object, path: str) -> str:
        if is_field_name(data):
            return cast(str, data)
        self.wrong(path, "the name of a field", data)
        return "nameless"

    def values(self, data: object, path: str) -> list[Value]:
        if not isinstance(data, list | tuple):
            self.wrong(path, "a list of values", data)
            return []
        return [self.value(value, f"{path}[{index}]") for index, value in enumerate(data)]

    def value(self, data: object, path: str) -> Value:
        if isinstance(data, Mapping) and set(data) == {"date"} and isinstance(data["date"], str):
            try:
                return date.fromisoformat(data["date"])
            except ValueError:
                self.wrong(f"{path}.date", "a date (YYYY-MM-DD)", data["date"])
                return 0
        if is_value(data) and not isinstance(data, datetime):
            return cast(Value, data)
        self.wrong(path, 'a number, a text, true, false or {"date": "YYYY-MM-DD"}', data)
        return 0


def _structure(data: object, kind: object) -> Tree | None:
    if data is None and type(None) in typing.get_args(kind):
        return None
    try:
        tree = read_tree(data)
    except InvalidInput as error:
        raise BaseValidationError(
            "not a rule", [error], object
        ) from None  # a group: the converter keeps every fault
    wanted = typing.get_args(kind) or (kind,)
    if type(tree) not in wanted:
        names = ", ".join(member.__name__ for member in wanted)
        fault = InputFault("$", "wrong-type", {"expected": names, "got": type(tree).__name__})
        raise BaseValidationError("not this node", [InvalidInput([fault])], object)
    return tree


def _is_tree_union(kind: object) -> bool:
    if typing.get_origin(kind) not in (types.UnionType, typing.Union):
        return False
    members = [member for member in typing.get_args(kind) if member is not type(None)]
    return bool(members) and all(member in NODE_TYPES for member in members)


def register() -> None:
    """Teach the shared converter to read and write rules; called once, when the package is imported."""
    converter.register_structure_hook_func(
        _is_tree_union, cast("Callable[[object, object], Tree]", _structure)
    )
    for node_type in NODE_TYPES:
        converter.register_structure_hook(node_type, _structure)
        converter.register_unstructure_hook(node_type, write_tree)
