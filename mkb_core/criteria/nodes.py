"""The nodes of a rule: a frozen tree that is evaluated, explained and compiled to SQL.

A leaf names one field of the facts; ``All``, ``Any`` and ``Not`` combine. A field that is not known makes a leaf unknown.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Literal, TypeAlias

import attrs
from attrs import frozen

Value: TypeAlias = int | float | bool | str | date
Operator: TypeAlias = Literal["<", "<=", "=", "!=", ">=", ">"]
Verdict: TypeAlias = bool | None

OPERATORS: tuple[Operator, ...] = ("<", "<=", "=", "!=", ">=", ">")
ORDERING: frozenset[str] = frozenset({"<", "<=", ">=", ">"})
#: What stays true when the negation is taken away: ``not (a < b)`` is ``a >= b``, also where ``a`` is unknown.
NEGATED: dict[Operator, Operator] = {"<": ">=", "<=": ">", "=": "!=", "!=": "=", ">=": "<", ">": "<="}

#: Words of the text form, which no field may be called.
RESERVED = frozenset(
    {"all", "and", "any", "date", "euro", "false", "in", "is", "known", "none", "not", "or", "true"}
)
FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)


def is_field_name(name: object) -> bool:
    """Whether a name can be a field: lower case, digits, underscores, at most 63 characters, no reserved word."""
    return isinstance(name, str) and FIELD_NAME.fullmatch(name) is not None and name not in RESERVED


def is_value(value: object) -> bool:
    """Whether something can stand in a rule: a whole or finite number, true or false, text, or a date without time."""
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int | str | date) and not isinstance(value, datetime)


def _check_name(_: object, attribute: attrs.Attribute[str], name: object) -> None:
    if not is_field_name(name):
        raise ValueError(f"{name!r} cannot be the name of a field")


def _check_value(_: object, attribute: attrs.Attribute[Value], value: object) -> None:
    if not is_value(value):
        raise ValueError(f"{value!r} cannot be a value in a rule")


def _check_values(
    _: object, attribute: attrs.Attribute[tuple[Value, ...]], values: tuple[object, ...]
) -> None:
    for value in values:
        if not is_value(value):
            raise ValueError(f"{value!r} cannot be a value in a rule")


def _check_operator(_: object, attribute: attrs.Attribute[Operator], op: object) -> None:
    if op not in OPERATORS:
        raise ValueError(f"{op!r} is no operator: {', '.join(OPERATORS)}")


def _check_part(_: object, attribute: attrs.Attribute[Tree], part: object) -> None:
    if not isinstance(part, NODE_TYPES):
        raise ValueError(f"{part!r} is no part of a rule")


def _check_parts(_: object, attribute: attrs.Attribute[tuple[Tree, ...]], parts: tuple[object, ...]) -> None:
    for part in parts:
        if not isinstance(part, NODE_TYPES):
            raise ValueError(f"{part!r} is no part of a rule")


def _as_values(values: Iterable[Value]) -> tuple[Value, ...]:
    if isinstance(values, str):
        raise ValueError("a text is no list of values")
    return tuple(values)


def _as_parts(parts: Iterable[Tree]) -> tuple[Tree, ...]:
    return tuple(parts)


@frozen(cache_hash=True)
class Field:
    """The value of a yes/no field itself."""

    name: str = attrs.field(validator=_check_name)


@frozen(cache_hash=True)
class Compare:
    """A field against one value; ``=`` and ``!=`` on every kind, the others on numbers, money and dates only."""

    field: str = attrs.field(validator=_check_name)
    op: Operator = attrs.field(validator=_check_operator)
    value: Value = attrs.field(validator=_check_value)


@frozen(cache_hash=True)
class In:
    """A field that is one of several values."""

    field: str = attrs.field(validator=_check_name)
    values: tuple[Value, ...] = attrs.field(converter=_as_values, validator=_check_values)


@frozen(cache_hash=True)
class Between:
    """A field from ``low`` to ``high``, both included."""

    field: str = attrs.field(validator=_check_name)
    low: Value = attrs.field(validator=_check_value)
    high: Value = attrs.field(validator=_check_value)


@frozen(cache_hash=True)
class Known:
    """Whether a field is known at all; the one leaf that is never unknown itself."""

    field: str = attrs.field(validator=_check_name)


@frozen(cache_hash=True)
class All:
    """Every part holds; without parts it holds."""

    parts: tuple[Tree, ...] = attrs.field(converter=_as_parts, validator=_check_parts)


@frozen(cache_hash=True)
class Any:
    """At least one part holds; without parts it fails."""

    parts: tuple[Tree, ...] = attrs.field(converter=_as_parts, validator=_check_parts)


@frozen(cache_hash=True)
class Not:
    """The part fails; unknown stays unknown."""

    part: Tree = attrs.field(validator=_check_part)


Leaf: TypeAlias = Field | Compare | In | Between | Known
Tree: TypeAlias = Field | Compare | In | Between | Known | All | Any | Not
LEAF_TYPES = (Field, Compare, In, Between, Known)
NODE_TYPES = (*LEAF_TYPES, All, Any, Not)


def field_of(leaf: Leaf) -> str:
    """The name of the field that a leaf reads."""
    return leaf.name if isinstance(leaf, Field) else leaf.field


def children(tree: Tree) -> tuple[Tree, ...]:
    """The parts directly below a node; none for a leaf."""
    if isinstance(tree, All | Any):
        return tree.parts
    return (tree.part,) if isinstance(tree, Not) else ()


def walk(tree: Tree) -> Iterator[Tree]:
    """Every node from the root down, parts in order of writing; no recursion, so any depth will do."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def fields_of(tree: Tree) -> tuple[str, ...]:
    """The names of all fields that a rule reads, each once, in order of writing."""
    return tuple(dict.fromkeys(field_of(node) for node in walk(tree) if isinstance(node, LEAF_TYPES)))
