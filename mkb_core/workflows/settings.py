"""Settings of an installation, from the environment (prefix ``MKB_``)."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from attrs import field, frozen

from mkb_core.codec import describe
from mkb_core.errors import InputFault, InvalidInput

Clock = Callable[[], datetime]
HIGHEST_PORT = 65535


def data_folder(environment: Mapping[str, str] | None = None) -> Path:
    """The user's data folder: ``XDG_DATA_HOME``, else ``~/.local/share``."""
    given = (os.environ if environment is None else environment).get("XDG_DATA_HOME")
    return Path(given) if given else Path("~/.local/share").expanduser()


def default_database_url(environment: Mapping[str, str]) -> str:
    """An SQLite file in the user's data folder."""
    return f"sqlite:///{data_folder(environment) / 'mkb' / 'mkb.sqlite'}"


@frozen
class Settings:
    """What may differ between installations. ``now`` fixes the clock (tests); a key never appears in a ``repr``."""

    database_url: str
    region: str = "limburg"
    port: int = 8000
    kvk_base_url: str = "https://api.kvk.nl/api"
    kvk_api_key: str = field(default="", repr=False)
    operator_token: str = field(default="", repr=False)
    now: datetime | None = None

    def clock(self) -> datetime:
        """The moment, in UTC with zone."""
        return self.now or datetime.now(UTC)  # noqa: TID251 - the edge: here, and only here, the clock is read


def _port(words: str) -> int:
    port = int(words) if words.isascii() and words.isdigit() and len(words) <= 5 else -1
    if not 0 <= port <= HIGHEST_PORT:
        raise InvalidInput(
            [InputFault("$", "out-of-range", {"value": describe(words), "low": 0, "high": HIGHEST_PORT})]
        )
    return port


def _moment(words: str) -> datetime:
    """ISO 8601; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(words)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        facts = {"expected": "2026-01-31T12:00:00Z (ISO 8601)", "got": describe(words)}
        raise InvalidInput([InputFault("$", "wrong-type", facts)]) from None


#: variable -> (setting, how its words are read); a variable that is empty counts as absent
VARIABLES: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "MKB_DATABASE_URL": ("database_url", str),
    "MKB_REGION": ("region", str),
    "MKB_PORT": ("port", _port),
    "MKB_KVK_BASE_URL": ("kvk_base_url", str),
    "MKB_KVK_API_KEY": ("kvk_api_key", str),
    "MKB_OPERATOR_TOKEN": ("operator_token", str),
    "MKB_NOW": ("now", _moment),
}


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raises :class:`InvalidInput` naming every variable that cannot be read."""
    given = os.environ if environment is None else environment
    values: dict[str, Any] = {"database_url": default_database_url(given)}
    faults: list[InputFault] = []
    for variable, (name, read) in VARIABLES.items():
        words = given.get(variable, "").strip()
        if words:
            try:
                values[name] = read(words)
            except InvalidInput as refusal:
                faults += [fault.under(variable) for fault in refusal.faults]
    if faults:
        raise InvalidInput(faults)
    return Settings(**values)
