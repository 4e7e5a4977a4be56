"""A rule with every ``Not`` pushed down to the leaves: same meaning (De Morgan holds with unknown too), easier to read out."""

from __future__ import annotations

from functools import lru_cache

from mkb_core.criteria.nodes import LEAF_TYPES, NEGATED, All, Any, Compare, Leaf, Not, Tree


@lru_cache(maxsize=8192)
def pushed_down(tree: Tree) -> Tree:
    """The tree in which ``Not`` stands only before a leaf other than ``Compare``; remembered, since rules are few."""
    return _pushed(tree, wanted=True)


def split(tree: Tree) -> tuple[Leaf, bool]:
    """A leaf of such a tree, and whether it is wanted (not behind ``Not``); ``TypeError`` for a combination."""
    leaf, wanted = (tree.part, False) if isinstance(tree, Not) else (tree, True)
    if not isinstance(leaf, LEAF_TYPES):
        raise TypeError("a leaf, or Not before a leaf")
    return leaf, wanted


def _pushed(tree: Tree, *, wanted: bool) -> Tree:
    match tree:
        case Not(part):
            return _pushed(part, wanted=not wanted)
        case All(parts):
            below = tuple(_pushed(part, wanted=wanted) for part in parts)
            return All(below) if wanted else Any(below)
        case Any(parts):
            below = tuple(_pushed(part, wanted=wanted) for part in parts)
            return Any(below) if wanted else All(below)
        case Compare(field, op, value) if not wanted:
            return Compare(field, NEGATED[op], value)
    return tree if wanted else Not(tree)
