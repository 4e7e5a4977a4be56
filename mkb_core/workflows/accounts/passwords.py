"""Passwords: which may be chosen (after NIST SP 800-63B-4: long, not common, no rules about signs), and their argon2id hash."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from attrs import frozen

from mkb_core.errors import InputFault, InvalidInput
from mkb_core.text import is_whole
from mkb_core.workflows.accounts.common_passwords import COMMON_WORDS, LEET, ROWS

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 128
#: so much must remain of a password when what everybody could guess is taken out of it
FEWEST_OWN_SIGNS = 6
FEWEST_DIFFERENT_SIGNS = 5
#: a name of fewer letters is in too many passwords by chance
SHORTEST_NAME = 4


@frozen
class HashParameters:
    """How dear a hash is: passes, memory in KiB, lanes."""

    time_cost: int
    memory_cost: int
    parallelism: int


#: RFC 9106, section 4, the second recommended choice. A hash made with others is made anew at the next sign-in.
PARAMETERS = HashParameters(time_cost=3, memory_cost=64 * 1024, parallelism=4)
#: hashes made at once: each takes the memory above
AT_ONCE = BoundedSemaphore(4)


def checked_password(password: str, names: Iterable[str] = ()) -> str:
    """The password in one form of Unicode. ``names``: of the person, whose parts do not make a password.

    Raises :class:`InvalidInput` at the path ``password``.
    """
    password = _normal(password)
    if len(password) < SHORTEST:
        _refuse("password-short", limit=SHORTEST)
    if len(password) > LONGEST:
        _refuse("password-long", limit=LONGEST)
    if not is_whole(password) or any(unicodedata.category(one) == "Cc" for one in password):
        _refuse("control-characters")
    if _is_common(password):
        _refuse("password-common")
    if _is_own_name(password, names):
        _refuse("password-own-name")
    return password


def hash_password(password: str) -> str:
    """The hash to store, with its parameters in it."""
    with AT_ONCE:
        return _hasher().hash(_normal(password))


def is_password(password: str, hash_: str | None) -> bool:
    """Is it the password of this hash? Takes as long where there is no hash."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - of the extra ``accounts``

    # Nobody waits for a book to be hashed: what is longer is no password of ours.
    given = _normal(password[: LONGEST * 4])
    nobody = _hash_of_nobody()  # made in both cases: the first time takes longer
    with AT_ONCE:
        try:
            _hasher().verify(hash_ or nobody, given.encode("utf-8", "surrogatepass"))
        except (VerificationError, InvalidHashError):
            return False
    return hash_ is not None


def is_outdated(hash_: str) -> bool:
    """Was the hash made with other parameters than today's?"""
    return _hasher().check_needs_rehash(hash_)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # noqa: PLC0415

    return PasswordHasher(PARAMETERS.time_cost, PARAMETERS.memory_cost, PARAMETERS.parallelism)


@cache
def _hash_of_nobody() -> str:
    return _hasher().hash("the password of nobody")


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _is_common(password: str) -> bool:
    """Is little left when common words, rows of keys and years are taken out, or does it repeat itself?"""
    plain = password.casefold()
    if len(set(plain)) < FEWEST_DIFFERENT_SIGNS or re.fullmatch(r"(.{1,8}?)\1+(.{0,3})", plain):
        return True
    return min(len(_rest(plain)), len(_rest(plain.translate(LEET)))) < FEWEST_OWN_SIGNS


def _rest(plain: str) -> str:
    for word in sorted(COMMON_WORDS, key=len, reverse=True):
        if len(word) >= SHORTEST_NAME:
            plain = plain.replace(word, "")
    for row in (*ROWS, *(row[::-1] for row in ROWS)):
        for length in range(len(row), 3, -1):
            for start in range(len(row) - length + 1):
                plain = plain.replace(row[start : start + length], "")
    return re.sub(r"(19|20)\d\d|\W|_", "", plain)


def _is_own_name(password: str, names: Iterable[str]) -> bool:
    plain = password.casefold()
    parts = {
        part for name in names for part in re.split(r"[\W_]+", name.casefold()) if len(part) >= SHORTEST_NAME
    }
    rest = plain
    for part in sorted(parts, key=len, reverse=True):
        rest = rest.replace(part, "")
    return rest != plain and len(re.sub(r"[\W\d_]", "", rest)) < FEWEST_OWN_SIGNS


def _refuse(code: str, **facts: object) -> None:
    raise InvalidInput([InputFault("password", code, facts)])
