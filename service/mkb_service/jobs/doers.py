"""The function of each job of :data:`mkb_core.domain.jobs.JOBS`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from dbos import DBOS

from mkb_core.workflows.erasure import clear_file
from mkb_core.workflows.feeds import collect_feeds
from mkb_core.workflows.fees import collect_fees
from mkb_core.workflows.privacy import retain
from mkb_service.jobs.doing import Doer, TryLater, Work
from mkb_service.jobs.states import OVER
from mkb_service.jobs.webhooks import send_webhook
from mkb_service.mail.sending import send_mail

#: What DBOS noted of attempts that are over; nothing is asked of it any more.
_NOTES_KEPT = timedelta(days=7)
_NOTES_AT_ONCE = 1000


def _collect_feeds(work: Work) -> None:
    _succeeded(
        {one.plugin for one in collect_feeds(work.installation, work.actor) if one.failure is not None}
    )


def _collect_fees(work: Work) -> None:
    answers = collect_fees(work.installation, work.actor, work.payload["period"])
    _succeeded({one.plugin for one in answers if one.failure is not None})


def _retain(work: Work) -> None:
    retain(work.installation, work.actor)
    before = (work.installation.settings.clock() - _NOTES_KEPT).isoformat()
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


def _clear_file(work: Work) -> None:
    if not clear_file(work.installation):
        raise TryLater("others keep the database busy")


def _succeeded(failing: set[str]) -> None:
    if failing:
        raise TryLater(", ".join(sorted(failing)))


DOERS: Mapping[str, Doer] = {
    "send-mail": send_mail,
    "send-webhook": send_webhook,
    "collect-feeds": _collect_feeds,
    "collect-fees": _collect_fees,
    "retain": _retain,
    "clear-file": _clear_file,
}
