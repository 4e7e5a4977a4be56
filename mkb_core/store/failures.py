"""Every way in which a database fails, as one plain sentence: no paths, no addresses, no passwords."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import exc
from sqlalchemy.engine import URL

from mkb_core.errors import DEFAULT_LANGUAGE, InputFault, StoreUnavailable, sentence

#: cause -> language -> reason
REASONS: dict[str, dict[str, str]] = {
    "address": {
        "nl": "het adres van de database is niet te lezen; verwacht sqlite:///bestand of postgresql://server/naam",
        "en": "the database address cannot be read; expected sqlite:///file or postgresql://server/name",
    },
    "no-driver": {
        "nl": "het stuurprogramma voor PostgreSQL (psycopg) is niet geïnstalleerd",
        "en": "the driver for PostgreSQL (psycopg) is not installed",
    },
    "not-a-database": {
        "nl": "het bestand is geen database",
        "en": "the file is not a database",
    },
    "damaged": {"nl": "de database is beschadigd", "en": "the database is damaged"},
    "folder": {
        "nl": "het adres wijst naar een map, niet naar een databasebestand",
        "en": "the address points to a folder, not to a database file",
    },
    "no-folder": {
        "nl": "de map voor het databasebestand bestaat niet",
        "en": "the folder for the database file does not exist",
    },
    "not-allowed": {
        "nl": "dit programma mag de database niet lezen of beschrijven",
        "en": "this program may not read or write the database",
    },
    "full": {"nl": "de schijf is vol", "en": "the disk is full"},
    "disk": {
        "nl": "de schijf geeft fouten bij lezen of schrijven",
        "en": "the disk fails while reading or writing",
    },
    "locked": {
        "nl": "een ander programma houdt de database te lang bezet",
        "en": "another program keeps the database busy for too long",
    },
    "raced": {
        "nl": "anderen wijzigden tegelijk hetzelfde; probeer het opnieuw",
        "en": "others changed the same at the same time; try again",
    },
    "no-tables": {
        "nl": "de tabellen ontbreken of horen bij een andere versie; voer `mkb db upgrade` uit",
        "en": "the tables are missing or of another version; run `mkb db upgrade`",
    },
    "newer": {
        "nl": "de database is gemaakt door een nieuwere versie van dit programma",
        "en": "the database was made by a newer version of this program",
    },
    "refused": {
        "nl": "een regel van de database weigert de wijziging",
        "en": "a rule of the database refuses the change",
    },
    "no-cipher": {
        "nl": "vertrouwelijke gegevens vragen het pakket cryptography, dat niet is geïnstalleerd",
        "en": "confidential data need the package cryptography, which is not installed",
    },
    "no-key": {
        "nl": "de sleutel van deze installatie ontbreekt; stel MKB_SECRET_KEY in",
        "en": "the key of this installation is missing; set MKB_SECRET_KEY",
    },
    "other-key": {
        "nl": "de gegevens zijn versleuteld met een andere sleutel dan MKB_SECRET_KEY",
        "en": "the data are encrypted with another key than MKB_SECRET_KEY",
    },
    "key-file": {
        "nl": "het bestand met de sleutel is niet te lezen of te maken",
        "en": "the file with the key cannot be read or made",
    },
    "no-server": {
        "nl": "de databaseserver neemt geen verbinding aan",
        "en": "the database server accepts no connection",
    },
    "no-host": {
        "nl": "de naam van de databaseserver is onbekend",
        "en": "the name of the database server is unknown",
    },
    "no-answer": {
        "nl": "de databaseserver antwoordt niet op tijd",
        "en": "the database server does not answer in time",
    },
    "no-such-database": {
        "nl": "de databaseserver kent deze database niet",
        "en": "the database server does not know this database",
    },
    "login": {
        "nl": "de databaseserver weigert de gebruikersnaam of het wachtwoord",
        "en": "the database server refuses the user name or the password",
    },
    "busy": {
        "nl": "er zijn te veel verbindingen met de database",
        "en": "there are too many connections to the database",
    },
    "lost": {
        "nl": "de verbinding met de databaseserver is verbroken",
        "en": "the connection to the database server was lost",
    },
    "not-empty": {
        "nl": "de doeldatabase bevat al gegevens",
        "en": "the target database holds data already",
    },
    "differs": {
        "nl": "wat er staat is niet wat er geschreven is",
        "en": "what is there is not what was written",
    },
    "exists": {
        "nl": "het bestand bestaat al; er wordt niets overschreven",
        "en": "the file exists already; nothing is written over",
    },
    "no-backup": {
        "nl": "het bestand is geen reservekopie van dit programma",
        "en": "the file is no backup of this program",
    },
    "other": {"nl": "de database geeft een fout", "en": "the database reports an error"},
}

_SQLITE = {
    sqlite3.SQLITE_NOTADB: "not-a-database",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_CANTOPEN: "not-allowed",
    sqlite3.SQLITE_PERM: "not-allowed",
    sqlite3.SQLITE_READONLY: "not-allowed",
    sqlite3.SQLITE_AUTH: "not-allowed",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_CONSTRAINT: "refused",
}

#: The beginning of an SQLSTATE (appendix A of PostgreSQL's manual); the longest that fits counts.
_SQLSTATE = {
    "08": "lost",
    "22": "refused",
    "23": "refused",
    "25006": "not-allowed",
    "28": "login",
    "3D": "no-such-database",
    "40": "raced",
    "42P01": "no-tables",
    "42703": "no-tables",
    "3F": "no-tables",
    "42501": "not-allowed",
    "53100": "full",
    "53300": "busy",
    "55P03": "locked",
    "57014": "no-answer",
    "57P": "lost",
    "58": "disk",
    "XX": "damaged",
}

#: libpq gives no code while it connects, only words.
_CONNECTING = (
    ("password authentication failed", "login"),
    ("no password supplied", "login"),
    ("role", "login"),
    ("no pg_hba.conf entry", "login"),
    ("does not exist", "no-such-database"),
    ("too many", "busy"),
    ("timeout", "no-answer"),
    ("timed out", "no-answer"),
    ("resolve host", "no-host"),
    ("translate host name", "no-host"),
)


class StoreFailure(StoreUnavailable):
    """The database as a whole fails. Facts: ``reason`` (English), ``cause`` (a key of :data:`REASONS`) and, where a rule
    of the database refused a change, ``rule``: the name of the constraint or column."""

    def __init__(self, cause: str, **facts: str) -> None:
        super().__init__(reason=REASONS[cause]["en"], cause=cause, **facts)

    def sentence(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The message with its reason in the same language."""
        reasons = REASONS[self.facts["cause"]]
        return sentence(self.code, {"reason": reasons.get(language, reasons["en"])}, language)


class Unreadable(StoreUnavailable):
    """One stored record is not what was written. Facts: ``kind``, ``key``, ``reason``; ``faults`` says what."""

    def __init__(self, kind: str, key: str, faults: Iterable[InputFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(kind=kind, key=key, reason=f"{kind} {key} cannot be read: {self._all('en')}")

    def _all(self, language: str) -> str:
        return "; ".join(f"{fault.path}: {fault.sentence(language)}" for fault in self.faults)

    def sentence(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The message with all faults in the same language."""
        words = "is niet te lezen" if language == "nl" else "cannot be read"
        reason = f"{self.facts['kind']} {self.facts['key']} {words}: {self._all(language)}"
        return sentence(self.code, {"reason": reason}, language)


def failure_of(error: exc.SQLAlchemyError | sqlite3.Error, url: URL) -> StoreFailure:
    """What went wrong, from the driver's own code where it gives one."""
    cause: BaseException = error
    if isinstance(error, exc.DBAPIError) and error.orig is not None:
        cause = error.orig
    if isinstance(cause, sqlite3.Error):
        name = _sqlite_cause(cause, url.database)
        return StoreFailure(name, rule=str(cause)) if name == "refused" else StoreFailure(name)
    if isinstance(error, exc.TimeoutError):
        return StoreFailure("busy")
    if getattr(cause, "sqlstate", None):
        return _postgresql_failure(cause)
    if isinstance(error, exc.OperationalError):
        words = str(cause).lower()
        found = (name for known, name in _CONNECTING if known in words)
        return StoreFailure("lost" if error.connection_invalidated else next(found, "no-server"))
    return StoreFailure("other")


def _postgresql_failure(cause: Any) -> StoreFailure:
    fitting = [known for known in _SQLSTATE if cause.sqlstate.startswith(known)]
    name = _SQLSTATE[max(fitting, key=len)] if fitting else "other"
    if name == "refused":
        return StoreFailure(name, rule=cause.diag.constraint_name or cause.diag.column_name or cause.sqlstate)
    return StoreFailure(name)


def _sqlite_cause(error: sqlite3.Error, database: str | None) -> str:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code == sqlite3.SQLITE_CANTOPEN and database:
        file = Path(database)
        if not file.parent.is_dir():
            return "no-folder"
        return "folder" if file.is_dir() else "not-allowed"
    if code == sqlite3.SQLITE_ERROR and ("no such table" in str(error) or "no such column" in str(error)):
        return "no-tables"
    return _SQLITE.get(code, "other")
