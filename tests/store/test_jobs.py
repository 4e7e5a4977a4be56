from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, select

from mkb_core.errors import InvalidInput
from mkb_core.rights import Actor
from mkb_core.store.engine import read, write
from mkb_core.store.job_tables import jobs
from mkb_core.store.jobs import enqueue

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def count(engine: Engine) -> int:
    with read(engine) as connection:
        return connection.execute(select(func.count()).select_from(jobs)).scalar_one()


def test_a_job_is_there_when_the_change_was_committed(engine: Engine) -> None:
    with write(engine) as connection:
        assert enqueue(connection, "collect-feeds", {}, NOW).startswith("j-")
    assert count(engine) == 1


def test_no_job_is_there_when_the_change_was_undone(engine: Engine) -> None:
    with suppress(RuntimeError), write(engine) as connection:
        enqueue(connection, "collect-feeds", {}, NOW)
        raise RuntimeError
    assert count(engine) == 0


def test_the_same_key_is_the_same_job(engine: Engine) -> None:
    with write(engine) as connection:
        first = enqueue(connection, "collect-fees", {"period": "2026-Q3"}, NOW, key="fees 2026-Q3")
    with write(engine) as connection:
        assert enqueue(connection, "collect-fees", {"period": "2026-Q3"}, NOW, key="fees 2026-Q3") == first
    assert count(engine) == 1


def test_jobs_without_key_are_different_jobs(engine: Engine) -> None:
    with write(engine) as connection:
        assert enqueue(connection, "collect-feeds", {}, NOW) != enqueue(connection, "collect-feeds", {}, NOW)


@pytest.mark.parametrize(
    ("name", "payload", "path"),
    [
        ("make-coffee", {}, "name"),
        ("collect-fees", {}, "payload.period"),
        ("collect-feeds", {"sugar": 2}, "payload"),
        ("collect-fees", {"period": float("nan")}, "payload"),
    ],
)
def test_a_job_that_nobody_can_do_is_refused_at_once(
    engine: Engine, name: str, payload: dict[str, object], path: str
) -> None:
    with pytest.raises(InvalidInput) as refusal, write(engine) as connection:
        enqueue(connection, name, payload, NOW, actor=Actor("operator"))
    assert [fault.path for fault in refusal.value.faults] == [path]
