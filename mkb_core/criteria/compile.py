"""A rule as one Python function, for hot paths: generated once, as quick as the same tests written by hand.

The function is made from syntax nodes, never from text: names are made here, and the values of a rule go in as constants.
Early stop on both sides: ``All`` ends at the first part that fails, ``Any`` at the first that holds; only then is asked
whether something was unknown. Leaves are tried before combinations; the order of parts never changes the verdict.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import TypeAlias, cast

from mkb_core.criteria.evaluate import Facts
from mkb_core.criteria.limits import check_shape
from mkb_core.criteria.nodes import (
    NEGATED,
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
    field_of,
)
from mkb_core.criteria.normal_form import pushed_down, split

Rule: TypeAlias = Callable[[Facts], Verdict]
Rules: TypeAlias = Callable[[Facts], tuple[Verdict, ...]]

SIGNS: dict[Operator, type[ast.cmpop]] = {
    "<": ast.Lt,
    "<=": ast.LtE,
    "=": ast.Eq,
    "!=": ast.NotEq,
    ">=": ast.GtE,
    ">": ast.Gt,
}
NONE, TRUE, FALSE = ast.Constant(None), ast.Constant(True), ast.Constant(False)


@lru_cache(maxsize=4096)
def compile_tree(tree: Tree) -> Rule:
    """A function that gives the same verdict as :func:`evaluate`, an order of magnitude quicker.

    Raises :class:`InvalidInput` for a rule that is too deep or too large, or that holds values no database takes.
    The last 4,096 rules are remembered.
    """
    check_shape(tree)
    writer = _Writer()
    return cast(Rule, _function(writer.verdict(pushed_down(tree), frozenset()), writer))


def compile_trees(trees: Iterable[Tree]) -> Rules:
    """One function that gives the verdicts of several rules at once, in their order: one call for all conditions.

    Raises as :func:`compile_tree` does.
    """
    writer = _Writer()
    verdicts: list[ast.expr] = []
    for tree in trees:
        check_shape(tree)
        verdicts.append(writer.verdict(pushed_down(tree), frozenset()))
    return cast(Rules, _function(ast.Tuple(verdicts, ast.Load()), writer))


def _function(body: ast.expr, writer: _Writer) -> Callable[[Facts], object]:
    arguments = ast.arguments(
        posonlyargs=[], args=[ast.arg("facts")], kwonlyargs=[], kw_defaults=[], defaults=[]
    )
    module = ast.Expression(ast.Lambda(arguments, body))
    code = compile(ast.fix_missing_locations(module), "<rule>", "eval")
    return cast(Callable[[Facts], object], eval(code, {"__builtins__": {}, **writer.constants}))  # noqa: S307 - syntax nodes made here


class _Writer:
    """Writes expressions. Variables hold field values (one per field) and verdicts of combinations (one per node)."""

    def __init__(self) -> None:
        self.constants: dict[str, Value] = {}
        self.variables: dict[str, str] = {}
        self.count = 0

    def verdict(self, tree: Tree, loaded: frozenset[str]) -> ast.expr:
        """The verdict itself. ``loaded``: fields whose variable is surely set when this expression runs."""
        match tree:
            case All(()) | Any(()):
                return ast.Constant(isinstance(tree, All))
            case All(parts) | Any(parts):
                ending = isinstance(tree, Any)
                ends, unknown = self.endings(parts, ending, loaded)
                otherwise: ast.expr = ast.Constant(not ending)
                if unknown:
                    otherwise = ast.IfExp(either(unknown), NONE, otherwise)
                return ast.IfExp(either(ends), ast.Constant(ending), otherwise)
            case Known() | Not(Known()):
                return self.known(tree, loaded)
        return ast.IfExp(is_none(self.load(tree, loaded)), NONE, self.test(tree))

    def endings(
        self, parts: tuple[Tree, ...], ending: bool, loaded: frozenset[str]
    ) -> tuple[list[ast.expr], list[ast.expr]]:
        """Per part the test that ends the search, and the test whether it was unknown once the search has not ended."""
        ends: list[ast.expr] = []
        unknown: list[ast.expr] = []
        value: ast.expr
        for part in sorted(parts, key=lambda part: isinstance(part, All | Any)):
            if isinstance(part, Known) or part_is_known(part):
                ends.append(self.known(part, loaded) if ending else negation(self.known(part, loaded)))
            elif isinstance(part, All | Any):
                self.count += 1
                name = f"t{self.count}"
                value = ast.NamedExpr(ast.Name(name, ast.Store()), self.verdict(part, loaded))
                ends.append(value if ending else ast.Compare(value, [ast.Is()], [FALSE]))
                unknown.append(is_none(ast.Name(name, ast.Load())))
            else:
                value = self.load(part, loaded)
                test = self.test(part) if ending else negation(self.test(part))
                ends.append(ast.BoolOp(ast.And(), [is_none(value, negate=True), test]))
                unknown.append(is_none(self.variable(part)))
                loaded |= {field_name(part)}
        return ends, unknown

    def known(self, tree: Tree, loaded: frozenset[str]) -> ast.expr:
        return is_none(self.load(tree, loaded), negate=isinstance(tree, Known))

    def load(self, tree: Tree, loaded: frozenset[str]) -> ast.expr:
        """The value of a leaf's field, read from the facts where no earlier part has surely done so."""
        name = field_name(tree)
        if name in loaded:
            return self.variable(tree)
        get = ast.Attribute(ast.Name("facts", ast.Load()), "get", ast.Load())
        call = ast.Call(get, [ast.Constant(name)], [])
        variable = self.variables.setdefault(name, f"v{len(self.variables)}")
        return ast.NamedExpr(ast.Name(variable, ast.Store()), call)

    def variable(self, tree: Tree) -> ast.expr:
        return ast.Name(self.variables.setdefault(field_name(tree), f"v{len(self.variables)}"), ast.Load())

    def test(self, tree: Tree) -> ast.expr:
        """Whether a leaf holds, once its value is known."""
        value = self.variable(tree)
        match tree:
            case Compare(_, op, other):
                return ast.Compare(value, [SIGNS[op]()], [self.constant(other)])
            case In(_, (only,)):
                return ast.Compare(value, [ast.Eq()], [self.constant(only)])
            case In(_, values):
                return ast.Compare(value, [ast.In()], [self.constant(frozenset(values))])
            case Between(_, low, high):
                return ast.Compare(self.constant(low), [ast.LtE(), ast.LtE()], [value, self.constant(high)])
            case Not(Field()):
                return ast.UnaryOp(ast.Not(), value)
            case Not(part):
                return negation(self.test(part))
        return ast.Compare(value, [ast.Is()], [TRUE])

    def constant(self, value: Value | frozenset[Value]) -> ast.expr:
        """A constant of the code where Python allows; dates, and sets of them, stand in the function's namespace."""
        members = value if isinstance(value, frozenset) else (value,)
        if not any(isinstance(member, date) for member in members):
            return ast.Constant(cast(str, value))
        name = f"c{len(self.constants)}"
        self.constants[name] = cast(Value, value)
        return ast.Name(name, ast.Load())


def part_is_known(part: Tree) -> bool:
    """Whether a part asks if a field is not known."""
    return isinstance(part, Not) and isinstance(part.part, Known)


def field_name(tree: Tree) -> str:
    """The field of a leaf, or of a leaf behind ``Not``."""
    leaf, _ = split(tree)
    return field_of(leaf)


def is_none(value: ast.expr, *, negate: bool = False) -> ast.expr:
    """``value is None``, or ``value is not None``."""
    return ast.Compare(value, [ast.IsNot() if negate else ast.Is()], [NONE])


def either(tests: list[ast.expr]) -> ast.expr:
    """``a or b or c``."""
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.Or(), tests)


def negation(test: ast.expr) -> ast.expr:
    """``not test``, with the comparison turned round where that is the same (values are never NaN)."""
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        for op, sign in SIGNS.items():
            if isinstance(test.ops[0], sign):
                return ast.Compare(test.left, [SIGNS[NEGATED[op]]()], test.comparators)
        if isinstance(test.ops[0], ast.In):
            return ast.Compare(test.left, [ast.NotIn()], test.comparators)
    return ast.UnaryOp(ast.Not(), test)
