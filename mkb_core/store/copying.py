"""All rows of one database into another, whatever the two kinds are; in chunks, from one snapshot, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Engine, Table, func, insert, inspect, select

from mkb_core.codec import canonical
from mkb_core.store import migrations
from mkb_core.store.engine import read, write
from mkb_core.store.failures import StoreFailure
from mkb_core.store.tables import metadata

CHUNK_ROWS = 1000
#: sums of SHA-256 are taken within this many bits
_ROOM = 1 << 256


@frozen
class Content:
    """What a table holds: the number of rows, and the sum of the SHA-256 of each, in hex. The order of rows counts for
    nothing: databases sort texts differently."""

    rows: int
    digest: str


@frozen
class Copied:
    """What was copied, by table; ``left_out`` are tables of others in the source, such as those of the job engine."""

    tables: Mapping[str, Content]
    left_out: tuple[str, ...]


class Summing:
    """Adds up the content of a table, row by row."""

    def __init__(self) -> None:
        self._rows = self._sum = 0

    def add(self, values: Any) -> None:
        """Count one row; ``values`` in the order of the columns."""
        words = canonical([_plain(value) for value in values])
        self._rows += 1
        self._sum = (self._sum + int.from_bytes(hashlib.sha256(words).digest(), "big")) % _ROOM

    def content(self) -> Content:
        """What was added so far."""
        return Content(self._rows, f"{self._sum:064x}")


def copy(source: Engine, target: Engine) -> Copied:
    """Copy every table of this version; the target gets the tables where it has none.

    Others may write to the source meanwhile: what is copied is the moment at which this began. The target has all of it
    or nothing. Raises :class:`StoreUnavailable`: the source has the tables of another version (``no-tables``), the
    target holds something already (``not-empty``), or what arrived is not what was sent (``differs``).
    """
    if not migrations.is_current(source):
        raise StoreFailure("no-tables")
    if not migrations.is_current(target):
        migrations.upgrade(target)
    with read(source) as giving, write(target) as taking:
        names = set(inspect(giving).get_table_names())
        tables = metadata.sorted_tables
        if any(_holds_rows(taking, table) for table in tables):
            raise StoreFailure("not-empty")
        sent = {table.name: _copy_table(giving, taking, table) for table in tables}
        if {table.name: content_of(taking, table) for table in tables} != sent:
            raise StoreFailure("differs")
    others = names - set(sent) - {migrations.VERSION_TABLE}
    return Copied(sent, tuple(sorted(others)))


def content_of(connection: Connection, table: Table) -> Content:
    """What a table holds, read in chunks."""
    summing = Summing()
    for chunk in _chunks(connection, table):
        for row in chunk:
            summing.add(row)
    return summing.content()


def _copy_table(giving: Connection, taking: Connection, table: Table) -> Content:
    summing = Summing()
    names = [column.name for column in table.columns]
    for chunk in _chunks(giving, table):
        for row in chunk:
            summing.add(row)
        taking.execute(insert(table), [dict(zip(names, row, strict=True)) for row in chunk])
    return summing.content()


def _chunks(connection: Connection, table: Table) -> Iterator[Any]:
    with connection.execute(select(table).execution_options(yield_per=CHUNK_ROWS)) as result:
        yield from result.partitions()


def _holds_rows(connection: Connection, table: Table) -> bool:
    return bool(
        connection.execute(select(func.count()).select_from(select(table).limit(1).subquery())).scalar()
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes):
        return value.hex()
    return value
