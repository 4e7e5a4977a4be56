"""What a person reads of an advice: whole sentences in Dutch and in English, for every condition and every outcome."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkb_core.catalogue import Catalogue, ConditionVerdict, Rejection, advise, phrases
from mkb_core.catalogue.explanation import ExplainedAdvice, explain_receipt
from mkb_core.criteria import CORE_FIELDS, Criterion, Tree, evaluate, explain, fields_of
from mkb_core.criteria.needed import telling_values
from mkb_core.criteria.nodes import LEAF_TYPES, field_of, walk
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import Question
from mkb_core.hooks import Item, Service
from mkb_core.text import Text
from tests.catalogue.making import AT, ESTABLISHED, profiles, questions

LANGUAGES = ("nl", "en")
#: words that give away the other language
FOREIGN = {
    "nl": re.compile(r"\b(the|your|you|with|and|company|employees|years|unknown|true|false|none)\b", re.IGNORECASE),
    "en": re.compile(r"\b(het|een|uw|niet|bedrijf|medewerkers|jaar|onderneming|true|false|none)\b", re.IGNORECASE),
}  # fmt: skip


def criteria_of(catalogue: Catalogue) -> dict[str, Criterion]:
    """Every condition that is declared, and every criterion of a nomination, by where it stands."""
    found = {f"nomination {one.id}": one for one in catalogue.region.nomination.criteria}
    for declaration in catalogue.declarations.values():
        offers: tuple[Service | Item, ...] = (*declaration.services, *declaration.items)
        for offer in offers:
            found |= {f"{offer.id} {one.id}": one for one in offer.conditions}
    return found


def situations(rule: Tree, most: int = 4000) -> Iterator[dict[str, Any]]:
    """Facts on and around every bound of a rule."""
    leaves = [node for node in walk(rule) if isinstance(node, LEAF_TYPES)]
    names = fields_of(rule)
    values = [telling_values([leaf for leaf in leaves if field_of(leaf) == name]) for name in names]
    for combination in itertools.islice(itertools.product(*values), most):
        yield {name: plain(name, value) for name, value in zip(names, combination, strict=True)}


def plain(name: str, value: Any) -> Any:
    """A value as a profile holds it: whole numbers."""
    if value is None or isinstance(value, bool | str):
        return value
    return int(value) if CORE_FIELDS[name].kind in ("integer", "money") else value


def by_verdict(rule: Tree) -> dict[bool | None, dict[str, Any]]:
    found: dict[bool | None, dict[str, Any]] = {}
    for facts in situations(rule):
        found.setdefault(evaluate(rule, facts), facts)
        if len(found) == 3:
            break
    return found


def faults_of(sentence: str, language: str) -> list[str]:
    """What is wrong with a sentence."""
    found = [mark for mark in ("{", "}", "_", "  ") if mark in sentence]
    found += FOREIGN[language].findall(sentence)
    return found if sentence.strip() else ["empty"]


def test_every_condition_can_hold_fail_and_be_unknown(catalogue: Catalogue) -> None:
    lacking = {name: set(by_verdict(one.rule)) for name, one in criteria_of(catalogue).items()}
    assert {name: found for name, found in lacking.items() if found != {True, False, None}} == {}


@pytest.mark.parametrize("verdict", [True, False, None], ids=["held", "failed", "unknown"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_condition_is_told_in_whole_sentences(
    catalogue: Catalogue, language: str, verdict: bool | None
) -> None:
    faults = {}
    for name, criterion in criteria_of(catalogue).items():
        facts = by_verdict(criterion.rule)[verdict]
        sentences = explain(criterion.rule, facts, CORE_FIELDS).sentences(language)
        wrong = [fault for sentence in sentences for fault in faults_of(sentence, language)]
        if wrong or not sentences:
            faults[name] = (sentences, wrong)
    assert faults == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_the_company_that_may_be_asked_has_its_question(
    catalogue: Catalogue, language: str
) -> None:
    names = {name for one in criteria_of(catalogue).values() for name in fields_of(one.rule)}
    asked = [CORE_FIELDS[name] for name in names if CORE_FIELDS[name].subject == "company"]
    assert all(field.asks is not None and field.asks.in_language(language).endswith("?") for field in asked)


def phrases_of(table: str) -> list[Text]:
    held = getattr(phrases, table)
    return list(held.values()) if isinstance(held, dict) else [held]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "table",
    [name for name, held in vars(phrases).items() if name.isupper() and isinstance(held, dict | Text)],
)
def test_every_phrase_is_there_in_both_languages(table: str, language: str) -> None:
    for words in phrases_of(table):
        told = words.as_dict()[language]
        assert told.strip()
        assert not FOREIGN[language].search(re.sub(r"\{\w+\}", "", told))


def test_every_reason_of_a_rejection_has_its_phrase() -> None:
    documented = set(re.findall(r"``([a-z-]+)``", Rejection.__doc__ or "")) - {
        "reason",
        "service",
        "conditions",
    }
    assert documented == set(phrases.REJECTION)


def sentences_of(told: ExplainedAdvice) -> list[str]:
    reasons = [*told.route_reasons, *(one for offer in told.proposals for one in offer.reasons)]
    return [
        told.route_label,
        told.route_sentence,
        *told.notes,
        *(reason.sentence for reason in reasons),
        *(reason.label for reason in reasons),
        *(asked.question for asked in told.asked),
        *(offer.fit_label for offer in (*told.proposals, *told.items)),
    ]


@settings(max_examples=60)
@given(questions, profiles, st.sampled_from(LANGUAGES))
def test_no_advice_has_a_gap_or_a_foreign_word(
    catalogue: Catalogue, question: Question, profile: Profile, language: str
) -> None:
    receipt = advise(question, profile, catalogue, AT).receipt
    told = explain_receipt(receipt, catalogue, language)
    named = {profile.municipality or "", profile.legal_form or ""}
    for sentence in sentences_of(told):
        for name in named - {""}:
            sentence = sentence.replace(name, "")  # noqa: PLW2901 - what the company itself told is not judged
        assert faults_of(sentence.replace("  ", " "), language) == []


@settings(max_examples=40)
@given(questions, profiles)
def test_a_reason_has_the_outcome_of_its_condition(
    catalogue: Catalogue, question: Question, profile: Profile
) -> None:
    outcome = {True: "held", False: "failed", None: "unknown"}
    decision = advise(question, profile, catalogue, AT)
    told = explain_receipt(decision.receipt, catalogue, "nl")
    verdicts: tuple[ConditionVerdict, ...] = decision.decision.nomination
    assert [one.outcome for one in told.route_reasons] == [outcome[one.verdict] for one in verdicts]
    for proposal, offer in zip(decision.decision.proposals, told.proposals, strict=True):
        assert [one.outcome for one in offer.reasons] == [outcome[one.verdict] for one in proposal.conditions]


def test_words_of_the_asker_are_shown_as_they_are(catalogue: Catalogue) -> None:
    words = "Wij willen een lening {found} {0} %s van €1000?"
    receipt = advise(Question(words), ESTABLISHED, catalogue, AT).receipt
    assert explain_receipt(receipt, catalogue, "nl").question == words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("as_of", ["undated", "undated (old)", "archive"])
def test_a_source_without_a_year_is_told_in_words(as_of: str, language: str) -> None:
    assert f" of {as_of})" not in phrases.to_confirm(as_of, language)
    assert f" van {as_of})" not in phrases.to_confirm(as_of, language)
    assert phrases.to_confirm("2019", language).endswith(" 2019).")


def test_a_topic_shows_the_words_that_gave_it(catalogue: Catalogue) -> None:
    receipt = advise(Question("Ik zoek een lening."), ESTABLISHED, catalogue, AT).receipt
    topic = explain_receipt(receipt, catalogue, "nl").topics[0]
    assert topic.id == "financiering"
    assert "lening" in " ".join(topic.because)


@pytest.mark.parametrize(
    ("municipality", "desk"),
    [("Voerendaal", "Bedrijvenloket gemeente Voerendaal"), ("Eindhoven", None), (None, None)],
)
def test_a_municipality_is_proposed_with_its_own_desk(
    catalogue: Catalogue, municipality: str | None, desk: str | None
) -> None:
    advice = advise(Question("vergunning voor een terras"), Profile(municipality=municipality), catalogue, AT)
    told = explain_receipt(advice.receipt, catalogue, "nl")
    desks = {one.partner: one.desk.label for one in told.proposals if one.desk}
    assert desks.get("gemeente") == desk
