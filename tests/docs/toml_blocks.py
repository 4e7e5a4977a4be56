"""A TOML block of a page is read as the program would read it; an excerpt is completed first."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import partial
from importlib import resources
from typing import Any

from mkb_core.budget.plan_files import parse_plan, read_plan
from mkb_core.catalogue import declaration_faults, region_faults
from mkb_core.codec import from_json
from mkb_core.domain.topics import Topic
from mkb_core.hooks import PartnerDeclaration, RegionDefinition, read_declaration, read_region
from mkb_core.hooks.declaration_files import parse_toml
from mkb_core.hooks.markers import HOOK_API
from mkb_core.quality.samples import AnswersFile
from mkb_core.quality.scenarios import read_scenarios
from mkb_core.quality.statements import read_statements
from mkb_core.runtime.manifests import Manifest, accepts

LIMBURG = "mkb_plugin_region_limburg"
LIOF = "mkb_partner_liof"
OFFERS = {"services", "items", "front_desks", "fee_schedules"}
PLAN_PARTS = {"scenarios", "travel", "financing", "pay_norm", "support_process", "build"}
SOMEBODY = {
    "id": "somebody",
    "name": "Somebody",
    "kind": "public",
    "description": {"nl": "Iemand", "en": "Somebody"},
}
NOWHERE = {
    "id": "x",
    "label": {"nl": "x"},
    "country": "NL",
    "languages": ["nl"],
    "sub_regions": [],
    "municipalities": [],
}
SIGNALS = {
    "growth",
    "innovation",
    "wish",
    "guidance",
    "eligibility",
    "out_of_scope",
    "business",
    "information",
    "help",
}


def read_toml_block(words: str) -> None:
    """Read a block as what its keys say that it is; fails where it is nothing that the project reads."""
    keys = set(tomllib.loads(words))
    data = parse_toml(words, "block")
    if "hook_api" in keys:
        assert accepts(from_json(Manifest, data).hook_api, HOOK_API)
    elif keys == {"rules"}:
        read_statements(words)
    elif "answer" in keys:
        from_json(AnswersFile, data)
    elif "scenario" in keys:
        read_scenarios({"block": words}, read_region(LIMBURG), {"liof": read_declaration(LIOF, "liof.toml")})
    elif "periods" in keys:
        parse_plan(words)
    elif keys & PLAN_PARTS:
        read_plan_parts(words)
    elif "partner" in keys or keys & OFFERS:
        data.pop("plugin", None)  # a file that is a whole plugin
        read_partner(data)
    elif keys & {"region", "nomination", "goals", "first_line"}:
        read_region_file(data)
    elif {"id", "label", "description"} <= keys or keys <= {
        "nl",
        "en",
        "de",
        "precedence",
        "role",
        "case_by_case",
    }:
        from_json(Topic, {"id": "x", "label": {"nl": "x"}, "description": {"nl": "x"}} | data)
    elif "project" in keys:
        assert data["project"]["entry-points"].keys() <= {"mkb.partner", "mkb.plugin"}
    else:
        assert keys <= SIGNALS | {"numbers", "classes", "words"}, (
            f"nothing that the project reads: {sorted(keys)}"
        )


def read_partner(data: dict[str, Any]) -> None:
    declaration = from_json(PartnerDeclaration, {"partner": SOMEBODY} | data)
    faults = declaration_faults(declaration, read_region(LIMBURG))
    assert not faults, [f"{fault.path}: {fault.sentence('en')}" for fault in faults]


def read_plan_parts(words: str) -> None:
    """In the place of those of Limburg's plan."""
    plan = resources.files(LIMBURG).joinpath("budget.toml").read_text("utf-8")
    read = partial(tomllib.loads, parse_float=Decimal)
    read_plan(read(plan) | read(words))


def read_region_file(data: dict[str, Any]) -> None:
    nomination = {"id": "x", "label": {"nl": "x"}, "criteria": []}
    definition = from_json(
        RegionDefinition, {"region": NOWHERE, "nomination": nomination, "topics": []} | data
    )
    assert not region_faults(definition)
