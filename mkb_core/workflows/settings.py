"""Settings of an installation, from the environment (prefix ``MKB_``)."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from attrs import field, frozen

from mkb_core.errors import InputFault, InvalidInput

Clock = Callable[[], datetime]


def default_database_url(environment: Mapping[str, str]) -> str:
    """An SQLite file in the user's data folder (``XDG_DATA_HOME``, else ``~/.local/share``)."""
    folder = environment.get("XDG_DATA_HOME") or str(Path("~/.local/share").expanduser())
    return f"sqlite:///{Path(folder) / 'mkb' / 'mkb.sqlite'}"


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
        return self.now or datetime.now(UTC)


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raises :class:`InvalidInput` naming every variable that cannot be read."""
    given = os.environ if environment is None else environment
    faults: list[InputFault] = []
    port, now = 8000, None
    if given.get("MKB_PORT"):
        try:
            port = int(given["MKB_PORT"])
        except ValueError:
            port = -1
        if not 0 <= port <= 65535:
            faults.append(InputFault("MKB_PORT", "out-of-range", {"value": given["MKB_PORT"], "low": 0, "high": 65535}))
    if given.get("MKB_NOW"):
        try:
            now = datetime.fromisoformat(given["MKB_NOW"])
            now = now.replace(tzinfo=UTC) if now.tzinfo is None else now.astimezone(UTC)
        except ValueError:
            expected = "a time (ISO 8601)"
            faults.append(InputFault("MKB_NOW", "wrong-type", {"expected": expected, "got": given["MKB_NOW"]}))
    if faults:
        raise InvalidInput(faults)
    return Settings(
        database_url=given.get("MKB_DATABASE_URL") or default_database_url(given),
        region=given.get("MKB_REGION") or "limburg",
        port=port,
        kvk_base_url=given.get("MKB_KVK_BASE_URL") or "https://api.kvk.nl/api",
        kvk_api_key=given.get("MKB_KVK_API_KEY", ""),
        operator_token=given.get("MKB_OPERATOR_TOKEN", ""),
        now=now,
    )
