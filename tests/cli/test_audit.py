"""``mkb audit``: what was done is in the log, and a log that somebody changed is told with its line."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.cli.conftest import Mkb

NUMBER = "69599084"


def fill(mkb: Mkb, folder: Path) -> str:
    """One company, imported, shown, and advised. The receipt."""
    file = folder / "companies.csv"
    file.write_text(f"number,employees,turnover_cents\n{NUMBER},12,123456700\n", "utf-8")
    assert mkb("company", "import", str(file), "--source", "crm").code == 0
    assert mkb("company", "show", NUMBER).code == 0
    done = mkb("advise", "Hoe financier ik een hal?", "--kvk", NUMBER, "--json")
    return str(done.json["receipt"])


def test_what_was_done_is_in_the_log_and_looking_too(mkb: Mkb, tmp_path: Path) -> None:
    receipt = fill(mkb, tmp_path)
    assert mkb("explain", receipt).code == 0
    assert mkb("replay", receipt).code == 0
    lines = mkb("audit", "show", "--company", NUMBER, "--json").json
    done = [(line["action"], line["kind"]) for line in lines]
    assert {("change", "company"), ("read", "company"), ("create", "advice")} <= set(done)
    assert {("read", "advice"), ("replay", "advice")} <= set(done)
    assert all(line["role"] == "operator" and line["origin"] == "command" for line in lines)
    assert "1234567" not in str(lines), "what was entered is not in the log"
    again = mkb("audit", "show", "--company", NUMBER, "--json").json
    assert (again[0]["action"], again[0]["kind"]) == ("read", "audit")
    shown = mkb("audit", "show", "--company", NUMBER, "--lang", "en")
    assert {"granted", "operator", "change"} <= set(shown.out.split())


def test_a_sound_log_prints_its_head_and_a_changed_one_its_line(mkb: Mkb, tmp_path: Path) -> None:
    fill(mkb, tmp_path)
    sound = mkb("audit", "verify", "--json")
    assert (sound.code, sound.json["sound"], sound.json["signature_checked"]) == (0, True, True)
    head = sound.json["head"]
    assert head in mkb("audit", "verify", "--lang", "en").out
    assert mkb("audit", "verify", "--noted", head).code == 0
    connection = sqlite3.connect(tmp_path / "store" / "mkb.sqlite")
    connection.execute("DROP TRIGGER mkb_audit_no_update")
    connection.execute("UPDATE mkb_audit SET role = 'board' WHERE line = 2")
    connection.commit()
    connection.close()
    wrong = mkb("audit", "verify", "--lang", "en")
    assert wrong.code == 1
    assert "line 2 was altered" in wrong.out
    assert "regel 2 is gewijzigd" in mkb("audit", "verify").out


def test_a_head_that_cannot_be_read_is_usage(mkb: Mkb) -> None:
    assert mkb("audit", "verify", "--noted", "nothing").code == 2
    assert mkb("audit", "show", "--company", "12").code in (1, 2)
    assert "Niemand" in mkb("audit", "show", "--company", NUMBER).out
