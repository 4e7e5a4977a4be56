"""``mkb serve``: the pages and the API, by whatever web service is installed."""

from __future__ import annotations

import errno
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Annotated

from cyclopts import Parameter

from mkb_core.cli.exits import Exit, Unavailable
from mkb_core.cli.options import WHOLE, Lang
from mkb_core.cli.startup import settings
from mkb_core.cli.words import WORDS
from mkb_core.text import Text
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.settings import Settings

HOST = "127.0.0.1"
Port = Annotated[
    int | None, WHOLE, Parameter(help="Port to listen on; by default MKB_PORT or 8000. 0 takes a free one.")
]


def serve(*, port: Port = None, lang: Lang = "nl") -> int:
    """Serve the pages and the API on this computer, in the foreground, until it is stopped."""
    given = settings(port=port)
    with until_stopped():
        run_service(given)
    return Exit.OK


@contextmanager
def until_stopped() -> Iterator[None]:
    """SIGINT and SIGTERM are the normal end of what is done within."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


def run_service(given: Settings, made: Installation | None = None) -> None:
    """Serve until stopped. Raises :class:`Unavailable` where no web service is installed or the port is taken."""
    try:
        from mkb_service.server import serve as serve_forever
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "mkb_service":
            raise
        raise Unavailable(WORDS["no-service"]) from None
    check_port(given.port)
    serve_forever(given, ready, installation=made)


def ready(address: str) -> None:
    """Say where the pages are, for people and for programs that wait for it."""
    print(f"Ready: {address.rstrip('/')}/", flush=True)


def check_port(port: int) -> None:
    """One clear message where the port cannot be had."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            key = "port-taken" if error.errno == errno.EADDRINUSE else "port-refused"
            words = {one: WORDS[key].in_language(one).format(port=port) for one in WORDS[key]}
            raise Unavailable(Text(words)) from None
