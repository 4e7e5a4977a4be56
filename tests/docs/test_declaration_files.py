"""The reference of declaration files has every key, and says rightly which of them must be there."""

from __future__ import annotations

import enum
import re
import typing
from typing import Any

import attrs
import pytest

from mkb_core.criteria import COMPANY_FIELDS, CORE_FIELDS, CriteriaSet, Criterion
from mkb_core.domain.fees import FeeSchedule, FeeTier
from mkb_core.domain.partners import Partner, Source
from mkb_core.domain.periods import Period
from mkb_core.domain.regions import Municipality, Postcode, Region, SubRegion
from mkb_core.domain.topics import Terms, Topic
from mkb_core.hooks import FrontDesk, Goal, Item, PartnerDeclaration, RegionDefinition, Service, TopicStrength
from mkb_core.runtime.manifests import Manifest
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "reference" / "declaration-files.md"
#: heading -> what is read there
KINDS: dict[str, type[Any]] = {
    "The manifest": Manifest,
    "A partner's file": PartnerDeclaration,
    "partner": Partner,
    "services": Service,
    "items": Item,
    "topics of an offer": TopicStrength,
    "source": Source,
    "valid": Period,
    "conditions": Criterion,
    "front_desks": FrontDesk,
    "fee_schedules": FeeSchedule,
    "tiers": FeeTier,
    "A region's files": RegionDefinition,
    "region": Region,
    "sub_regions": SubRegion,
    "municipalities": Municipality,
    "postcodes": Postcode,
    "nomination": CriteriaSet,
    "goals": Goal,
    "topics": Topic,
    "words of a topic": Terms,
}
by_heading = pytest.mark.parametrize(("heading", "kind"), KINDS.items(), ids=KINDS)


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading, without its first two."""
    parts = re.split(r"^##+ (.+)$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    words = dict(zip(parts[1::2], parts[2::2], strict=True))[heading]
    lines = [line for line in words.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


@by_heading
def test_table_has_every_key_and_says_which_are_needed(heading: str, kind: type[Any]) -> None:
    expected = [(f"`{one.name}`", one.default is attrs.NOTHING) for one in attrs.fields(kind) if one.init]
    assert [(row[0], row[1] == "yes") for row in rows(heading)] == expected


@by_heading
def test_table_has_every_value_of_a_list_of_values(heading: str, kind: type[Any]) -> None:
    said = {row[0].strip("`"): row[-1] for row in rows(heading)}
    values = {
        name: [f"`{member.value}`" for member in hint]
        for name, hint in typing.get_type_hints(kind).items()
        if isinstance(hint, type) and issubclass(hint, enum.Enum)
    }
    assert [value for name, listed in values.items() for value in listed if value not in said[name]] == []


def test_table_has_every_field_of_a_rule_with_its_kind() -> None:
    of_company = {one.name for one in COMPANY_FIELDS}
    expected = [
        (f"`{one.name}`", one.kind, "company" if one.name in of_company else "question")
        for one in CORE_FIELDS
    ]
    assert [(row[0], row[1], row[2]) for row in rows("Fields of a rule")] == expected
