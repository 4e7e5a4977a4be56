"""A rule with every ``Not`` pushed down to the leaves: same meaning (De Morgan holds with unknown too), easier to read out."""

from __future__ import annotations

from mkb_core.criteria.nodes import NEGATED, All, Any, Compare, Not, Tree


def pushed_down(tree: Tree, wanted: bool = True) -> Tree:
    """The tree, or with ``wanted=False`` its negation, in which ``Not`` stands only before a leaf other than ``Compare``."""
    match tree:
        case Not(part):
            return pushed_down(part, not wanted)
        case All(parts):
            below = tuple(pushed_down(part, wanted) for part in parts)
            return All(below) if wanted else Any(below)
        case Any(parts):
            below = tuple(pushed_down(part, wanted) for part in parts)
            return Any(below) if wanted else All(below)
        case Compare(field, op, value) if not wanted:
            return Compare(field, NEGATED[op], value)
    return tree if wanted else Not(tree)
