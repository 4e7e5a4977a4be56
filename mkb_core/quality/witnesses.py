"""For every offer a company and a question that it is proposed to: shown, or why there is none."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from attrs import asdict, frozen

from mkb_core.catalogue.facts import facts_of
from mkb_core.catalogue.offers import Offer
from mkb_core.criteria import Tree, evaluate, fields_of
from mkb_core.criteria.needed import telling_values
from mkb_core.criteria.nodes import LEAF_TYPES, Leaf, Value, field_of, walk
from mkb_core.domain.company_fields import LIMITS
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import Analysis, Question
from mkb_core.domain.sectors import DIVISIONS
from mkb_core.quality.subjects import Subject

#: companies tried for one offer and one kind of question
MOST_COMPANIES = 50_000
#: example questions tried per topic and language
MOST_QUESTIONS = 40
NOWHERE = "buiten de regio"
AMBITIONS = ("growth_ambition", "innovation_ambition", "continuity_ambition")
#: facts that follow from a field of the company, and the values of that field that make the difference
PLAIN_NUMBERS = ("employees", "age_years", "turnover_cents", "balance_total_cents")


@frozen
class Witness:
    """A company (what must be known of it) and a question to which an offer is proposed."""

    company: Mapping[str, Any]
    question: str

    def words(self) -> str:
        """In one line."""
        company = ", ".join(f"{name} = {_plain(value)}" for name, value in self.company.items())
        return f"“{self.question}”" + (f" ({company})" if company else "")


def _plain(value: Any) -> str:
    return (
        value.isoformat()
        if isinstance(value, date)
        else str(value).lower()
        if value in (True, False)
        else str(value)
    )


def find_witness(subject: Subject, offer: Offer) -> Witness | str:
    """A witness, or in English-free code why none was found: ``no-question``, or the ids of conditions in the way."""
    hard = [one for one in offer.criteria[: offer.hard_count] if one.in_force(subject.surroundings.on)]
    questions = _questions(subject, offer)
    if not questions:
        return "no-question"
    rules = [one.rule for one in hard]
    for company in _companies(subject, rules):
        for question, analysis in questions:
            facts = facts_of(company, analysis, subject.surroundings.region.region, subject.surroundings.on)
            if all(evaluate(rule, facts) for rule in rules):
                return Witness(_known(company), question)
    return ", ".join(_in_the_way(subject, offer, questions))


def _known(company: Profile) -> dict[str, Any]:
    return {name: value for name, value in asdict(company).items() if value is not None and value != ()}


def _in_the_way(subject: Subject, offer: Offer, questions: list[tuple[str, Analysis]]) -> list[str]:
    """The conditions that no company meets on its own; where each can be met, all of them together."""
    hard = offer.criteria[: offer.hard_count]
    region, on = subject.surroundings.region.region, subject.surroundings.on
    alone = [
        one.id
        for one in hard
        if not any(
            evaluate(one.rule, facts_of(company, analysis, region, on))
            for company in _companies(subject, [one.rule])
            for _, analysis in questions
        )
    ]
    return alone or [one.id for one in hard]


def _questions(subject: Subject, offer: Offer) -> list[tuple[str, Analysis]]:
    """Questions in which a topic of the offer is recognised, one per set of signals; examples of the topic first."""
    found: dict[Any, tuple[str, Analysis]] = {}
    topics = {topic.id: topic for topic in subject.surroundings.region.topics}
    strongest = sorted(offer.strengths, key=lambda topic: -offer.strengths[topic])
    for topic_id in strongest:
        topic = topics.get(topic_id)
        if topic is None:
            continue
        for language in subject.surroundings.region.region.languages:
            terms = topic.terms(language)
            plain = (*terms.examples[:MOST_QUESTIONS], topic.label.in_language(language), *terms.defining[:5])
            for words in plain:
                analysis: Analysis = subject.remembered(
                    words, lambda text: subject.surroundings.analyser.analyse(Question(text))
                )
                asked = {score.topic for score in analysis.topics}
                if topic_id in asked and not analysis.signals["out_of_scope"]:
                    found.setdefault(tuple(sorted(analysis.signals.items())), (words, analysis))
    return list(found.values())


def _companies(subject: Subject, rules: list[Tree]) -> Iterator[Profile]:
    """Companies that differ in what the rules read; what they do not read stays unknown."""
    leaves = [node for rule in rules for node in walk(rule) if isinstance(node, LEAF_TYPES)]
    read = {name for rule in rules for name in fields_of(rule)}
    choices: dict[str, list[Any]] = {}
    if read & {"employees", "employees_fte", "sme"}:
        choices["employees"] = [*_numbers("employees", leaves), 10, 300]
    for name in PLAIN_NUMBERS[1:]:
        if name in read:
            choices[name] = _numbers(name, leaves)
    if read & {"sbi_code", "sbi_division"}:
        choices["sbi"] = _codes(leaves)
    if read & {"in_region", "sub_region", "municipality"}:
        choices["municipality"] = _places(subject, leaves)
    for name in AMBITIONS:
        if name in read or (name != "continuity_ambition" and "ambition" in read):
            choices[name] = [True, False]
    for name in ("founding_date", "legal_form"):
        if name in read:
            choices[name] = [value for value in _telling(name, leaves) if value is not None]
    names = list(choices)
    combinations = itertools.product(*([*choices[name], None] for name in names))
    for combination in itertools.islice(combinations, MOST_COMPANIES):
        try:
            yield Profile(**dict(zip(names, combination, strict=True)))
        except (TypeError, ValueError):  # a value between two bounds that no company can have
            continue


def _telling(name: str, leaves: list[Leaf]) -> list[Value | None]:
    return telling_values([leaf for leaf in leaves if field_of(leaf) == name])


def _numbers(name: str, leaves: list[Leaf]) -> list[int]:
    """Whole numbers in every stretch on which the rules say the same."""
    low, high = LIMITS[name]
    values = [
        value for value in _telling(name, leaves) if value is not None and not isinstance(value, str | date)
    ]
    rounded = {whole for value in values for whole in (int(value), int(value) + 1)}
    return sorted(value for value in rounded if low <= value <= high)


def _codes(leaves: list[Leaf]) -> list[str]:
    codes = [str(value) for value in _telling("sbi_code", leaves) if value is not None]
    divisions = [str(value) for value in _telling("sbi_division", leaves) if value is not None]
    whole = [code for code in codes if code.isdigit()]
    return list(
        dict.fromkeys([*whole, *(f"{one}00" for one in [*divisions, *DIVISIONS] if one[:2].isdigit())])
    )


def _places(subject: Subject, leaves: list[Leaf]) -> list[str]:
    """The municipalities that the rules name, one of every sub-region, and one that lies elsewhere."""
    named = [str(value) for value in _telling("municipality", leaves) if value is not None]
    first: dict[str, str] = {}
    for one in subject.surroundings.region.region.municipalities:
        first.setdefault(one.sub_region, one.name)
    return list(dict.fromkeys([*first.values(), *named, NOWHERE]))
