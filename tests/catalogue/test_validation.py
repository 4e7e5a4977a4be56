"""Faulty declarations and regions are told with all their faults, each with its path."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from mkb_core.catalogue import Catalogue, declaration_faults, region_faults
from mkb_core.criteria import Criterion, parse_rule
from mkb_core.domain.partners import Partner, PartnerKind, Source
from mkb_core.domain.regions import Postcode
from mkb_core.hooks import FrontDesk, PartnerDeclaration, Service, TopicStrength
from mkb_core.text import Text, text

WORDS = text(nl="woord", en="word")
SIZE = Criterion("size", WORDS, parse_rule("employees < 50"))
SERVICE = Service(
    "a-1", WORDS, WORDS, (TopicStrength("financiering", 50),), Source("a.example", "2026"), (SIZE,)
)
PARTNER = Partner("a", "A", PartnerKind.PUBLIC, WORDS)
SOUND = PartnerDeclaration(PARTNER, services=(SERVICE,), front_desks=(FrontDesk("d", WORDS, "Venlo"),))


def with_service(**changes: Any) -> PartnerDeclaration:
    return evolve(SOUND, services=(evolve(SERVICE, **changes),))


def faults(catalogue: Catalogue, declaration: PartnerDeclaration) -> list[tuple[str, str]]:
    found = declaration_faults(declaration, catalogue.region)
    assert all(fault.sentence("nl") and fault.sentence("en") for fault in found)
    return [(fault.path, fault.code) for fault in found]


def test_a_sound_declaration_has_no_fault(catalogue: Catalogue) -> None:
    assert faults(catalogue, SOUND) == []


def rule(words: str) -> tuple[Criterion, ...]:
    return (evolve(SIZE, rule=parse_rule(words)),)


FAULTS: list[tuple[str, PartnerDeclaration, tuple[str, str]]] = [
    ("no topic", with_service(topics=()), ("services[0].topics", "empty")),
    (
        "unknown topic",
        with_service(topics=(TopicStrength("x", 5),)),
        ("services[0].topics[0].topic", "unknown-name"),
    ),
    (
        "topic twice",
        with_service(topics=SERVICE.topics * 2),
        ("services[0].topics", "duplicate"),
    ),
    ("no Dutch", with_service(label=text(en="word")), ("services[0].label.nl", "missing")),
    ("no English", with_service(summary=text(nl="woord")), ("services[0].summary.en", "missing")),
    ("blank words", with_service(label=text(nl=" ", en="word")), ("services[0].label.nl", "missing")),
    (
        "unknown field",
        with_service(conditions=rule("colour == 3")),
        ("services[0].conditions[0].rule", "unknown-name"),
    ),
    (
        "number for a text",
        with_service(conditions=rule("municipality == 3")),
        ("services[0].conditions[0].rule", "wrong-type"),
    ),
    ("condition twice", with_service(conditions=(SIZE, SIZE)), ("services[0].conditions", "duplicate")),
    ("service twice", evolve(SOUND, services=(SERVICE, SERVICE)), ("services", "duplicate")),
    (
        "desk elsewhere",
        evolve(SOUND, front_desks=(FrontDesk("d", WORDS, "Eindhoven"),)),
        ("front_desks[0].municipality", "unknown-name"),
    ),
    ("desk twice", evolve(SOUND, front_desks=SOUND.front_desks * 2), ("front_desks", "duplicate")),
    (
        "partner without words",
        evolve(SOUND, partner=evolve(PARTNER, description=Text({"nl": "woord"}))),
        ("partner.description.en", "missing"),
    ),
]


@pytest.mark.parametrize(
    ("declaration", "fault"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_a_fault_has_its_path(
    catalogue: Catalogue, declaration: PartnerDeclaration, fault: tuple[str, str]
) -> None:
    found = faults(catalogue, declaration)
    assert [(path[: len(fault[0])], code) for path, code in found] == [fault]


def test_all_faults_come_together(catalogue: Catalogue) -> None:
    bad = with_service(topics=(), label=text(nl="x"), conditions=rule("colour == 3"))
    assert len(faults(catalogue, evolve(bad, front_desks=(FrontDesk("d", WORDS, "Aken"),)))) == 4


def test_the_installed_region_is_sound(catalogue: Catalogue) -> None:
    assert region_faults(catalogue.region) == ()


def test_faults_of_a_region_come_together(catalogue: Catalogue) -> None:
    region = catalogue.region
    bad = evolve(
        region,
        topics=region.topics * 2,
        region=evolve(
            region.region,
            sub_regions=region.region.sub_regions[1:],
            postcodes=(Postcode("9999", "Eindhoven"),),
        ),
        nomination=evolve(region.nomination, criteria=(*region.nomination.criteria, *rule("colour == 3"))),
    )
    found = {(fault.path.partition("[")[0], fault.code) for fault in region_faults(bad)}
    assert found == {
        ("topics", "duplicate"),
        ("region.municipalities", "unknown-name"),
        ("region.postcodes", "unknown-name"),
        ("nomination.criteria", "unknown-name"),
    }
