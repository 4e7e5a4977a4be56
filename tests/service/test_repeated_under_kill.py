"""The same POST up to eight times at once, half of the time with a ``kill -9`` in between: always exactly one effect.

Ten kills here; ``make repetition`` does as many as it is told (``REPETITION_KEYS``).
"""

from __future__ import annotations

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, select

from mkb_core.store.tables import receipts
from tests.service.killed_server import KilledServer, killed_server

KEYS = int(os.environ.get("REPETITION_KEYS", "20"))
MOST_COPIES = 8
#: An advice is given and stored in about this time: kills fall before, within and after it.
SECONDS = 0.08


def send(server: KilledServer, key: str, number: int) -> httpx.Response | None:
    """One copy; nothing where the server died, was busy with another copy, or is not there."""
    try:
        answer = httpx.post(
            f"{server.address}v1/advice",
            json={"question": f"Ik zoek geld voor machine {number}"},
            headers={"idempotency-key": key},
            timeout=60,
        )
    except httpx.TransportError:
        return None
    return None if answer.status_code in (409, 503) else answer


@pytest.mark.timeout(0)
def test_every_key_has_exactly_one_effect(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'mkb.sqlite'}"
    chance = random.Random(8)
    receipts_of: dict[str, str] = {}
    kills = 0
    with killed_server(url, tmp_path) as server, ThreadPoolExecutor(MOST_COPIES) as pool:
        for number in range(KEYS):
            key, copies = f"key-{number}", chance.choice([1, 2, 3, MOST_COPIES])
            under_way = [pool.submit(send, server, key, number) for _ in range(copies)]
            if number % 2:
                time.sleep(chance.uniform(0, SECONDS))
                server.kill()
                kills += 1
            told = [one.result() for one in under_way]
            if number % 2:
                server.await_ready()
            while (last := send(server, key, number)) is None:
                pass
            answers = {(one.status_code, one.content) for one in [*told, last] if one is not None}
            assert len(answers) == 1, (key, answers)
            assert last.status_code == 201
            receipts_of[key] = last.json()["receipt"]
            if (number + 1) % 100 == 0:
                print(f"{number + 1} keys, {kills} kills", flush=True)
    engine = create_engine(url)
    with engine.connect() as connection:
        stored = list(connection.execute(select(receipts.c.id)).scalars())
    engine.dispose()
    assert sorted(stored) == sorted(receipts_of.values())
    print(f"{KEYS} keys, {kills} kills: {len(stored)} effects")
