"""The judge itself: which row counts for which figure, and what is a violation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mkb_core.domain.profile import Profile
from mkb_core.errors import InvalidInput
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.evaluation import Label, Share, evaluate_lines, is_violation, read_label

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "questions-dev.jsonl"
GROWTH = "Wij willen groeien van 16 naar 40 man, wie helpt ons met een plan en de financiering?"
ESTABLISHED = {"employees": 16, "age_years": 12, "municipality": "Venlo", "known": True}
CANDIDATE = "support-process-candidate"


def row(**changes: Any) -> dict[str, Any]:
    return {
        "id": "r",
        "question": GROWTH,
        "company": ESTABLISHED,
        "expected_topic": "strategie-groei",
        "other_topics": ["financiering"],
        "expected_route": CANDIDATE,
        "acceptable_routes": [CANDIDATE],
        "expected_partners": [],
        "out_of_scope": False,
        "tags": [],
    } | changes


def figures(installation: Installation, *rows: dict[str, Any]) -> dict[str, Any]:
    return evaluate_lines(installation, [json.dumps(one).encode() for one in rows]).as_dict()


def test_a_candidate_that_must_be_found(assembled: Installation) -> None:
    made = figures(assembled, row())
    assert (made["candidates_found"], made["false_nominations"], made["violations"]) == (1.0, 0, 0)
    assert made["hit_at_1"] is None


def test_a_nomination_where_none_is_acceptable_is_false(assembled: Installation) -> None:
    made = figures(assembled, row(acceptable_routes=["referral"], expected_route="referral"))
    assert (made["false_nominations"], made["route"], made["candidates_found"]) == (1, 0.0, None)


def test_ask_counts_as_right_only_where_no_profile_was_given(assembled: Installation) -> None:
    unknown = row(company={"known": False}, acceptable_routes=["referral"], expected_route="referral")
    assert figures(assembled, unknown)["route"] == 1.0
    assert figures(assembled, unknown)["route_strict"] == 0.0
    assert figures(assembled, unknown | {"company": {"known": True}})["route"] == 0.0


def test_a_row_without_topic_is_right_where_none_was_recognised(assembled: Installation) -> None:
    outside = row(question="Wat is het weer morgen?", expected_topic=None, other_topics=[], out_of_scope=True)
    assert figures(assembled, outside)["topic"] in {0.0, 1.0}
    assert figures(assembled, row(expected_topic=None, other_topics=[]))["topic"] == 0.0


@pytest.mark.parametrize(
    ("profile", "label"),
    [
        (Profile(age_years=3), {}),
        (Profile(employees=250), {}),
        (Profile(municipality="Utrecht"), {}),
        (Profile(), {"out_of_scope": True}),
        (Profile(), {"expected_topic": "bedrijfsoverdracht"}),
        (Profile(), {"tags": ["takeover"]}),
    ],
    ids=["starter", "large", "outside", "out of scope", "transfer", "takeover"],
)
def test_a_hard_rule_that_a_nomination_breaks(
    assembled: Installation, profile: Profile, label: dict[str, Any]
) -> None:
    assert is_violation(profile, read_label(row(**label)), assembled)


def test_no_hard_rule_is_broken_at_the_bounds(assembled: Installation) -> None:
    profile = Profile(age_years=4, employees=249, municipality="venlo")
    assert not is_violation(profile, read_label(row()), assembled)


def test_a_share_of_nothing_is_no_number() -> None:
    share = Share()
    assert share.value is None
    share.count(True)
    share.count(False)
    assert share.value == 0.5


def test_a_label_is_read_strictly_and_keeps_what_else_is_in_the_row_out() -> None:
    assert read_label(row(why="because")) == Label(
        CANDIDATE, (CANDIDATE,), "strategie-groei", ("financiering",), (), False, ()
    )
    with pytest.raises(InvalidInput) as refusal:
        read_label(row(expected_route=None, acceptable_routes="referral"))
    assert {fault.path for fault in refusal.value.faults} == {"expected_route", "acceptable_routes"}


def test_the_reference_set_meets_its_bar(assembled: Installation) -> None:
    if not REFERENCE.is_file():
        pytest.skip("the reference set of questions is not on this machine")
    made = evaluate_lines(assembled, REFERENCE.read_bytes().splitlines()).as_dict()
    assert made["topic"] >= 0.90
    assert made["route"] >= 0.95
    assert made["hit_at_1"] >= 0.85
    assert made["candidates_found"] == 1.0
    assert (made["false_nominations"], made["violations"], made["out_of_scope_false_alarms"]) == (0, 0, 0)
    assert made["out_of_scope"] == 1.0
