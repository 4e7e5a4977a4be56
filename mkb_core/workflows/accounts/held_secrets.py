"""What somebody holds (a link, a session, a token): 256 random bits, of which only a hash is stored."""

from __future__ import annotations

import secrets
from hashlib import sha256

RANDOM_BYTES = 32


def new_secret() -> str:
    """A secret that can stand in an address or a header."""
    return secrets.token_urlsafe(RANDOM_BYTES)


def hash_of(secret: str) -> str:
    """What is stored of it. The secret is random and long: nothing slower is needed."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
