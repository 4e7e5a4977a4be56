"""Budgets as versions: read, saved with a reason, proposed, and approved by a second person (J1-J3, M1).

The plan of the region's package counts until a version is approved; then the last approved one does. Every version is
made from the one before it, so the newest holds the work of all. A new one takes the place of what waited for a decision.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeAlias

from attrs import frozen
from sqlalchemy import Connection

from mkb_core.budget.comparing import Comparison, compare_plans
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.plan_files import read_plan
from mkb_core.codec import content_hash, to_json
from mkb_core.errors import Denied, InputFault, InvalidInput, NotFound, SamePerson
from mkb_core.rights import Action, Actor, Kind, Relation
from mkb_core.rights.held import require
from mkb_core.runtime.host import PluginHost
from mkb_core.store import budgets as stored
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.budgets import INSTALLED, BudgetVersion
from mkb_core.store.engine import read, write
from mkb_core.workflows.assembly import Installation

LONGEST_REASON = 500


@lru_cache(maxsize=4)
def installed_budgets(host: PluginHost) -> Mapping[str, BudgetPlan]:
    """The plans of the installed plugins by id, read once: the files of a trusted plugin change with a restart only."""
    return host.budget_plans()


@frozen
class Budget:
    """A plan and its versions, the newest first; the last is number 0 where the plan is installed."""

    plan: str
    versions: tuple[BudgetVersion, ...]

    @property
    def newest(self) -> BudgetVersion:
        """The one that the next is made from."""
        return self.versions[0]

    @property
    def in_force(self) -> BudgetVersion | None:
        """The one that counts; ``None`` where nothing is approved of a plan that is no longer installed."""
        for state in ("approved", "installed"):
            for one in self.versions:
                if one.state == state:
                    return one
        return None

    def version(self, number: int) -> BudgetVersion:
        """One version; raises :class:`NotFound`."""
        for one in self.versions:
            if one.number == number:
                return one
        raise NotFound(kind="budget", key=f"{self.plan} {number}")


#: sees the budget before a change, in its transaction, and may refuse the change by raising
Check: TypeAlias = Callable[[Budget], None]


def list_budgets(installation: Installation, actor: Actor) -> tuple[Budget, ...]:
    """All plans by id. Raises :class:`Denied`."""
    require(actor, Kind.BUDGET, Action.READ, Relation.ANY)
    with read(installation.engine) as connection:
        names = {*installed_budgets(installation.host), *stored.stored_plans(connection)}
        return tuple(budget_in(connection, installation, name) for name in sorted(names))


def budget_of(installation: Installation, actor: Actor, plan: str) -> Budget:
    """One plan with its versions. Raises :class:`NotFound`, :class:`Denied`."""
    require(actor, Kind.BUDGET, Action.READ, Relation.ANY)
    with read(installation.engine) as connection:
        return budget_in(connection, installation, plan)


def plan_of_version(installation: Installation, actor: Actor, plan: str, number: int) -> BudgetPlan:
    """The content of a version. Raises :class:`NotFound`, :class:`Denied`."""
    require(actor, Kind.BUDGET, Action.READ, Relation.ANY)
    with read(installation.engine) as connection:
        return content_of(connection, installation, plan, number)


def compare_versions(
    installation: Installation, actor: Actor, plan: str, first: int, second: int, scenario: str
) -> Comparison:
    """What differs between two versions in a scenario. Raises :class:`NotFound`, :class:`Denied`."""
    require(actor, Kind.BUDGET, Action.READ, Relation.ANY)
    with read(installation.engine) as connection:
        one, other = (content_of(connection, installation, plan, number) for number in (first, second))
    return compare_plans(one, other, scenario)


def save_version(
    installation: Installation, actor: Actor, content: BudgetPlan, reason: str, check: Check
) -> BudgetVersion:
    """Add a version to the plan with the id of ``content``; what waited for a decision is superseded.

    ``check`` says whether it was made on the version that is the newest now. Raises :class:`InvalidInput` with all
    faults, :class:`NotFound` (no such plan), :class:`Conflict`, :class:`Denied`; nothing is saved then.
    """
    author = _account(actor, Action.CREATE)
    reason = _reason(reason)
    document = to_json(read_plan(to_json(content)))
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        budget = budget_in(connection, installation, content.id)
        check(budget)
        parent = budget.newest
        hash_ = content_hash(document)
        if hash_ == parent.hash:
            raise InvalidInput([InputFault("plan", "nothing-changed")])
        made = BudgetVersion(
            content.id, parent.number + 1, parent.number, parent.hash, hash_, author, reason, now, "draft"
        )
        stored.add_version(connection, made, document)
        _tell(connection, installation, actor, "create", made.plan, made.number, reason)
    return made


def propose_version(installation: Installation, actor: Actor, plan: str, number: int) -> Budget:
    """Put a draft forward for approval. Raises :class:`NotFound`, :class:`Conflict` (its state), :class:`Denied`."""
    by = _account(actor, Action.CHANGE)
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        budget_in(connection, installation, plan).version(number)
        stored.propose_version(connection, plan, number, by, now)
        _tell(connection, installation, actor, "propose", plan, number)
        return budget_in(connection, installation, plan)


def approve_version(installation: Installation, actor: Actor, plan: str, number: int) -> Budget:
    """Make a proposed version the one that counts.

    Raises :class:`SamePerson` where the actor worked on it since the last approved version, and as
    :func:`propose_version`.
    """
    by = _account(actor, Action.APPROVE)
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        budget = budget_in(connection, installation, plan)
        if by in authors_since_approval(budget, budget.version(number)):
            raise SamePerson(kind="budget", action="approve")
        stored.approve_version(connection, plan, number, by, now)
        _tell(connection, installation, actor, "approve", plan, number)
        return budget_in(connection, installation, plan)


def reject_version(installation: Installation, actor: Actor, plan: str, number: int, reason: str) -> Budget:
    """Refuse a proposed version and say why; also its author may. Raises as :func:`propose_version`, and
    :class:`InvalidInput` (reason)."""
    by = _account(actor, Action.APPROVE)
    reason = _reason(reason)
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        budget_in(connection, installation, plan).version(number)
        stored.reject_version(connection, plan, number, by, now, reason)
        _tell(connection, installation, actor, "reject", plan, number, reason)
        return budget_in(connection, installation, plan)


def authors_since_approval(budget: Budget, version: BudgetVersion) -> frozenset[str]:
    """The accounts whose work stands in a version and was not approved before: they cannot approve it."""
    last = max((one.number for one in budget.versions if one.state == "approved"), default=INSTALLED)
    worked = (one for one in budget.versions if last < one.number <= version.number)
    return frozenset(one.author for one in worked if one.author is not None)


def content_of(connection: Connection, installation: Installation, plan: str, number: int) -> BudgetPlan:
    """The content of a version, as whoever has asked for the actor's rights may read it. Raises :class:`NotFound`."""
    if number != INSTALLED:
        return read_plan(stored.document_of_version(connection, plan, number))
    installed = installed_budgets(installation.host).get(plan)
    if installed is None:
        raise NotFound(kind="budget", key=f"{plan} {number}")
    return installed


def budget_in(connection: Connection, installation: Installation, plan: str) -> Budget:
    """A plan with its versions, for whoever has asked for the actor's rights. Raises :class:`NotFound`."""
    versions = stored.versions_of(connection, plan)
    content = installed_budgets(installation.host).get(plan)
    if content is not None:
        hash_ = content_hash(content)
        installed = BudgetVersion(plan, INSTALLED, INSTALLED, hash_, hash_, None, "", None, "installed")
        versions = (*versions, installed)
    if not versions:
        raise NotFound(kind="budget", key=plan)
    return Budget(plan, versions)


def _account(actor: Actor, action: Action) -> str:
    """Who does it: a person, because two persons must agree."""
    require(actor, Kind.BUDGET, action, Relation.ANY)
    if actor.user is None:
        raise Denied(kind="budget", action=action.value)
    return actor.user


def _reason(words: str) -> str:
    words = words.strip()
    if not words:
        raise InvalidInput([InputFault("reason", "empty")])
    if len(words) > LONGEST_REASON:
        facts = {"length": len(words), "limit": LONGEST_REASON}
        raise InvalidInput([InputFault("reason", "too-long", facts)])
    return words


def _tell(
    connection: Connection,
    installation: Installation,
    actor: Actor,
    action: str,
    plan: str,
    number: int,
    reason: str | None = None,
) -> None:
    details = {} if reason is None else {"reason": reason}
    event = AuditEvent.by(actor, action, "budget", f"{plan} {number}", details=details)
    append(connection, event, installation.settings.clock())
