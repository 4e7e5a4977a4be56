"""Signing in: a password, then a code. It takes as long and says the same whether or not there is such an account."""

from __future__ import annotations

from attrs import evolve
from sqlalchemy import Connection

from mkb_core.errors import Denied, InputFault, InvalidInput, SignInRefused
from mkb_core.rights import Actor
from mkb_core.store.accounts import ACTIVE, Account, find_account, get_account, save_account
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import read, write
from mkb_core.workflows.accounts import second_factor as factors
from mkb_core.workflows.accounts.passwords import hash_password, is_outdated, is_password
from mkb_core.workflows.accounts.sessions import (
    ABSOLUTE,
    SignedIn,
    event_of,
    renew_session,
    start_session,
)
from mkb_core.workflows.accounts.throttling import begin_attempt, take_back
from mkb_core.workflows.accounts.who import normal_email
from mkb_core.workflows.assembly import Installation


def sign_in(installation: Installation, email: str, password: str, address: str | None = None) -> str:
    """The secret of a new session, which may still lack its second factor. ``address``: of the network.

    Raises :class:`SignInRefused`, :class:`TooManyAttempts`.
    """
    email, now = normal_email(email), installation.settings.clock()
    with write(installation.engine) as connection:
        attempt = begin_attempt(connection, {"account": email, "address": address}, now)
    with read(installation.engine) as connection:
        account = find_account(connection, email)
    known = account if account is not None and account.state == ACTIVE else None
    right = is_password(password, known.password if known else None)
    rehashed = hash_password(password) if right and known and is_outdated(known.password or "") else None
    with write(installation.engine) as connection:
        fresh = _unchanged(connection, known) if right else None
        if fresh is None:
            append(connection, _event(account, "denied"), now)
        else:
            take_back(connection, attempt)
            if rehashed is not None:
                fresh = save_account(connection, evolve(fresh, password=rehashed))
            secret = start_session(connection, fresh, now)
            append(connection, _event(account, "granted"), now)
            return secret
    raise SignInRefused


def give_code(installation: Installation, found: SignedIn, code: str) -> str:
    """Finish signing in with a code of the app or a recovery code; returns the session's new secret.

    Raises :class:`SignInRefused`, :class:`TooManyAttempts`, :class:`Denied` where none is asked.
    """
    if found.finished or not found.enrolled:
        raise Denied(kind="account", action="read")
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        attempt = begin_attempt(connection, {"code": found.account.id}, now)
    with write(installation.engine) as connection:
        account = get_account(connection, found.account.id)
        if factors.use_code(connection, account, code, now):
            take_back(connection, attempt)
            secret = _finish(connection, found, installation)
            append(connection, event_of(found, "second-factor"), now)
            return secret
        append(connection, evolve(event_of(found, "second-factor"), result="denied"), now)
    raise SignInRefused


def begin_enrolment(installation: Installation, found: SignedIn) -> str:
    """The secret of a new second factor, to be shown; the same one until its first code is given."""
    with write(installation.engine) as connection:
        account = get_account(connection, found.account.id)
        factor = factors.second_factor_of(connection, account)
        _require_enrolling(found, factor)
        if factor.pending is not None:
            return factor.pending
        pending = factors.new_secret_of_app()
        factors.store_second_factor(connection, account, evolve(factor, pending=pending))
    return pending


def finish_enrolment(installation: Installation, found: SignedIn, code: str) -> tuple[str, tuple[str, ...]]:
    """Take the new second factor into use with its first code: the session's new secret, and recovery codes to show once.

    Raises :class:`InvalidInput` where the code is wrong, :class:`TooManyAttempts`.
    """
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        attempt = begin_attempt(connection, {"code": found.account.id}, now)
    with write(installation.engine) as connection:
        account = get_account(connection, found.account.id)
        factor = factors.second_factor_of(connection, account)
        _require_enrolling(found, factor)
        step = None if factor.pending is None else factors.step_of(factor.pending, code, now)
        if step is None:
            raise InvalidInput([InputFault("code", "code-wrong")])
        take_back(connection, attempt)
        codes = factors.new_recovery_codes()
        taken = factors.SecondFactor(factor.pending, None, factors.hashes_of(codes))
        factors.store_second_factor(connection, evolve(account, second_factor_step=step), taken)
        secret = _finish(connection, found, installation)
        append(connection, event_of(found, "enrol-second-factor"), now)
    return secret, codes


def _require_enrolling(found: SignedIn, factor: factors.SecondFactor) -> None:
    """Whoever has a second factor must have given it before setting up another."""
    if factor.secret is not None and not found.finished:
        raise Denied(kind="account", action="change")


def _finish(connection: Connection, found: SignedIn, installation: Installation) -> str:
    now = installation.settings.clock()
    return renew_session(
        connection, found.session, second_factor=True, last_seen=now, expires_at=now + ABSOLUTE
    )


def _unchanged(connection: Connection, known: Account | None) -> Account | None:
    """The account, unless it was blocked or got another password while this one was judged."""
    if known is None:
        return None
    fresh = get_account(connection, known.id)
    return fresh if (fresh.state, fresh.password) == (ACTIVE, known.password) else None


def _event(account: Account | None, result: str) -> AuditEvent:
    who = Actor("anonymous", account.id if account else None, origin="page")
    return AuditEvent.by(who, "sign-in", "account", account.id if account else None, result=result)
