"""What holds for every rule and every company, on generated ones."""

from __future__ import annotations

from typing import Any as Anything

from hypothesis import given, settings
from hypothesis import strategies as st

from mkb_core.codec import canonical, content_hash, from_json, parse_json, to_json
from mkb_core.criteria import (
    CORE_FIELDS,
    All,
    Any,
    Facts,
    Not,
    Tree,
    compile_tree,
    describe,
    evaluate,
    explain,
    fields_of,
    format_tree,
    needed,
    parse_rule,
    tree_faults,
)
from mkb_core.criteria.normal_form import pushed_down
from tests.criteria.strategies import SPECS, VALUES, companies, trees

KINDS = {spec.name: spec.kind for spec in SPECS}


def completion(data: st.DataObject, names: set[str]) -> dict[str, Anything]:
    return {name: data.draw(VALUES[KINDS[name]], label=name) for name in sorted(names)}


@given(trees)
def test_the_text_form_reads_back(tree: Tree) -> None:
    assert parse_rule(format_tree(tree)) == tree


@given(trees)
def test_the_json_form_reads_back_with_the_same_hash(tree: Tree) -> None:
    read = from_json(type(tree), parse_json(canonical(tree)))
    assert read == tree
    assert content_hash(read) == content_hash(tree)


@given(trees)
def test_a_text_stands_for_its_rule_in_json(tree: Tree) -> None:
    data = to_json(All((tree, tree)))
    data["all"][1] = format_tree(tree)
    assert from_json(All, data) == All((tree, tree))


@given(trees)
def test_generated_rules_make_sense(tree: Tree) -> None:
    assert tree_faults(tree, CORE_FIELDS) == []


@given(trees, companies)
def test_the_compiled_rule_agrees(tree: Tree, facts: Facts) -> None:
    assert compile_tree(tree)(facts) is evaluate(tree, facts)


@given(trees, companies)
def test_absent_and_none_are_the_same(tree: Tree, facts: Facts) -> None:
    known = {name: value for name, value in facts.items() if value is not None}
    assert evaluate(tree, known) is evaluate(tree, facts)


@given(trees, companies)
def test_pushing_not_down_changes_nothing(tree: Tree, facts: Facts) -> None:
    assert evaluate(pushed_down(tree), facts) is evaluate(tree, facts)


@given(st.lists(trees, max_size=3), companies)
def test_de_morgan_holds_with_unknown_too(parts: list[Tree], facts: Facts) -> None:
    assert evaluate(Not(All(parts)), facts) is evaluate(Any(Not(part) for part in parts), facts)
    assert evaluate(Not(Any(parts)), facts) is evaluate(All(Not(part) for part in parts), facts)


@given(trees, companies)
def test_the_explanation_has_the_verdict(tree: Tree, facts: Facts) -> None:
    explanation = explain(tree, facts, CORE_FIELDS)
    assert explanation.verdict is evaluate(tree, facts)
    deciding = list(explanation.deciding())
    assert all(one.verdict is explanation.verdict for one in deciding)


@given(trees, companies, st.sampled_from(["nl", "en"]))
def test_every_explanation_can_be_said(tree: Tree, facts: Facts, language: str) -> None:
    explanation = explain(tree, facts, CORE_FIELDS)
    told = explanation.sentences(language)
    assert told
    assert all(told)
    assert not any("{" in sentence for sentence in told)
    assert set(told) <= set(explanation.sentences(language, everything=True)) | set(told[:1])
    assert describe(tree, CORE_FIELDS, language)


@given(trees, companies)
def test_only_missing_fields_are_needed(tree: Tree, facts: Facts) -> None:
    names = needed(tree, facts)
    assert all(facts.get(name) is None for name in names)
    assert set(names) <= set(fields_of(tree))
    assert names or evaluate(tree, facts) is not None


@settings(max_examples=300)
@given(trees, companies, st.data())
def test_knowing_only_what_is_not_needed_changes_nothing(
    tree: Tree, facts: Facts, data: st.DataObject
) -> None:
    others = {name for name in fields_of(tree) if facts.get(name) is None} - set(needed(tree, facts))
    assert evaluate(tree, {**facts, **completion(data, others)}) is evaluate(tree, facts)


@settings(max_examples=300)
@given(trees, companies, st.data())
def test_knowing_all_that_is_needed_decides(tree: Tree, facts: Facts, data: st.DataObject) -> None:
    filled = {**facts, **completion(data, set(needed(tree, facts)))}
    verdict = evaluate(tree, filled)
    assert verdict is not None
    rest = {name for name in fields_of(tree) if filled.get(name) is None}
    assert evaluate(tree, {**filled, **completion(data, rest)}) is verdict
