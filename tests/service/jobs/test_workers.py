from __future__ import annotations

import pytest

from mkb_core.store.job_states import JobState
from tests.service.jobs.conftest import Workers


def is_on_sqlite(workers: Workers) -> bool:
    return workers.url.startswith("sqlite")


def test_what_a_killed_worker_had_in_hand_is_done_by_another_once(workers: Workers) -> None:
    (workers.folder / "hold").touch()
    ids = workers.ask(3)
    workers.start()
    workers.wait(lambda: workers.marks("begun"))
    workers.start()
    stand_by = "standby" if is_on_sqlite(workers) else "ready"
    ready = 1 if is_on_sqlite(workers) else 2
    workers.wait(lambda: len(workers.marks(stand_by)) == ready)
    workers.kill(workers.marks("begun")[0][0])
    (workers.folder / "hold").unlink()
    jobs = workers.wait_for_end()
    assert {job.state for job in jobs.values()} == {JobState.DONE}
    assert {job.attempts for job in jobs.values()} == {1}, "taken over, not counted as a failure"
    assert workers.count("done") == dict.fromkeys(ids, 1)


def test_two_workers_do_each_job_once(workers: Workers) -> None:
    ids = workers.ask(20)
    workers.start()
    workers.start()
    jobs = workers.wait_for_end()
    assert {job.state for job in jobs.values()} == {JobState.DONE}
    assert workers.count("done") == dict.fromkeys(ids, 1)


def test_workers_have_stable_names_of_their_own(workers: Workers) -> None:
    first = workers.start()
    workers.wait(lambda: workers.marks("ready"))
    second = workers.start()
    if is_on_sqlite(workers):
        workers.wait(lambda: workers.marks("standby"))
    else:
        workers.wait(lambda: len(workers.marks("ready")) == 2)
        assert len(workers.count("ready")) == 2
    [(_, name), *_] = workers.marks("ready")
    workers.kill(first)
    if not is_on_sqlite(workers):
        workers.start()
    workers.wait(lambda: workers.count("ready")[name] == 2)
    assert workers.stop(second) == 0


def test_a_worker_that_is_told_to_stop_ends_what_it_has_in_hand(workers: Workers) -> None:
    (workers.folder / "hold").touch()
    [id_] = workers.ask()
    pid = workers.start()
    workers.wait(lambda: workers.marks("begun"))
    (workers.folder / "hold").unlink()
    assert workers.stop(pid) == 0
    assert workers.jobs()[id_].state is JobState.DONE


def test_a_job_that_takes_its_workers_down_does_not_do_so_for_ever(workers: Workers) -> None:
    if not is_on_sqlite(workers):
        pytest.skip("the same code as on SQLite, and each round takes seconds")
    [id_] = workers.ask(name="collect-fees", period="2026-Q3")
    for _ in range(8):
        pid = workers.start()
        workers.wait(lambda: workers.running[pid].poll() is not None or workers.jobs()[id_].fault)  # noqa: B023
        if workers.jobs()[id_].fault:
            break
        workers.kill(pid)
    job = workers.jobs()[id_]
    assert (job.state, job.fault) == (JobState.WAITING, "worker-lost")
    assert workers.count("begun")[id_] <= 4
