"""The address of a mail server as an operator writes it, and that of the sender."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from attrs import field, frozen

from mkb_core.errors import InputFault, InvalidInput

_EXPECTED = "smtp://mail.example.org:587?starttls=1 or smtps://user:password@mail.example.org"
_ADDRESS = re.compile(r"[^\s@<>(),;:\\\"\[\]]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", re.ASCII)
_OPEN_HOSTS = ("localhost", "127.0.0.1", "::1")


@frozen
class MailServer:
    """``encryption``: ``tls`` from the first byte, ``starttls``, or ``none``. User and password are in no ``repr``."""

    host: str
    port: int
    encryption: str
    user: str | None = field(default=None, repr=False)
    password: str = field(default="", repr=False)


def read_mail_server(words: str) -> MailServer:
    """Read ``smtp://`` (``?starttls=1`` encrypts before anything is told) or ``smtps://``; a password is percent-encoded.

    Raises :class:`InvalidInput`, which never repeats the words. A password goes unencrypted to this computer only.
    """
    try:
        parts = urlsplit(words)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _fault(_EXPECTED) from None
    queries = {"": "none", "starttls=1": "starttls", "starttls=0": "none"}
    if parts.scheme not in ("smtp", "smtps") or not host or parts.path not in ("", "/"):
        raise _fault(_EXPECTED)
    if parts.fragment or parts.query not in queries or (parts.scheme == "smtps" and parts.query) or port == 0:
        raise _fault(_EXPECTED)
    encryption = "tls" if parts.scheme == "smtps" else queries[parts.query]
    if parts.username and encryption == "none" and host not in _OPEN_HOSTS:
        raise _fault("smtps:// or ?starttls=1, where there is a password")
    return MailServer(
        host,
        port or {"tls": 465, "starttls": 587, "none": 25}[encryption],
        encryption,
        unquote(parts.username) if parts.username else None,
        unquote(parts.password or ""),
    )


def read_sender(words: str) -> Address:
    """Read ``Name <name@example.org>`` or an address alone; raises :class:`InvalidInput`."""
    name, address = parseaddr(words)
    if not address or any(ord(sign) < 32 for sign in words):
        raise _fault("Name <name@example.org>")
    return read_address(address, name)


def read_address(address: str, name: str = "") -> Address:
    """One plain address; raises :class:`InvalidInput` for whatever could be read as two, or as another header."""
    if not _ADDRESS.fullmatch(address) or len(address) > 254 or any(ord(sign) < 32 for sign in name):
        raise _fault("name@example.org")
    try:
        return Address(name, addr_spec=address)
    except (MessageError, ValueError, IndexError):
        raise _fault("name@example.org") from None


def _fault(expected: str) -> InvalidInput:
    return InvalidInput([InputFault("$", "wrong-type", {"expected": expected, "got": "something else"})])
