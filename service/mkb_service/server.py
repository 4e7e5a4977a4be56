"""Serving the application on this machine, until told to stop."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

import uvicorn
from attrs import evolve

from mkb_core.errors import MkbError
from mkb_core.workflows.assembly import Installation, assemble, open_store
from mkb_core.workflows.settings import Settings
from mkb_service.app import create_app
from mkb_service.jobs.process import WorkerBeside, is_all_in_one
from mkb_service.logs import JsonHandler, json_log

HOST = "127.0.0.1"
#: requests under way get this long to end when the server is told to stop
SECONDS_TO_END = 10


class PortTaken(MkbError):
    """The port cannot be listened on. Facts: ``port``."""

    code = "port-taken"


def serve(
    settings: Settings,
    on_ready: Callable[[str], None] | None = None,
    *,
    installation: Installation | None = None,
) -> None:
    """Serve in the foreground until SIGINT or SIGTERM, then end what is under way and return.

    ``on_ready`` is called with the address once requests are answered there; port 0 means any free port. Raises
    :class:`PortTaken`, and :class:`~mkb_core.errors.StoreUnavailable` where the database cannot be opened.
    """
    log = json_log()
    with listening_socket(settings.port) as listener, warnings_as_json(JsonHandler(log)):
        if installation is None:
            # There before the plugins, which remember in it.
            open_store(settings.database_url, settings.secret_key).dispose()
        # A free port is known now; what is sent by mail leads there.
        settings = evolve(settings, port=listener.getsockname()[1])
        running = evolve(installation, settings=settings) if installation else assemble(settings)
        _ = running.engine  # opened and migrated before anybody is let in
        config = uvicorn.Config(
            create_app(settings, running, log),
            access_log=False,
            log_config=None,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=SECONDS_TO_END,
        )
        address = f"http://{HOST}:{settings.port}/"
        with jobs_done(running):
            _Server(config, (lambda: on_ready(address)) if on_ready else None).run(sockets=[listener])


@contextmanager
def jobs_done(installation: Installation) -> Generator[None]:
    """Do the jobs too, where this one process does everything; on PostgreSQL ``mkb work`` does them."""
    if not is_all_in_one(installation):
        yield
        return
    worker = WorkerBeside(installation)
    worker.start()
    try:
        yield
    finally:
        worker.stop()
        installation.close()  # again: the application closed it when its last request was answered


@contextmanager
def listening_socket(port: int) -> Generator[socket.socket]:
    """A bound socket; raises :class:`PortTaken`."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen()
        except OSError:
            raise PortTaken(port=port) from None
        yield listener


@contextmanager
def warnings_as_json(handler: logging.Handler) -> Generator[None]:
    """Write the warnings of libraries as JSON while the server runs."""
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)


class _Server(uvicorn.Server):
    """Tells when it listens, and takes a signal to stop for a normal end: uvicorn itself raises it again."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None] | None) -> None:
        super().__init__(config)
        self.on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self.on_ready is not None:
            self.on_ready()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {
            number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
