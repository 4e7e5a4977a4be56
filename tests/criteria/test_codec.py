"""The JSON form of rules, alone and inside other data."""

from __future__ import annotations

from datetime import date
from typing import Any as Anything

import pytest
from attrs import frozen

from mkb_core.codec import content_hash, from_json, to_json
from mkb_core.criteria import (
    All,
    Any,
    Between,
    Compare,
    Field,
    In,
    Known,
    Not,
    Tree,
    read_tree,
    write_tree,
)
from mkb_core.errors import InvalidInput

FORMS: list[tuple[Tree, Anything]] = [
    (Field("sme"), {"field": "sme"}),
    (Compare("employees", ">=", 10), {"field": "employees", "op": ">=", "value": 10}),
    (In("sub_region", ["a", "b"]), {"field": "sub_region", "in": ["a", "b"]}),
    (Between("employees", 10, 50), {"field": "employees", "between": [10, 50]}),
    (Known("sme"), {"known": "sme"}),
    (All([Field("a"), Not(Field("b"))]), {"all": [{"field": "a"}, {"not": {"field": "b"}}]}),
    (Any([]), {"any": []}),
    (
        Compare("founding_date", "<", date(2020, 2, 29)),
        {"field": "founding_date", "op": "<", "value": {"date": "2020-02-29"}},
    ),
]


@frozen
class Holder:
    rule: Tree
    other: Tree | None = None
    more: tuple[Tree, ...] = ()


@pytest.mark.parametrize(("tree", "data"), FORMS, ids=[str(data) for _, data in FORMS])
def test_each_node_has_one_plain_form(tree: Tree, data: Anything) -> None:
    assert write_tree(tree) == data
    assert to_json(tree) == data
    assert read_tree(data) == tree


def test_a_class_may_hold_rules() -> None:
    holder = Holder(Field("a"), None, (Compare("b", "=", 1), All([])))
    assert from_json(Holder, to_json(holder)) == holder


def test_a_text_stands_wherever_a_rule_stands() -> None:
    data = {"rule": "employees >= 10", "other": {"all": ["a", {"not": "b or c"}]}, "more": ["a"]}
    assert from_json(Holder, data) == Holder(
        Compare("employees", ">=", 10),
        All([Field("a"), Not(Any([Field("b"), Field("c")]))]),
        (Field("a"),),
    )


def test_one_rule_has_one_hash_however_it_was_written() -> None:
    data = {"rule": {"all": [{"value": 10, "op": ">=", "field": "employees"}, {"field": "sme"}]}}
    as_text = {"rule": "employees >= 10 and sme"}
    assert content_hash(from_json(Holder, data)) == content_hash(from_json(Holder, as_text))


REFUSED: list[tuple[Anything, list[tuple[str, str]]]] = [
    (3, [("$", "wrong-type")]),
    (None, [("$", "wrong-type")]),
    ([], [("$", "wrong-type")]),
    ({}, [("field", "missing")]),
    ({"field": "A"}, [("field", "wrong-type")]),
    ({"field": "true"}, [("field", "wrong-type")]),
    ({"field": "a", "op": ">="}, [("value", "missing")]),
    ({"field": "a", "op": "==", "value": 1}, [("op", "wrong-type")]),
    ({"field": "a", "op": [], "value": None}, [("op", "wrong-type"), ("value", "wrong-type")]),
    ({"field": "a", "op": "=", "value": {"date": "2026-02-30"}}, [("value.date", "wrong-type")]),
    ({"field": "a", "op": "=", "value": {"date": 3}}, [("value", "wrong-type")]),
    ({"field": "a", "op": "=", "value": float("nan")}, [("value", "wrong-type")]),
    ({"field": "a", "in": "abc"}, [("in", "wrong-type")]),
    ({"field": "a", "between": [1]}, [("between", "wrong-type")]),
    ({"field": "a", "between": 3}, [("between", "wrong-type")]),
    ({"all": {"field": "a"}}, [("all", "wrong-type")]),
    ({"all": [], "any": []}, [("$", "unknown-key")]),
    ({"known": "a", "why": 1}, [("$", "unknown-key")]),
    ({"not": "a ="}, [("not", "rule-syntax")]),
    (
        {"all": ["a", 3, {"any": [{"known": 1}]}]},
        [("all[1]", "wrong-type"), ("all[2].any[0].known", "wrong-type")],
    ),
]


@pytest.mark.parametrize(
    ("data", "faults"), REFUSED, ids=[f"{at} {data}"[:40] for at, (data, _) in enumerate(REFUSED)]
)
def test_every_fault_has_its_path(data: Anything, faults: list[tuple[str, str]]) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_tree(data)
    assert [(fault.path, fault.code) for fault in caught.value.faults] == faults


def test_faults_keep_their_path_inside_other_data() -> None:
    with pytest.raises(InvalidInput) as caught:
        from_json(Holder, {"rule": {"all": [3, "a ="]}, "other": 4, "more": ["a", {"known": 1}], "extra": 1})
    assert {fault.path for fault in caught.value.faults} == {
        "rule.all[0]",
        "rule.all[1]",
        "other",
        "more[1].known",
        "$",
    }


def test_all_faults_come_also_where_the_rule_is_the_whole() -> None:
    with pytest.raises(InvalidInput) as caught:
        from_json(All, {"all": [1, 2]})
    assert [fault.path for fault in caught.value.faults] == ["all[0]", "all[1]"]


def test_another_node_than_asked_for_is_refused() -> None:
    with pytest.raises(InvalidInput):
        from_json(All, "a or b")


def test_endless_nesting_is_refused() -> None:
    data: Anything = {"field": "a"}
    for _ in range(900):
        data = {"not": data}
    with pytest.raises(InvalidInput) as caught:
        read_tree(data)
    assert caught.value.faults[0].code == "too-deep"


@pytest.mark.parametrize("value", [float("inf"), float("nan"), None, b"x", [1], 1j])
def test_no_node_takes_a_value_that_has_no_place_in_a_rule(value: Anything) -> None:
    with pytest.raises(ValueError, match="value in a rule"):
        Compare("a", "=", value)


@pytest.mark.parametrize("name", ["", "A", "a b", "1a", "true", "x" * 64, "a\n", None])
def test_no_node_takes_a_name_that_cannot_be_written(name: Anything) -> None:
    with pytest.raises(ValueError, match="name of a field"):
        Field(name)
