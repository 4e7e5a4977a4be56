"""The differences between two decisions are listed exactly where there are any, and told in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.catalogue import Catalogue, build_catalogue
from mkb_core.catalogue.change_words import change_sentences
from mkb_core.catalogue.changes import ConditionChange, DecisionChanges, OfferChange, compare
from mkb_core.catalogue.decide import decide
from mkb_core.codec import from_json, to_json
from mkb_core.criteria import Criterion, parse_rule
from mkb_core.domain.profile import Profile
from mkb_core.hooks import PartnerDeclaration, Service
from mkb_core.text import text
from tests.catalogue.making import ESTABLISHED, ON, decided, plain_profiles, said

PARTNER = "liof"
SERVICE = "liof-innovation"
NEW = Criterion(
    id="planted",
    label=text(nl="Minstens vijftig mensen", en="At least fifty people"),
    rule=parse_rule("employees >= 50"),
    hard=True,
)


def with_service(catalogue: Catalogue, change: Callable[[Service], Service | None]) -> Catalogue:
    """The catalogue in which one service is changed, or left out."""
    declaration = catalogue.declarations[PARTNER]
    services = [change(one) if one.id == SERVICE else one for one in declaration.services]
    return with_declaration(
        catalogue, evolve(declaration, services=tuple(one for one in services if one is not None))
    )


def with_declaration(catalogue: Catalogue, declaration: PartnerDeclaration) -> Catalogue:
    others = [one for one in catalogue.declarations.values() if one.partner.id != declaration.partner.id]
    return build_catalogue(catalogue.region, [*others, declaration], catalogue.analyser)


def planted(service: Service) -> Service:
    return evolve(service, conditions=(*service.conditions, NEW))


def changed(catalogue: Catalogue, after: Catalogue, profile: Profile = ESTABLISHED) -> DecisionChanges:
    return compare(decided(catalogue, profile, "innovatie"), decided(after, profile, "innovatie"))


@given(
    plain_profiles,
    st.sampled_from([("innovatie",), ("financiering", "export"), (), ("personeel",)]),
    st.sampled_from(
        [planted, lambda one: None, lambda one: evolve(one, topics=one.topics[:1]), lambda one: one]
    ),
)
def test_changes_are_listed_exactly_where_decisions_differ(
    catalogue: Catalogue,
    profile: Profile,
    topics: tuple[str, ...],
    change: Callable[[Service], Service | None],
) -> None:
    after = with_service(catalogue, change)
    analysis = said(catalogue, *topics, innovation_wish=True)
    first, second = (decide(profile, analysis, one, ON) for one in (catalogue, after))
    changes = compare(first, second)
    assert bool(changes) == (first != second)
    for language in ("nl", "en"):
        assert bool(change_sentences(changes, catalogue, after, language)) == bool(changes)


def test_equal_decisions_have_no_changes(catalogue: Catalogue) -> None:
    assert not changed(catalogue, catalogue)


def test_a_service_that_goes_out_is_named_with_its_place(catalogue: Catalogue) -> None:
    before = decided(catalogue, ESTABLISHED, "innovatie")
    place = [one.service for one in before.proposals].index(SERVICE) + 1
    changes = changed(catalogue, with_service(catalogue, lambda one: None))
    assert OfferChange("service", PARTNER, SERVICE, place, None) in changes.services
    assert PARTNER in changes.partners


def test_what_only_moves_up_because_another_went_is_not_listed(catalogue: Catalogue) -> None:
    changes = changed(catalogue, with_service(catalogue, lambda one: None))
    assert [one for one in changes.services if one.moved] == []


def test_a_new_condition_that_holds_is_told(catalogue: Catalogue) -> None:
    large = evolve(ESTABLISHED, employees=80)
    changes = changed(catalogue, with_service(catalogue, planted), large)
    [service] = [one for one in changes.services if one.offer == SERVICE]
    assert service.conditions == (ConditionChange("planted", "absent", "held"),)


def test_a_new_condition_that_is_unknown_asks_for_its_field(catalogue: Catalogue) -> None:
    nobody = evolve(ESTABLISHED, employees=None, age_years=1)
    changes = changed(catalogue, with_service(catalogue, planted), nobody)
    [service] = [one for one in changes.services if one.offer == SERVICE and one.place_after]
    assert service.missing_added == ("employees",)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "LIOF — Hulp bij innovatie, nieuwe voorwaarde „Minstens vijftig mensen”: klopt"),
        ("en", "LIOF — Help with innovation, new condition “At least fifty people”: holds"),
    ],
)
def test_sentences_name_partner_service_and_condition(
    catalogue: Catalogue, language: str, words: str
) -> None:
    after = with_service(catalogue, planted)
    changes = changed(catalogue, after, evolve(ESTABLISHED, employees=80))
    assert words in change_sentences(changes, catalogue, after, language)


def test_changes_are_a_value_that_travels_as_json(catalogue: Catalogue) -> None:
    changes = changed(catalogue, with_service(catalogue, planted))
    assert from_json(DecisionChanges, to_json(changes)) == changes
