"""Managing other people's accounts: listed, blocked, roles ended, a lost second factor taken away."""

from __future__ import annotations

from attrs import evolve, frozen
from sqlalchemy import Connection

from mkb_core.errors import NotFound
from mkb_core.rights import ROLES, Action, Actor, Kind, Side
from mkb_core.store.account_roles import RoleGrant, end_role, roles_of, roles_of_all
from mkb_core.store.accounts import (
    ACTIVE,
    BLOCKED,
    ERASED,
    Account,
    find_account,
    get_account,
    list_accounts,
    save_account,
)
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import read, write
from mkb_core.store.sessions import end_sessions_in_role, end_sessions_of
from mkb_core.workflows.accounts import second_factor as factors
from mkb_core.workflows.accounts.permissions import require_changing, require_ending, scope_of
from mkb_core.workflows.accounts.who import normal_email
from mkb_core.workflows.assembly import Installation


@frozen
class AccountRow:
    """An account with its roles, of which a partner's manager sees those for that partner; ``enrolled``: has it a second
    factor? ``whole``: may the actor change the account, or only these roles?"""

    account: Account
    roles: tuple[RoleGrant, ...]
    enrolled: bool
    whole: bool


def accounts_for(installation: Installation, actor: Actor) -> tuple[AccountRow, ...]:
    """The accounts that the actor may manage, by e-mail address. Raises :class:`Denied`."""
    scope = scope_of(actor, Kind.ACCOUNT, Action.READ)
    with read(installation.engine) as connection:
        listed = list_accounts(connection, scope)
        roles = roles_of_all(connection, [account.id for account in listed])
        rows = [_row(connection, actor, account, roles.get(account.id, ()), scope) for account in listed]
    return tuple(row for row in rows if row is not None)


def set_blocked(installation: Installation, actor: Actor, account: str, blocked: bool) -> None:
    """Block an account, which ends its sessions, or let it in again. Raises :class:`NotFound`, :class:`Denied`."""
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        found = _changeable(connection, actor, account)
        save_account(connection, evolve(found, state=BLOCKED if blocked else ACTIVE))
        if blocked:
            end_sessions_of(connection, found.id)
        action = "block" if blocked else "unblock"
        append(connection, AuditEvent.by(actor, action, "account", found.id), now)


def reset_second_factor(installation: Installation, actor: Actor, account: str) -> None:
    """Take away a second factor that was lost: another is set up at the next sign-in. Raises as :func:`set_blocked`."""
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        found = _changeable(connection, actor, account)
        factors.store_second_factor(connection, found, factors.NONE)
        end_sessions_of(connection, found.id)
        append(connection, AuditEvent.by(actor, "reset-second-factor", "account", found.id), now)


def end_role_of(installation: Installation, actor: Actor, account: str, grant: str) -> None:
    """End a role of an account, and the sessions in it. Raises :class:`NotFound`, :class:`Denied`."""
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        roles = {one.id: one for one in roles_of(connection, account)}
        if grant not in roles:
            raise NotFound(kind="role", key=grant)
        require_ending(actor, roles[grant])
        end_role(connection, account, grant, now)
        end_sessions_in_role(connection, grant)
        details = {"role": roles[grant].role, "subject": roles[grant].subject}
        append(connection, AuditEvent.by(actor, "end-role", "account", account, details=details), now)


def account_of_email(installation: Installation, email: str) -> Account:
    """The account of an e-mail address. Raises :class:`NotFound`."""
    with read(installation.engine) as connection:
        found = find_account(connection, normal_email(email))
    if found is None:
        raise NotFound(kind="account", key=email)
    return found


def _changeable(connection: Connection, actor: Actor, account: str) -> Account:
    """An account that the actor may change; one that it may not even see is not there."""
    found = get_account(connection, account)
    if found.state == ERASED:
        raise NotFound(kind="account", key=account)
    require_changing(actor, roles_of(connection, found.id))
    return found


def _row(
    connection: Connection, actor: Actor, account: Account, roles: tuple[RoleGrant, ...], scope: str | None
) -> AccountRow | None:
    own = tuple(one for one in roles if scope is None or _is_of(one, scope))
    if scope is not None and not own:
        return None
    enrolled = factors.second_factor_of(connection, account).secret is not None
    operators = any(one.role == "operator" for one in roles)
    whole = (scope is None or own == roles) and (actor.role == "operator" or not operators)
    return AccountRow(account, own, enrolled, whole)


def _is_of(grant: RoleGrant, partner: str) -> bool:
    return grant.subject == partner and ROLES[grant.role].side is Side.PARTNER
