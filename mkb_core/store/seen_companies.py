"""Companies as an actor sees them: found, searched, counted and filtered by one condition (:mod:`mkb_core.store.scopes`)."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from itertools import groupby
from typing import Any

from attrs import frozen
from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, bindparam, func, select

from mkb_core.codec import canonical
from mkb_core.domain.companies import Company
from mkb_core.errors import Denied, NotFound
from mkb_core.rights.actors import Actor
from mkb_core.rights.held import OPEN_FIELDS, Held
from mkb_core.rights.policy import Action, Grant, Kind, Relation, grants
from mkb_core.rights.roles import Side
from mkb_core.store.column_types import checked_limit
from mkb_core.store.company_keys import Unsealer
from mkb_core.store.company_values import company_of
from mkb_core.store.scopes import KEPT, Scope, scope_on_company
from mkb_core.store.tables import companies, company_facts, company_values


@frozen
class SeenCompany:
    """The fields that the actor sees of a company, the stored version, and all that it may do."""

    company: Company
    version: int
    held: Held


@frozen
class CompanySearch:
    """What companies are looked for by: a part of the name (capitals do not count), municipality, number."""

    name: str | None = None
    municipality: str | None = None
    number: str | None = None


@frozen
class SeenPage:
    """A page by number, of open fields only; ``total`` counts all that the actor sees."""

    companies: tuple[SeenCompany, ...]
    total: int


def get_seen(connection: Connection, scope: Scope, number: str) -> SeenCompany:
    """A company with what is seen of it. Raises :class:`NotFound` where it is not there or not seen, which is the same."""
    rows = connection.execute(_one(scope), {"asked": number}).mappings().all()
    if not rows:
        raise NotFound(kind="company", key=number)
    return _seen(number, rows, scope, Unsealer(connection))


@lru_cache(KEPT)
def _one(scope: Scope) -> Select[Any]:
    return _values(scope, and_(companies.c.number == bindparam("asked"), scope.condition(Kind.COMPANY)))


@lru_cache(KEPT)
def _standing(scope: Scope) -> Select[Any]:
    condition = scope.condition(Kind.COMPANY)
    return select(companies.c.number, *scope.columns).where(
        companies.c.number == bindparam("asked"), condition
    )


def require_on_company(connection: Connection, actor: Actor, number: str, kind: Kind, action: Action) -> Held:
    """What the actor may do with a company and what is of this kind about it, from one statement.

    Raises :class:`NotFound` where the company is not there or not seen, which is the same, and :class:`Denied` where it
    is seen but this may not be done. A company that is not there may be created, by whoever sees all or whose own it is.
    """
    scope = scope_on_company(actor, kind)
    row = connection.execute(_standing(scope), {"asked": number}).mappings().first()
    if row is None:
        created = may_create(actor, number) if kind is Kind.COMPANY else ()
        if not created:
            raise NotFound(kind="company", key=number)
        return Held(created)
    held = scope.held(row)
    if not held.may(kind, action):
        raise Denied(kind=kind.value, action=action.value)
    return held


def may_create(actor: Actor, number: str) -> tuple[Grant, ...]:
    """The rows of the policy that let the actor create a company that it does not see; empty: none does."""
    own = actor.acts_for(Side.COMPANY) == number
    return tuple(
        grant
        for grant in grants(actor, Kind.COMPANY, Action.CREATE)
        if grant.relation is Relation.ANY or (own and grant.relation is Relation.OWN_COMPANY)
    )


def list_seen(
    connection: Connection, scope: Scope, search: CompanySearch, *, offset: int = 0, limit: int = 100
) -> SeenPage:
    """The companies that the actor sees, by number; ``limit`` 1 to 10,000."""
    condition = and_(scope.condition(Kind.COMPANY), *_conditions(scope, search))
    total = connection.execute(select(func.count()).select_from(companies).where(condition)).scalar_one()
    numbers = (
        select(companies.c.number)
        .where(condition)
        .order_by(companies.c.number)
        .offset(offset)
        .limit(checked_limit(limit))
    )
    statement = _values(scope, companies.c.number.in_(numbers.scalar_subquery()), only=OPEN_FIELDS)
    rows = connection.execute(statement).mappings().all()
    unsealer = Unsealer(connection)
    found = groupby(rows, key=lambda row: str(row["number"]))
    return SeenPage(tuple(_seen(number, list(own), scope, unsealer) for number, own in found), total)


def _conditions(scope: Scope, search: CompanySearch) -> list[ColumnElement[bool]]:
    """What is not seen of a company does not find it either."""
    conditions: list[ColumnElement[bool]] = []
    if search.number is not None:
        conditions.append(companies.c.number == search.number)
    if search.municipality is not None:
        facts = select(company_facts.c.number).where(company_facts.c.municipality == search.municipality)
        conditions += [scope.shows("municipality"), companies.c.number.in_(facts)]
    if search.name is not None:
        words = canonical(search.name.lower()).decode()[1:-1]
        values = company_values.alias()
        named = select(values.c.number).where(
            values.c.field == "name",
            values.c.position == 0,
            func.lower(values.c.value).contains(words, autoescape=True),
        )
        conditions += [scope.shows("name"), companies.c.number.in_(named)]
    return conditions


def _values(scope: Scope, condition: ColumnElement[bool], only: Collection[str] | None = None) -> Select[Any]:
    values = company_values.c
    joined = companies.c.number == values.number
    if only is not None:
        joined = and_(joined, values.field.in_(sorted(only)))
    return (
        select(
            companies,
            *scope.columns,
            values.field,
            values.position,
            values.value,
            values.source,
            values.date,
            values.entered_by,
        )
        .join_from(companies, company_values, joined, isouter=True)
        .where(condition)
        .order_by(companies.c.number, values.field, values.position)
    )


def _seen(number: str, rows: Collection[RowMapping], scope: Scope, unsealer: Unsealer) -> SeenCompany:
    """Values that are not seen are not even opened."""
    first = next(iter(rows))
    held = scope.held(first)
    seen = held.fields()
    company = company_of(number, [row for row in rows if row["field"] in seen], unsealer)
    return SeenCompany(company, first["version"], held)
