"""``mkb partners replay`` as a partner uses it before a release."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Mkb

LIOF = Path(__file__).parents[2] / "partners" / "liof"
QUESTION = "Wij willen een nieuw product ontwikkelen en zoeken hulp bij innovatie"
FIRM = ("--employees", "16", "--age-years", "2", "--municipality", "Venlo")


@pytest.fixture
def changed(tmp_path: Path) -> str:
    """LIOF's file with a condition more: its help with innovation is for large firms only."""
    words = (LIOF / "mkb_partner_liof" / "liof.toml").read_text("utf-8")
    rule = """conditions = [
  {id = "large", label = {nl = "Groot bedrijf", en = "Large firm"}, rule = 'employees >= 500', hard = true},"""
    file = tmp_path / "liof.toml"
    file.write_text(words.replace("conditions = [", rule, 1), "utf-8")
    return str(file)


def test_shows_the_advice_that_would_differ_and_not_the_question(mkb: Mkb, changed: str) -> None:
    mkb("advise", QUESTION, *FIRM)
    done = mkb("partners", "replay", "--with", changed, "--lang", "en")
    assert done.code == 0
    assert "1 of the 1 advices would differ." in done.out
    assert "goes out from place" in done.out
    assert "LIOF" in done.out
    assert QUESTION[:30] not in done.out


def test_shows_the_question_when_asked(mkb: Mkb, changed: str) -> None:
    mkb("advise", QUESTION, *FIRM)
    document = mkb("partners", "replay", "--with", changed, "--json", "--show-questions").json
    assert [one["question"] for one in document["advices"]] == [QUESTION]
    assert document["with"] == ["liof"]


def test_json_has_no_question_unless_asked(mkb: Mkb, changed: str) -> None:
    mkb("advise", QUESTION, *FIRM)
    done = mkb("partners", "replay", "--with", changed, "--json")
    assert done.json["differing"] == 1
    assert QUESTION not in done.out


def test_unchanged_rules_change_nothing(mkb: Mkb) -> None:
    mkb("advise", QUESTION, *FIRM)
    document = mkb("partners", "replay", "--with", str(LIOF), "--json").json
    assert (document["replayed"], document["differing"], document["advices"]) == (1, 0, [])


def test_what_was_asked_before_the_period_does_not_count(mkb: Mkb, changed: str) -> None:
    mkb("advise", QUESTION, *FIRM, MKB_NOW="2026-08-01T10:00:00Z")
    document = mkb("partners", "replay", "--since", "2026-08-02", "--with", changed, "--json").json
    assert document["receipts"] == 0


def test_faults_of_the_changed_rules_are_told_first(mkb: Mkb, tmp_path: Path, changed: str) -> None:
    file = tmp_path / "liof.toml"
    file.write_text(file.read_text("utf-8").replace("employees >= 500", "employes >= 500"), "utf-8")
    done = mkb("partners", "replay", "--with", changed)
    assert (done.code, done.out) == (1, "")
    assert "liof.toml.services[0].conditions[0].rule" in done.err


@pytest.mark.parametrize("since", ["soon", "d", "90", "-3d", "2026-13-01"])
def test_a_period_that_cannot_be_read_is_a_fault_of_usage(mkb: Mkb, changed: str, since: str) -> None:
    done = mkb("partners", "replay", f"--since={since}", "--with", changed)
    assert done.code == 2
    assert "--since" in done.err
