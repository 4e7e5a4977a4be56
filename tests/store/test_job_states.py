from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from mkb_core.store.engine import read, write
from mkb_core.store.job_states import (
    JobState,
    StoredJob,
    begin_attempt,
    cancel_job,
    count_jobs,
    due_jobs,
    end_attempt,
    find_job,
    job_in_hand,
    last_asked,
    list_jobs,
    retry_job,
    try_later,
)
from mkb_core.store.jobs import enqueue
from mkb_core.store.mails import enqueue_mail

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
VALUES = {"path": "/wachtwoord/geheim", "until": "2026-11-24T12:00:00+00:00"}


def asked(engine: Engine, due: datetime | None = None) -> StoredJob:
    with write(engine) as connection:
        id_ = enqueue(connection, "collect-feeds", {}, NOW, due=due)
    return found(engine, id_)


def mail(engine: Engine) -> StoredJob:
    with write(engine) as connection:
        id_ = enqueue_mail(connection, "lost-password", "eva@example.org", VALUES, NOW)
    return found(engine, id_)


def found(engine: Engine, id_: str) -> StoredJob:
    with read(engine) as connection:
        job = find_job(connection, id_)
    assert job is not None
    return job


def begun(engine: Engine, job: StoredJob) -> StoredJob:
    with write(engine) as connection:
        made = begin_attempt(connection, job)
    assert made is not None
    return made


def test_a_job_is_due_when_its_time_has_come_and_not_before(engine: Engine) -> None:
    job = asked(engine, NOW + HOUR)
    with read(engine) as connection:
        assert due_jobs(connection, NOW) == ()
        assert due_jobs(connection, NOW - 1000 * HOUR) == ()  # a clock that went back
        assert due_jobs(connection, NOW + HOUR) == (job,)


def test_jobs_that_cannot_be_done_now_do_not_keep_others_waiting(engine: Engine) -> None:
    mail(engine)
    job = asked(engine)
    with read(engine) as connection:
        assert due_jobs(connection, NOW, without=("send-mail",)) == (job,)


def test_a_job_is_handed_over_once(engine: Engine) -> None:
    job = asked(engine)
    assert begun(engine, job).attempts == 1
    with write(engine) as connection:
        assert begin_attempt(connection, job) is None
        assert due_jobs(connection, NOW, lock=True) == ()


def test_two_that_hand_over_at_the_same_time_take_different_jobs(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    asked(engine)
    with write(engine) as first, write(engine) as second:
        assert len(due_jobs(first, NOW, lock=True)) == 1
        assert due_jobs(second, NOW, lock=True) == ()


def test_a_worker_that_was_taken_for_lost_changes_nothing(engine: Engine) -> None:
    stale = begun(engine, asked(engine))
    with write(engine) as connection:
        assert try_later(connection, stale, NOW, "worker-lost")
    current = begun(engine, found(engine, stale.id))
    with write(engine) as connection:
        assert not end_attempt(connection, stale, JobState.DONE, NOW)
        assert not try_later(connection, stale, NOW, "late")
        assert job_in_hand(connection, stale.id, stale.attempts) is None
        assert job_in_hand(connection, current.id, current.attempts) == current
        assert end_attempt(connection, current, JobState.DONE, NOW)
    assert found(engine, stale.id).state is JobState.DONE


@pytest.mark.parametrize("state", [JobState.DONE, JobState.DENIED, JobState.CANCELLED])
def test_what_is_personal_is_forgotten_when_a_mail_is_over(engine: Engine, state: JobState) -> None:
    job = begun(engine, mail(engine))
    with write(engine) as connection:
        assert end_attempt(connection, job, state, NOW)
    assert found(engine, job.id).payload == {"template": "lost-password", "language": "nl"}


def test_a_failed_mail_can_be_sent_after_all(engine: Engine) -> None:
    job = begun(engine, mail(engine))
    with write(engine) as connection:
        end_attempt(connection, job, JobState.FAILED, NOW, "smtp-554")
        failed = find_job(connection, job.id)
        assert failed is not None
        assert failed.fault == "smtp-554"
        assert retry_job(connection, failed, NOW + HOUR)
        assert not retry_job(connection, failed, NOW + HOUR)
    again = found(engine, job.id)
    assert (again.state, again.due_at, again.ended_at) == (JobState.WAITING, NOW + HOUR, None)
    assert again.payload == job.payload
    assert again.most_attempts == job.attempts + job.most_attempts


def test_a_cancelled_job_is_not_handed_over(engine: Engine) -> None:
    job = mail(engine)
    with write(engine) as connection:
        assert cancel_job(connection, job, NOW)
        assert due_jobs(connection, NOW) == ()
    assert "to" not in found(engine, job.id).payload


def test_a_job_that_is_cancelled_in_hand_stays_cancelled(engine: Engine) -> None:
    job = begun(engine, asked(engine))
    with write(engine) as connection:
        assert cancel_job(connection, job, NOW)
        assert not end_attempt(connection, job, JobState.DONE, NOW)
    assert found(engine, job.id).state is JobState.CANCELLED


def test_jobs_are_listed_newest_first_and_counted(engine: Engine) -> None:
    first, second = asked(engine), mail(engine)
    with write(engine) as connection:
        third = enqueue(connection, "collect-feeds", {}, NOW + HOUR)
        ids = [job.id for job in list_jobs(connection)]
        assert ids[0] == third
        assert sorted(ids[1:]) == sorted([first.id, second.id])
        assert list_jobs(connection, JobState.FAILED) == ()
        assert count_jobs(connection) == {
            ("collect-feeds", JobState.WAITING): 2,
            ("send-mail", JobState.WAITING): 1,
        }


def test_when_the_calendar_asked_last(engine: Engine) -> None:
    with write(engine) as connection:
        enqueue(connection, "collect-feeds", {}, NOW + HOUR)  # by hand
        assert last_asked(connection, "collect-feeds", NOW + 2 * HOUR) is None
        enqueue(connection, "collect-feeds", {}, NOW, key="a")
        enqueue(connection, "collect-feeds", {}, NOW + 9 * HOUR, key="b")  # by a clock that was ahead
        assert last_asked(connection, "collect-feeds", NOW + HOUR) == NOW
