"""Rules as a programme manager reads and writes them, and back.

``employees >= 10 and (sub_region in ["Noord-Limburg"] or not growth_ambition) and known(turnover_cents)``

Python's own parser reads the text (in ``eval`` mode, which makes a tree and runs nothing); what is not on the short list of
forms below is refused with its place. The inverse stands in ``format``.
"""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from datetime import date
from typing import cast

from mkb_core.codec import describe
from mkb_core.criteria.limits import MAX_DEPTH
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
    is_field_name,
    is_value,
)
from mkb_core.errors import InputFault, InvalidInput

MAX_LENGTH = 20_000
SIGNS: dict[type[ast.cmpop], Operator] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Eq: "=",
    ast.NotEq: "!=",
    ast.GtE: ">=",
    ast.Gt: ">",
}
MIRRORED: dict[Operator, Operator] = {"<": ">", "<=": ">=", "=": "=", "!=": "!=", ">=": "<=", ">": "<"}
CONSTANTS = {"true": True, "false": False}


def parse_rule(text: str) -> Tree:
    """Read the text form; raises :class:`InvalidInput` with every fault, its line and column (both from 1)."""
    if len(text) > MAX_LENGTH:
        raise InvalidInput([InputFault("$", "too-long", {"length": len(text), "limit": MAX_LENGTH})])
    if not text.strip():
        raise InvalidInput([InputFault("$", "empty")])
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the parser warns of odd literals, which are refused below
            # In brackets a rule may run over several lines; the first line of the text is then line 2.
            parsed = ast.parse(f"(\n{text}\n)", mode="eval")
            refuse_closing_first(text)
    except SyntaxError as error:
        line = min(max((error.lineno or 2) - 1, 1), len(lines))
        facts = {"line": line, "column": max(error.offset or 1, 1), "near": describe(lines[line - 1].strip())}
        raise InvalidInput([InputFault("$", "rule-syntax", facts)]) from None
    except (ValueError, RecursionError, MemoryError):
        facts = {"line": 1, "column": 1, "near": describe(text)}
        raise InvalidInput([InputFault("$", "rule-syntax", facts)]) from None
    reader = _Reader(lines)
    tree = reader.tree(parsed.body, 1)
    if reader.faults:
        raise InvalidInput(reader.faults)
    return tree


def refuse_closing_first(text: str) -> None:
    """Raise ``SyntaxError`` for ``a) or (b``, which only parses because of the brackets around the whole."""
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(f"(\n{text}\n)").readline):
        if token.type == tokenize.OP and token.string in "([{":
            depth += 1
        elif token.type == tokenize.OP and token.string in ")]}":
            depth -= 1
            if depth == 0 and token.start[0] < text.count("\n") + 3:
                raise SyntaxError("bracket", ("", token.start[0], token.start[1] + 1, token.line))


class _Refused(Exception):
    """A fault was noted; the part of the rule it is in has no meaning."""


class _Reader:
    """Reads on after a fault, so that all faults come together; what it returns then counts for nothing."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.faults: list[InputFault] = []

    def refusal(self, node: ast.expr, code: str, **facts: object) -> _Refused:
        """Note a fault at the place of a node; columns are counted in characters, the parser counts bytes."""
        line = node.lineno - 1
        before = (
            self.lines[line - 1].encode("utf-8", "replace")[: node.col_offset]
            if line <= len(self.lines)
            else b""
        )
        place = {"line": line, "column": len(before.decode("utf-8", "replace")) + 1}
        self.faults.append(InputFault("$", code, {**facts, **place}))
        return _Refused()

    def tree(self, node: ast.expr, depth: int) -> Tree:
        try:
            if depth > MAX_DEPTH:
                raise self.refusal(node, "rule-too-deep", limit=MAX_DEPTH)
            return self.node(node, depth)
        except _Refused:
            return All(())

    def node(self, node: ast.expr, depth: int) -> Tree:
        match node:
            case ast.BoolOp(ast.And(), values):
                return All(self.tree(value, depth + 1) for value in values)
            case ast.BoolOp(ast.Or(), values):
                return Any(self.tree(value, depth + 1) for value in values)
            case ast.UnaryOp(ast.Not(), operand):
                return Not(self.tree(operand, depth + 1))
            case ast.Compare():
                return self.comparison(node)
            case ast.Call(ast.Name("known"), [ast.Name() as name], []):
                return Known(self.name(name))
            case ast.Call(ast.Name("all"), arguments, []):
                return All(self.tree(argument, depth + 1) for argument in arguments)
            case ast.Call(ast.Name("any"), arguments, []):
                return Any(self.tree(argument, depth + 1) for argument in arguments)
            case ast.Constant(bool() as always) | ast.Name("true" | "false" as always):
                return All(()) if always in (True, "true") else Any(())
            case ast.Name():
                return Field(self.name(node))
        raise self.refusal(node, "rule-part", part=shown(node))

    def comparison(self, node: ast.Compare) -> Tree:
        sides = [node.left, *node.comparators]
        match node.ops:
            case [ast.In()]:
                return In(self.name(sides[0]), self.values(sides[1]))
            case [ast.NotIn()]:
                return Not(In(self.name(sides[0]), self.values(sides[1])))
            case [single] if type(single) in SIGNS:
                sign = SIGNS[type(single)]
                if is_name(sides[0]):
                    return Compare(self.name(sides[0]), sign, self.value(sides[1]))
                if is_name(sides[1]):
                    return Compare(self.name(sides[1]), MIRRORED[sign], self.value(sides[0]))
                raise self.refusal(node, "rule-without-field")
            case [first, second] if type(first) in SIGNS and type(second) in SIGNS:
                return self.chain(sides, SIGNS[type(first)], SIGNS[type(second)])
        raise self.refusal(node, "rule-part", part=shown(node))

    def chain(self, sides: list[ast.expr], first: Operator, second: Operator) -> Tree:
        """``10 <= employees <= 50``, also with ``<`` and the other way round."""
        name, low, high = self.name(sides[1]), self.value(sides[0]), self.value(sides[2])
        if first == second == "<=":
            return Between(name, low, high)
        if first == second == ">=":
            return Between(name, high, low)
        return All((Compare(name, MIRRORED[first], low), Compare(name, second, high)))

    def name(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name) and is_field_name(node.id):
            return node.id
        raise self.refusal(node, "rule-field-name", part=shown(node))

    def values(self, node: ast.expr) -> list[Value]:
        if isinstance(node, ast.List | ast.Tuple):
            return [self.value(element) for element in node.elts]
        raise self.refusal(node, "rule-list", part=shown(node))

    def value(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value) if is_value(value):
                return cast(Value, value)
            case ast.UnaryOp(ast.USub(), ast.Constant(int() | float() as number)) if not isinstance(
                number, bool
            ):
                if is_value(-number):
                    return -number
            case ast.Name("true" | "false" as word):
                return CONSTANTS[word]
            case ast.Call(ast.Name("date"), [ast.Constant(str() as words)], []):
                try:
                    return date.fromisoformat(words)
                except ValueError:
                    raise self.refusal(node, "rule-date", part=describe(words)) from None
            case ast.Call(ast.Name("euro"), [ast.Constant(int() as euros)], []) if not isinstance(
                euros, bool
            ):
                return euros * 100
        raise self.refusal(node, "rule-value", part=shown(node))


def is_name(node: ast.expr) -> bool:
    """Whether a side of a comparison names a field rather than a value."""
    return isinstance(node, ast.Name) and node.id not in CONSTANTS


def shown(node: ast.expr) -> str:
    """A short picture of a part of a rule for a message."""
    try:
        words = ast.unparse(node)
    except (RecursionError, ValueError):
        return "…"
    return words if len(words) <= 40 else words[:39] + "…"
