"""The secret that host and partner share, and the short names of its keys."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from attrs import field, frozen

from mkb_core.errors import InputFault, InvalidInput

#: bytes; as long as the output of the hash, as RFC 2104 advises
SHORTEST = 32
#: Random text of this length has far more; ``passwordpassword...`` has seven.
FEWEST_DIFFERENT = 8
HOW = "python -c 'import secrets; print(secrets.token_urlsafe(48))'"


@frozen
class Keys:
    """Key id to secret. The first one signs; any of them is accepted, so that a secret can be replaced without a gap."""

    secrets: Mapping[str, bytes] = field(repr=False)

    @property
    def first(self) -> str:
        """The id of the key that signs."""
        return next(iter(self.secrets))


def read_keys(words: str) -> Keys:
    """The secrets of a setting, one or more with spaces between them.

    Raises :class:`InvalidInput` where there is none or one is weak; the message holds nothing of it.
    """
    secrets = [word.encode("utf-8") for word in words.split()]
    if not secrets:
        raise InvalidInput([InputFault("$", "no-secret", {"how": HOW})])
    if any(_is_weak(secret) for secret in secrets):
        raise InvalidInput([InputFault("$", "weak-secret", {"bytes": SHORTEST, "how": HOW})])
    return Keys({key_id(secret): secret for secret in secrets})


def key_id(secret: bytes) -> str:
    """The public name of a secret: both sides work it out, so that there is nothing more to agree upon."""
    return hmac.new(secret, b"mkb key id", hashlib.sha256).hexdigest()[:16]


def _is_weak(secret: bytes) -> bool:
    repeats = secret in (secret + secret)[1:-1]
    return len(secret) < SHORTEST or len(set(secret)) < FEWEST_DIFFERENT or repeats
