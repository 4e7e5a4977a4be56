"""Yes, no and unknown, as SQL treats NULL; and the compiled function that does the same."""

from __future__ import annotations

import copy
import pickle
from collections import UserDict
from datetime import date

import pytest

from mkb_core.criteria import (
    All,
    Any,
    Compare,
    Facts,
    Field,
    In,
    Known,
    Not,
    Tree,
    Verdict,
    compile_tree,
    evaluate,
    parse_rule,
)
from mkb_core.errors import InvalidInput

YES, NO, OPEN = All([]), Any([]), Field("nowhere")

CASES: list[tuple[str, Facts, Verdict]] = [
    ("employees >= 10", {"employees": 10}, True),
    ("employees >= 10", {"employees": 9}, False),
    ("employees >= 10", {"employees": None}, None),
    ("employees >= 10", {}, None),
    ("not employees >= 10", {}, None),
    ("10 <= employees <= 50", {"employees": 50}, True),
    ("10 <= employees <= 50", {"employees": 51}, False),
    ("10 <= employees <= 50", {}, None),
    ('sub_region in ["a", "b"]', {"sub_region": "b"}, True),
    ('sub_region in ["a", "b"]', {"sub_region": "A"}, False),
    ('sub_region not in ["a", "b"]', {}, None),
    ("sme", {"sme": False}, False),
    ("sme == false", {"sme": False}, True),
    ("sme != true", {}, None),
    ("known(sme)", {"sme": False}, True),
    ("known(sme)", {"sme": None}, False),
    ("not known(sme)", {}, True),
    ('founding_date < date("2020-01-01")', {"founding_date": date(2019, 12, 31)}, True),
    ("employees_fte > 9", {"employees_fte": 9.5}, True),
    ("employees >= 10 and sme", {"employees": 9}, False),
    ("employees >= 10 and sme", {"employees": 10}, None),
    ("employees >= 10 or sme", {"employees": 10}, True),
    ("employees >= 10 or sme", {"employees": 9}, None),
    ("employees >= 10 and employees < 5", {}, None),
    ("sme or not sme", {}, None),
    ("(a or b) and (a or c)", {"a": False, "b": True}, None),
    ("(a or b) and (a or c)", {"a": True}, True),
]


@pytest.mark.parametrize(
    ("words", "facts", "verdict"), CASES, ids=[f"{words} {facts}" for words, facts, _ in CASES]
)
def test_the_verdict(words: str, facts: Facts, verdict: Verdict) -> None:
    tree = parse_rule(words)
    assert evaluate(tree, facts) is verdict
    assert compile_tree(tree)(facts) is verdict


TRUTH: list[tuple[Tree, Tree, Verdict, Verdict]] = [
    (YES, YES, True, True),
    (YES, NO, False, True),
    (YES, OPEN, None, True),
    (NO, NO, False, False),
    (NO, OPEN, False, None),
    (OPEN, OPEN, None, None),
]


@pytest.mark.parametrize(
    ("left", "right", "both", "either"), TRUTH, ids=["yes yes", "yes no", "yes ?", "no no", "no ?", "? ?"]
)
def test_the_truth_table(left: Tree, right: Tree, both: Verdict, either: Verdict) -> None:
    for parts in ([left, right], [right, left]):
        assert evaluate(All(parts), {}) is both
        assert evaluate(Any(parts), {}) is either
        assert compile_tree(All(parts))({}) is both
        assert compile_tree(Any(parts))({}) is either


def test_an_empty_list_holds_for_nobody_and_stays_unknown_where_the_field_is() -> None:
    assert evaluate(In("a", []), {"a": 1}) is False
    assert evaluate(In("a", []), {}) is None


def test_any_mapping_will_do() -> None:
    assert compile_tree(parse_rule("a and b"))(UserDict({"a": True, "b": True})) is True


def test_values_never_become_code() -> None:
    hostile = "x'); __import__('os').abort() #"
    rule = compile_tree(Compare("sub_region", "=", hostile))
    assert rule({"sub_region": hostile}) is True
    assert rule({"sub_region": "x"}) is False


def test_a_rule_that_is_too_large_is_refused() -> None:
    with pytest.raises(InvalidInput):
        compile_tree(All(Field("a") for _ in range(501)))


def test_a_rule_of_the_largest_size_compiles() -> None:
    tree: Tree = Field("a")
    for number in range(30):
        tree = All([tree, Compare("b", "!=", number)]) if number % 2 else Any([Not(Known("c")), tree])
    wide = All([*(Compare("b", "!=", number) for number in range(400)), Field("a")])
    assert compile_tree(tree)({"a": True, "b": 99, "c": 1}) is evaluate(tree, {"a": True, "b": 99, "c": 1})
    assert compile_tree(wide)({"a": True, "b": 999}) is True


def test_rules_can_be_copied_and_kept() -> None:
    tree = parse_rule("a and (b >= 3 or not known(c))")
    assert copy.deepcopy(tree) == tree
    assert pickle.loads(pickle.dumps(tree)) == tree  # noqa: S301 - made here
