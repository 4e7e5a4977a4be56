"""Criteria sets: the hard verdict, the points, what is missing, and the version."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from mkb_core.codec import from_json, to_json
from mkb_core.criteria import CriteriaSet, Criterion, judge, parse_rule
from mkb_core.errors import InvalidInput
from mkb_core.text import text


def criterion(name: str, rule: str, *, hard: bool = True, weight: int = 0) -> Criterion:
    return Criterion(name, text(nl=name, en=name), parse_rule(rule), hard=hard, weight=weight)


ADMISSION = CriteriaSet(
    "admission",
    text(nl="Toelating", en="Admission"),
    (
        criterion("established", "age_years > 3"),
        criterion("size", "employees < 250"),
        criterion("ambition", "growth_ambition or innovation_ambition", hard=False, weight=30),
        criterion("turnover", "turnover_cents >= 100_000_000", hard=False, weight=20),
    ),
)


def test_all_known() -> None:
    facts = {"age_years": 10, "employees": 20, "growth_ambition": True, "turnover_cents": 5}
    judgement = judge(ADMISSION, facts)
    assert judgement.verdict is True
    assert (judgement.points, judgement.open_points, judgement.max_points) == (30, 0, 50)
    assert dict(judgement.verdicts) == {
        "established": True,
        "size": True,
        "ambition": True,
        "turnover": False,
    }
    assert judgement.missing == ()
    assert judgement.missing_for_points == ()
    assert judgement.version == ADMISSION.version


def test_what_is_missing_is_told() -> None:
    judgement = judge(ADMISSION, {"age_years": 10, "growth_ambition": False})
    assert judgement.verdict is None
    assert judgement.missing == ("employees",)
    assert judgement.missing_for_points == ("innovation_ambition", "turnover_cents")
    assert (judgement.points, judgement.open_points) == (0, 50)


def test_one_hard_no_decides_and_then_nothing_is_missing() -> None:
    judgement = judge(ADMISSION, {"age_years": 2})
    assert judgement.verdict is False
    assert judgement.missing == ()


def test_a_weighted_no_never_decides() -> None:
    assert judge(ADMISSION, {"age_years": 9, "employees": 9, "turnover_cents": 0}).verdict is True


def test_only_criteria_in_force_count() -> None:
    dated = attrs.evolve(ADMISSION.criteria[0], start=date(2026, 1, 1), end=date(2026, 12, 31))
    criteria_set = attrs.evolve(ADMISSION, criteria=(dated,))
    counts = {
        day: len(criteria_set.on(day).criteria)
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2027, 1, 1))
    }
    assert list(counts.values()) == [0, 1, 0]
    assert len(criteria_set.on(date(2026, 12, 31)).criteria) == 1


def test_the_version_is_of_the_content() -> None:
    again = from_json(CriteriaSet, to_json(ADMISSION))
    assert again == ADMISSION
    assert again.version == ADMISSION.version
    assert attrs.evolve(ADMISSION, id="other").version != ADMISSION.version


def test_a_set_is_readable_as_data() -> None:
    data = {
        "id": "x",
        "label": {"nl": "Toelating"},
        "criteria": [
            {"id": "a", "label": {"nl": "Omvang"}, "rule": "employees < 250", "start": "2026-01-01"}
        ],
    }
    assert from_json(CriteriaSet, data).criteria[0].rule == parse_rule("employees < 250")


@pytest.mark.parametrize("weight", [-1, 1_000_001])
def test_a_weight_has_bounds(weight: int) -> None:
    with pytest.raises(ValueError, match="weight"):
        criterion("x", "sme", weight=weight)


def test_a_broken_set_names_all_faults() -> None:
    data = {
        "id": "x",
        "label": {"nl": "x"},
        "criteria": [{"id": "a", "label": {"nl": "x"}, "rule": "a =", "weight": "3"}, {}],
    }
    with pytest.raises(InvalidInput) as caught:
        from_json(CriteriaSet, data)
    paths = {fault.path for fault in caught.value.faults}
    assert {"criteria[0].rule", "criteria[0].weight"} <= paths
    assert any(path.startswith("criteria[1]") for path in paths)


def test_an_empty_set_admits_everybody() -> None:
    judgement = judge(CriteriaSet("none", text(nl="geen"), ()), {})
    assert (judgement.verdict, judgement.points, judgement.max_points) == (True, 0, 0)
