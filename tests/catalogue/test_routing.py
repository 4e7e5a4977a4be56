"""Where a question goes (C5, D3), by what the company is and what its words say."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.catalogue import Catalogue, Decision, Route, advise, build_catalogue
from mkb_core.catalogue.decide import decide
from mkb_core.criteria import CriteriaSet, Criterion, parse_rule
from mkb_core.domain.profile import UNKNOWN, Profile
from mkb_core.domain.questions import Evidence, Question, TopicScore
from mkb_core.domain.sme import RelatedEnterprise, Size
from mkb_core.text import text
from tests.catalogue.making import (
    AT,
    ESTABLISHED,
    ON,
    ages,
    codes,
    decided,
    flags,
    places,
    plain_profiles,
    profiles,
    said,
    staff,
)

GROWTH: dict[str, bool] = {"wide_question": True, "growth_wish": True}
FACT: dict[str, bool] = {"information_question": True, "narrow_question": True}
LOAN: dict[str, bool] = {"narrow_question": True}
NO_WISH = {"growth_ambition": False, "innovation_ambition": False}
HUNDRED_MILLION = 100_000_000_00

ROUTES: list[tuple[str, dict[str, Any], str, dict[str, bool], Route]] = [
    ("established with a wish", {}, "strategie-groei", GROWTH, Route.CANDIDATE),
    ("ambition by words only", NO_WISH, "strategie-groei", GROWTH, Route.CANDIDATE),
    (
        "innovation by words only",
        NO_WISH,
        "innovatie",
        {"wide_question": True, "innovation_wish": True},
        Route.CANDIDATE,
    ),
    ("four years", {"age_years": 4}, "strategie-groei", GROWTH, Route.CANDIDATE),
    ("three years", {"age_years": 3}, "strategie-groei", GROWTH, Route.REFERRAL),
    ("just founded", {"founding_date": ON}, "strategie-groei", GROWTH, Route.REFERRAL),
    ("249 staff", {"employees": 249}, "strategie-groei", GROWTH, Route.CANDIDATE),
    ("250 staff", {"employees": 250}, "strategie-groei", GROWTH, Route.REFERRAL),
    (
        "too much money",
        {"turnover_cents": HUNDRED_MILLION, "balance_total_cents": HUNDRED_MILLION},
        "strategie-groei",
        GROWTH,
        Route.REFERRAL,
    ),
    ("outside the region", {"municipality": "Eindhoven"}, "strategie-groei", GROWTH, Route.REFERRAL),
    ("transfer", {}, "bedrijfsoverdracht", {**GROWTH, "transfer_wish": True}, Route.REFERRAL),
    ("one product by an ambitious firm", {}, "financiering", LOAN, Route.REFERRAL),
    ("no ambition at all", NO_WISH, "strategie-groei", {"wide_question": True}, Route.REFERRAL),
    ("plain fact", NO_WISH, "belastingen", FACT, Route.ANSWER),
    ("plain fact by an ambitious firm", {}, "belastingen", FACT, Route.ANSWER),
    ("fact that depends on the place", NO_WISH, "vergunningen", FACT, Route.REFERRAL),
    ("out of scope", {}, "strategie-groei", {**GROWTH, "out_of_scope": True}, Route.ANSWER),
    ("age not known", {"age_years": None}, "strategie-groei", GROWTH, Route.ASK),
    ("place not known", {"municipality": None}, "strategie-groei", GROWTH, Route.ASK),
    ("staff not known", {"employees": None}, "strategie-groei", GROWTH, Route.ASK),
    (
        "ambition not known",
        {"growth_ambition": None},
        "strategie-groei",
        {"wide_question": True},
        Route.ASK,
    ),
    ("starter of unknown size", {"age_years": 1, "employees": None}, "strategie-groei", GROWTH, Route.REFERRAL),
    ("one product, age not known", {"age_years": None}, "financiering", LOAN, Route.REFERRAL),
]  # fmt: skip


@pytest.mark.parametrize(
    ("known", "topic", "signals", "route"), [row[1:] for row in ROUTES], ids=[row[0] for row in ROUTES]
)
def test_a_question_has_its_route(
    catalogue: Catalogue, known: dict[str, Any], topic: str, signals: dict[str, bool], route: Route
) -> None:
    assert decided(catalogue, evolve(ESTABLISHED, **known), topic, **signals).route is route


WORDS: list[tuple[str, str, Profile, Route]] = [
    ("growth", "Wij willen groeien van 16 naar 40 man. Wie helpt ons?", ESTABLISHED, Route.CANDIDATE),
    ("growth, flags false", "Wij willen groeien van 16 naar 40 man. Wie helpt ons?", evolve(ESTABLISHED, growth_ambition=False), Route.CANDIDATE),
    ("growth, no profile", "Wij willen groeien van 16 naar 40 man. Wie helpt ons?", UNKNOWN, Route.ASK),
    ("sale", "Ik wil mijn bedrijf verkopen. Wie kan helpen?", ESTABLISHED, Route.REFERRAL),
    ("fact", "Wat is het btw-tarief?", evolve(ESTABLISHED, growth_ambition=False), Route.ANSWER),
    ("weather", "Wat is de hoofdstad van Frankrijk?", ESTABLISHED, Route.ANSWER),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "profile", "route"), [row[1:] for row in WORDS], ids=[row[0] for row in WORDS]
)
def test_plain_sentences_have_their_route(
    catalogue: Catalogue, words: str, profile: Profile, route: Route
) -> None:
    assert advise(Question(words), profile, catalogue, AT).route is route


def test_out_of_scope_forces_no_topic_and_no_partner(catalogue: Catalogue) -> None:
    decision = decided(catalogue, ESTABLISHED, "financiering", out_of_scope=True)
    assert decision.out_of_scope
    assert (decision.topics, decision.proposals, decision.items, decision.missing) == ((), (), (), ())
    assert {rejection.reason for rejection in decision.rejections} == {"out-of-scope"}


def test_out_of_scope_forces_no_topic_where_the_criteria_do_not_ask_for_the_scope(
    catalogue: Catalogue,
) -> None:
    region = evolve(catalogue.region, nomination=evolve(catalogue.region.nomination, criteria=()))
    silent = build_catalogue(region, catalogue.declarations.values(), catalogue.analyser)
    decision = decided(silent, ESTABLISHED, out_of_scope=True)
    assert (decision.route, decision.topics) == (Route.ANSWER, ())


def test_a_hint_of_growth_by_a_firm_that_may_be_guided_is_one_topic_with_its_words(
    catalogue: Catalogue,
) -> None:
    hints = tuple(
        TopicScore(topic, 20, (Evidence("woord", "woord", "word", 20),))
        for topic in ("personeel", "strategie-groei")
    )
    analysis = evolve(said(catalogue, **GROWTH), topics=hints)
    decision = decide(ESTABLISHED, analysis, catalogue, ON)
    assert decision.nomination_verdict is True
    assert decision.topic_ids == ("strategie-groei", "personeel")
    assert decision.topics[0].evidence == hints[1].evidence


def test_an_unknown_company_is_asked_what_decides(catalogue: Catalogue) -> None:
    decision = decided(catalogue, UNKNOWN, "strategie-groei", **GROWTH)
    assert decision.route is Route.ASK
    assert set(decision.missing[:3]) == {"age_years", "employees", "municipality"}


def test_topics_and_partners_are_ranked_also_where_something_is_asked(catalogue: Catalogue) -> None:
    decision = decided(catalogue, UNKNOWN, "strategie-groei", **GROWTH)
    assert decision.topic_ids == ("strategie-groei",)
    assert decision.partners


def test_an_sme_by_its_staff_is_still_to_be_confirmed(catalogue: Catalogue) -> None:
    decision = decided(catalogue, ESTABLISHED, "strategie-groei", **GROWTH)
    assert decision.route is Route.CANDIDATE
    assert "sme-to-confirm" in decision.notes


def test_an_sme_with_known_figures_is_confirmed(catalogue: Catalogue) -> None:
    confirmed = evolve(ESTABLISHED, turnover_cents=100, balance_total_cents=100)
    assert "sme-to-confirm" not in decided(catalogue, confirmed, "strategie-groei", **GROWTH).notes


UNSURE_SIZES = [
    ("one figure above", {"turnover_cents": HUNDRED_MILLION}),
    ("group of unknown size", {"related": (RelatedEnterprise("Moeder", Fraction(1), Size(None)),)}),
]


@pytest.mark.parametrize("known", [row[1] for row in UNSURE_SIZES], ids=[row[0] for row in UNSURE_SIZES])
def test_a_size_that_stays_unknown_is_asked_in_one_question(
    catalogue: Catalogue, known: dict[str, Any]
) -> None:
    decision = decided(catalogue, evolve(ESTABLISHED, **known), "strategie-groei", **GROWTH)
    assert (decision.route, decision.missing[0]) == (Route.ASK, "sme")


def test_outside_the_region_is_said_and_helped_by_who_works_there(catalogue: Catalogue) -> None:
    decision = decided(catalogue, evolve(ESTABLISHED, municipality="Eindhoven"), "financiering", **LOAN)
    assert "outside-region" in decision.notes
    assert decision.partners


def test_without_a_topic_the_first_line_answers(catalogue: Catalogue) -> None:
    quiet = evolve(ESTABLISHED, growth_ambition=False)
    decision = decided(catalogue, quiet)
    assert "no-topic" in decision.notes
    assert set(decision.partners) <= set(catalogue.region.first_line)
    assert decision.partners


OTHERS: dict[str, tuple[str, st.SearchStrategy[Any]]] = {
    "employees": ("employees", staff),
    "age_years": ("age_years", ages),
    "municipality": ("municipality", places),
    "sbi_code": ("sbi", codes),
    "growth_ambition": ("growth_ambition", st.booleans()),
    "innovation_ambition": ("innovation_ambition", st.booleans()),
    "continuity_ambition": ("continuity_ambition", st.booleans()),
    "legal_form": ("legal_form", st.sampled_from(["eenmanszaak", "bv"])),
}


def filled(profile: Profile, names: set[str], data: st.DataObject) -> Profile:
    """The profile with these fields told, where they were not."""
    told = {
        field: data.draw(values, label=name)
        for name, (field, values) in OTHERS.items()
        if name in names and getattr(profile, field) is None
    }
    return evolve(profile, **told)


def nominated(decision: Decision) -> bool | None:
    """``None`` while it is asked."""
    return None if decision.route is Route.ASK else decision.route is Route.CANDIDATE


topics = st.sampled_from(["strategie-groei", "innovatie", "financiering", "belastingen", "export"])
signals = st.fixed_dictionaries(
    {
        name: st.booleans()
        for name in (
            "wide_question",
            "growth_wish",
            "innovation_wish",
            "transfer_wish",
            "information_question",
            "narrow_question",
        )
    }
)


@given(plain_profiles, topics, signals, st.data())
def test_telling_only_what_is_not_asked_nominates_nobody_and_asks_nothing_new(
    catalogue: Catalogue, profile: Profile, topic: str, wishes: dict[str, bool], data: st.DataObject
) -> None:
    before = decided(catalogue, profile, topic, **wishes)
    after = decided(catalogue, filled(profile, set(OTHERS) - set(before.missing), data), topic, **wishes)
    assert nominated(after) is nominated(before)


@given(plain_profiles, topics, signals, st.data())
def test_telling_all_that_is_asked_ends_the_asking(
    catalogue: Catalogue, profile: Profile, topic: str, wishes: dict[str, bool], data: st.DataObject
) -> None:
    before = decided(catalogue, profile, topic, **wishes)
    after = decided(catalogue, filled(profile, set(before.missing), data), topic, **wishes)
    assert nominated(after) is not None


@given(profiles, topics, signals)
def test_whoever_is_asked_hears_what(
    catalogue: Catalogue, profile: Profile, topic: str, wishes: dict[str, bool]
) -> None:
    decision = decided(catalogue, profile, topic, **wishes)
    assert decision.missing or decision.route is not Route.ASK


@given(profiles, topics, signals)
def test_nothing_is_asked_that_is_known(
    catalogue: Catalogue, profile: Profile, topic: str, wishes: dict[str, bool]
) -> None:
    for name in decided(catalogue, profile, topic, **wishes).missing:
        if name in OTHERS:
            assert getattr(profile, OTHERS[name][0]) is None


@given(profiles, topics, signals, flags)
def test_nobody_is_nominated_against_a_hard_rule(
    catalogue: Catalogue, profile: Profile, topic: str, wishes: dict[str, bool], scope: bool | None
) -> None:
    decision = decided(catalogue, profile, topic, **wishes, out_of_scope=bool(scope))
    if decision.route is not Route.CANDIDATE:
        return
    founded = profile.founding_date
    assert profile.age_years is not None or founded is not None
    assert founded is None or (ON - founded).days > 3 * 365
    assert founded is not None or (profile.age_years or 0) > 3
    assert profile.employees is not None
    assert profile.employees < 250
    assert catalogue.region.region.municipality(profile.municipality or "") is not None
    assert not wishes["transfer_wish"]
    assert not scope


def dated(catalogue: Catalogue, start: date | None = None, end: date | None = None) -> Catalogue:
    """The catalogue with one more hard criterion, in force in a period, that fails for everyone."""
    never = Criterion(
        "never", text(nl="nooit", en="never"), parse_rule("employees < 0"), start=start, end=end
    )
    nomination: CriteriaSet = evolve(
        catalogue.region.nomination, criteria=(*catalogue.region.nomination.criteria, never)
    )
    region = evolve(catalogue.region, nomination=nomination)
    return build_catalogue(region, catalogue.declarations.values(), catalogue.analyser)


@pytest.mark.parametrize(
    ("period", "route"),
    [
        ({"end": ON - timedelta(days=1)}, Route.CANDIDATE),
        ({"start": ON + timedelta(days=1)}, Route.CANDIDATE),
        ({"start": ON, "end": ON}, Route.REFERRAL),
    ],
    ids=["ended", "to come", "today"],
)
def test_a_criterion_counts_on_the_days_that_it_is_in_force(
    catalogue: Catalogue, period: dict[str, date], route: Route
) -> None:
    assert decided(dated(catalogue, **period), ESTABLISHED, "strategie-groei", **GROWTH).route is route


def test_a_criterion_out_of_force_is_not_asked_for(catalogue: Catalogue) -> None:
    late = dated(catalogue, end=ON - timedelta(days=1))
    usual = decided(catalogue, UNKNOWN, "strategie-groei", **GROWTH)
    decision = decided(late, UNKNOWN, "strategie-groei", **GROWTH)
    assert (decision.route, decision.missing) == (usual.route, usual.missing)


def test_the_signals_made_up_here_are_those_of_the_analyser(catalogue: Catalogue) -> None:
    assert set(said(catalogue).signals) >= {"wide_question", "information_question", "out_of_scope"}
