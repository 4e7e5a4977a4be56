"""Is the audit log as it was written? The first line that is not, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, Literal

from attrs import frozen
from sqlalchemy import Column, ColumnElement, Connection, LargeBinary, Table, cast, select

from mkb_core.store.audit import BEGINNING, head_words, line_hash
from mkb_core.store.company_keys import keys_of
from mkb_core.store.trust_tables import audit, audit_head

#: ``altered``: a line's content does not fit its hash. ``moved``: it does not follow the line before. ``missing``: there is
#: no such line. ``surplus``: it comes after the last line of the head. ``head``: the head was altered or is not signed with
#: the installation's key. ``not-as-noted``: it is not the line that was noted elsewhere.
Wrong = Literal["altered", "moved", "missing", "surplus", "head", "not-as-noted"]

_AS_SQLITE_STORES = "%Y-%m-%d %H:%M:%S.%f"


@frozen
class Verification:
    """The outcome. ``head``: last line and its hash, to be noted elsewhere. ``line`` and ``wrong``: the first that is
    wrong, both ``None`` where all is well. ``signature_checked``: was the installation's key at hand?"""

    lines: int
    head: str
    signature_checked: bool
    line: int | None = None
    wrong: Wrong | None = None


def verify(connection: Connection, noted: tuple[int, str] | None = None) -> Verification:
    """Work out the whole chain again. ``noted``: the number and hash of a line that were kept elsewhere."""
    last, hash_ = 0, BEGINNING
    keys = keys_of(connection)

    def outcome(line: int | None = None, wrong: Wrong | None = None) -> Verification:
        return Verification(last, head_words(last, hash_), keys is not None, line, wrong)

    with closing(_rows(connection, audit)) as rows:
        for row in rows:
            wrong = _wrong_with(row, last, hash_)
            if wrong is not None:
                return outcome(last + 1, wrong)
            last, hash_ = row["line"], row["hash"]
            if noted is not None and noted[0] == last and noted[1] != hash_:
                return outcome(last, "not-as-noted")
    if noted is not None and noted[0] > last:
        return outcome(last + 1, "missing")
    heads = list(_rows(connection, audit_head))
    if not heads:
        return outcome(1, "head") if last else outcome()
    return outcome(*_wrong_with_head(heads[0], connection, last, hash_))


def _wrong_with(row: Mapping[str, Any], last: int, hash_: str) -> Wrong | None:
    if row["line"] != last + 1:
        return "missing"
    if any(isinstance(value, bytes) for value in row.values()) or line_hash(row) != row["hash"]:
        return "altered"
    return None if row["previous"] == hash_ else "moved"


def _wrong_with_head(
    head: Mapping[str, Any], connection: Connection, last: int, hash_: str
) -> tuple[int, Wrong] | tuple[None, None]:
    keys = keys_of(connection)
    if any(isinstance(value, bytes) for value in head.values()) or type(head["line"]) is not int:
        return max(last, 1), "head"
    if keys is not None and not keys.has_signed(head_words(head["line"], head["hash"]), head["signature"]):
        return max(last, 1), "head"
    if head["line"] > last:
        return last + 1, "missing"
    if head["line"] < last:
        return head["line"] + 1, "surplus"
    return (None, None) if head["hash"] == hash_ else (last, "altered")


def _rows(connection: Connection, table: Table) -> Generator[dict[str, Any], None, None]:
    """The rows in order, as they stand; what is no text or time any more stays bytes."""
    on_sqlite = connection.dialect.name == "sqlite"
    columns = [_raw(column) if on_sqlite else column for column in table.c]
    statement = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=1000)
    with connection.execute(statement) as result:
        for row in result.mappings():
            yield {name: _read(name, value) for name, value in row.items()} if on_sqlite else dict(row)


def _raw(column: Column[Any]) -> ColumnElement[Any]:
    """SQLite would not hand out a text with a wrong byte at all, and reads several writings of one time alike."""
    if column.primary_key or column.name == "line":
        return column
    return cast(column, LargeBinary).label(column.name)


def _read(name: str, value: Any) -> Any:
    if not isinstance(value, bytes):
        return value
    try:
        words = value.decode("utf-8")
        if name != "at":
            return words
        moment = datetime.strptime(words, _AS_SQLITE_STORES).replace(tzinfo=UTC)
        return moment if moment.strftime(_AS_SQLITE_STORES) == words else value
    except ValueError:
        return value
