"""The service is killed while it works: nothing acknowledged is lost, nothing is done twice. `nox -s durability`: for long."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.durability.killing import kill_often


@pytest.mark.slow
@pytest.mark.timeout(1800)  # seconds on a machine with nothing else to do
def test_killed_service_keeps_its_word(database_url: str, tmp_path: Path) -> None:
    kills = 10 if database_url.startswith("sqlite") else 5
    told: list[str] = []
    ledger = kill_often(tmp_path, database_url, kills, told.append, random.Random())
    assert (ledger.kills, len(told)) == (kills, kills)
    assert len(ledger.receipts) > kills
    assert ledger.values
