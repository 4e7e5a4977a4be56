"""Messages on a socket: a mark, a length, strict JSON. Neither side believes the other, so all that comes is checked."""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

from mkb_core.codec import parse_json
from mkb_core.errors import InvalidInput

HEADER = struct.Struct("!4sI")
MARK = b"mkb1"
MOST_BYTES = 8 * 2**20


class Ended(Exception):
    """The other side is gone."""


class Unreadable(Exception):
    """What came is no message."""


class TooLarge(Exception):
    """A message is announced that is larger than allowed; nothing of it was read."""


def encode(message: dict[str, Any]) -> bytes:
    """A whole message. Raises ``ValueError`` for what is not strict JSON."""
    data = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    return HEADER.pack(MARK, len(data)) + data


def write_frame(channel: socket.socket, message: dict[str, Any], deadline: float | None = None) -> None:
    """Send a message before ``deadline`` (monotonic clock); raises ``TimeoutError`` and :class:`Ended`."""
    data = encode(message)
    try:
        channel.settimeout(_left(deadline))
        channel.sendall(data)
    except TimeoutError:
        raise
    except OSError:
        raise Ended from None


def read_frame(
    channel: socket.socket, deadline: float | None = None, most: int = MOST_BYTES
) -> dict[str, Any]:
    """The next message; raises ``TimeoutError``, :class:`Ended`, :class:`Unreadable` and :class:`TooLarge`."""
    return read_body(channel, _exactly(channel, HEADER.size, deadline), deadline, most)


def read_body(
    channel: socket.socket, header: bytes, deadline: float | None = None, most: int = MOST_BYTES
) -> dict[str, Any]:
    """What follows a header."""
    mark, size = HEADER.unpack(header)
    if mark != MARK:
        raise Unreadable("something else than an answer was written to the channel")
    if size > most:
        raise TooLarge(f"an answer of {size} bytes, at most {most}")
    data = _exactly(channel, size, deadline)
    try:
        message = parse_json(data)
        if b"\\u" in data:  # only so can half a character have come
            json.dumps(message, ensure_ascii=False).encode("utf-8")
    except InvalidInput as refusal:
        raise Unreadable(f"not strict JSON: {refusal}") from None
    except (ValueError, RecursionError):
        raise Unreadable("not strict JSON: no readable text") from None
    if not isinstance(message, dict):
        raise Unreadable("an object is expected")
    return message


def _exactly(channel: socket.socket, size: int, deadline: float | None) -> bytes:
    parts: list[bytes] = []
    missing = size
    try:
        while missing:
            channel.settimeout(_left(deadline))
            part = channel.recv(min(missing, 2**20))
            if not part:
                raise Ended
            parts.append(part)
            missing -= len(part)
    except TimeoutError:
        raise
    except OSError:
        raise Ended from None
    return b"".join(parts)


def _left(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
