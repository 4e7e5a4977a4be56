"""What people read: why a rule held, failed or is still open; and the rule itself in words."""

from __future__ import annotations

from datetime import date

import pytest

from mkb_core.criteria import CORE_FIELDS, Facts, FieldSpec, describe, explain, needed, parse_rule
from mkb_core.text import text

SENTENCES: list[tuple[str, Facts, str, str]] = [
    (
        "employees >= 10",
        {"employees": 12},
        "u hebt 12 medewerkers; nodig is ten minste 10",
        "you have 12 employees; needed is at least 10",
    ),
    (
        "employees >= 10",
        {"employees": 1},
        "u hebt 1 medewerker; nodig is ten minste 10",
        "you have 1 employee; needed is at least 10",
    ),
    (
        "turnover_cents <= 5_000_000_000",
        {},
        "we weten uw jaaromzet nog niet; nodig is ten hoogste € 50.000.000",
        "we do not know your annual turnover yet; needed is at most € 50,000,000",
    ),
    (
        "turnover_cents > 123_456",
        {"turnover_cents": 100_000_005},
        "uw jaaromzet is € 1.000.000,05; nodig is meer dan € 1.234,56",
        "your annual turnover is € 1,000,000.05; needed is more than € 1,234.56",
    ),
    (
        "balance_total_cents > 0",
        {"balance_total_cents": -150},
        "uw balanstotaal is -€ 1,50; nodig is meer dan € 0",
        "your balance sheet total is -€ 1.50; needed is more than € 0",
    ),
    (
        "10 <= employees <= 1_000",
        {"employees": 3},
        "u hebt 3 medewerkers; nodig is 10 tot en met 1.000",
        "you have 3 employees; needed is from 10 up to and including 1,000",
    ),
    (
        "employees_fte < 9.25",
        {"employees_fte": 1234.5},
        "u hebt 1.234,5 voltijdbanen; nodig is minder dan 9,25",
        "you have 1,234.5 full-time jobs; needed is less than 9.25",
    ),
    (
        'sub_region in ["Parkstad", "Noord-Limburg", "Midden-Limburg"]',
        {"sub_region": "Eindhoven"},
        "u bent gevestigd in Eindhoven; nodig is Parkstad, Noord-Limburg of Midden-Limburg",
        "you are based in Eindhoven; needed is Parkstad, Noord-Limburg or Midden-Limburg",
    ),
    (
        'legal_form not in ["stichting"]',
        {"legal_form": "stichting"},
        "uw rechtsvorm is stichting; nodig is niet stichting",
        "your legal form is stichting; needed is not stichting",
    ),
    (
        'founding_date < date("2020-01-31")',
        {"founding_date": date(2021, 3, 1)},
        "uw onderneming is opgericht op 1 maart 2021; nodig is vóór 31 januari 2020",
        "your company was founded on 1 March 2021; needed is before 31 January 2020",
    ),
    ("growth_ambition", {"growth_ambition": True}, "u wilt groeien", "you want to grow"),
    (
        "growth_ambition",
        {"growth_ambition": False},
        "u wilt niet groeien; nodig is dat u wilt groeien",
        "you do not want to grow; it is needed that you want to grow",
    ),
    (
        "growth_ambition",
        {},
        "we weten nog niet of u wilt groeien",
        "we do not know yet whether you want to grow",
    ),
    (
        "not transfer_wish",
        {"transfer_wish": True},
        "u wilt uw onderneming overdragen; nodig is dat u uw onderneming niet wilt overdragen",
        "you want to transfer your company; it is needed that you do not want to transfer your company",
    ),
    (
        "sme == false",
        {"sme": False},
        "u bent geen mkb-onderneming",
        "you are not a small or medium-sized company",
    ),
    (
        "known(employees)",
        {"employees": 4},
        "uw aantal medewerkers is bekend",
        "your number of employees is known",
    ),
    (
        "known(employees)",
        {},
        "we weten uw aantal medewerkers nog niet; nodig is dat dit bekend is",
        "we do not know your number of employees yet; it is needed that this is known",
    ),
    (
        "known(sme)",
        {},
        "we weten nog niet of u een mkb-onderneming bent; nodig is dat dit bekend is",
        "we do not know yet whether you are a small or medium-sized company; it is needed that this is known",
    ),
    (
        "unheard_of >= 3",
        {"unheard_of": 2.5},
        "unheard_of is 2,5; nodig is ten minste 3",
        "unheard_of is 2.5; needed is at least 3",
    ),
    ("true", {}, "hiervoor is geen voorwaarde", "there is no condition for this"),
    ("false", {}, "hieraan kan niemand voldoen", "nobody can meet this"),
]


@pytest.mark.parametrize(
    ("words", "facts", "dutch", "english"),
    SENTENCES,
    ids=[f"{words} {facts}" for words, facts, _, _ in SENTENCES],
)
def test_the_sentence(words: str, facts: Facts, dutch: str, english: str) -> None:
    explanation = explain(parse_rule(words), facts, CORE_FIELDS)
    assert explanation.sentences("nl") == (dutch,)
    assert explanation.sentences("en") == (english,)


def test_a_language_without_words_is_said_in_english() -> None:
    assert (
        explain(parse_rule("employees >= 10"), {}, CORE_FIELDS)
        .sentences("fr")[0]
        .startswith("we do not know")
    )


RULE = parse_rule("employees >= 10 and (growth_ambition or innovation_ambition) and known(turnover_cents)")


def test_only_what_failed_explains_a_no() -> None:
    explanation = explain(RULE, {"employees": 3, "turnover_cents": 5}, CORE_FIELDS)
    assert explanation.outcome == "failed"
    assert explanation.sentences("nl") == ("u hebt 3 medewerkers; nodig is ten minste 10",)


def test_only_what_held_explains_an_either_or() -> None:
    explanation = explain(RULE, {"employees": 30, "growth_ambition": True, "turnover_cents": 5}, CORE_FIELDS)
    assert explanation.outcome == "held"
    assert explanation.sentences("nl") == (
        "u hebt 30 medewerkers; nodig is ten minste 10",
        "u wilt groeien",
        "uw jaaromzet is bekend",
    )


def test_what_is_open_explains_an_unknown() -> None:
    explanation = explain(RULE, {"employees": 30, "growth_ambition": False, "turnover_cents": 5}, CORE_FIELDS)
    assert explanation.outcome == "unknown"
    assert explanation.sentences("nl") == ("we weten nog niet of u wilt vernieuwen",)
    assert explanation.sentences_of("held", "nl")[0].startswith("u hebt 30")
    assert explanation.sentences_of("failed", "nl") == ("u wilt niet groeien; nodig is dat u wilt groeien",)
    assert len(explanation.sentences("nl", everything=True)) == 4


def test_the_rule_in_words() -> None:
    assert describe(RULE, CORE_FIELDS, "nl") == (
        "uw aantal medewerkers is ten minste 10, (u wilt groeien of u wilt vernieuwen) en uw jaaromzet is bekend"
    )
    assert describe(RULE, CORE_FIELDS, "en") == (
        "your number of employees is at least 10, (you want to grow or you want to innovate) and your annual turnover is known"
    )


def test_a_field_without_phrases_is_said_by_its_label() -> None:
    registry = CORE_FIELDS.extended(
        [FieldSpec("border", "boolean", text(nl="werk over de grens", en="work abroad"))]
    )
    assert describe(parse_rule("not border"), registry, "nl") == "uw werk over de grens: nee"


NEEDED: list[tuple[str, Facts, tuple[str, ...]]] = [
    ("a and b", {}, ("a", "b")),
    ("a and b", {"a": True}, ("b",)),
    ("a and b", {"a": False}, ()),
    ("a or b", {"a": True}, ()),
    ("(a and b) or c", {"a": False}, ("c",)),
    ("(a and b) or c", {"c": True}, ()),
    ("x >= 10 and (x >= 5 or b)", {}, ("x",)),
    ("x >= 10 or x < 10", {}, ("x",)),
    ("x == 'p' and (x in ['p', 'q'] or b)", {}, ("x",)),
    ("a and (not a or b)", {}, ("a", "b")),
    ("known(a)", {}, ("a",)),
    ("known(a) and a >= 3", {}, ("a",)),
    ("known(a) and b", {"a": 1, "b": True}, ()),
    ("not known(a) or b", {"b": False}, ("a",)),
]


@pytest.mark.parametrize(
    ("words", "facts", "names"), NEEDED, ids=[f"{words} {facts}" for words, facts, _ in NEEDED]
)
def test_what_must_still_be_known(words: str, facts: Facts, names: tuple[str, ...]) -> None:
    assert needed(parse_rule(words), facts) == names
