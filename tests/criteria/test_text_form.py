"""Rules as a programme manager writes them, and every way in which writing them goes wrong."""

from __future__ import annotations

from datetime import date

import pytest

from mkb_core.criteria import All, Any, Between, Compare, Field, In, Known, Not, Tree, format_tree, parse_rule
from mkb_core.errors import InvalidInput

READ: list[tuple[str, Tree]] = [
    ("growth_ambition", Field("growth_ambition")),
    ("not growth_ambition", Not(Field("growth_ambition"))),
    ("employees >= 10", Compare("employees", ">=", 10)),
    ("10 <= employees", Compare("employees", ">=", 10)),
    ("10 <= employees <= 50", Between("employees", 10, 50)),
    ("50 >= employees >= 10", Between("employees", 10, 50)),
    ("10 < employees <= 50", All([Compare("employees", ">", 10), Compare("employees", "<=", 50)])),
    ('sub_region in ["a", "b"]', In("sub_region", ["a", "b"])),
    ('sub_region in ("a", "b")', In("sub_region", ["a", "b"])),
    ('sub_region not in ["a"]', Not(In("sub_region", ["a"]))),
    ("known(turnover_cents)", Known("turnover_cents")),
    ("turnover_cents <= 5_000_000", Compare("turnover_cents", "<=", 5_000_000)),
    ("turnover_cents <= euro(50_000)", Compare("turnover_cents", "<=", 5_000_000)),
    ("age_years > -1", Compare("age_years", ">", -1)),
    ("employees_fte < 9.5", Compare("employees_fte", "<", 9.5)),
    ("sme == true", Compare("sme", "=", True)),
    ("sme != False", Compare("sme", "!=", False)),
    ('founding_date < date("2020-02-29")', Compare("founding_date", "<", date(2020, 2, 29))),
    ("a and b and c", All([Field("a"), Field("b"), Field("c")])),
    ("(a and b) and c", All([All([Field("a"), Field("b")]), Field("c")])),
    ("a or b and not c", Any([Field("a"), All([Field("b"), Not(Field("c"))])])),
    ("true", All([])),
    ("false", Any([])),
    ("all(a)", All([Field("a")])),
    ("any(a, b)", Any([Field("a"), Field("b")])),
    ("a  # as of 2026\nand b", All([Field("a"), Field("b")])),
    ("\r\n  a\r\n  and b\r\n", All([Field("a"), Field("b")])),
]


@pytest.mark.parametrize(("words", "tree"), READ, ids=[words for words, _ in READ])
def test_a_rule_is_read(words: str, tree: Tree) -> None:
    assert parse_rule(words) == tree


def test_a_rule_is_written_as_a_person_would() -> None:
    words = (
        'employees >= 10 and (sub_region in ["Noord-Limburg"] or not growth_ambition)'
        " and known(turnover_cents) and 10 <= employees <= 50 and turnover_cents < 5_000_000_000"
    )
    assert format_tree(parse_rule(words)) == words


REFUSED = [
    ("", "empty"),
    ("  \n ", "empty"),
    ("a" * 20_001, "too-long"),
    ("a = 1", "rule-syntax"),
    ("a and", "rule-syntax"),
    ("a) or (b", "rule-syntax"),
    ("a\0b", "rule-syntax"),
    ("import os", "rule-syntax"),
    ("-" * 9_000 + "1", "rule-syntax"),
    ("(" * 300 + "a" + ")" * 300, "rule-syntax"),
    ("a == " + "9" * 5_000, "rule-syntax"),
    ("not " * 40 + "a", "rule-too-deep"),
    ("__import__('os').system('ls')", "rule-part"),
    ("known('a')", "rule-part"),
    ("a.b", "rule-part"),
    ("a[0]", "rule-part"),
    ("3", "rule-part"),
    ("lambda: 1", "rule-part"),
    ("[a for a in b]", "rule-part"),
    ("a if b else c", "rule-part"),
    ("f'{a}'", "rule-part"),
    ("(a := 1)", "rule-part"),
    ("a is true", "rule-part"),
    ("1 < a < 3 < 4", "rule-part"),
    ("1 < 2", "rule-without-field"),
    ("a == b", "rule-value"),
    ("a == None", "rule-value"),
    ("a == 1e999", "rule-value"),
    ("a == 1 + 1", "rule-value"),
    ("a == b'x'", "rule-value"),
    ("a == 10 ** 9999", "rule-value"),
    ("a in b", "rule-list"),
    ("'x' in a", "rule-field-name"),
    ("Employees >= 10", "rule-field-name"),
    ("a < date('2026-02-30')", "rule-date"),
]


@pytest.mark.parametrize(
    ("words", "code"), REFUSED, ids=[f"{at} {words[:24]}" for at, (words, _) in enumerate(REFUSED)]
)
def test_a_fault_is_named(words: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_rule(words)
    assert {fault.code for fault in caught.value.faults} == {code}
    assert caught.value.sentence("nl") != caught.value.sentence("en")


@pytest.mark.parametrize(
    "words", ["not " * 4_000 + "a", "known(" * 2_000 + "a", "a" + ".a" * 9_000, "1+" * 9_000 + "1"]
)
def test_endless_nesting_is_a_fault_like_any_other(words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_rule(words)
    assert len(caught.value.faults) == 1


def test_all_faults_come_together_with_their_places() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_rule("'é' == x.y and\n  a in b and B")
    places = [(fault.code, fault.facts["line"], fault.facts["column"]) for fault in caught.value.faults]
    assert places == [("rule-without-field", 1, 1), ("rule-list", 2, 8), ("rule-field-name", 2, 14)]


def test_columns_count_characters() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_rule('a == "éé€" and 3')
    assert caught.value.faults[0].facts["column"] == 16


@pytest.mark.parametrize(
    "words", ['quo"te', "it's", "back\\slash", "tab\t", "naïve 🙂", "line\u2028", "a\nb", "both \"'"]
)
def test_any_text_survives(words: str) -> None:
    tree = Compare("sub_region", "=", words)
    assert parse_rule(format_tree(tree)) == tree
