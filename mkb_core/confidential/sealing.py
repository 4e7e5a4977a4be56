"""Sealed text: ``mkb1:<key id>:<nonce and AES-256-GCM ciphertext>``. It cannot be read, altered or moved unseen."""

from __future__ import annotations

import os
from base64 import b64decode, urlsafe_b64encode

#: No JSON begins like this, so that a document and a sealed one are told apart.
MARK = "mkb1:"
NONCE_BYTES = 12  # as NIST SP 800-38D advises; drawn anew for every text


class Unsealable(Exception):
    """The text is not sealed with this key, at this place, or was altered."""


def seal(key: bytes, key_id: str, words: str, place: str) -> str:
    """Seal a text. ``place`` (table, column and row) is bound to it: elsewhere it does not open."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - of the extra ``accounts``

    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + AESGCM(key).encrypt(nonce, words.encode("utf-8"), place.encode("utf-8"))
    return f"{MARK}{key_id}:{urlsafe_b64encode(sealed).decode('ascii')}"


def unseal(key: bytes, sealed: str, place: str) -> str:
    """The text. Raises :class:`Unsealable`."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    try:
        raw = b64decode(sealed.rpartition(":")[2], altchars=b"-_", validate=True)
        plain = AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode("utf-8"))
    except (InvalidTag, ValueError):
        raise Unsealable(place) from None
    return plain.decode("utf-8")


def is_sealed(words: str) -> bool:
    """Is this a sealed text, and no JSON?"""
    return words.startswith(MARK)


def key_id_of(sealed: str) -> str:
    """The id of the key that sealed a text. Raises :class:`Unsealable` where it is none."""
    parts = sealed.split(":")
    if not is_sealed(sealed) or len(parts) != 3:
        raise Unsealable("$")
    return parts[1]
