"""The third reading of a rule: an SQL expression with the same three-valued meaning on every database.

The only module of the layer that needs SQLAlchemy; it builds expressions and reaches no database. The columns must have
the type of their field's kind: ``BigInteger`` or ``Integer`` for whole numbers and money, ``Double`` for ``number``,
``Boolean``, ``Text`` or ``String``, ``Date``. Text is only compared for equality, so collations that order differently do
not matter (those that ignore case do: do not use them).
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias, cast

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from mkb_core.criteria.criteria_set import CriteriaSet, Criterion
from mkb_core.criteria.limits import shape_faults
from mkb_core.criteria.nodes import (
    All,
    Any,
    Between,
    Compare,
    Field,
    In,
    Known,
    Leaf,
    Operator,
    Tree,
    Value,
    field_of,
    fields_of,
)
from mkb_core.criteria.normal_form import pushed_down, split
from mkb_core.errors import InputFault, InvalidInput

Columns: TypeAlias = Mapping[str, ColumnElement[typing.Any]]
Condition: TypeAlias = ColumnElement[bool]

HELD, FAILED = sa.literal_column("1", sa.Integer), sa.literal_column("0", sa.Integer)


def to_sql(tree: Tree, columns: Columns) -> Condition:
    """The rule as a condition that is true, false or NULL exactly where :func:`evaluate` says yes, no or unknown.

    Raises :class:`InvalidInput` for a field without a column and for what a database cannot hold (see ``limits``).
    """
    return _condition(checked(tree, columns), columns)


def checked(tree: Tree, columns: Columns) -> Tree:
    """The rule with ``Not`` before leaves only, once every field has its column."""
    faults = shape_faults(tree)
    faults += [
        InputFault("$", "unknown-name", {"value": name}) for name in fields_of(tree) if name not in columns
    ]
    if faults:
        raise InvalidInput(faults)
    return pushed_down(tree)


def _condition(tree: Tree, columns: Columns) -> Condition:
    if isinstance(tree, All):
        return sa.and_(sa.true(), *(_condition(part, columns) for part in tree.parts))
    if isinstance(tree, Any):
        return sa.or_(sa.false(), *(_condition(part, columns) for part in tree.parts))
    leaf, wanted = split(tree)
    condition = _leaf(leaf, columns[field_of(leaf)])
    return condition if wanted else sa.not_(condition)


def _leaf(leaf: Leaf, column: ColumnElement[typing.Any]) -> Condition:
    match leaf:
        case Compare(_, op, value):
            return _compared(column, op, _bound(value, column))
        case In(_, values):
            return column.in_([_bound(value, column) for value in values])
        case Between(_, low, high):
            return column.between(_bound(low, column), _bound(high, column))
        case Known():
            return column.is_not(None)
        case Field():
            return cast(Condition, column)


def _bound(value: Value, column: ColumnElement[typing.Any]) -> Value:
    """The value as the column has it: a whole number against a floating-point column is bound as such."""
    if isinstance(value, int) and not isinstance(value, bool) and isinstance(column.type, sa.Float):
        return float(value)
    return value


def _compared(column: ColumnElement[typing.Any], op: Operator, value: Value) -> Condition:
    if isinstance(value, bool):
        # `column` and `NOT column` are quicker than a comparison, and need no boolean literal where there is none.
        positive = (op == "=") is value
        return cast(Condition, column) if positive else sa.not_(column)
    conditions: dict[Operator, Condition] = {
        "<": column < value,
        "<=": column <= value,
        "=": column == value,
        "!=": column != value,
        ">=": column >= value,
        ">": column > value,
    }
    return conditions[op]


def possible(tree: Tree, columns: Columns) -> Condition:
    """True where the rule holds or is unknown, false where it fails; never NULL."""
    return _possible(checked(tree, columns), columns)


def _possible(tree: Tree, columns: Columns) -> Condition:
    """Per leaf ``field IS NULL``: databases test that much quicker than whether a whole condition is NULL."""
    if isinstance(tree, All):
        return sa.and_(sa.true(), *(_possible(part, columns) for part in tree.parts))
    if isinstance(tree, Any):
        return sa.or_(sa.false(), *(_possible(part, columns) for part in tree.parts))
    leaf, _ = split(tree)
    condition = _condition(tree, columns)
    return condition if isinstance(leaf, Known) else sa.or_(columns[field_of(leaf)].is_(None), condition)


def _unknown(tree: Tree, columns: Columns) -> Condition:
    """Where a rule that is possible is not certain; only asked of rows for which :func:`possible` holds."""
    if isinstance(tree, All):
        return sa.or_(sa.false(), *(_unknown(part, columns) for part in tree.parts))
    if isinstance(tree, Any):
        return sa.not_(_certain(tree, columns))
    leaf, _ = split(tree)
    return sa.false() if isinstance(leaf, Known) else columns[field_of(leaf)].is_(None)


def _certain(tree: Tree, columns: Columns) -> Condition:
    """True where the rule holds, false where it fails or is unknown; never NULL, so that it can be negated."""
    if isinstance(tree, All):
        return sa.and_(sa.true(), *(_certain(part, columns) for part in tree.parts))
    if isinstance(tree, Any):
        return sa.or_(sa.false(), *(_certain(part, columns) for part in tree.parts))
    leaf, _ = split(tree)
    condition = _condition(tree, columns)
    return condition if isinstance(leaf, Known) else sa.and_(columns[field_of(leaf)].is_not(None), condition)


def verdict_column(tree: Tree, columns: Columns) -> ColumnElement[int]:
    """1 where the rule holds, 0 where it fails, NULL where it is unknown: numbers, because these come back alike everywhere."""
    rule = checked(tree, columns)
    condition = _condition(rule, columns)
    if isinstance(rule, All | Any):
        return sa.case((condition, HELD), (sa.not_(_possible(rule, columns)), FAILED), else_=sa.null())
    leaf, _ = split(rule)
    if isinstance(leaf, Known):
        return sa.case((condition, HELD), else_=FAILED)
    return sa.case((condition, HELD), (columns[field_of(leaf)].is_(None), sa.null()), else_=FAILED)


def scout_statement(
    criteria_set: CriteriaSet,
    columns: Columns,
    key: ColumnElement[typing.Any],
    *,
    unknown: Literal["keep", "drop"] = "keep",
    verdicts: bool = False,
    limit: int | None = None,
) -> sa.Select[*tuple[typing.Any, ...]]:
    """One SELECT that judges every company of a table, best first.

    Result columns: ``key``; ``verdict`` of the hard criteria (1, or NULL where unknown); ``points`` earned;
    ``open_points`` that unknown criteria could still add; with ``verdicts`` one ``verdict_<n>`` per criterion, counted
    from 0 in the order of the set. Companies that fail a hard criterion are left out, with ``unknown="drop"`` also those
    of which it is not yet known. Order: points, then key.
    """
    _check_columns(criteria_set.criteria, columns)
    hard = pushed_down(criteria_set.hard_rule)
    certain = unknown == "drop"
    where = _condition(hard, columns) if certain else _possible(hard, columns)
    verdict = HELD if certain else sa.case((_unknown(hard, columns), sa.null()), else_=HELD)
    weighted = [criterion for criterion in criteria_set.criteria if criterion.weight]
    points = total(_points(criterion, columns) for criterion in weighted)
    open_points = total(_open_points(criterion, columns) for criterion in weighted)
    selected: list[ColumnElement[typing.Any]] = [
        key.label("key"),
        verdict.label("verdict"),
        points.label("points"),
        open_points.label("open_points"),
    ]
    if verdicts:
        selected += [
            verdict_column(criterion.rule, columns).label(f"verdict_{at}")
            for at, criterion in enumerate(criteria_set.criteria)
        ]
    statement = sa.select(*selected).where(where).order_by(sa.desc("points"), "key")
    return statement if limit is None else statement.limit(limit)


def _check_columns(criteria: Iterable[Criterion], columns: Columns) -> None:
    faults: list[InputFault] = []
    for at, criterion in enumerate(criteria):
        try:
            checked(criterion.rule, columns)
        except InvalidInput as error:
            faults += [fault.under(f"criteria[{at}].rule") for fault in error.faults]
    if faults:
        raise InvalidInput(faults)


def _points(criterion: Criterion, columns: Columns) -> ColumnElement[int]:
    condition = _condition(pushed_down(criterion.rule), columns)
    return sa.case((condition, whole(criterion.weight)), else_=FAILED)


def _open_points(criterion: Criterion, columns: Columns) -> ColumnElement[int]:
    """The weight where the criterion is unknown: neither certain nor impossible."""
    rule = pushed_down(criterion.rule)
    weight = whole(criterion.weight)
    if isinstance(rule, All | Any):
        unknown = sa.and_(_possible(rule, columns), _unknown(rule, columns))
        return sa.case((unknown, weight), else_=FAILED)
    leaf, _ = split(rule)
    if isinstance(leaf, Known):
        return FAILED
    return sa.case((columns[field_of(leaf)].is_(None), weight), else_=FAILED)


def whole(number: int) -> ColumnElement[int]:
    """A whole number in the text of the statement itself, so that the database can reckon with it beforehand."""
    return sa.literal_column(str(int(number)), sa.Integer)


def total(terms: Iterable[ColumnElement[int]]) -> ColumnElement[int]:
    """The sum; zero without terms."""
    summed: ColumnElement[int] = FAILED
    for at, term in enumerate(terms):
        summed = term if at == 0 else summed + term
    return summed
