"""What an actor's relations to one object give it, and the two refusals of the policy table."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from attrs import field, frozen

from mkb_core.domain.company_fields import COMPANY_FIELDS
from mkb_core.errors import Denied
from mkb_core.rights.actors import Actor
from mkb_core.rights.policy import POLICY, Action, Fields, Grant, Kind, Relation, grants

#: Fields of a company whose content is not confidential.
OPEN_FIELDS = frozenset(name for name, one in COMPANY_FIELDS.items() if not one.confidential)
ALL_FIELDS = frozenset(COMPANY_FIELDS)
CONFIDENTIAL_FIELDS = ALL_FIELDS - OPEN_FIELDS


@frozen
class Held:
    """The rows of the policy whose relation holds for one object. ``shares``: what the company's consents to the actor's
    partner name."""

    grants: tuple[Grant, ...]
    shares: frozenset[str] = field(factory=frozenset)

    def may(self, kind: Kind, action: Action) -> bool:
        """Does any of them allow it?"""
        return any(grant.kind is kind and action in grant.actions for grant in self.grants)

    def fields(self, action: Action = Action.READ) -> frozenset[str]:
        """The fields of a company that may be seen, or set: those of all rows about companies together."""
        rows = [grant for grant in self.grants if grant.kind is Kind.COMPANY and action in grant.actions]
        names = (_names(grant.fields, self.shares) for grant in rows)
        return frozenset().union(*names)


def _names(fields: Fields, shares: Collection[str]) -> frozenset[str]:
    match fields:
        case Fields.ALL:
            return ALL_FIELDS
        case Fields.OPEN:
            return OPEN_FIELDS
        case Fields.CONSENTED:
            return ALL_FIELDS & frozenset(shares)
        case Fields.METADATA | Fields.OWN_PART:
            return frozenset()


def held_without_object(actor: Actor, kind: Kind, table: Iterable[Grant] = POLICY) -> tuple[Grant, ...]:
    """The rows of all actions that may hold for some object of this kind."""
    found = (grant for action in Action for grant in grants(actor, kind, action, table))
    return tuple(dict.fromkeys(found))


def require(actor: Actor, kind: Kind, action: Action, *relations: Relation) -> None:
    """Raises :class:`Denied` where the actor may not do this in any of these relations (none named: in any at all)."""
    if not any(grant.relation in (relations or Relation) for grant in grants(actor, kind, action)):
        raise Denied(kind=kind.value, action=action.value)
