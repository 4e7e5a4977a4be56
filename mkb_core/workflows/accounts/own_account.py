"""What people change about their own account; what takes somebody's place is asked the password again."""

from __future__ import annotations

from datetime import timedelta

from attrs import evolve

from mkb_core.errors import Denied, InputFault, InvalidInput
from mkb_core.store import accounts as stored
from mkb_core.store.accounts import Account, get_account, save_account
from mkb_core.store.audit import append
from mkb_core.store.engine import read, write
from mkb_core.store.sessions import end_sessions_of
from mkb_core.workflows.accounts import second_factor as factors
from mkb_core.workflows.accounts.passwords import checked_password, hash_password, is_password
from mkb_core.workflows.accounts.sessions import SignedIn, event_of, start_session
from mkb_core.workflows.accounts.throttling import begin_attempt, take_back
from mkb_core.workflows.accounts.who import language_faults, name_faults, refuse
from mkb_core.workflows.assembly import Installation

#: how long after signing in an account without a password may still do what others confirm by theirs
JUST_NOW = timedelta(minutes=10)


def change_details(installation: Installation, found: SignedIn, name: str, language: str) -> Account:
    """Change one's name and language. Raises :class:`InvalidInput`."""
    _require_finished(found)
    name = name.strip()
    refuse([*name_faults(name), *language_faults(language)])
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        account = get_account(connection, found.account.id)
        account = save_account(connection, evolve(account, name=name, language=language))
        append(connection, event_of(found, "change-details"), now)
    return account


def change_password(installation: Installation, found: SignedIn, current: str, password: str) -> str:
    """Another password: all sessions end, and the secret of a new one in the same role is returned.

    Raises :class:`InvalidInput`, also where the current one is wrong, :class:`TooManyAttempts`, and :class:`Denied` for an
    account that has none: what a broker vouches for is not to outlive it.
    """
    _require_finished(found)
    if found.account.password is None:
        raise Denied(kind="account", action="change")
    checked = checked_password(password, (found.account.name, found.account.email))
    confirm(installation, found, current)
    hash_, now = hash_password(checked), installation.settings.clock()
    with write(installation.engine) as connection:
        account = get_account(connection, found.account.id)
        save_account(connection, evolve(account, password=hash_))
        end_sessions_of(connection, account.id)
        secret = start_session(connection, account, now, like=found.session)
        append(connection, event_of(found, "change-password"), now)
    return secret


def renew_recovery_codes(installation: Installation, found: SignedIn, current: str) -> tuple[str, ...]:
    """New recovery codes, to be shown once; the earlier ones open nothing. Raises as :func:`change_password`."""
    confirm(installation, found, current)
    codes, now = factors.new_recovery_codes(), installation.settings.clock()
    with write(installation.engine) as connection:
        account = get_account(connection, found.account.id)
        factor = factors.second_factor_of(connection, account)
        if factor.secret is None:
            raise Denied(kind="account", action="change")
        renewed = evolve(factor, recovery=factors.hashes_of(codes))
        factors.store_second_factor(connection, account, renewed)
        append(connection, event_of(found, "renew-recovery-codes"), now)
    return codes


def remove_second_factor(installation: Installation, found: SignedIn, current: str) -> None:
    """Go on without a second factor, where no role asks for one; otherwise another is set up at the next sign-in.

    All other sessions end with it. Raises as :func:`change_password`.
    """
    confirm(installation, found, current)
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        account = get_account(connection, found.account.id)
        factors.store_second_factor(connection, account, factors.NONE)
        end_sessions_of(connection, account.id)
        append(connection, event_of(found, "remove-second-factor"), now)


def erase_own_account(installation: Installation, found: SignedIn, current: str) -> None:
    """Erase one's account for good. Raises as :func:`change_password`."""
    confirm(installation, found, current)
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        stored.erase_account(connection, get_account(connection, found.account.id), now)
        append(connection, event_of(found, "erase"), now)


def confirm(installation: Installation, found: SignedIn, current: str) -> None:
    """Whoever sits at somebody else's computer does not know the password, and cannot try for long.

    An account that has none, because a broker vouches for it, confirms by having signed in just now. Raises
    :class:`InvalidInput`, :class:`TooManyAttempts`, and :class:`Denied` where signing in is not finished.
    """
    _require_finished(found)
    now = installation.settings.clock()
    if found.account.password is None:
        if now - found.session.created_at > JUST_NOW:
            raise InvalidInput([InputFault("current", "sign-in-again")])
        return
    with write(installation.engine) as connection:
        attempt = begin_attempt(connection, {"account": found.account.email}, now)
    with read(installation.engine) as connection:
        account = get_account(connection, found.account.id)
    if not is_password(current, account.password):
        raise InvalidInput([InputFault("current", "password-wrong")])
    with write(installation.engine) as connection:
        take_back(connection, attempt)


def _require_finished(found: SignedIn) -> None:
    if not found.finished:
        raise Denied(kind="account", action="change")
