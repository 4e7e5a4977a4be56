"""What the partners of Limburg declare: complete, sourced, dated, in both languages, and with somebody for everyone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib import import_module, resources
from itertools import product
from typing import Any

import pytest

from mkb_core.catalogue.facts import facts_of
from mkb_core.catalogue.matching import Match, candidates, match_offers
from mkb_core.catalogue.offers import index_on, make_offer, services_of
from mkb_core.catalogue.validation import declaration_faults, region_faults
from mkb_core.codec import from_json, to_json
from mkb_core.criteria import evaluate, fields_of
from mkb_core.domain.fees import FeeKind
from mkb_core.domain.partners import PartnerKind
from mkb_core.domain.profile import UNKNOWN, Profile
from mkb_core.domain.questions import Analysis, TopicScore
from mkb_core.hooks import HOOK_API, Item, PartnerDeclaration, Service, read_region
from mkb_core.hooks.declarations import ItemKind
from mkb_core.runtime.manifests import accepts, read_manifest

PACKAGES = {
    "mkb_partner_gemeenten": ("gemeente",),
    "mkb_partner_kvk": ("kvk",),
    "mkb_partner_liof": ("liof",),
    "mkb_partner_rabobank": ("rabobank",),
    "mkb_partner_limburg_network": (
        "provincie",
        "lwv",
        "mkb-limburg",
        "lltb",
        "keyport",
        "edb",
        "led",
        "brightlands",
        "okb",
        "trias",
        "um",
        "zuyd",
        "rvo",
    ),
}
PARTNERS = {partner for partners in PACKAGES.values() for partner in partners}
NATIONAL = {"kvk", "rabobank", "rvo"}
ON = date(2026, 11, 23)
REGION = read_region("mkb_plugin_region_limburg")
TOPICS = [topic.id for topic in REGION.topics]
NO_SIGNALS = dict.fromkeys(
    (
        "wide_question",
        "information_question",
        "transfer_wish",
        "growth_wish",
        "innovation_wish",
        "out_of_scope",
    ),
    False,
)

DECLARATIONS: dict[str, PartnerDeclaration] = {
    declaration.partner.id: declaration
    for package in PACKAGES
    for declaration in import_module(f"{package}.plugin").mkb_declare_partners()
}
SERVICES = {service.id: service for declaration in DECLARATIONS.values() for service in declaration.services}
ITEMS = {item.id: item for declaration in DECLARATIONS.values() for item in declaration.items}
OFFERS: dict[str, Service | Item] = {**SERVICES, **ITEMS}
OFFERS_BY_TOPIC = index_on(ON, services_of(DECLARATIONS.values())).by_topic


def facts(profile: Profile, **signals: bool) -> dict[str, Any]:
    analysis = Analysis("nl", (), {**NO_SIGNALS, **signals}, {}, "made up")
    return facts_of(profile, analysis, REGION.region, ON)


def ranked(topic: str, profile: Profile) -> list[Match]:
    """Services for one topic, best first."""
    base = candidates((TopicScore(topic, 1, ()),), OFFERS_BY_TOPIC)
    return match_offers(base, facts(profile), information=False)[0]


def partners(topic: str, profile: Profile) -> list[str]:
    """Partners for one topic, best first."""
    return list(dict.fromkeys(match.offer.partner for match in ranked(topic, profile)))


def company(**known: Any) -> Profile:
    """An established shop with five people in Maastricht, but for what is said."""
    usual = {
        "employees": 5,
        "age_years": 10,
        "sbi": "4771",
        "municipality": "Maastricht",
        "growth_ambition": False,
        "innovation_ambition": False,
    }
    return Profile(**{**usual, **known})


FARM = company(sbi="0113", municipality="Horst aan de Maas", employees=8)
OUTSIDE = company(municipality="Eindhoven")


def kinds_of_company() -> Iterator[Profile]:
    """A company of every kind that a condition may ask for."""
    divisions = ("0113", "1089", "2016", "2562", "2120", "4771", "5610", "6201", "7211")
    places = ("Maastricht", "Roermond", "Venlo", "Heerlen")
    for employees, age, code, place, wants, euros in product(
        (3, 30, 80, 300), (1, 12), divisions, places, (False, True), (500_000, 8_000_000, 60_000_000)
    ):
        yield Profile(
            employees,
            age,
            code,
            place,
            wants,
            wants,
            turnover_cents=euros * 100,
            balance_total_cents=euros * 100,
        )


ALL_KINDS = [facts(profile) for profile in kinds_of_company()]


def translations(data: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every text for people in a declaration, with its place."""
    if isinstance(data, Mapping):
        if "nl" in data or "en" in data:
            yield path, data
        else:
            for key, value in data.items():
                yield from translations(value, f"{path}.{key}")
    elif isinstance(data, Sequence) and not isinstance(data, str):
        for index, value in enumerate(data):
            yield from translations(value, f"{path}[{index}]")


def test_the_partners_are_those_of_the_approach() -> None:
    assert set(DECLARATIONS) == PARTNERS
    assert len(DECLARATIONS) == 17


@pytest.mark.parametrize("package", PACKAGES)
def test_the_manifest_names_the_partners_that_the_package_declares(package: str) -> None:
    manifest = read_manifest(resources.files(package).joinpath("partner.toml").read_text("utf-8"), package)
    declared = import_module(f"{package}.plugin").mkb_declare_partners()
    assert manifest.id == package.removeprefix("mkb_partner_")
    assert manifest.partners == PACKAGES[package] == tuple(declaration.partner.id for declaration in declared)
    assert accepts(manifest.hook_api, HOOK_API)


def test_partner_packages_reach_these_hosts_and_no_others() -> None:
    reached = {
        package: read_manifest(
            resources.files(package).joinpath("partner.toml").read_text("utf-8"), package
        ).egress
        for package in PACKAGES
    }
    assert {package: hosts for package, hosts in reached.items() if hosts} == {
        "mkb_partner_kvk": ("api.kvk.nl/api",),
        "mkb_partner_liof": ("api.liof.nl",),
    }


def test_the_region_is_sound() -> None:
    assert region_faults(REGION) == ()
    assert (len(REGION.region.municipalities), len(REGION.region.postcodes)) == (31, 278)


@pytest.mark.parametrize("partner", sorted(PARTNERS))
def test_a_declaration_is_sound_in_the_region(partner: str) -> None:
    assert declaration_faults(DECLARATIONS[partner], REGION) == ()


@pytest.mark.parametrize("partner", sorted(PARTNERS))
def test_a_declaration_survives_json(partner: str) -> None:
    assert from_json(PartnerDeclaration, to_json(DECLARATIONS[partner])) == DECLARATIONS[partner]


def test_ids_of_services_and_items_are_unique_over_all_partners() -> None:
    services = [service.id for declaration in DECLARATIONS.values() for service in declaration.services]
    items = [item.id for declaration in DECLARATIONS.values() for item in declaration.items]
    ids = Counter(services + items)
    assert [one for one, times in ids.items() if times > 1] == []


def test_ids_begin_with_their_partner() -> None:
    for partner, declaration in DECLARATIONS.items():
        services = [service.id for service in declaration.services]
        items = [item.id for item in declaration.items]
        desks = [desk.id for desk in declaration.front_desks]
        fees = [schedule.id for schedule in declaration.fee_schedules]
        ids = [*services, *items, *desks, *fees]
        assert [one for one in ids if not one.startswith(f"{partner}-")] == []


@pytest.mark.parametrize("partner", sorted(PARTNERS))
def test_every_text_is_there_in_dutch_and_in_english(partner: str) -> None:
    texts = list(translations(to_json(DECLARATIONS[partner])))
    assert texts
    for place, words in texts:
        assert set(words) == {"nl", "en"}, place
        assert all(one.strip() == one != "" for one in words.values()), place


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS)
def test_an_offer_is_sourced_and_dated(offer: Service | Item) -> None:
    assert offer.source.place
    assert offer.source.as_of
    assert not offer.confirmed  # until the partner says so


@pytest.mark.parametrize("partner", sorted(PARTNERS))
def test_a_partner_has_a_fee_schedule_with_its_source(partner: str) -> None:
    schedules = DECLARATIONS[partner].fee_schedules
    assert schedules
    assert all(schedule.source for schedule in schedules)


def test_commercial_partners_pay_for_visibility_and_referral() -> None:
    for declaration in DECLARATIONS.values():
        kinds = {schedule.kind for schedule in declaration.fee_schedules}
        commercial = declaration.partner.kind is PartnerKind.COMMERCIAL
        assert ({FeeKind.VISIBILITY, FeeKind.REFERRAL} <= kinds) == commercial


def test_platform_use_costs_what_the_plan_says() -> None:
    schedules = [
        schedule
        for declaration in DECLARATIONS.values()
        for schedule in declaration.fee_schedules
        if schedule.kind is FeeKind.PLATFORM_USE
    ]
    assert schedules
    for schedule in schedules:
        assert [tier.cents_per_month for tier in schedule.tiers] == [125, 0]
        assert [tier.cents_per_year for tier in schedule.tiers] == [0, 1500]
        assert schedule.minimum_cents == 20 * 125


def test_a_partner_without_known_facts_offers_nothing() -> None:
    assert [partner for partner, one in DECLARATIONS.items() if not one.services] == ["trias"]


def test_the_municipality_has_a_desk_in_each_of_the_31() -> None:
    desks = [desk.municipality for desk in DECLARATIONS["gemeente"].front_desks]
    assert sorted(map(str, desks)) == sorted(one.name for one in REGION.region.municipalities)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_served_and_answered(topic: str) -> None:
    assert partners(topic, company())
    assert any(strength.topic == topic for item in ITEMS.values() for strength in item.topics)
    assert any(
        strength.topic == topic and service.answers_at_once
        for service in SERVICES.values()
        for strength in service.topics
    )


def test_every_kind_of_item_is_in_use() -> None:
    assert {item.kind for item in ITEMS.values()} == set(ItemKind)


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS)
def test_every_hard_condition_is_met_by_some_company(offer: Service | Item) -> None:
    rules = [criterion.rule for criterion in offer.conditions if criterion.hard]
    assert any(all(evaluate(rule, known) for rule in rules) for known in ALL_KINDS)


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS)
def test_every_weighted_condition_is_met_by_some_company_and_missed_by_another(offer: Service | Item) -> None:
    for criterion in offer.conditions:
        if not criterion.hard:
            assert {evaluate(criterion.rule, one) for one in ALL_KINDS} >= {True, False}, criterion.id
            assert criterion.weight > 0, criterion.id


def test_what_is_closed_or_over_is_kept_and_never_advised() -> None:
    over = {one.id for one in OFFERS.values() if not make_offer("anyone", one).in_force(ON)}
    assert over == {
        "liof-item-sme-loan-fund",
        "liof-item-idea-fund",
        "provincie-item-mit-feasibility",
        "provincie-item-mit-collaboration",
        "rvo-item-mkb-idee",
    }


@pytest.mark.parametrize("topic", TOPICS)
def test_outside_the_region_only_national_partners_are_proposed(topic: str) -> None:
    assert set(partners(topic, OUTSIDE)) <= NATIONAL
    assert partners(topic, OUTSIDE)


@pytest.mark.parametrize("topic", TOPICS)
def test_only_a_farm_is_sent_to_the_farmers(topic: str) -> None:
    assert "lltb" not in partners(topic, company())
    assert "lltb" in partners(topic, FARM)


@pytest.mark.parametrize(
    "topic",
    ["vergunningen", "juridisch", "bedrijfsoverdracht", "duurzaamheid", "personeel", "inkoop-samenwerking"],
)
def test_the_farmers_association_comes_first_for_a_farm(topic: str) -> None:
    assert partners(topic, FARM)[0] == "lltb"


@pytest.mark.parametrize("topic", TOPICS)
def test_without_a_profile_nobody_is_taken_for_a_farm(topic: str) -> None:
    assert partners(topic, UNKNOWN)[0] != "lltb"


FIRST = {
    # topic: who comes first for an ordinary small company, strongest first as the table of competences has it
    "financiering": ["rabobank", "kvk"],
    "subsidies": ["rvo", "provincie"],
    "vergunningen": ["gemeente"],
    "export": ["kvk", "rvo"],
    "personeel": ["mkb-limburg", "gemeente"],
    "innovatie": ["liof"],
    "digitalisering": ["kvk"],
    "digital-marketing": ["kvk", "mkb-limburg"],
    "duurzaamheid": ["rvo", "gemeente"],
    "huisvesting": ["gemeente"],
    "juridisch": ["kvk", "mkb-limburg"],
    "belastingen": ["kvk"],
    "bedrijfsoverdracht": ["kvk", "rabobank", "okb"],
    "starten": ["kvk", "gemeente"],
    "strategie-groei": ["led", "okb"],
    "inkoop-samenwerking": ["led", "mkb-limburg"],
    "crisis-continuiteit": ["okb", "kvk"],
    "onderwijs-stage": ["zuyd", "mkb-limburg"],
}


def test_every_topic_has_its_first_address() -> None:
    assert set(FIRST) == set(TOPICS)
    assert {topic: partners(topic, company())[: len(first)] for topic, first in FIRST.items()} == FIRST


BY_KIND = [
    ("strategie-groei", {"municipality": "Venray"}, "edb"),
    ("strategie-groei", {"municipality": "Weert"}, "keyport"),
    ("strategie-groei", {"innovation_ambition": True}, "liof"),
    ("strategie-groei", {"growth_ambition": True}, "led"),
    ("strategie-groei", {"growth_ambition": True, "innovation_ambition": True}, "liof"),
    ("inkoop-samenwerking", {"municipality": "Echt-Susteren"}, "keyport"),
    ("inkoop-samenwerking", {"innovation_ambition": True}, "liof"),
    ("personeel", {"employees": 80}, "lwv"),
    ("crisis-continuiteit", {"employees": 80}, "kvk"),
    ("huisvesting", {"sbi": "6201", "municipality": "Heerlen", "innovation_ambition": True}, "brightlands"),
    ("onderwijs-stage", {"sbi": "7211", "innovation_ambition": True}, "um"),
    ("starten", {"age_years": 0, "innovation_ambition": True}, "kvk"),
]


@pytest.mark.parametrize(("topic", "known", "first"), BY_KIND)
def test_the_kind_of_company_decides_who_comes_first(topic: str, known: dict[str, Any], first: str) -> None:
    assert partners(topic, company(**known))[0] == first


FIELDS = [("1089", "venlo"), ("2016", "geleen"), ("6201", "heerlen"), ("8610", "maastricht")]


@pytest.mark.parametrize(("sbi", "campus"), FIELDS)
def test_the_campus_of_the_companys_field_is_proposed(sbi: str, campus: str) -> None:
    found = ranked("innovatie", company(sbi=sbi, innovation_ambition=True))
    best = next(match for match in found if match.offer.partner == "brightlands")
    assert best.offer.declared.id == f"brightlands-{campus}-innovation"


def test_an_innovative_starter_is_also_sent_to_the_agency_and_a_campus() -> None:
    starter = company(age_years=0, innovation_ambition=True)
    assert partners("starten", starter)[:3] == ["kvk", "liof", "brightlands"]


def test_a_service_for_starters_is_not_for_an_old_firm() -> None:
    named = [
        service
        for declaration in DECLARATIONS.values()
        for service in declaration.services
        if "starters" in service.label.in_language("en").casefold()
    ]
    assert named
    for service in named:
        assert any(one.hard and "age_years" in fields_of(one.rule) for one in service.conditions), service.id
