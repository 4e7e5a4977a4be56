"""The one table of jobs: what each does, what it is told, and how often it is tried."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from attrs import frozen

from mkb_core.errors import InputFault, InvalidInput
from mkb_core.text import Text, text


@frozen
class Job:
    """A kind of job. ``needs`` and ``may`` are the keys of its payload; ``personal`` those that are forgotten when it ends.

    ``waits`` are the pauses between attempts: one attempt more than there are pauses, and then it has failed.
    """

    name: str
    purpose: Text
    needs: frozenset[str]
    may: frozenset[str]
    personal: frozenset[str]
    waits: tuple[timedelta, ...]

    @property
    def most_attempts(self) -> int:
        """How often it is tried before it has failed."""
        return len(self.waits) + 1


def _minutes(*pauses: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=pause) for pause in pauses)


def _job(
    name: str,
    nl: str,
    en: str,
    waits: tuple[timedelta, ...],
    needs: str = "",
    may: str = "",
    personal: str = "",
) -> Job:
    return Job(
        name,
        text(nl=nl, en=en),
        needs=frozenset(needs.split()),
        may=frozenset(may.split()),
        personal=frozenset(personal.split()),
        waits=waits,
    )


JOBS: Mapping[str, Job] = {
    job.name: job
    for job in (
        _job(
            "send-mail",
            "een e-mail versturen",
            "send a mail",
            _minutes(1, 5, 15, 60, 180, 360, 720, 1440),
            needs="template to language values",
            personal="to values",
        ),
        _job(
            "send-webhook",
            "een partner melden wat er gebeurd is",
            "tell a partner what happened",
            (timedelta(seconds=5), *_minutes(5, 30, 120, 300, 600, 840, 1200, 1440)),
            needs="webhook event object at",
        ),
        _job(
            "collect-feeds",
            "bedrijven, nieuws en bijeenkomsten van partners ophalen",
            "collect companies, news and events from partners",
            _minutes(5, 30, 120),
        ),
        _job(
            "collect-fees",
            "de opgaven van partners over een kwartaal ophalen",
            "collect the partners' reports on a quarter",
            _minutes(60, 360, 1440, 1440),
            needs="period",
        ),
        _job(
            "retain",
            "verwijderen wat lang genoeg bewaard is",
            "remove what was kept long enough",
            _minutes(60, 360),
        ),
        _job(
            "clear-file",
            "van gewiste gegevens ook de laatste byte verwijderen",
            "remove the last byte of erased data too",
            _minutes(1, 5, 15, 60, 180, 360, 720, 1440),
        ),
    )
}


def check_payload(name: str, payload: Mapping[str, object]) -> Job:
    """The job of this name; raises :class:`InvalidInput` where there is none or the payload has other keys than it takes."""
    job = JOBS.get(name)
    if job is None:
        raise InvalidInput([InputFault("name", "unknown-name", {"value": name})])
    faults = [InputFault(f"payload.{key}", "missing") for key in sorted(job.needs - set(payload))]
    unknown = sorted(set(payload) - job.needs - job.may)
    faults += [InputFault("payload", "unknown-key", {"key": key}) for key in unknown]
    if faults:
        raise InvalidInput(faults)
    return job
