"""Connections to outside sources: the name is looked up once, the address is checked, and that very address is used.

The name stays the one against which the certificate is verified. Every read and write ends with the time that is left,
so that a source which sends a byte now and then holds nobody up.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import httpcore
from attrs import field, frozen

from mkb_core.runtime.public_addresses import is_public

#: addresses of a name at which a connection is tried
MOST_ADDRESSES = 3
#: bytes that are written at once: between two of these the time that is left is looked at
PIECE = 4096

#: name, port, seconds -> the addresses of a name; raises ``OSError`` where it has none
Resolve = Callable[[str, int, float], Sequence[str]]


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a name as this machine's resolver gives them, in its order; raises ``OSError``.

    The resolver knows no time limit, so it works in a thread of its own that is left behind when it takes too long.
    """
    found: list[str] = []
    failed: list[OSError] = []

    def look_up() -> None:
        try:
            found.extend(
                str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            )
        except (OSError, UnicodeError) as error:
            failed.append(OSError(str(error)))

    thread = threading.Thread(target=look_up, name="mkb-resolve", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError("the name is not resolved in time")
    if failed:
        raise failed[0]
    return list(dict.fromkeys(found))


@cache
def certificates() -> ssl.SSLContext:
    """The authorities that are trusted: those of ``SSL_CERT_FILE`` where the operator set it, else the bundled ones."""
    import httpx  # noqa: PLC0415 - an http address needs none of it

    return httpx.create_ssl_context()


class NotPublic(Exception):
    """A name leads to an address that plugins may not reach."""


@frozen(eq=False)
class CheckedNetwork(httpcore.NetworkBackend):
    """Opens connections for one request. ``left`` gives the seconds that are left; ``anywhere`` is for addresses that
    the operator set, which may be internal. A refusal is raised as :class:`NotPublic`."""

    left: Callable[[], float]
    resolve: Resolve
    anywhere: bool = False
    sockets: httpcore.NetworkBackend = field(factory=httpcore.SyncBackend)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of the host that takes one."""
        try:
            addresses = self.resolve(host, port, _shorter(timeout, self.left()))
        except TimeoutError:
            raise httpcore.ConnectTimeout from None
        except OSError:
            raise httpcore.ConnectError from None
        if not self.anywhere and not all(is_public(address) for address in addresses):
            raise NotPublic
        failure: httpcore.NetworkError | httpcore.TimeoutException = httpcore.ConnectError()
        for address in addresses[:MOST_ADDRESSES]:
            seconds = _shorter(timeout, self.left())
            try:
                stream = self.sockets.connect_tcp(address, port, seconds, local_address, socket_options)
                return TimedStream(stream, self.left)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


@frozen(eq=False)
class TimedStream(httpcore.NetworkStream):
    """A connection on which nothing lasts longer than the time that is left."""

    stream: httpcore.NetworkStream
    left: Callable[[], float]

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What is there, as soon as something is."""
        if self.left() <= 0:
            raise httpcore.ReadTimeout
        return self.stream.read(max_bytes, _shorter(timeout, self.left()))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All of it, piece by piece."""
        for start in range(0, len(buffer), PIECE):
            if self.left() <= 0:
                raise httpcore.WriteTimeout
            self.stream.write(buffer[start : start + PIECE], _shorter(timeout, self.left()))

    def close(self) -> None:
        """End the connection."""
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted; the certificate must be of ``server_hostname``."""
        seconds = _shorter(timeout, self.left())
        return TimedStream(self.stream.start_tls(ssl_context, server_hostname, seconds), self.left)

    def get_extra_info(self, info: str) -> Any:
        """What the connection tells of itself."""
        return self.stream.get_extra_info(info)


def _shorter(timeout: float | None, left: float) -> float:
    """The shorter time; never 0, which a socket reads as "do not wait at all"."""
    return max(left if timeout is None else min(timeout, left), 0.001)
