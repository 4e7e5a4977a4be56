"""A small server for one plugin: plain HTTP for a proxy in front of it, threads and time bounded."""

from __future__ import annotations

import logging
import socket
from contextlib import suppress
from socketserver import ThreadingMixIn
from threading import BoundedSemaphore, Thread, Timer
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from attrs import frozen

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

log = logging.getLogger(__name__)


@frozen
class Bounds:
    """Calls at the same time; seconds without a byte; seconds for a whole request with its answer."""

    threads: int = 8
    silence: float = 10.0
    connection: float = 60.0


DEFAULT_BOUNDS = Bounds()


class _Handler(WSGIRequestHandler):
    server: PluginServer

    def setup(self) -> None:
        super().setup()
        self.connection.settimeout(self.server.bounds.silence)

    def address_string(self) -> str:
        return str(self.client_address[0])

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
        """The application logs what it refuses; a line for each request would tell nothing."""


class PluginServer(ThreadingMixIn, WSGIServer):
    """Listens as soon as it is made, on ``server_port``: a ``port`` of 0 takes a free one."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, host: str, port: int, bounds: Bounds = DEFAULT_BOUNDS) -> None:
        self.bounds = bounds
        self.free = BoundedSemaphore(bounds.threads)
        super().__init__((host, port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Where all threads are taken, the next connection waits: who connects slowly cannot use up the machine."""
        self.free.acquire()
        try:
            super().process_request(request, client_address)
        except BaseException:
            self.free.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        clock = Timer(self.bounds.connection, _cut, (request,))
        clock.daemon = True
        clock.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            clock.cancel()
            self.free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """What the connection held is in no log."""
        log.info("a connection of %s ended in a fault", client_address[0])


def _cut(request: socket.socket) -> None:
    with suppress(OSError):  # it may have ended by itself
        request.shutdown(socket.SHUT_RDWR)


def serve(server: PluginServer, application: WSGIApplication) -> None:
    """Serve until interrupted. The main thread only waits, so that an interruption never hits the middle of a call."""
    server.set_app(application)
    loop = Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    loop.start()
    try:
        loop.join()
    finally:
        Thread(target=server.shutdown, daemon=True).start()
        loop.join(1.0)  # no longer: it may itself wait for a thread that is free
