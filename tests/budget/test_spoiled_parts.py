"""Whatever stands in the file of a plan is either refused with places, or computed: nothing ends in another error."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mkb_core.budget.build_chart import chart_of
from mkb_core.budget.evaluation import evaluate
from mkb_core.budget.funding import funding_of
from mkb_core.budget.funding_overview import printed_funding
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.plan_files import read_plan
from mkb_core.budget.staffing_checks import check_scenario, printed_checks
from mkb_core.codec import to_json
from mkb_core.errors import InvalidInput

PARTS = ("financing", "pay_norm", "support_process", "build")
EARMARK = {"rows": ["organisation_other/travel"], "phases": ["pilot"], "periods": []}
VALUES = [
    None, True, "", "x", "need", "-1/3", "1/0", [], {}, 0, 1, -1, 10**30, 3.7, float("nan"), float("inf"),
    Decimal("sNaN"), Decimal("1e999999"), "province", "governance", "south", ["pilot"], {"nl": "x"}, [None],
]  # fmt: skip


@cache
def document() -> dict[str, Any]:
    """The plan of Limburg with an earmark, payments and a contribution."""
    file = resources.files("mkb_plugin_region_limburg").joinpath("budget.toml")
    made = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
    made["financing"]["commitments"][2] |= {
        "earmark": EARMARK,
        "payments": [{"on": "2018-01-01", "share": "1/3"}, {"on": "2018-02-01", "share": "2/3"}],
    }
    label = {"nl": "zalen", "en": "rooms"}
    made["financing"]["contributions"] = [{"id": "rooms", "label": label, "amount": 100, "covers": EARMARK}]
    return made


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a document."""
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in steps:
        yield (*path, step)
        yield from places(value, (*path, step))


@cache
def spoilable() -> list[tuple[Any, ...]]:
    return [place for place in places(document()) if place[0] in PARTS]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(spoilable()), st.sampled_from(VALUES)), min_size=1, max_size=3))
def test_a_spoiled_plan_is_refused_or_computed(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    data = deepcopy(document())
    for place, value in changes:
        holder = data
        try:
            for step in place[:-1]:
                holder = holder[step]
            holder[place[-1]] = value
        except (TypeError, KeyError, IndexError):
            continue  # what stood above it was spoiled before
    try:
        plan = read_plan(data)
    except InvalidInput as refusal:
        told = [fault.as_dict(language) for fault in refusal.faults for language in ("nl", "en")]
    else:
        told = []
        compute(plan)
    assert all(one["path"] and one["message"] for one in told)


def compute(plan: BudgetPlan) -> None:
    for scenario in ("1", "2"):
        printed_checks(check_scenario(plan, scenario))
        if plan.financing is not None:
            try:
                funding = funding_of(plan, plan.financing, evaluate(plan, scenario).values)
            except InvalidInput:
                continue
            printed_funding(plan.financing, funding, "nl")
            assert funding.lowered + funding.excess == funding.in_kind + funding.contributed
    if plan.build is not None:
        to_json(chart_of(plan.build))
