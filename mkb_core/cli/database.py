"""``mkb db``: the tables, and the whole database as one thing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from attrs import asdict
from cyclopts import Parameter

from mkb_core.cli.exits import Exit
from mkb_core.cli.options import Json, Lang
from mkb_core.cli.printing import print_json, say
from mkb_core.cli.startup import settings
from mkb_core.cli.words import word
from mkb_core.workflows.assembly import open_store

if TYPE_CHECKING:
    from mkb_core.store.backup_files import Backup

Source = Annotated[str, Parameter(help="Address of the database to copy: sqlite:///file or postgresql://...")]
Target = Annotated[str, Parameter(help="Address of the database to copy to; it must hold nothing.")]
NewFile = Annotated[str, Parameter(help="The file to write; it must not exist.")]
BackupFile = Annotated[str, Parameter(help="A file that mkb db backup made.")]


def upgrade(*, json: Json = False, lang: Lang = "nl") -> int:
    """Bring the database to the tables of this version; safe to run again, and from several places at once."""
    given = settings()
    open_store(given.database_url, given.secret_key).dispose()
    if json:
        print_json({"upgraded": True})
    else:
        print(word("upgraded", lang))
    return Exit.OK


def copy(source: Source, target: Target, /, *, json: Json = False, lang: Lang = "nl") -> int:
    """Copy a whole database to another one, SQLite or PostgreSQL, and compare every row."""
    from mkb_core.workflows.backups import copy_database

    copied = copy_database(source, target)
    rows = {name: content.rows for name, content in copied.tables.items()}
    if json:
        print_json({"tables": rows, "left_out": list(copied.left_out)})
    else:
        print(word("copied", lang, rows=sum(rows.values()), tables=len(rows)))
        _tell_left_out(copied.left_out, lang)
    say(word("key-not-copied", lang))
    return Exit.OK


def backup(file: NewFile, /, *, json: Json = False, lang: Lang = "nl") -> int:
    """Write the whole database to one file, while others go on using it, and check that file."""
    from mkb_core.workflows.backups import back_up

    given = settings()
    made = back_up(given.database_url, Path(file), datetime.now(UTC))
    _show(made, "backed-up", json, lang, file=file)
    say(word("key-not-copied", lang))
    return Exit.OK


def restore(file: BackupFile, /, *, json: Json = False, lang: Lang = "nl") -> int:
    """Check a backup and bring it back as a new database, at the address of the settings."""
    from mkb_core.workflows import backups

    made = backups.restore(Path(file), settings().database_url)
    _show(made, "restored", json, lang, file=file)
    say(word("key-not-copied", lang))
    return Exit.OK


def verify(file: BackupFile, /, *, json: Json = False, lang: Lang = "nl") -> int:
    """Check every row of a backup against what was written; exit code 1 where one differs."""
    from mkb_core.workflows import backups

    made, faults = backups.verify(Path(file))
    if json:
        print_json(_document(made) | {"faults": [asdict(fault) for fault in faults]})
    elif faults:
        for fault in faults:
            print(word(f"backup-fault-{fault.kind}", lang, place=fault.place))
    else:
        _show(made, "verified", json, lang, file=file)
    return Exit.FAULTS if faults else Exit.OK


def _show(made: Backup, key: str, json: bool, lang: str, *, file: str) -> None:
    if json:
        print_json(_document(made))
        return
    rows = sum(content.rows for content in made.tables.values())
    moment = made.made_at.isoformat(timespec="seconds")
    print(word(key, lang, file=file, rows=rows, tables=len(made.tables), moment=moment))
    _tell_left_out(made.left_out, lang)


def _document(made: Backup) -> dict[str, object]:
    return {
        "made_at": made.made_at.isoformat(),
        "made_from": made.made_from,
        "revisions": list(made.revisions),
        "tables": {name: content.rows for name, content in made.tables.items()},
        "left_out": list(made.left_out),
    }


def _tell_left_out(names: tuple[str, ...], lang: str) -> None:
    if names:
        say(word("left-out", lang, tables=", ".join(names)))
