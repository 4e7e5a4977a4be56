"""``mkb db``: from nothing to a database, a backup, another database and back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Mkb


@pytest.fixture
def filled(mkb: Mkb, environment: dict[str, str]) -> Path:
    """A database with one advice in it."""
    assert mkb("advise", "Ik zoek geld voor een machine").code == 0
    return Path(environment["MKB_DATABASE_URL"].removeprefix("sqlite:///"))


def test_backup_verify_restore(
    mkb: Mkb, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "copy.backup"
    made = mkb("db", "backup", str(file), "--json")
    assert (made.code, made.json["tables"]["mkb_receipts"]) == (0, 1)
    assert "MKB_SECRET_KEY" in made.err
    assert file.stat().st_mode & 0o777 == 0o600
    checked = mkb("db", "verify", str(file), "--lang", "en")
    assert checked.code == 0
    assert checked.out.startswith("In order: ")
    again = mkb("db", "restore", str(file), "--lang", "en")
    assert (again.code, "nothing is written over" in again.err) == (4, True)
    key = filled.with_name(filled.name + ".key").read_text("ascii").strip()
    monkeypatch.setenv("MKB_SECRET_KEY", key)
    monkeypatch.setenv("MKB_DATABASE_URL", f"sqlite:///{tmp_path / 'restored.sqlite'}")
    assert mkb("db", "restore", str(file)).code == 0
    with closing(sqlite3.connect(tmp_path / "restored.sqlite")) as connection:
        [(receipt,)] = connection.execute("SELECT id FROM mkb_receipts").fetchall()
    assert mkb("replay", receipt).code == 0


@pytest.mark.parametrize("language", ["nl", "en"])
def test_changed_backup_is_told(mkb: Mkb, filled: Path, tmp_path: Path, language: str) -> None:
    file = tmp_path / "copy.backup"
    assert mkb("db", "backup", str(file)).code == 0
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("UPDATE mkb_questions SET text = 'other'")
    told = mkb("db", "verify", str(file), "--lang", language)
    assert (told.code, "mkb_questions" in told.out, len(told.out.splitlines())) == (1, True, 1)
    assert mkb("db", "verify", str(file), "--json").json["faults"] == [
        {"kind": "table", "place": "mkb_questions"}
    ]


def test_copy_to_another_database(mkb: Mkb, filled: Path, database_url: str) -> None:
    source = f"sqlite:///{filled}"
    copied = mkb("db", "copy", source, database_url, "--json")
    assert (copied.code, copied.json["tables"]["mkb_receipts"]) == (0, 1), copied.err
    again = mkb("db", "copy", source, database_url, "--lang", "en")
    assert (again.code, "holds data already" in again.err) == (4, True)


@pytest.mark.usefixtures("no_database")
def test_source_that_is_not_there_is_not_made(mkb: Mkb, tmp_path: Path) -> None:
    absent, target = tmp_path / "absent.sqlite", tmp_path / "target.sqlite"
    assert mkb("db", "copy", f"sqlite:///{absent}", f"sqlite:///{target}").code == 4
    assert mkb("db", "backup", str(tmp_path / "b")).code == 4
    assert mkb("db", "verify", str(absent)).code == 4
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []
