"""The second factor: codes of an app (TOTP, RFC 6238), each good once, and recovery codes for whoever lost the app."""

from __future__ import annotations

import hmac
import json
import secrets
from datetime import datetime
from typing import Any

from attrs import evolve, field, frozen
from sqlalchemy import Connection

from mkb_core.codec import from_json, to_json
from mkb_core.confidential import key_id_of
from mkb_core.errors import Conflict
from mkb_core.store.accounts import Account, list_accounts, save_account, take_second_factor_step
from mkb_core.store.company_keys import keys_of
from mkb_core.store.failures import StoreFailure
from mkb_core.workflows.accounts.held_secrets import hash_of

STEP_SECONDS = 30
#: clocks may differ by a step
STEPS = (-1, 0, 1)
RECOVERY_CODES = 10
RECOVERY_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_LENGTH = 12  # 59 random bits


@frozen
class SecondFactor:
    """``secret`` is in force; ``pending`` was shown and waits for its first code. ``recovery``: hashes of codes not used."""

    secret: str | None = field(default=None, repr=False)
    pending: str | None = field(default=None, repr=False)
    recovery: tuple[str, ...] = field(default=(), repr=False)


NONE = SecondFactor()


def second_factor_of(connection: Connection, account: Account) -> SecondFactor:
    """What is stored of an account's second factor."""
    if account.second_factor is None:
        return NONE
    words = _keys(connection).unseal(account.second_factor, _place(account))
    return from_json(SecondFactor, json.loads(words))


def store_second_factor(connection: Connection, account: Account, factor: SecondFactor) -> Account:
    """Store it sealed. Raises :class:`Conflict`."""
    if factor == NONE:
        return save_account(connection, evolve(account, second_factor=None, second_factor_step=None))
    sealed = _keys(connection).seal(json.dumps(to_json(factor)), _place(account))
    return save_account(connection, evolve(account, second_factor=sealed))


def reseal_all(connection: Connection) -> int:
    """Seal every second factor with the installation's first secret; how many were sealed with another."""
    keys, changed = _keys(connection), 0
    for account in list_accounts(connection):
        if account.second_factor is not None and key_id_of(account.second_factor) != keys.first:
            words = keys.unseal(account.second_factor, _place(account))
            save_account(connection, evolve(account, second_factor=keys.seal(words, _place(account))))
            changed += 1
    return changed


def new_secret_of_app() -> str:
    """160 random bits in base 32, as apps take them."""
    import pyotp  # noqa: PLC0415 - of the extra ``accounts``

    return pyotp.random_base32()


def app_address(secret: str, email: str, issuer: str) -> str:
    """What the picture says that an app scans."""
    import pyotp  # noqa: PLC0415

    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def new_recovery_codes() -> tuple[str, ...]:
    """Codes to be shown once, in groups of four signs."""
    drawn = (
        "".join(secrets.choice(RECOVERY_SIGNS) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)
    )
    return tuple("-".join(code[at : at + 4] for at in range(0, RECOVERY_LENGTH, 4)) for code in drawn)


def hashes_of(codes: tuple[str, ...]) -> tuple[str, ...]:
    """What is stored of recovery codes."""
    return tuple(hash_of(_plain(code)) for code in codes)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step of time whose code this is; ``None`` where it is none of the steps around now."""
    import pyotp  # noqa: PLC0415

    given = "".join(code.split())
    if not (given.isascii() and given.isdigit()):
        return None
    totp, current = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    for step in STEPS:
        if hmac.compare_digest(totp.generate_otp(current + step), given):
            return current + step
    return None


def use_code(connection: Connection, account: Account, code: str, now: datetime) -> bool:
    """Use up a code of the app, or a recovery code: neither is good a second time, also of two at the same moment."""
    factor = second_factor_of(connection, account)
    if factor.secret is None:
        return False
    step = step_of(factor.secret, code, now)
    if step is not None:
        return take_second_factor_step(connection, account.id, step)
    used = hash_of(_plain(code))
    if used not in factor.recovery:
        return False
    left = tuple(one for one in factor.recovery if one != used)
    try:
        store_second_factor(connection, account, evolve(factor, recovery=left))
    except Conflict:
        return False
    return True


def _plain(code: str) -> str:
    return "".join(one for one in code.casefold() if one.isalnum())


def _place(account: Account) -> str:
    return f"accounts.second_factor.{account.id}"


def _keys(connection: Connection) -> Any:
    keys = keys_of(connection)
    if keys is None:
        raise StoreFailure("no-key")
    return keys
