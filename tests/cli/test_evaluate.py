"""``mkb evaluate``: the published figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Mkb, write_lines

KEYS = [
    "n",
    "topic",
    "route",
    "route_strict",
    "hit_at_1",
    "hit_at_3",
    "candidates_found",
    "false_nominations",
    "violations",
    "out_of_scope",
    "out_of_scope_false_alarms",
]
RIGHT: dict[str, Any] = {
    "id": "right",
    "question": "Hoe vraag ik subsidie aan voor een machine?",
    "company": {"employees": 5, "age_years": 2, "municipality": "Venlo", "known": True},
    "expected_topic": "subsidies",
    "other_topics": [],
    "expected_route": "referral",
    "acceptable_routes": ["referral", "answer"],
    "expected_partners": ["rvo", "liof", "provincie"],
    "out_of_scope": False,
}
WRONG = RIGHT | {
    "id": "wrong",
    "expected_topic": "export",
    "expected_partners": ["zuyd"],
    "out_of_scope": True,
}


def test_the_figures_have_the_published_keys(mkb: Mkb, tmp_path: Path) -> None:
    done = mkb("evaluate", write_lines(tmp_path / "set.jsonl", [RIGHT]), "--json")
    assert done.code == 0
    assert list(done.json) == KEYS
    assert done.json["n"] == 1
    assert done.json["topic"] == done.json["route"] == done.json["hit_at_1"] == 1.0
    assert done.json["candidates_found"] is None


def test_what_is_wrong_is_shown_on_request(mkb: Mkb, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "set.jsonl", [RIGHT, WRONG])
    done = mkb("evaluate", file, "--json", "--show-wrong")
    assert done.json["topic"] == 0.5
    assert [row["id"] for row in done.json["wrong"]] == ["wrong"]
    assert done.json["wrong"][0]["missed"] == ["topic", "hit_at_1", "hit_at_3", "out_of_scope"]
    assert "wrong  Gemist: topic" in mkb("evaluate", file, "--show-wrong").out


def test_broken_rows_are_named_and_the_others_count(mkb: Mkb, tmp_path: Path) -> None:
    rows = [RIGHT, "x", {"question": "lening?"}, RIGHT | {"expected_route": "home"}]
    done = mkb("evaluate", write_lines(tmp_path / "set.jsonl", rows), "--json")
    assert done.code == 1
    assert done.json["n"] == 1
    assert [line.split(":")[0] for line in done.err.splitlines()] == [
        "regel 2",
        "regel 3",
        "regel 3",
        "regel 4",
    ]


def test_an_empty_set_is_a_fault(mkb: Mkb, tmp_path: Path) -> None:
    assert mkb("evaluate", write_lines(tmp_path / "set.jsonl", []), "--json").code == 1


@pytest.mark.usefixtures("no_database")
def test_nothing_is_stored(mkb: Mkb, tmp_path: Path) -> None:
    mkb("evaluate", write_lines(tmp_path / "set.jsonl", [RIGHT]))
    assert not (tmp_path / "store").exists()
