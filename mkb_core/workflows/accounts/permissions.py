"""Who may manage accounts and tokens, and of whom: read from the policy table."""

from __future__ import annotations

from collections.abc import Iterable

from mkb_core.errors import Denied
from mkb_core.rights import ROLES, Action, Actor, Kind, Relation, Side, grants
from mkb_core.store.account_roles import RoleGrant
from mkb_core.workflows.accounts.who import NOT_FOR_PEOPLE

#: only whoever has this role may give it, or change an account that has it
HIGHEST = "operator"


def scope_of(actor: Actor, kind: Kind, action: Action) -> str | None:
    """Of which partner the actor may do this; ``None``: of everybody. Raises :class:`Denied`."""
    relations = {grant.relation for grant in grants(actor, kind, action)}
    if Relation.ANY in relations:
        return None
    partner = actor.acts_for(Side.PARTNER)
    if Relation.SAME_PARTNER in relations and partner is not None:
        return partner
    raise Denied(kind=kind.value, action=action.value)


def roles_to_give(actor: Actor) -> tuple[str, ...]:
    """The roles that the actor may invite people to. Raises :class:`Denied` where it may invite nobody."""
    scope = scope_of(actor, Kind.ACCOUNT, Action.CREATE)
    return tuple(
        role.id
        for role in ROLES.values()
        if role.id not in NOT_FOR_PEOPLE
        and (scope is None or role.side is Side.PARTNER)
        and (role.id != HIGHEST or actor.role == HIGHEST)
    )


def require_giving(actor: Actor, role: str, subject: str | None) -> None:
    """Raises :class:`Denied` where the actor may not give this role for this subject."""
    scope = scope_of(actor, Kind.ACCOUNT, Action.CREATE)
    if role not in roles_to_give(actor) or (scope is not None and subject != scope):
        raise Denied(kind="account", action="create")


def require_changing(actor: Actor, roles: Iterable[RoleGrant]) -> None:
    """Raises :class:`Denied` where the actor may not change a whole account that has these roles.

    A partner's manager may where all of them are for that partner; of an operator only an operator.
    """
    scope = scope_of(actor, Kind.ACCOUNT, Action.CHANGE)
    held = tuple(roles)
    if scope is not None and not (held and all(_is_for(one, scope) for one in held)):
        raise Denied(kind="account", action="change")
    if actor.role != HIGHEST and any(one.role == HIGHEST for one in held):
        raise Denied(kind="account", action="change")


def require_ending(actor: Actor, grant: RoleGrant) -> None:
    """Raises :class:`Denied` where the actor may not end this role of an account."""
    scope = scope_of(actor, Kind.ACCOUNT, Action.CHANGE)
    if scope is not None and not _is_for(grant, scope):
        raise Denied(kind="account", action="change")
    if actor.role != HIGHEST and grant.role == HIGHEST:
        raise Denied(kind="account", action="change")


def _is_for(grant: RoleGrant, partner: str) -> bool:
    """Is it a role for this partner? A funder may have the same id."""
    role = ROLES.get(grant.role)
    return role is not None and role.side is Side.PARTNER and grant.subject == partner
