"""Fee reports are stored as they came: once, and a corrected one beside the earlier one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, update

from mkb_core.errors import InvalidInput
from mkb_core.store import tables
from mkb_core.store.engine import read, write
from mkb_core.store.failures import Unreadable
from mkb_core.store.fee_reports import StoredReport, list_reports, put_report

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)


def put(engine: Engine, document: Any, partner: str = "bank", at: datetime = AT) -> bool:
    with write(engine) as connection:
        stored = put_report(connection, document, plugin="bank", partner=partner, quarter="2026-Q4", at=at)
        return stored is not None


def stored(engine: Engine, quarter: str = "2026-Q4", partner: str | None = None) -> tuple[StoredReport, ...]:
    with read(engine) as connection:
        return list_reports(connection, quarter, partner)


def test_the_same_report_twice_is_stored_once_with_when_it_first_came(engine: Engine) -> None:
    assert [put(engine, {"lines": [1]}), put(engine, {"lines": [1]}, at=AT + timedelta(days=1))] == [
        True,
        False,
    ]
    [report] = stored(engine)
    assert (report.document, report.received_at) == ({"lines": [1]}, AT)


def test_a_correction_and_its_withdrawal_stand_beside_the_first_newest_first(engine: Engine) -> None:
    for days, lines in enumerate([[1], [2], [1]]):
        assert put(engine, {"lines": lines}, at=AT + timedelta(days=days))
    assert [report.document["lines"] for report in stored(engine)] == [[1], [2], [1]]


def test_reports_of_one_moment_keep_their_order(engine: Engine) -> None:
    for number in range(5):
        put(engine, {"lines": [number]})
    assert [report.document["lines"][0] for report in stored(engine)] == [4, 3, 2, 1, 0]


def test_reports_are_of_one_quarter_and_perhaps_of_one_partner(engine: Engine) -> None:
    put(engine, {"lines": []})
    put(engine, {"lines": []}, "brewery")
    assert [report.partner for report in stored(engine)] == ["bank", "brewery"]
    assert [report.partner for report in stored(engine, partner="brewery")] == ["brewery"]
    assert stored(engine, "2026-Q3") == ()


def test_what_is_no_json_is_refused(engine: Engine) -> None:
    with pytest.raises(InvalidInput):
        put(engine, {"fee": float("nan")})


def test_a_report_that_was_damaged_is_not_read_as_another(engine: Engine) -> None:
    put(engine, {"lines": []})
    with write(engine) as connection:
        connection.execute(update(tables.fee_reports).values(document="{"))
    with pytest.raises(Unreadable):
        stored(engine)
