"""``mkb jobs``: what is to be done, what was done, and what failed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from cyclopts import Parameter

from mkb_core.cli.exits import Exit
from mkb_core.cli.job_words import told
from mkb_core.cli.options import WHOLE, Json, Lang
from mkb_core.cli.printing import print_json, printable, say, show, table
from mkb_core.cli.startup import installation
from mkb_core.domain.jobs import JOBS
from mkb_core.rights import COMMAND_LINE
from mkb_core.store.job_states import JobState, StoredJob
from mkb_core.workflows import jobs as workflow

Id = Annotated[str, Parameter(help="Id of a job, as mkb jobs list shows it.")]
State = Annotated[
    Literal["waiting", "working", "done", "denied", "failed", "cancelled"] | None,
    Parameter(help="Only jobs in this state; by default all."),
]
Limit = Annotated[int, WHOLE, Parameter(help="At most this many jobs, 1 to 10,000.")]


def list_jobs(*, state: State = None, limit: Limit = 100, json: Json = False, lang: Lang = "nl") -> int:
    """Show the jobs, the newest first, and what keeps them waiting."""
    found = workflow.overview(
        installation(lang), COMMAND_LINE, JobState(state) if state else None, limit=limit
    )
    if json:
        counts = [
            {"name": name, "state": one.value, "count": count} for (name, one), count in found.counts.items()
        ]
        print_json(
            {"jobs": [_data(job) for job in found.jobs], "counts": counts, "mails_wait": found.mails_wait}
        )
        return Exit.OK
    if found.jobs:
        heads = ("id", "job", "state", "attempts", "asked", "next", "fault")
        grid = table(*(told(head, lang) for head in heads))
        for job in found.jobs:
            purpose = JOBS[job.name].purpose.in_language(lang) if job.name in JOBS else job.name
            grid.add_row(
                job.id,
                printable(purpose),
                told(job.state.value, lang),
                f"{job.attempts}/{job.most_attempts}",
                f"{job.created_at:%Y-%m-%d %H:%M}",
                f"{job.due_at:%Y-%m-%d %H:%M}" if job.state is JobState.WAITING else "-",
                printable(job.fault or "-"),
            )
        show([grid])
    else:
        print(told("none", lang))
    if found.mails_wait:
        say(told("mails-wait", lang, count=found.mails_wait))
    return Exit.OK


def retry(job: Id, /, *, json: Json = False, lang: Lang = "nl") -> int:
    """Have a failed job tried again from now on, as often as a new one."""
    workflow.retry(installation(lang), COMMAND_LINE, job)
    return _answer(job, "retried", json=json, lang=lang)


def cancel(job: Id, /, *, json: Json = False, lang: Lang = "nl") -> int:
    """Do not do a job, or not again; what was begun already may still be finished."""
    workflow.cancel(installation(lang), COMMAND_LINE, job)
    return _answer(job, "was-cancelled", json=json, lang=lang)


def _answer(id_: str, key: str, *, json: bool, lang: str) -> int:
    if json:
        print_json({"id": id_})
    else:
        print(told(key, lang, id=id_))
    return Exit.OK


def _data(job: StoredJob) -> dict[str, Any]:
    return {
        "id": job.id,
        "name": job.name,
        "state": job.state.value,
        "payload": dict(job.payload),
        "key": job.key,
        "role": job.role,
        "attempts": job.attempts,
        "most_attempts": job.most_attempts,
        "fault": job.fault,
        "created_at": job.created_at.isoformat(),
        "due_at": job.due_at.isoformat(),
        "ended_at": job.ended_at.isoformat() if job.ended_at else None,
    }
