"""``mkb fees``: collected, shown, and what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Mkb

NAME = "aanbreng-fees-2026-Q4.csv"
PERIOD = ("--period", "2026-Q4")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Rabobank's drop folder."""
    made = tmp_path / "drop"
    made.mkdir()
    monkeypatch.setenv("MKB_RABOBANK_DROP_FOLDER", str(made))
    return made


def test_a_report_is_collected_and_shown(mkb: Mkb, folder: Path) -> None:
    (folder / NAME).write_text("kenmerk;bedrag\nC-1;1.234,56\nC-2;0,44\n", "utf-8")
    done = mkb("fees", "collect", *PERIOD, "--json")
    assert done.code == 0
    [answer] = done.json["answers"]
    assert (answer["partner"], answer["lines"], answer["fee_cents"], answer["new"]) == (
        "rabobank",
        2,
        123500,
        True,
    )
    assert mkb("fees", "collect", *PERIOD, "--json").json["answers"][0]["new"] is False
    shown = mkb("fees", "list", *PERIOD)
    assert shown.code == 0
    assert "€ 1.235" in shown.out
    [report] = mkb("fees", "list", *PERIOD, "--json").json["reports"]
    assert report["report"]["lines"][0]["fee_cents"] == 123456


def test_a_line_that_cannot_be_read_is_told_and_ends_in_faults(mkb: Mkb, folder: Path) -> None:
    (folder / NAME).write_text("kenmerk;bedrag\nC-1;1.234\n", "utf-8")
    done = mkb("fees", "collect", *PERIOD)
    assert done.code == 1
    assert f'{NAME}:2: "1.234" kan 1234 euro zijn of 1,234' in done.err


def test_a_missing_report_is_told_by_the_partners_name(mkb: Mkb, folder: Path) -> None:
    done = mkb("fees", "collect", *PERIOD, "--lang", "en")
    assert done.code == 0
    assert "No report on 2026-Q4 yet from: Rabobank." in done.out
    assert mkb("fees", "list", *PERIOD, "--json").json["missing"] == ["rabobank"]


def test_a_source_that_fails_is_told_and_ends_in_unavailable(mkb: Mkb, folder: Path) -> None:
    (folder / NAME).write_bytes(b"\xff\xfe")
    done = mkb("fees", "collect", *PERIOD, "--json")
    assert done.code == 4
    assert done.json["answers"][0]["failure"]["code"] == "source-unavailable"
    assert done.json["missing"] == ["rabobank"]


@pytest.mark.parametrize("period", ["2026-Q5", "2026", "q4"])
def test_what_is_no_quarter_is_usage(mkb: Mkb, period: str) -> None:
    for command in ("collect", "list"):
        done = mkb("fees", command, "--period", period)
        assert done.code == 2
        assert "2026-Q4" in done.err


def test_an_unknown_partner_is_not_found(mkb: Mkb) -> None:
    assert mkb("fees", "collect", *PERIOD, "--partner", "nobody").code == 3
