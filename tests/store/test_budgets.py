"""Versions of budgets on both databases: a chain, one approved at most, and no lost change."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from attrs import evolve
from sqlalchemy import Engine

from mkb_core.errors import Conflict, NotFound, WrongVersionState
from mkb_core.store.budgets import (
    BudgetVersion,
    add_version,
    approve_version,
    document_of_version,
    propose_version,
    reject_version,
    stored_plans,
    versions_of,
)
from mkb_core.store.engine import read, write
from mkb_core.store.trust_tables import accounts

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
FIRST = BudgetVersion("limburg", 1, 0, "h0", "h1", "u-1", "minder inzet", NOW, "draft")


def following(version: BudgetVersion, author: str = "u-1") -> BudgetVersion:
    number = version.number + 1
    return evolve(
        version,
        number=number,
        parent=version.number,
        parent_hash=version.hash,
        hash=f"h{number}",
        author=author,
    )


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """With two accounts and the first version."""
    with write(engine) as connection:
        for name in ("u-1", "u-2"):
            row = {
                "id": name,
                "email": f"{name}@example.org",
                "name": "U",
                "language": "nl",
                "state": "active",
            }
            connection.execute(accounts.insert(), row | {"version": 1, "created_at": NOW})
        add_version(connection, FIRST, {"id": "limburg"})
    return engine


def test_a_version_comes_back_as_it_was_stored(filled: Engine) -> None:
    with read(filled) as connection:
        assert stored_plans(connection) == ("limburg",)
        assert versions_of(connection, "limburg") == (FIRST,)
        assert document_of_version(connection, "limburg", 1) == {"id": "limburg"}
        assert versions_of(connection, "elsewhere") == ()
        with pytest.raises(NotFound):
            document_of_version(connection, "limburg", 2)


def test_the_newest_takes_the_place_of_what_waits(filled: Engine) -> None:
    with write(filled) as connection:
        propose_version(connection, "limburg", 1, "u-1", NOW)
        add_version(connection, following(FIRST), {})
        states = [one.state for one in versions_of(connection, "limburg")]
        assert states == ["draft", "superseded"]
        with pytest.raises(WrongVersionState) as refusal:
            approve_version(connection, "limburg", 1, "u-2", NOW)
    assert refusal.value.facts["state"] == "superseded"


def test_one_is_approved_at_most(filled: Engine) -> None:
    with write(filled) as connection:
        propose_version(connection, "limburg", 1, "u-1", NOW)
        approve_version(connection, "limburg", 1, "u-2", NOW)
        add_version(connection, following(FIRST), {})
        assert [one.state for one in versions_of(connection, "limburg")] == ["draft", "approved"]
        propose_version(connection, "limburg", 2, "u-1", NOW)
        approve_version(connection, "limburg", 2, "u-2", NOW)
        newest, older = versions_of(connection, "limburg")
    assert (newest.state, older.state) == ("approved", "superseded")
    assert (older.decided_by, older.proposed_at) == ("u-2", NOW)


def test_a_rejected_one_stays_on_record_with_its_reason(filled: Engine) -> None:
    with write(filled) as connection:
        propose_version(connection, "limburg", 1, "u-1", NOW)
        reject_version(connection, "limburg", 1, "u-2", NOW, "te duur")
        add_version(connection, following(FIRST), {})
        _, rejected = versions_of(connection, "limburg")
    assert (rejected.state, rejected.note) == ("rejected", "te duur")


@pytest.mark.parametrize("state", ["draft", "approved"])
def test_only_what_is_proposed_is_decided(filled: Engine, state: str) -> None:
    with write(filled) as connection:
        if state == "approved":
            propose_version(connection, "limburg", 1, "u-1", NOW)
            approve_version(connection, "limburg", 1, "u-2", NOW)
        with pytest.raises(WrongVersionState):
            approve_version(connection, "limburg", 1, "u-2", NOW)
        with pytest.raises(WrongVersionState):
            reject_version(connection, "limburg", 1, "u-2", NOW, "nee")
        with pytest.raises(NotFound):
            propose_version(connection, "limburg", 7, "u-1", NOW)


def test_a_number_is_taken_once(filled: Engine) -> None:
    for taken in (FIRST, evolve(following(following(FIRST)), plan="limburg")):
        with pytest.raises(Conflict), write(filled) as connection:
            add_version(connection, taken, {})


def test_of_two_who_save_at_once_one_is_refused(filled: Engine) -> None:
    outcomes: list[str] = []
    ready = threading.Barrier(2)

    def save(author: str) -> None:
        ready.wait()
        try:
            with write(filled) as connection:
                add_version(connection, following(FIRST, author), {})
            outcomes.append("saved")
        except Conflict:
            outcomes.append("refused")

    threads = [threading.Thread(target=save, args=(author,)) for author in ("u-1", "u-2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "saved"]
    with read(filled) as connection:
        assert [one.number for one in versions_of(connection, "limburg")] == [2, 1]
