from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from mkb_service.jobs.calendar import ask_for_due
from mkb_service.jobs.doers import DOERS
from mkb_service.jobs.doing import GiveUp, TryLater, Work, do, settle
from sqlalchemy import insert, update

from mkb_core.domain.jobs import JOBS
from mkb_core.errors import Denied, SourceUnavailable
from mkb_core.rights import Actor
from mkb_core.rights.actors import INSTALLATION
from mkb_core.store.engine import read, write
from mkb_core.store.job_states import (
    JobState,
    StoredJob,
    begin_attempt,
    cancel_job,
    find_job,
    list_jobs,
    retry_job,
)
from mkb_core.store.jobs import enqueue
from mkb_core.store.trust_tables import account_roles, accounts
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.settings import Settings
from tests.service.jobs.conftest import Workers

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
EVA = Actor("consultant", user="a-1", origin="page")


@pytest.fixture
def installation(workers: Workers) -> Iterator[Installation]:
    """Database and clock of an installation, without plugins."""
    nothing: Any = None
    made = Installation(Settings(workers.url, now=NOW), nothing, nothing)
    yield made
    made.store.close()


def handed(installation: Installation, actor: Actor | None = None) -> StoredJob:
    with write(installation.engine) as connection:
        job = find_job(connection, enqueue(connection, "collect-feeds", {}, NOW, actor=actor))
        assert job is not None
        begun = begin_attempt(connection, job)
    assert begun is not None
    return begun


def stored(installation: Installation, id_: str) -> StoredJob:
    with read(installation.engine) as connection:
        job = find_job(connection, id_)
    assert job is not None
    return job


def raising(error: Exception) -> Callable[[Work], None]:
    def doer(_: Work) -> None:
        raise error

    return doer


def succeed(_: Work) -> None:
    """Nothing goes wrong."""


def outcome_of(installation: Installation, job: StoredJob, doer: Callable[[Work], None]) -> StoredJob:
    outcome = do(installation, {job.name: doer}, job.id, job.attempts)
    assert outcome is not None
    settle(installation, job.id, job.attempts, outcome)
    settle(installation, job.id, job.attempts, outcome)  # a worker that took over does it again
    return stored(installation, job.id)


def test_every_job_has_a_function() -> None:
    assert set(DOERS) == set(JOBS)


@pytest.mark.parametrize(
    ("doer", "state", "fault"),
    [
        (succeed, JobState.DONE, None),
        (raising(Denied(kind="feed", action="create")), JobState.DENIED, "denied"),
        (raising(GiveUp("smtp-550")), JobState.FAILED, "smtp-550"),
        (raising(TryLater("liof")), JobState.WAITING, "liof"),
        (raising(SourceUnavailable(source="kvk", reason="x")), JobState.WAITING, "source-unavailable"),
        (raising(ValueError("piet@example.org")), JobState.WAITING, "ValueError"),
    ],
    ids=lambda value: value.value if isinstance(value, JobState) else None,
)
def test_what_becomes_of_a_job(
    installation: Installation, doer: Callable[[Work], None], state: JobState, fault: str | None
) -> None:
    job = outcome_of(installation, handed(installation), doer)
    assert (job.state, job.fault) == (state, fault)


def test_pauses_grow_and_end_and_begin_anew_by_hand(installation: Installation) -> None:
    job = handed(installation)
    waits = []
    later = outcome_of(installation, job, raising(TryLater("no")))
    while later.state is JobState.WAITING:
        waits.append(later.due_at - NOW)
        with write(installation.engine) as connection:
            begun = begin_attempt(connection, later)
        assert begun is not None
        later = outcome_of(installation, begun, raising(TryLater("no")))
    assert tuple(waits) == JOBS[job.name].waits == tuple(sorted(waits))
    assert later.state is JobState.FAILED
    with write(installation.engine) as connection:
        assert retry_job(connection, later, NOW)
        again = find_job(connection, later.id)
        assert again is not None
        begun = begin_attempt(connection, again)
    assert begun is not None
    assert outcome_of(installation, begun, raising(TryLater("no"))).due_at - NOW == waits[0]


def test_a_cancelled_job_is_not_begun(installation: Installation) -> None:
    job = handed(installation)
    with write(installation.engine) as connection:
        cancel_job(connection, job, NOW)
    assert do(installation, {}, job.id, job.attempts) is None


def test_who_asked_needs_the_right_when_it_is_done(installation: Installation) -> None:
    role = {"id": "g-1", "account": "a-1", "role": "consultant", "granted_at": NOW, "granted_by": "operator"}
    account = {"id": "a-1", "email": "eva@example.org", "name": "Eva", "language": "nl", "state": "active"}
    with write(installation.engine) as connection:
        connection.execute(insert(accounts), {**account, "version": 1, "created_at": NOW})
        connection.execute(insert(account_roles), role)
    seen: list[Actor] = []
    job = outcome_of(installation, handed(installation, EVA), lambda work: seen.append(work.actor))
    assert job.state is JobState.DONE
    assert seen == [Actor("consultant", user="a-1", origin="job")]
    for table, change in ((accounts, {"state": "blocked"}), (account_roles, {"ended_at": NOW})):
        with write(installation.engine) as connection:
            connection.execute(update(accounts).values(state="active"))
            connection.execute(update(table).values(**change))
        job = outcome_of(installation, handed(installation, EVA), lambda work: seen.append(work.actor))
        assert (job.state, job.fault) == (JobState.DENIED, "role-ended")
    assert len(seen) == 1


def test_what_nobody_asked_for_is_done_by_the_installation(installation: Installation) -> None:
    seen: list[Actor] = []
    outcome_of(installation, handed(installation), lambda work: seen.append(work.actor))
    assert seen == [INSTALLATION]


DAY = timedelta(days=1)


def asked(installation: Installation) -> list[str]:
    with read(installation.engine) as connection:
        return sorted(job.key or "" for job in list_jobs(connection))


def test_the_calendar_asks_once_for_each_moment(installation: Installation) -> None:
    engine = installation.engine
    assert ask_for_due(engine, NOW, since=NOW) == (), "a new installation makes up nothing"
    assert len(ask_for_due(engine, NOW + DAY, since=NOW)) == 2
    assert ask_for_due(engine, NOW + DAY, since=NOW) == ()
    assert ask_for_due(engine, NOW + DAY, since=NOW - DAY) == (), "nor does a second worker ask again"
    assert asked(installation) == ["collect-feeds 2026-11-24T04:30Z", "retain 2026-11-24T02:15Z"]


def test_what_was_missed_is_made_up_once(installation: Installation) -> None:
    engine = installation.engine
    ask_for_due(engine, NOW + DAY, since=NOW)
    ask_for_due(engine, NOW + 60 * DAY, since=NOW + 60 * DAY)
    assert asked(installation)[1] == "collect-feeds 2027-01-22T04:30Z"
    assert len(asked(installation)) == 4


def test_a_clock_that_jumps_ahead_and_back_stops_nothing_and_doubles_nothing(
    installation: Installation,
) -> None:
    engine = installation.engine
    ask_for_due(engine, NOW + DAY, since=NOW)
    ask_for_due(engine, NOW + 1000 * DAY, since=NOW)
    before = asked(installation)
    ask_for_due(engine, NOW + DAY, since=NOW)
    assert asked(installation) == before
    ask_for_due(engine, NOW + 2 * DAY, since=NOW)
    assert set(asked(installation)) - set(before) == {
        "collect-feeds 2026-11-25T04:30Z",
        "retain 2026-11-25T02:15Z",
    }
