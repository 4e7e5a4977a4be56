"""Rules against the fields: what makes no sense is said, all at once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any as Anything

import pytest

from mkb_core.criteria import (
    CORE_FIELDS,
    All,
    Compare,
    CriteriaSet,
    Criterion,
    Facts,
    Field,
    FieldRegistry,
    FieldSpec,
    In,
    Not,
    Tree,
    facts_faults,
    parse_rule,
    set_faults,
    tree_faults,
    validate,
)
from mkb_core.errors import InvalidInput
from mkb_core.text import text

REFUSED: list[tuple[Tree, list[tuple[str, str]]]] = [
    (parse_rule("foo"), [("field", "unknown-name")]),
    (parse_rule("known(foo)"), [("field", "unknown-name")]),
    (parse_rule("employees"), [("field", "not-yes-no")]),
    (parse_rule("sub_region < 'a'"), [("op", "unfit-operator")]),
    (parse_rule("sme >= true"), [("op", "unfit-operator")]),
    (parse_rule("employees < true"), [("op", "unfit-operator"), ("value", "wrong-type")]),
    (parse_rule("employees == '10'"), [("value", "wrong-type")]),
    (parse_rule("employees == 10.0"), [("value", "wrong-type")]),
    (parse_rule("turnover_cents > 1.5"), [("value", "wrong-type")]),
    (parse_rule("sme == 1"), [("value", "wrong-type")]),
    (parse_rule("founding_date < '2020-01-01'"), [("op", "unfit-operator"), ("value", "wrong-type")]),
    (parse_rule("employees_fte < true"), [("op", "unfit-operator"), ("value", "wrong-type")]),
    (parse_rule("employees in []"), [("in", "empty")]),
    (parse_rule("employees in [1, 'a']"), [("in[1]", "wrong-type")]),
    (parse_rule("50 <= employees <= 10"), [("between", "low-above-high")]),
    (parse_rule("'a' <= sub_region <= 'b'"), [("between", "unfit-operator")]),
    (parse_rule("1 <= employees <= 9.5"), [("between[1]", "wrong-type")]),
    (Compare("turnover_cents", "<", 2**63), [("value", "out-of-range")]),
    (Compare("turnover_cents", "<", 10**400), [("value", "out-of-range")]),
    (Compare("employees_fte", "<", 2**60), [("value", "wrong-type")]),
    (Compare("sub_region", "=", "x" * 501), [("value", "too-long")]),
    (Compare("sub_region", "=", "a\0b"), [("value", "control-characters")]),
    (Compare("sub_region", "=", "\ud800"), [("value", "control-characters")]),
    (In("employees", range(5_001)), [("$", "too-many")]),
    (All(Field("sme") for _ in range(500)), [("$", "too-many")]),
    (
        All([Field("foo"), Not(Field("bar"))]),
        [("all[0].field", "unknown-name"), ("all[1].not.field", "unknown-name")],
    ),
]


@pytest.mark.parametrize(
    ("tree", "faults"), REFUSED, ids=[f"{at} {tree}"[:40] for at, (tree, _) in enumerate(REFUSED)]
)
def test_a_rule_that_makes_no_sense(tree: Tree, faults: list[tuple[str, str]]) -> None:
    found = tree_faults(tree, CORE_FIELDS)
    assert [(fault.path, fault.code) for fault in found] == faults
    assert all(fault.sentence("nl") and fault.sentence("en") for fault in found)


def test_too_deep_is_a_fault_too() -> None:
    tree: Tree = Field("sme")
    for _ in range(200):
        tree = Not(tree)
    assert "too-deep" in {fault.code for fault in tree_faults(tree, CORE_FIELDS)}


def test_a_rule_that_makes_sense_comes_back() -> None:
    tree = parse_rule(
        "10 <= employees <= 50 and employees_fte > 9 and founding_date < date('2020-01-01') and sme"
    )
    assert validate(tree, CORE_FIELDS) is tree


def test_validate_raises_all_faults() -> None:
    with pytest.raises(InvalidInput) as caught:
        validate(parse_rule("foo and employees > 'x'"), CORE_FIELDS)
    assert len(caught.value.faults) == 3


FACTS: list[tuple[Facts, list[str]]] = [
    (
        {
            "employees": 10,
            "sme": True,
            "founding_date": date(2020, 1, 1),
            "employees_fte": 9,
            "sub_region": "x",
        },
        [],
    ),
    ({"employees": None, "unheard_of": object()}, []),  # type: ignore[dict-item]  # facts may hold more than rules read
    (
        {"employees": "10", "sme": 1, "turnover_cents": 1.5, "sub_region": 3},
        ["employees", "sme", "turnover_cents", "sub_region"],
    ),
    ({"founding_date": datetime(2020, 1, 1, tzinfo=UTC)}, ["founding_date"]),
    ({"turnover_cents": 2**63, "municipality": "a\0"}, ["turnover_cents", "municipality"]),
    ({"employees_fte": float("nan")}, ["employees_fte"]),
]


@pytest.mark.parametrize(("facts", "paths"), FACTS, ids=range(len(FACTS)))
def test_facts_are_held_to_their_fields(facts: Facts, paths: list[str]) -> None:
    assert [fault.path for fault in facts_faults(facts, CORE_FIELDS)] == paths


def test_a_region_adds_fields() -> None:
    cross_border = FieldSpec("cross_border", "boolean", text(nl="grensoverschrijdend", en="cross-border"))
    registry = CORE_FIELDS.extended([cross_border])
    assert registry["cross_border"] is cross_border
    assert "cross_border" not in CORE_FIELDS
    assert len(registry) == len(CORE_FIELDS) + 1
    assert tree_faults(Field("cross_border"), registry) == []


def test_a_region_cannot_change_a_field() -> None:
    with pytest.raises(InvalidInput) as caught:
        CORE_FIELDS.extended([FieldSpec("sme", "text", text(nl="x", en="x"))])
    assert [(fault.path, fault.code) for fault in caught.value.faults] == [("[0].name", "duplicate")]


def test_a_registry_is_read_by_name() -> None:
    registry = FieldRegistry.of([CORE_FIELDS["sme"]])
    assert registry.get("employees") is None
    with pytest.raises(KeyError):
        registry["employees"]


@pytest.mark.parametrize("spec", CORE_FIELDS, ids=lambda spec: spec.name)
def test_every_core_field_can_be_said_in_both_languages(spec: FieldSpec) -> None:
    said: list[Anything] = [spec.label]
    if spec.kind == "boolean":
        assert spec.phrases is not None
        said += [spec.phrases.yes, spec.phrases.no, spec.phrases.if_yes, spec.phrases.if_no]
    else:
        assert spec.states is not None
        said.append(spec.states)
    if spec.subject == "company":
        said.append(spec.asks)
    assert all({"nl", "en"} == set(words) for words in said)


def test_a_set_is_held_to_its_fields_as_a_whole() -> None:
    label = text(nl="x", en="x")
    criteria = (
        Criterion("a", label, parse_rule("sme and foo")),
        Criterion("a", label, parse_rule("employees"), start=date(2026, 2, 1), end=date(2026, 1, 1)),
        Criterion("", label, parse_rule("sme")),
    )
    found = [(fault.path, fault.code) for fault in set_faults(CriteriaSet("x", label, criteria), CORE_FIELDS)]
    assert found == [
        ("criteria[0].rule.all[1].field", "unknown-name"),
        ("criteria[1].id", "duplicate"),
        ("criteria[1].end", "low-above-high"),
        ("criteria[1].rule.field", "not-yes-no"),
        ("criteria[2].id", "empty"),
    ]
