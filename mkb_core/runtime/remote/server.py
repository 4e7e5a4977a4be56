"""A small server for one plugin: plain HTTP for a proxy in front of it, threads and time bounded."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from socketserver import ThreadingMixIn
from threading import BoundedSemaphore, Timer
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

log = logging.getLogger(__name__)

MOST_THREADS = 8
#: seconds without a byte, and seconds for a whole request with its answer
LONGEST_SILENCE = 10.0
LONGEST_CONNECTION = 60.0


class _Handler(WSGIRequestHandler):
    timeout = LONGEST_SILENCE

    def address_string(self) -> str:
        return str(self.client_address[0])

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
        """The application logs what it refuses; a line for each request would tell nothing."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    free: BoundedSemaphore

    def process_request(self, request: Any, client_address: Any) -> None:
        """Where all threads are taken, the next connection waits: who connects slowly cannot use up the machine."""
        self.free.acquire()
        try:
            super().process_request(request, client_address)
        except BaseException:
            self.free.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        clock = Timer(LONGEST_CONNECTION, _cut, (request,))
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


def serve(
    application_at: Callable[[int], WSGIApplication], host: str, port: int, threads: int = MOST_THREADS
) -> None:
    """Serve until interrupted. ``application_at`` makes the application when the port is known: 0 takes a free one."""
    with make_server(host, port, _not_yet, server_class=_Server, handler_class=_Handler) as server:
        server.free = BoundedSemaphore(threads)
        server.set_app(application_at(server.server_port))
        server.serve_forever()


def _not_yet(*_: object) -> list[bytes]:
    raise RuntimeError("no connection is taken before the application is there")
