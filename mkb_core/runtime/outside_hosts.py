"""The hosts of a manifest's ``egress``: a name of the public internet, and perhaps a path under which all is asked."""

from __future__ import annotations

import re

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
#: ``api.example.nl`` or ``api.example.nl/api/v1``: no scheme, no port, no address in numbers
HOST = re.compile(
    rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]{{0,99}}){{0,8}}"
)
_HEADER = re.compile(r"[A-Za-z0-9-]{1,60}")
#: headers that the host itself sets, or that say how a message is read
_TAKEN = frozenset(
    (
        "accept",
        "accept-encoding",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "expect",
        "host",
        "idempotency-key",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
    )
)


def is_host(entry: str) -> bool:
    """Whether an entry of ``egress`` is one that a plugin may have."""
    return len(entry) <= 500 and HOST.fullmatch(entry) is not None


def is_key_header(name: str) -> bool:
    """Whether a key may be sent in a header of this name."""
    return _HEADER.fullmatch(name) is not None and name.lower() not in _TAKEN
