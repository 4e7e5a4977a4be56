"""``mkb privacy``: as an operator uses it, with what is left in the files of the installation."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Mkb

NUMBER = "69599084"
CANARY = "123456789"
#: as SQLite stores the number
SCOUTED = int(CANARY).to_bytes(4, "big")
LATER = "2032-01-01T10:00:00+00:00"
OLD_KEY, NEW_KEY = "an-old-key-of-this-installation-0123456789", "a-new-key-of-this-installation-9876543210"


def fill(mkb: Mkb, folder: Path, **variables: str) -> str:
    file = folder / "input" / "companies.csv"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"number,employees,turnover_cents\n{NUMBER},12,{CANARY}\n", "utf-8")
    assert mkb("company", "import", str(file), "--source", "crm", **variables).code == 0
    done = mkb("advise", "Hoe financier ik een kanariehal?", "--kvk", NUMBER, "--json", **variables)
    return str(done.json["receipt"])


def left(folder: Path, *canaries: str | bytes) -> list[str]:
    """Files of the installation in which a canary still is."""
    wanted = [one.encode() if isinstance(one, str) else one for one in canaries]
    return [
        str(path)
        for part in ("store", "home", "data", "state")
        for path in (folder / part).rglob("*")
        if path.is_file() and any(one in path.read_bytes() for one in wanted)
    ]


def test_nothing_is_left_after_erasure_and_the_receipt_says_so(mkb: Mkb, tmp_path: Path) -> None:
    receipt = fill(mkb, tmp_path)
    assert left(tmp_path, CANARY, "kanariehal") == [], "what was told is sealed"
    assert left(tmp_path, SCOUTED), "the column for scouting is in the open, until erasure"
    done = mkb("privacy", "erase", "--company", NUMBER, "--lang", "en")
    assert done.code == 0
    assert "was erased" in done.out
    assert "backups" in done.err
    assert left(tmp_path, CANARY, SCOUTED, "kanariehal") == []
    for command in ("explain", "replay"):
        told = mkb(command, receipt, "--lang", "en")
        assert (told.code, told.err) == (1, f"mkb: The data of receipt {receipt} were erased.\n")
    assert mkb("audit", "verify").code == 0
    assert mkb("privacy", "erase", "--company", NUMBER, "--json").json["rows"]["receipts"] == 0


def test_an_export_has_everything_with_purposes_and_uses(mkb: Mkb, tmp_path: Path) -> None:
    fill(mkb, tmp_path)
    data = mkb("privacy", "export", "--company", NUMBER, "--json").json
    assert data["company"]["company"]["fields"]["turnover_cents"][0]["value"] == int(CANARY)
    assert data["questions"][0]["question"]["text"] == "Hoe financier ik een kanariehal?"
    assert data["advices"][0]["question"]["text"] == "Hoe financier ik een kanariehal?"
    assert {use["what"]["nl"] for use in data["uses"]} >= {"advies gegeven op een vraag"}
    assert {"purpose", "ground", "kept", "recipients", "columns"} == data["purposes"][0].keys()
    shown = mkb("privacy", "export", "--company", NUMBER)
    assert "kanariehal" in shown.out
    assert "Wie deze gegevens gebruikte" in shown.out


def test_retention_counts_first_and_then_removes(mkb: Mkb, tmp_path: Path) -> None:
    receipt = fill(mkb, tmp_path)
    anonymous = mkb("advise", "Hoe vind ik personeel?", "--json").json["receipt"]
    assert set(mkb("privacy", "retain", "--dry-run", "--json").json["rows"].values()) == {0}
    counted = mkb("privacy", "retain", "--dry-run", "--json", MKB_NOW=LATER).json["rows"]
    assert (counted["questions"], counted["questions-of-nobody"]) == (2, 2)
    assert mkb("explain", receipt).code == 0
    assert mkb("privacy", "retain", "--json", MKB_NOW=LATER).json["rows"] == counted
    assert mkb("explain", receipt).code == mkb("explain", anonymous).code == 1
    assert set(mkb("privacy", "retain", "--json", MKB_NOW=LATER).json["rows"].values()) == {0}
    assert "1 jaar na de vraag" in mkb("privacy", "retain", "--dry-run").out


def test_a_breach_shows_its_72_hours(mkb: Mkb) -> None:
    assert mkb("privacy", "breach", "list", "--lang", "en").out == "No breaches are recorded.\n"
    added = mkb("privacy", "breach", "add", "A laptop was lost", "--lang", "en")
    assert "report before 2026-11-26 10:00 (72 hours): 72 hours left" in added.out
    late = mkb("privacy", "breach", "list", "--lang", "en", MKB_NOW="2026-11-27T10:00:00+00:00")
    assert "not reported, and too late" in late.out
    mkb("privacy", "breach", "add", "Second", "--reported")
    [first, second] = mkb("privacy", "breach", "list", "--json").json
    assert {first["reported_at"], second["reported_at"]} == {None, "2026-11-23T10:00:00+00:00"}
    assert mkb("privacy", "breach", "add", " ").code == 1


def test_the_register_is_printed_in_both_languages(mkb: Mkb) -> None:
    assert "Grondslag" in mkb("privacy", "register").out
    assert "Legal ground" in mkb("privacy", "register", "--lang", "en").out
    assert {"purpose", "ground", "columns"} <= mkb("privacy", "register", "--json").json[0].keys()


def test_a_new_key_takes_over_and_another_one_opens_nothing(mkb: Mkb, tmp_path: Path) -> None:
    receipt = fill(mkb, tmp_path, MKB_SECRET_KEY=OLD_KEY)
    assert mkb("explain", receipt, MKB_SECRET_KEY=NEW_KEY).code == 4
    assert mkb("explain", receipt).code == 4, "without the key"
    both = f"{NEW_KEY} {OLD_KEY}"
    assert mkb("privacy", "rotate-key", "--json", MKB_SECRET_KEY=both).json == {"keys": 1}
    assert mkb("explain", receipt, MKB_SECRET_KEY=NEW_KEY).code == 0
    assert mkb("audit", "verify", MKB_SECRET_KEY=NEW_KEY).code == 0
    assert mkb("explain", receipt, MKB_SECRET_KEY=OLD_KEY).code == 4


def test_the_key_that_is_made_is_its_owners_only(mkb: Mkb, tmp_path: Path) -> None:
    fill(mkb, tmp_path)
    [file] = (tmp_path / "store").glob("*.key")
    assert file.stat().st_mode & 0o777 == 0o600
    key = file.read_text("ascii")
    file.unlink()
    lost = mkb("audit", "verify", "--lang", "en")
    assert (lost.code, "key of this installation is missing" in lost.err) == (4, True)
    assert not file.exists(), "no other key takes the place of one that is lost"
    file.write_text(key, "ascii")
    assert mkb("audit", "verify").code == 0
