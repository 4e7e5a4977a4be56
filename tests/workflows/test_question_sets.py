"""How good the advice is on labelled questions: the project's own set, and the reference set where it is at hand.

The own set is written by several people who saw neither the vocabulary nor each other's rows; the vocabulary was
improved on it since, so its figures say what must not get worse rather than what to expect of unseen questions
(docs/explanation/language.md tells both).
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.evaluation import Evaluation, evaluate_lines
from mkb_core.workflows.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "tests" / "data" / "questions-tuned.jsonl"
REFERENCE = ROOT.parent / "shared" / "reference" / "questions-dev.jsonl"

#: kinds of rows that the own set must hold, and how many at least
KINDS = {
    "paraphrase": 25,
    "swapped-profile": 24,
    "plain-by-ambitious": 20,
    "growth-words-flags-false": 14,
    "compound": 40,
    "sub-region": 15,
    "sector": 15,
    "age": 5,
    "ask": 12,
    "dialect": 10,
    "out-of-scope": 30,
}


@pytest.fixture(scope="module")
def installation() -> Installation:
    return assemble(Settings("sqlite://"))


def evaluate(installation: Installation, path: Path) -> Evaluation:
    with path.open("rb") as lines:
        return evaluate_lines(installation, lines)


def test_the_own_set_holds_every_kind_of_row() -> None:
    rows = [json.loads(line) for line in OWN.read_text("utf-8").splitlines()]
    tags = Counter(tag for row in rows for tag in row["tags"])
    assert len(rows) >= 150
    assert {kind: tags[kind] for kind, least in KINDS.items() if tags[kind] < least} == {}
    assert len({row["question"] for row in rows}) > len(rows) * 9 // 10


def test_the_own_set_is_advised_as_well_as_wanted(installation: Installation) -> None:
    figures = evaluate(installation, OWN).as_dict()
    assert figures["topic"] >= 0.9
    assert figures["route"] >= 0.95
    assert figures["hit_at_1"] >= 0.85
    assert figures["candidates_found"] >= 0.95
    assert figures["violations"] == 0
    assert figures["out_of_scope"] >= 0.95


@pytest.mark.skipif(
    not REFERENCE.is_file(), reason="the reference set of questions is not beside the project"
)
def test_the_reference_set_is_advised_as_well_as_wanted(installation: Installation) -> None:
    figures = evaluate(installation, REFERENCE).as_dict()
    assert figures["topic"] >= 0.9
    assert figures["route"] >= 0.95
    assert figures["hit_at_1"] >= 0.85
    assert figures["candidates_found"] == 1
    assert (figures["false_nominations"], figures["violations"]) == (0, 0)
    assert (figures["out_of_scope"], figures["out_of_scope_false_alarms"]) == (1, 0)
