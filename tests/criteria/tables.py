"""One table with a column for every generated field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from mkb_core.criteria import Facts, Kind
from tests.criteria.strategies import SPECS

COLUMN_TYPES: dict[Kind, sa.types.TypeEngine[Any]] = {
    "integer": sa.BigInteger(),
    "money": sa.BigInteger(),
    "number": sa.Double(),
    "boolean": sa.Boolean(),
    "text": sa.Text(),
    "date": sa.Date(),
}
TABLE = sa.Table(
    "criteria_companies",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    *(sa.Column(spec.name, COLUMN_TYPES[spec.kind]) for spec in SPECS),
)


def fill(connection: sa.Connection, companies: Sequence[Facts]) -> None:
    """Make the table and insert these companies, numbered from 0."""
    TABLE.create(connection)
    rows = [
        {"id": at, **{spec.name: facts.get(spec.name) for spec in SPECS}}
        for at, facts in enumerate(companies)
    ]
    connection.execute(sa.insert(TABLE), rows)
    connection.commit()
