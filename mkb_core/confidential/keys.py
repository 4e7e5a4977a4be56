"""The installation's key, which may be several while one is replaced, and the keys that it wraps."""

from __future__ import annotations

import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Sequence
from functools import lru_cache
from uuid import uuid4

from attrs import frozen

from mkb_core.confidential.sealing import Unsealable, key_id_of, seal, unseal

KEY_BYTES = 32


@frozen(repr=False)
class DataKey:
    """The key of one company's values."""

    id: str
    material: bytes

    @classmethod
    def new(cls) -> DataKey:
        """A random key."""
        return cls(uuid4().hex, os.urandom(KEY_BYTES))

    def seal(self, words: str, place: str) -> str:
        """Seal a text at a place: table, column and row."""
        return seal(self.material, self.id, words, place)

    def unseal(self, sealed: str, place: str) -> str:
        """The text. Raises :class:`Unsealable`."""
        return unseal(self.material, sealed, place)


@frozen(repr=False)
class InstallationKeys:
    """Secrets of the installation: the first one seals and signs, the others still open what they sealed."""

    secrets: Sequence[bytes]

    @property
    def first(self) -> str:
        """The public name of the secret in use."""
        return _name(self.secrets[0])

    @property
    def names(self) -> frozenset[str]:
        """The public names of all secrets."""
        return frozenset(_name(secret) for secret in self.secrets)

    def seal(self, words: str, place: str) -> str:
        """Seal what belongs to the installation itself, such as a second factor, at a place: table, column and row."""
        return seal(_derived(self.secrets[0], "seal"), self.first, words, place)

    def unseal(self, sealed: str, place: str) -> str:
        """The text. Raises :class:`Unsealable`, also where its secret is not among these."""
        return unseal(_derived(self._named(key_id_of(sealed)), "seal"), sealed, place)

    def wrap(self, key: DataKey) -> str:
        """A data key as it may be stored."""
        return self.seal(b64encode(key.material).decode("ascii"), f"key {key.id}")

    def unwrap(self, id_: str, wrapped: str) -> DataKey:
        """The data key. Raises :class:`Unsealable`."""
        return DataKey(id_, b64decode(self.unseal(wrapped, f"key {id_}")))

    def sign(self, words: str) -> str:
        """``<secret's name>:<HMAC-SHA-256>``."""
        return f"{self.first}:{_mac(self.secrets[0], words)}"

    def has_signed(self, words: str, signature: str) -> bool:
        """Did one of these secrets sign exactly this?"""
        name, _, mac = signature.partition(":")
        try:
            return hmac.compare_digest(_mac(self._named(name), words).encode(), mac.encode())
        except Unsealable:
            return False

    def _named(self, name: str) -> bytes:
        for secret in self.secrets:
            if _name(secret) == name:
                return secret
        raise Unsealable(name)


@lru_cache(64)
def _derived(secret: bytes, purpose: str) -> bytes:
    """One key per purpose, so that no use tells anything of another."""
    return hmac.digest(secret, f"mkb {purpose}".encode(), "sha256")


def _name(secret: bytes) -> str:
    return _derived(secret, "name").hex()[:16]


def _mac(secret: bytes, words: str) -> str:
    return hmac.digest(_derived(secret, "sign"), words.encode("utf-8"), "sha256").hex()
