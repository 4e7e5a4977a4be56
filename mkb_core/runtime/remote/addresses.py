"""The address of a partner's server, written in one way: both sides sign it, so it must be the same to the letter."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from mkb_core.errors import InputFault, InvalidInput

#: No percent signs, no empty or dotted steps: nothing that one of two programs would write otherwise.
_PATH = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")
_HOST = re.compile(r"[a-z0-9.-]+|\[[0-9a-f:.]+\]")
_PORTS = {"https": 443, "http": 80}


def read_address(words: str) -> str:
    """An address such as ``https://plugins.example.org/mkb``, in the form in which it is signed.

    Plain ``http`` only on this very machine: what is sent holds data of companies. Raises :class:`InvalidInput`.
    """
    words = words.strip()
    if not (words.isascii() and words.isprintable()):  # the parser would leave line breaks out unseen
        raise _refusal()
    try:
        parts = urlsplit(words)
        port = parts.port
    except ValueError:
        raise _refusal() from None
    host = (parts.hostname or "").lower()
    shown = f"[{host}]" if ":" in host else host
    plain = not (parts.username or parts.password or parts.query or parts.fragment)
    if (
        not plain
        or parts.scheme not in _PORTS
        or not _HOST.fullmatch(shown)
        or not _PATH.fullmatch(parts.path)
    ):
        raise _refusal()
    if parts.scheme == "http" and not _is_this_machine(host):
        raise _refusal()
    place = shown if port in (None, _PORTS[parts.scheme]) else f"{shown}:{port}"
    return f"{parts.scheme}://{place}{parts.path or '/'}"


def _refusal() -> InvalidInput:
    return InvalidInput([InputFault("$", "server-address")])


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
