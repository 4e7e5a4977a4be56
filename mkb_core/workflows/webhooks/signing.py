"""Signatures as Standard Webhooks writes them: ``v1,<base64 of HMAC-SHA-256>`` over id, moment and body.

Its three headers say all that a receiver needs, and libraries of many languages check them. The messages with plugins on
a partner's own server are signed by RFC 9421 instead: there both sides run our code, and the answer is signed too.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime

MARK = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """256 random bits, as the standard writes them."""
    return MARK + b64encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def signed_headers(id_: str, at: datetime, body: bytes, keys: Iterable[str]) -> dict[str, str]:
    """The headers of a message, signed with every one of these secrets."""
    moment = str(int(at.timestamp()))
    signed = f"{id_}.{moment}.".encode("ascii") + body
    signatures = (
        hmac.new(b64decode(key.removeprefix(MARK)), signed, hashlib.sha256).digest() for key in keys
    )
    return {
        "webhook-id": id_,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(f"v1,{b64encode(one).decode('ascii')}" for one in signatures),
    }
