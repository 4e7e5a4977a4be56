"""The function of each job of :data:`mkb_core.domain.jobs.JOBS`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from dbos import DBOS

from mkb_core.rights import INSTALLATION
from mkb_core.store.engine import write
from mkb_core.store.job_states import JobState, forget_jobs
from mkb_core.workflows.feeds import collect_feeds
from mkb_core.workflows.fees import collect_fees
from mkb_service.jobs.doing import Doer, TryLater, Work
from mkb_service.jobs.states import OVER
from mkb_service.mail.sending import send_mail

#: Ended jobs are kept this long, to be looked at: longer than a quarter, so that it is known what the calendar asked
#: for last. A failed one still holds what is personal in it.
KEPT: Mapping[JobState, timedelta] = {
    JobState.DONE: timedelta(days=180),
    JobState.DENIED: timedelta(days=180),
    JobState.CANCELLED: timedelta(days=180),
    JobState.FAILED: timedelta(days=30),
}
#: What DBOS noted of attempts that are over; nothing is asked of it any more.
_NOTES_KEPT = timedelta(days=7)
_NOTES_AT_ONCE = 1000


def _collect_feeds(work: Work) -> None:
    _succeeded(
        {one.plugin for one in collect_feeds(work.installation, INSTALLATION) if one.failure is not None}
    )


def _collect_fees(work: Work) -> None:
    answers = collect_fees(work.installation, work.payload["period"])
    _succeeded({one.plugin for one in answers if one.failure is not None})


def _forget_jobs(work: Work) -> None:
    now = work.installation.settings.clock()
    with write(work.installation.engine) as connection:
        for state, kept in KEPT.items():
            forget_jobs(connection, state, now - kept)
    before = (now - _NOTES_KEPT).isoformat()
    while True:
        old = DBOS.list_workflows(
            status=list(OVER),
            completed_before=before,
            limit=_NOTES_AT_ONCE,
            load_input=False,
            load_output=False,
        )
        DBOS.delete_workflows([one.workflow_id for one in old])
        if len(old) < _NOTES_AT_ONCE:
            return


def _succeeded(failing: set[str]) -> None:
    if failing:
        raise TryLater(", ".join(sorted(failing)))


DOERS: Mapping[str, Doer] = {
    "send-mail": send_mail,
    "collect-feeds": _collect_feeds,
    "collect-fees": _collect_fees,
    "forget-jobs": _forget_jobs,
}
