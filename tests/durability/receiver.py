"""A partner's receiver: takes messages over HTTP, notes their ids on disk, and only then says that it has them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.durability.ledger import Ledger


@contextmanager
def receiver(ledger: Ledger) -> Iterator[str]:
    """Its address, the same in every run of a folder: messages that wait are sent there."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            ledger.note(received=self.headers["webhook-id"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing to tell."""

    server = ThreadingHTTPServer(("127.0.0.1", ledger.receiver_port), Handler)
    if not ledger.receiver_port:
        ledger.note(receiver_port=server.server_port)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
