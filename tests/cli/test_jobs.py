"""``mkb jobs``: shown, tried again, cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine

from mkb_core.store import migrations
from mkb_core.store.engine import make_engine, write
from mkb_core.store.job_states import JobState, begin_attempt, due_jobs, end_attempt
from mkb_core.store.mails import enqueue_mail
from tests.cli.conftest import NOW, Mkb

VALUES = {"path": "/wachtwoord/geheim", "until": NOW}
MOMENT = datetime.fromisoformat(NOW)


@pytest.fixture
def engine(mkb: Mkb, environment: dict[str, str]) -> Iterator[Engine]:
    mkb("jobs", "list")  # makes the database
    made = make_engine(environment["MKB_DATABASE_URL"])
    migrations.upgrade(made)
    yield made
    made.dispose()


def ask(engine: Engine) -> str:
    with write(engine) as connection:
        return enqueue_mail(connection, "lost-password", "eva@example.org", VALUES, MOMENT)


def fail(engine: Engine) -> None:
    with write(engine) as connection:
        [job] = due_jobs(connection, MOMENT)
        begun = begin_attempt(connection, job)
        assert begun is not None
        end_attempt(connection, begun, JobState.FAILED, MOMENT, "smtp-550")


def test_mails_that_wait_for_a_way_out_are_told_without_what_is_personal(mkb: Mkb, engine: Engine) -> None:
    id_ = ask(engine)
    shown = mkb("jobs", "list", "--lang", "en")
    assert shown.code == 0
    assert "Mails that wait: 1" in shown.err
    found = mkb("jobs", "list", "--json")
    assert [job["id"] for job in found.json["jobs"]] == [id_]
    assert found.json["mails_wait"] == 1
    assert "eva@" not in shown.out + found.out
    assert "geheim" not in found.out


def test_a_failed_job_is_shown_and_tried_again(mkb: Mkb, engine: Engine) -> None:
    id_ = ask(engine)
    fail(engine)
    [job] = mkb("jobs", "list", "--state", "failed", "--json").json["jobs"]
    assert (job["id"], job["fault"], job["attempts"]) == (id_, "smtp-550", 1)
    assert mkb("jobs", "retry", id_).code == 0
    assert mkb("jobs", "list", "--state", "failed", "--json").json["jobs"] == []


def test_a_cancelled_job_cannot_be_tried_again(mkb: Mkb, engine: Engine) -> None:
    id_ = ask(engine)
    assert mkb("jobs", "cancel", id_).code == 0
    refused = mkb("jobs", "retry", id_, "--lang", "en")
    assert refused.code != 0
    assert f"Job {id_} is cancelled" in refused.err


def test_an_unknown_job_is_not_found(mkb: Mkb) -> None:
    assert mkb("jobs", "retry", "j-none").code == 3
