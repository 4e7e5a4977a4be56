"""A worker as a process of its own, and beside the pages where one process does everything."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread

from attrs import define, field
from sqlalchemy import make_url

from mkb_core.workflows.assembly import Installation
from mkb_service.logs import JsonHandler, json_log


def work_forever(
    installation: Installation, on_ready: Callable[[str], None], on_standby: Callable[[], None]
) -> None:
    """Work in the foreground until ``KeyboardInterrupt``; a job in hand is ended first.

    Raises :class:`~mkb_core.errors.StoreUnavailable` where the database cannot be opened.
    """
    _ = installation.engine  # opened and migrated, or refused at once
    handler = JsonHandler(json_log())
    logging.getLogger().addHandler(handler)
    beside = WorkerBeside(installation, on_ready, on_standby)
    beside.start()
    try:
        Event().wait()
    finally:
        beside.stop()
        logging.getLogger().removeHandler(handler)


@define(eq=False)
class WorkerBeside:
    """A worker in a thread of its own, between :meth:`start` and :meth:`stop`."""

    installation: Installation
    on_ready: Callable[[str], None] = lambda name: None
    on_standby: Callable[[], None] = lambda: None
    _stopped: Event = field(factory=Event, init=False)
    _thread: Thread | None = field(default=None, init=False)

    def start(self) -> None:
        """Begin; where it runs already, nothing happens."""
        if self._thread is None:
            self._stopped.clear()
            self._thread = Thread(target=self._run, name="mkb-worker", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End what is in hand, and then itself."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        from mkb_service.jobs.worker import Worker  # noqa: PLC0415 - takes a second, in which pages can be served

        Worker(self.installation, on_ready=self.on_ready, on_standby=self.on_standby).run(self._stopped)


def is_all_in_one(installation: Installation) -> bool:
    """Does the process that serves the pages do the jobs too? On SQLite it does; one in memory has none that last."""
    address = make_url(installation.settings.database_url)
    return address.get_backend_name() == "sqlite" and not installation.store.is_private
