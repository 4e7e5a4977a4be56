"""The policy table as conditions of queries: which rows an actor may see, and how it stands to each of them.

One query serves a list, a search, a count and a single read: a row that the actor may not see is as absent for it as one
that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from attrs import frozen
from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    RowMapping,
    Select,
    and_,
    false,
    func,
    or_,
    select,
    true,
)

from mkb_core.codec import parse_json
from mkb_core.rights.actors import Actor
from mkb_core.rights.held import Held, held_without_object
from mkb_core.rights.policy import POLICY, Action, Fields, Grant, Kind, Relation
from mkb_core.rights.roles import Side
from mkb_core.store.tables import companies, questions
from mkb_core.store.trust_tables import assignments, consents

#: kind -> the column that says whose data a row is about
COMPANY_OF: Mapping[Kind, Column[Any]] = {
    Kind.COMPANY: companies.c.number,
    Kind.QUESTION: questions.c.company_number,
    Kind.CONSENT: consents.c.company_number,
    Kind.ASSIGNMENT: assignments.c.company_number,
}

_SHARES = "held_shares"
#: scopes that are kept for whoever asks again: building their SQL costs more than most queries
KEPT = 1024


@frozen(eq=False)
class Scope:
    """What an actor may do with the rows of one kind. Each relation is a condition on the row."""

    grants: tuple[Grant, ...]
    relations: Mapping[Relation, ColumnElement[bool]]
    shares: ColumnElement[Any] | None
    _named: Callable[[str], ColumnElement[bool]]

    def condition(self, kind: Kind, action: Action = Action.READ) -> ColumnElement[bool]:
        """The rows with which the actor may do this."""
        held = {row.relation for row in self.grants if row.kind is kind and action in row.actions}
        return _any_of(self.relations[relation] for relation in Relation if relation in held)

    def shows(self, name: str) -> ColumnElement[bool]:
        """The companies of which the actor sees this field: what it does not see it cannot search by either."""
        return _any_of(
            and_(self.relations[grant.relation], self._named(name))
            if grant.fields is Fields.CONSENTED
            else self.relations[grant.relation]
            for grant in self.grants
            if Action.READ in grant.actions and name in Held((grant,), frozenset({name})).fields()
        )

    @property
    def columns(self) -> tuple[ColumnElement[Any], ...]:
        """To be selected with every row; :meth:`held` reads them."""
        flags = [condition.label(_flag(relation)) for relation, condition in self.relations.items()]
        return (*flags, *([] if self.shares is None else [self.shares.label(_SHARES)]))

    def held(self, row: RowMapping) -> Held:
        """What the relations of this row give the actor."""
        held = tuple(grant for grant in self.grants if row[_flag(grant.relation)])
        return Held(held, frozenset() if self.shares is None else _shares_of(row[_SHARES]))


@lru_cache(KEPT)
def scope_of(actor: Actor, kind: Kind) -> Scope:
    """What the actor may do with the rows of a kind; rows by their unguessable id are no part of it.

    It holds conditions and no rows: which rows meet them is asked anew by every query.
    """
    return scope_by(POLICY, actor, kind)


def scope_by(table: Iterable[Grant], actor: Actor, kind: Kind) -> Scope:
    """The same by another table than the policy."""
    return _scope(actor, kind, COMPANY_OF[kind], held_without_object(actor, kind, table))


@lru_cache(KEPT)
def scope_on_company(actor: Actor, kind: Kind) -> Scope:
    """What the actor may do with a company itself, and with what is of this kind about it."""
    rows = dict.fromkeys([*held_without_object(actor, Kind.COMPANY), *held_without_object(actor, kind)])
    return _scope(actor, Kind.COMPANY, companies.c.number, tuple(rows))


def _scope(actor: Actor, kind: Kind, whose: Column[Any], found: Iterable[Grant]) -> Scope:
    rows = tuple(row for row in found if row.relation is not Relation.LINK)
    relations = {
        relation: _CONDITIONS[relation](actor, kind, whose)
        for relation in Relation
        if any(row.relation is relation for row in rows)
    }
    consented = any(row.fields is Fields.CONSENTED for row in rows)
    shares = _shares_to(actor, whose) if consented else None
    return Scope(rows, relations, shares, lambda name: whose.in_(_consenting(actor, name)))


def _own_company(actor: Actor, _: Kind, whose: Column[Any]) -> ColumnElement[bool]:
    number = actor.acts_for(Side.COMPANY)
    return false() if number is None else whose == number


def _assigned(actor: Actor, _: Kind, whose: Column[Any]) -> ColumnElement[bool]:
    given = assignments.alias()
    return (
        false() if actor.user is None else whose.in_(_since(given, "assigned", given.c.account, actor.user))
    )


def _scouted(actor: Actor, _: Kind, whose: Column[Any]) -> ColumnElement[bool]:
    given, partner = assignments.alias(), actor.acts_for(Side.PARTNER)
    return false() if partner is None else whose.in_(_since(given, "scouted", given.c.partner, partner))


def _since(given: FromClause, relation: str, column: ColumnElement[Any], who: str) -> Select[Any]:
    return select(given.c.company_number).where(
        given.c.relation == relation, column == who, given.c.ended_at.is_(None)
    )


def _referred(actor: Actor, kind: Kind, whose: Column[Any]) -> ColumnElement[bool]:
    given = consents.alias()
    if kind is Kind.QUESTION:  # the consent names the one question that is shared
        shared = select(given.c.question).where(_in_force(given, actor), _naming(given, "question"))
        return and_(whose.in_(_consenting(actor)), questions.c.id.in_(shared))
    return whose.in_(_consenting(actor))


def _everything(_: Actor, __: Kind, ___: Column[Any]) -> ColumnElement[bool]:
    return true()


_CONDITIONS: Mapping[Relation, Callable[[Actor, Kind, Column[Any]], ColumnElement[bool]]] = {
    Relation.OWN_COMPANY: _own_company,
    Relation.ASSIGNED: _assigned,
    Relation.SCOUTED: _scouted,
    Relation.REFERRED: _referred,
    Relation.ANY: _everything,
}


def _consenting(actor: Actor, name: str | None = None) -> Select[Any]:
    """The companies with a consent in force to the actor's partner (that names this)."""
    given = consents.alias()
    named = true() if name is None else _naming(given, name)
    return select(given.c.company_number).where(_in_force(given, actor), named)


def _shares_to(actor: Actor, whose: Column[Any]) -> ColumnElement[Any]:
    """What the consents in force name, one JSON list a line."""
    given = consents.alias()
    return (
        select(func.aggregate_strings(given.c.shares, "\n"))
        .where(_in_force(given, actor), given.c.company_number == whose)
        .correlate(whose.table)
        .scalar_subquery()
    )


def _in_force(given: FromClause, actor: Actor) -> ColumnElement[bool]:
    partner = actor.acts_for(Side.PARTNER)
    if partner is None:
        return false()
    return and_(given.c.purpose == "referral", given.c.recipient == partner, given.c.withdrawn_at.is_(None))


def _naming(given: FromClause, name: str) -> ColumnElement[bool]:
    return given.c.shares.contains(f'"{name}"', autoescape=True)


def _shares_of(words: str | None) -> frozenset[str]:
    return frozenset(name for line in (words or "").splitlines() for name in parse_json(line))


def _flag(relation: Relation) -> str:
    return f"held_{relation.name.lower()}"


def _any_of(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    return or_(false(), *conditions)
