"""The text form of a rule, as ``text_form`` reads it: ``parse_rule(format_tree(tree)) == tree`` for every rule."""

from __future__ import annotations

import json
from datetime import date

from mkb_core.criteria.nodes import All, Any, Between, Compare, Field, In, Known, Leaf, Not, Tree, Value


def format_tree(tree: Tree) -> str:
    """The text form of a rule."""
    match tree:
        case All(()):
            return "true"
        case Any(()):
            return "false"
        case All((only,)):
            return f"all({format_tree(only)})"
        case Any((only,)):
            return f"any({format_tree(only)})"
        case All(parts):
            return " and ".join(in_brackets(part) for part in parts)
        case Any(parts):
            return " or ".join(in_brackets(part) for part in parts)
        case Not(In(field, values)):
            return f"{field} not in {format_list(values)}"
        case Not(part):
            return f"not {in_brackets(part)}"
    return format_leaf(tree)


def format_leaf(leaf: Leaf) -> str:
    """The text form of a node without parts."""
    match leaf:
        case Field(name):
            return name
        case Known(field):
            return f"known({field})"
        case Compare(field, op, value):
            return f"{field} {'==' if op == '=' else op} {format_value(value)}"
        case In(field, values):
            return f"{field} in {format_list(values)}"
        case Between(field, low, high):
            return f"{format_value(low)} <= {field} <= {format_value(high)}"


def in_brackets(part: Tree) -> str:
    """A part of a larger rule, in brackets where these are needed or help the reader."""
    words = format_tree(part)
    combined = isinstance(part, All | Any) and len(part.parts) > 1
    return f"({words})" if combined else words


def format_value(value: Value) -> str:
    """A value as it stands in a rule: ``10_000``, ``"tekst"``, ``true``, ``date("2026-01-31")``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f'date("{value.isoformat()}")'
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)  # its escapes are Python's and TOML's too
    return f"{value:_}" if isinstance(value, int) and abs(value) >= 10_000 else repr(value)


def format_list(values: tuple[Value, ...]) -> str:
    """Values between square brackets."""
    return "[" + ", ".join(map(format_value, values)) + "]"
