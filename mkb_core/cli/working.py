"""``mkb work``: the jobs, done by whatever web service is installed."""

from __future__ import annotations

from mkb_core.cli.exits import Exit, Unavailable
from mkb_core.cli.job_words import WORDS, told
from mkb_core.cli.options import Lang
from mkb_core.cli.serving import until_stopped
from mkb_core.cli.startup import assembled, settings


def work(*, lang: Lang = "nl") -> int:
    """Do the jobs (mails, feeds, fees), in the foreground, until it is stopped; several at once on PostgreSQL."""
    given = settings()
    try:
        from mkb_service.jobs.process import work_forever
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "mkb_service":
            raise
        raise Unavailable(WORDS["no-worker"]) from None
    made = assembled(given)
    with until_stopped():
        work_forever(
            made,
            lambda name: print(told("worker-ready", lang, name=name), flush=True),
            lambda: print(told("worker-stands-by", lang), flush=True),
        )
    return Exit.OK
