"""A lost password: the answer is always the same, and the link goes to the mailbox of the account, where there is one."""

from __future__ import annotations

from attrs import evolve

from mkb_core.errors import LinkGone
from mkb_core.rights import Actor
from mkb_core.store.accounts import ACTIVE, find_account, save_account
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import read, write
from mkb_core.store.mails import enqueue_mail
from mkb_core.store.one_time_links import NEW_PASSWORD
from mkb_core.store.sessions import end_sessions_of
from mkb_core.workflows.accounts.links import find_link, make_link, use_link
from mkb_core.workflows.accounts.passwords import checked_password, hash_password
from mkb_core.workflows.accounts.throttling import begin_attempt
from mkb_core.workflows.accounts.who import normal_email
from mkb_core.workflows.assembly import Installation


def ask_new_password(installation: Installation, email: str, address: str | None = None) -> None:
    """Send a link to whoever has this address, and nothing to anybody else: both look the same.

    Raises :class:`TooManyAttempts`, also the same for both.
    """
    email, now = normal_email(email), installation.settings.clock()
    with write(installation.engine) as connection:
        tried = {"new-password": email, "new-password-address": address}
        begin_attempt(connection, tried, now)
        account = find_account(connection, email)
        id_, language = (account.id, account.language) if account else (None, "nl")
        # For nobody the same is done and undone, so that the time that it takes tells nothing either.
        with connection.begin_nested() as done:
            link = make_link(connection, installation.settings, NEW_PASSWORD, email, {"account": id_}, now)
            values = {"path": link.path, "until": link.expires_at.isoformat()}
            enqueue_mail(connection, "lost-password", email, values, now, language=language)
            if account is None or account.state != ACTIVE:
                done.rollback()
        event = AuditEvent.by(Actor("anonymous", origin="page"), "ask-new-password", "account", id_)
        append(connection, event, now)


def check_new_password_link(installation: Installation, secret: str) -> str:
    """The e-mail address that a link is for. Raises :class:`LinkGone`."""
    with read(installation.engine) as connection:
        return find_link(connection, secret, NEW_PASSWORD, installation.settings.clock()).email


def set_new_password(installation: Installation, secret: str, password: str) -> None:
    """Use the link up: the password is another, and all sessions end. The second factor stays what it was.

    Raises :class:`InvalidInput` (the link stays good), :class:`LinkGone`.
    """
    now = installation.settings.clock()
    with read(installation.engine) as connection:
        link = find_link(connection, secret, NEW_PASSWORD, now)
        account = find_account(connection, link.email)
    if account is None or account.state != ACTIVE:
        raise LinkGone
    hash_ = hash_password(checked_password(password, (account.name, account.email)))
    with write(installation.engine) as connection:
        use_link(connection, link, now)
        save_account(connection, evolve(account, password=hash_))
        end_sessions_of(connection, account.id)
        who = Actor("anonymous", account.id, origin="page")
        append(connection, AuditEvent.by(who, "set-new-password", "account", account.id), now)
