"""Who guides a company, and which partner put it forward: said by those who coordinate that (K1)."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import ColumnElement, and_, true

from mkb_core.codec import describe
from mkb_core.errors import InputFault, InvalidInput, NotFound
from mkb_core.rights import Action, Actor, Kind
from mkb_core.rights.held import require
from mkb_core.store.account_roles import roles_of
from mkb_core.store.accounts import get_account, list_in_roles
from mkb_core.store.assignments import (
    Assignment,
    NamedAssignment,
    add_assignment,
    end_assignment,
    list_assignments,
    list_named,
)
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import read, write
from mkb_core.store.scopes import scope_of
from mkb_core.store.seen_companies import require_on_company
from mkb_core.store.trust_tables import assignments
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.auditing import record
from mkb_core.workflows.companies import check_number

#: roles whose people guide companies
GUIDES = frozenset({"consultant", "senior-project-leader"})


def assignments_of(installation: Installation, actor: Actor, number: str) -> tuple[Assignment, ...]:
    """Everybody who guides or guided a company, or put it forward, the newest first.

    Raises :class:`InvalidInput` (number), :class:`NotFound`, :class:`Denied`.
    """
    event = AuditEvent.by(actor, "list", "assignment", company_number=number)
    return _seen(installation, actor, number, event)


def assignment_of(installation: Installation, actor: Actor, number: str, assignment: str) -> Assignment:
    """One of them. Raises as :func:`assignments_of`, also where the company has none of this id."""
    event = AuditEvent.by(actor, "read", "assignment", assignment, company_number=number)
    [found] = _seen(installation, actor, number, event, assignment)
    return found


def _seen(
    installation: Installation, actor: Actor, number: str, event: AuditEvent, only: str | None = None
) -> tuple[Assignment, ...]:
    """Those that the actor sees, once that is in the log."""
    check_number(number)
    with read(installation.engine) as connection:
        require_on_company(connection, actor, number, Kind.ASSIGNMENT, Action.READ)
        which = true() if only is None else assignments.c.id == only
        found = list_assignments(connection, and_(assignments.c.company_number == number, which))
    if only is not None and not found:
        raise NotFound(kind="assignment", key=only)
    record(installation, event)
    return found


def guidance(
    installation: Installation, actor: Actor, number: str | None = None
) -> tuple[NamedAssignment, ...]:
    """The assignments that the actor sees and that have not ended; of one company also those that have. The newest first.

    Raises as :func:`assignments_of`, and :class:`Denied` where the actor sees none at all.
    """
    require(actor, Kind.ASSIGNMENT, Action.READ)
    seen = scope_of(actor, Kind.ASSIGNMENT).condition(Kind.ASSIGNMENT)
    which: ColumnElement[bool] = assignments.c.ended_at.is_(None)
    if number is not None:
        check_number(number)
        which = assignments.c.company_number == number
    with read(installation.engine) as connection:
        if number is not None:
            require_on_company(connection, actor, number, Kind.ASSIGNMENT, Action.READ)
        found = list_named(connection, and_(seen, which))
    record(installation, AuditEvent.by(actor, "list", "assignment", company_number=number))
    return found


def guides(installation: Installation, actor: Actor) -> dict[str, str]:
    """The accounts to which a company can be assigned, with their names. Raises :class:`Denied`."""
    require(actor, Kind.ASSIGNMENT, Action.CREATE)
    with read(installation.engine) as connection:
        return {one.id: one.name for one in list_in_roles(connection, GUIDES)}


def assign(
    installation: Installation,
    actor: Actor,
    number: str,
    *,
    account: str | None = None,
    partner: str | None = None,
) -> Assignment:
    """Say that a consultant (the id of an account) guides the company, or that a partner put it forward: one of both.

    Raises :class:`InvalidInput` with all faults, :class:`NotFound`, :class:`Denied`.
    """
    check_number(number)
    now = installation.settings.clock()
    relation = "scouted" if account is None else "assigned"
    made = Assignment(f"a-{uuid4().hex}", number, relation, now, account, partner)
    with write(installation.engine) as connection:
        require_on_company(connection, actor, number, Kind.ASSIGNMENT, Action.CREATE)
        if (account is None) == (partner is None):
            raise InvalidInput([InputFault("$", "one-of-two", {"first": "account", "second": "partner"})])
        if partner is not None and partner not in installation.catalogue.declarations:
            raise InvalidInput([InputFault("partner", "unknown-name", {"value": describe(partner)})])
        if account is not None:
            try:
                held = {role.role for role in roles_of(connection, get_account(connection, account).id)}
            except NotFound:
                held = set()
            if not held & GUIDES:
                raise InvalidInput([InputFault("account", "unknown-name", {"value": describe(account)})])
        add_assignment(connection, made)
        details = {"relation": relation, "account": account, "partner": partner}
        event = AuditEvent.by(actor, "create", "assignment", made.id, company_number=number, details=details)
        append(connection, event, now)
    return made


def end_assigned(installation: Installation, actor: Actor, number: str, assignment: str) -> Assignment:
    """End an assignment; again does no harm. Raises :class:`InvalidInput`, :class:`NotFound`, :class:`Denied`."""
    check_number(number)
    now = installation.settings.clock()
    own = assignments.c.company_number == number
    with write(installation.engine) as connection:
        require_on_company(connection, actor, number, Kind.ASSIGNMENT, Action.CHANGE)
        end_assignment(connection, assignment, now, own)
        (ended,) = list_assignments(connection, and_(own, assignments.c.id == assignment))
        event = AuditEvent.by(actor, "end", "assignment", assignment, company_number=number)
        append(connection, event, now)
    return ended
