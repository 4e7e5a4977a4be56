"""A worker: takes a place, hands due jobs to DBOS and does them, and takes over what lost workers had in hand.

Jobs are stored by the core in the transaction of the change that asks for them (``mkb_jobs``). Handing one over marks it
and enqueues its workflow in one transaction, which DBOS allows because its tables are in the same database: so a job is
handed over exactly once, whatever dies in between.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Event
from typing import Any

from attrs import define, field
from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions
from sqlalchemy import Engine

from mkb_core.store.column_types import MOST_ROWS
from mkb_core.store.engine import read, write
from mkb_core.store.job_states import JobState, StoredJob, begin_attempt, due_jobs, list_jobs
from mkb_core.workflows.assembly import Installation
from mkb_service.jobs.calendar import ask_for_due
from mkb_service.jobs.doers import DOERS
from mkb_service.jobs.doing import Doer, do, settle
from mkb_service.jobs.places import Places, places_of
from mkb_service.jobs.states import OVER
from mkb_service.jobs.system_database import system_engine
from mkb_service.mail.sending import sends_mail

log = logging.getLogger(__name__)

APPLICATION = "mkb"
#: Workers with different versions do not touch each other's jobs. It changes when the steps of a job change, not with
#: every release: old and new processes work side by side during an upgrade.
VERSION = "1"
WORKFLOW = "mkb-job"
#: queue -> how many of its jobs one worker does at the same time; slow collections do not keep mails waiting
QUEUES: Mapping[str, int] = {"mkb-mail": 4, "mkb-webhooks": 4, "mkb-work": 2}
#: job -> its queue; all others go into the last one
QUEUE_OF: Mapping[str, str] = {"send-mail": "mkb-mail", "send-webhook": "mkb-webhooks"}
#: Seconds between two looks for jobs, for lost workers, at the calendar, and after a database that could not be reached.
LOOK_SECONDS = 1.0
RECOVER_SECONDS = 5.0
CALENDAR_SECONDS = 30.0
UNREACHABLE_SECONDS = 5.0
#: A job in hand gets this long to end when the worker is told to stop.
SECONDS_TO_END = 10
#: A job that takes its worker down with it is taken over this often; then the attempt has failed.
MOST_RECOVERIES = 3
WORKER_LOST = {"state": JobState.WAITING.value, "fault": "worker-lost"}


@define(eq=False)
class Worker:
    """Does the jobs of one installation between the start and the end of :meth:`run`; one per process."""

    installation: Installation
    doers: Mapping[str, Doer] = field(factory=lambda: DOERS)
    look_seconds: float = LOOK_SECONDS
    recover_seconds: float = RECOVER_SECONDS
    on_ready: Callable[[str], None] = lambda name: None
    on_standby: Callable[[], None] = lambda: None
    working: Event = field(factory=Event, init=False)
    _at_work: set[str] = field(factory=set, init=False)

    def run(self, stopped: Event) -> None:
        """Work until stopped; where all places are taken or the database cannot be reached, wait."""
        told = False
        while not stopped.is_set():
            try:
                self._work(stopped)
                told = False
            except Exception:  # the database went away, mostly; DBOS passes on what its driver raises
                if not told:
                    log.exception("the worker cannot work, and tries again")
                told = True
            stopped.wait(UNREACHABLE_SECONDS)

    def _work(self, stopped: Event) -> None:
        places = places_of(self.installation.engine)
        name = self._place(places, stopped)
        if name is None:
            return
        try:
            system = system_engine(self.installation.settings.database_url)
            try:
                self._work_as(name, places, system, stopped)
            finally:
                system.dispose()
        finally:
            places.leave()

    def _work_as(self, name: str, places: Places, system: Engine, stopped: Event) -> None:
        client = self._launch(name, system)
        self.working.set()
        self.on_ready(name)
        try:
            clock = self.installation.settings.clock
            began = clock()
            to_take_over, to_ask = Pause(self.recover_seconds), Pause(CALENDAR_SECONDS)
            while not stopped.is_set():
                if to_take_over.is_over():
                    if not places.is_held():
                        log.warning("the place %s was lost; the worker starts again", name)
                        return
                    self._take_over(places)
                if to_ask.is_over():
                    ask_for_due(self.installation.engine, clock(), began)
                if not self._hand_over(client, clock()):
                    stopped.wait(self.look_seconds)
        finally:
            self.working.clear()
            client.destroy()
            seconds = SECONDS_TO_END if self._at_work else 0
            DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=seconds)

    def _place(self, places: Places, stopped: Event) -> str | None:
        """A place, waited for as long as all are taken; ``None`` where the worker is stopped meanwhile."""
        told = False
        while not stopped.is_set():
            name = places.take()
            if name is not None:
                return name
            if not told:
                self.on_standby()
            told = True
            stopped.wait(self.look_seconds)
        return None

    def _launch(self, name: str, system: Engine) -> DBOSClient:
        DBOS(
            config={
                "name": APPLICATION,
                "system_database_engine": system,
                "executor_id": name,
                "application_version": VERSION,
                "use_listen_notify": False,  # no job waits for a notification
                "scheduler_polling_interval_sec": 3600.0,  # the calendar is ours
                "serializer": DBOSPortableJSONSerializer(),
                "log_level": "WARNING",
            }
        )
        _log_as_everybody()
        installation, doers = self.installation, self.doers

        @DBOS.step(name="do")
        def do_once(id_: str, attempt: int) -> dict[str, Any] | None:
            self._at_work.add(id_)
            try:
                return do(installation, doers, id_, attempt)
            finally:
                self._at_work.discard(id_)

        @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=MOST_RECOVERIES)
        def work(id_: str, attempt: int) -> None:
            outcome = do_once(id_, attempt)
            if outcome is not None:
                settle(installation, id_, attempt, outcome)

        DBOS.launch()
        for queue, at_once in QUEUES.items():
            DBOS.register_queue(queue, worker_concurrency=at_once, polling_interval_sec=self.look_seconds)
        return DBOSClient(
            system_database_engine=self.installation.engine,
            serializer=DBOSPortableJSONSerializer(),
            application_name=APPLICATION,
            lazy=True,
        )

    def _hand_over(self, client: DBOSClient, now: datetime) -> int:
        settings = self.installation.settings
        without = () if sends_mail(settings) else ("send-mail",)
        with read(self.installation.engine) as connection:
            if not due_jobs(connection, now, without=without, limit=1):
                return 0
        with write(self.installation.engine) as connection:
            due = due_jobs(connection, now, without=without, lock=True)
            for job in due:
                begun = begin_attempt(connection, job)
                if begun is not None:
                    options: EnqueueOptions = {
                        "workflow_name": WORKFLOW,
                        "queue_name": QUEUE_OF.get(job.name, "mkb-work"),
                        "workflow_id": _workflow_id(begun),
                        "app_version": VERSION,
                    }
                    client.enqueue_in_transaction(connection, options, begun.id, begun.attempts)
        return len(due)

    def _take_over(self, places: Places) -> None:
        """What lost workers had in hand goes back into the queue; what DBOS no longer works on counts as failed."""
        pending = DBOS.list_workflows(status="PENDING", load_input=False)
        for lost in sorted({one.executor_id for one in pending if one.executor_id}):
            with places.while_gone(lost) as gone:
                if gone:
                    log.warning("taking over what the lost worker %s had in hand", lost)
                    DBOS._recover_pending_workflows([lost])
        with read(self.installation.engine) as connection:
            in_hand = {
                _workflow_id(job): job for job in list_jobs(connection, JobState.WORKING, limit=MOST_ROWS)
            }
        if in_hand:
            known = DBOS.list_workflows(workflow_ids=list(in_hand), load_input=False, load_output=False)
            alive = {one.workflow_id for one in known if one.status not in OVER}
            for job in (job for id_, job in in_hand.items() if id_ not in alive):
                settle(self.installation, job.id, job.attempts, WORKER_LOST)


@define
class Pause:
    """Tells at most once per so many seconds that it is time; the clock on the wall may jump meanwhile."""

    seconds: float
    _last: float = field(default=-float("inf"), init=False)

    def is_over(self) -> bool:
        """Is it time? Then the next pause begins."""
        now = time.monotonic()
        if now - self._last < self.seconds:
            return False
        self._last = now
        return True


def _workflow_id(job: StoredJob) -> str:
    return f"{job.id}-{job.attempts}"


def _log_as_everybody() -> None:
    """DBOS writes to standard error itself; its warnings go where those of all libraries go."""
    logger = logging.getLogger("dbos")
    logger.handlers.clear()
    logger.propagate = True
