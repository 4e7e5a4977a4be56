"""What must still be known before a verdict can stand."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import cast

from mkb_core.criteria.compile import compile_tree
from mkb_core.criteria.evaluate import Facts, evaluate
from mkb_core.criteria.nodes import (
    LEAF_TYPES,
    All,
    Any,
    Between,
    Compare,
    Field,
    In,
    Known,
    Leaf,
    Tree,
    Value,
    field_of,
    fields_of,
    walk,
)
from mkb_core.criteria.normal_form import pushed_down, split

#: Above this many combinations of values the exact test is left out, and a field too many may be asked.
MAX_COMBINATIONS = 1_000


def needed(tree: Tree, facts: Facts) -> tuple[str, ...]:
    """The names of missing fields that could still change the verdict, in order of writing; none once it stands.

    Knowing all of them decides; knowing only others changes nothing. A field whose value cannot matter is left out.
    A rule that asks whether a field is known (``Known``) fails now and may hold later: that field is needed too.
    """
    if not _asks_what_is_known(tree) and compile_tree(tree)(facts) is not None:
        return ()  # the quick way out, which most companies take
    rest = _rest(pushed_down(tree), facts)
    return () if isinstance(rest, bool) else _that_matter(rest)


@lru_cache(maxsize=4096)
def _asks_what_is_known(tree: Tree) -> bool:
    return any(isinstance(node, Known) for node in walk(tree))


def _rest(tree: Tree, facts: Facts) -> Tree | bool:
    """The part of a rule on which its verdict still hangs, or the verdict where that stands."""
    if not isinstance(tree, All | Any):
        leaf, _ = split(tree)
        return tree if facts.get(field_of(leaf)) is None else bool(evaluate(tree, facts))
    ending = isinstance(tree, Any)
    open_parts: list[Tree] = []
    for part in tree.parts:
        rest = _rest(part, facts)
        if rest is ending:
            return ending
        if not isinstance(rest, bool):
            open_parts.append(rest)
    if not open_parts:
        return not ending
    return open_parts[0] if len(open_parts) == 1 else type(tree)(open_parts)


@lru_cache(maxsize=4096)
def _that_matter(rest: Tree) -> tuple[str, ...]:
    """The fields that ever make a difference: all of them, unless one is read twice."""
    leaves = [node for node in walk(rest) if isinstance(node, LEAF_TYPES)]
    names = fields_of(rest)
    if len(leaves) == len(names):
        return names
    values = {name: telling_values([leaf for leaf in leaves if field_of(leaf) == name]) for name in names}
    if math.prod(len(options) for options in values.values()) > MAX_COMBINATIONS:
        return names
    try:
        return tuple(name for name in names if _matters(rest, name, values))
    except TypeError:
        return names  # the rule compares one field with values of different kinds


def _matters(rest: Tree, name: str, values: dict[str, list[Value | None]]) -> bool:
    """Try every combination of telling values of the other fields."""
    others = [other for other in values if other != name]
    for combination in itertools.product(*(values[other] for other in others)):
        facts = dict(zip(others, combination, strict=True))
        if len({evaluate(rest, {**facts, name: value}) for value in values[name]}) > 1:
            return True
    return False


def telling_values(leaves: list[Leaf]) -> list[Value | None]:
    """Not known, and one value from every stretch on which the verdicts of leaves of one field do not change."""
    bounds: set[Value] = set()
    for leaf in leaves:
        match leaf:
            case Compare(_, _, value):
                bounds.add(value)
            case In(_, listed):
                bounds.update(listed)
            case Between(_, low, high):
                bounds |= {low, high}
            case Field():
                bounds |= {True, False}
    if all(isinstance(bound, bool) for bound in bounds):
        return [None, True, False]
    return [None, *dict.fromkeys(_around(bounds))]


def _around(bounds: set[Value]) -> Iterator[Value]:
    texts = {bound for bound in bounds if isinstance(bound, str)}
    yield from sorted(texts)
    if texts:
        yield max(texts) + "-"  # longer than the last of them, so none of them
    for day in sorted(bound for bound in bounds if isinstance(bound, date)):
        if day > date.min:
            yield day - timedelta(days=1)
        yield day
        if day < date.max:
            yield day + timedelta(days=1)
    numbers = sorted(Fraction(bound) for bound in bounds if isinstance(bound, int | float))
    for number, following in itertools.zip_longest(numbers, numbers[1:]):
        yield cast(Value, number)
        yield cast(Value, number + 1 if following is None else (number + following) / 2)
    if numbers:
        yield cast(Value, numbers[0] - 1)
