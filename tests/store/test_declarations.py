"""Every version of a declaration stays; a catalogue says of which it was made."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text, update

from mkb_core.codec import content_hash
from mkb_core.errors import Conflict, InvalidInput, NotFound, StoreUnavailable
from mkb_core.store import tables
from mkb_core.store.declarations import (
    get_catalogue,
    get_declaration,
    history,
    put_catalogue,
    put_declaration,
)
from mkb_core.store.engine import read, write
from mkb_core.store.failures import Unreadable

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LIOF = {
    "partner": {"id": "liof", "name": "LIOF"},
    "services": [{"id": "lening 🏭", "amount_cents": 5_000_000}],
}


def put(engine: Engine, document: Any = LIOF, at: datetime = AT, **more: Any) -> str:
    named: dict[str, Any] = {"kind": "partner", "owner": "liof", "plugin": "mkb-partner-liof"} | more
    with write(engine) as connection:
        return put_declaration(connection, document, at=at, **named)


def test_declaration_comes_back_by_its_content_hash(engine: Engine) -> None:
    key = put(engine)
    assert key == content_hash(LIOF)
    with read(engine) as connection:
        found = get_declaration(connection, key)
    assert found.document == LIOF
    assert (found.kind, found.owner, found.plugin, found.first_seen) == (
        "partner",
        "liof",
        "mkb-partner-liof",
        AT,
    )


def test_same_declaration_is_stored_once_as_first_seen(engine: Engine) -> None:
    reordered = dict(reversed(LIOF.items()))
    assert put(engine) == put(engine, reordered, AT + timedelta(days=1), plugin="another")
    with read(engine) as connection:
        (only,) = history(connection, "partner", "liof")
    assert (only.first_seen, only.plugin) == (AT, "mkb-partner-liof")


@pytest.mark.parametrize("other", [{"owner": "kvk"}, {"kind": "region"}], ids=str)
def test_same_declaration_of_another_owner_is_a_conflict(engine: Engine, other: dict[str, Any]) -> None:
    put(engine)
    with pytest.raises(Conflict):
        put(engine, **other)


def test_racing_loaders_store_one_version(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(lambda _: put(engine), range(20)))
    with read(engine) as connection:
        assert [found.hash for found in history(connection, "partner", "liof")] == list(keys)


def test_history_has_all_versions_of_one_owner_in_order(engine: Engine) -> None:
    keys = [put(engine, LIOF | {"version": version}, AT + timedelta(days=version)) for version in (2, 1, 3)]
    put(engine, {"partner": "kvk"}, owner="kvk")
    put(engine, {"region": "liof"}, kind="region")
    with read(engine) as connection:
        found = history(connection, "partner", "liof")
        assert history(connection, "partner", "absent") == ()
    assert [one.hash for one in found] == [keys[1], keys[0], keys[2]]
    assert [one.document["version"] for one in found] == [1, 2, 3]


def test_unknown_hash_is_not_found(engine: Engine) -> None:
    with read(engine) as connection:
        for get in (get_declaration, get_catalogue):
            with pytest.raises(NotFound):
                get(connection, "0" * 64)


def test_unknown_kind_is_refused_by_the_database(engine: Engine) -> None:
    with pytest.raises(StoreUnavailable):
        put(engine, kind="friend")


@pytest.mark.parametrize("document", [{"share": float("inf")}, {"a": {1}}], ids=str)
def test_what_is_no_json_is_refused(engine: Engine, document: object) -> None:
    with pytest.raises(InvalidInput):
        put(engine, document)


def test_altered_content_is_reported(engine: Engine) -> None:
    key = put(engine)
    with write(engine) as connection:
        put_catalogue(connection, [key], [key], at=AT)
        connection.execute(update(tables.declarations).values(document='{"partner":"someone else"}'))
        connection.execute(update(tables.catalogues).values(document="[]"))
    with read(engine) as connection:
        with pytest.raises(Unreadable, match="does not fit its hash"):
            get_declaration(connection, key)
        with pytest.raises(Unreadable, match="does not fit its hash"):
            history(connection, "partner", "liof")
        with pytest.raises(Unreadable, match="does not fit its hash"):
            get_catalogue(connection, content_hash([key]))


def test_catalogue_comes_back_with_its_members_in_order(engine: Engine) -> None:
    members = [put(engine, LIOF | {"version": version}) for version in range(5)]
    document = {"declarations": members, "region": "limburg"}
    with write(engine) as connection:
        keys = {put_catalogue(connection, document, members, at=AT + timedelta(days=day)) for day in range(2)}
    with read(engine) as connection:
        found = get_catalogue(connection, content_hash(document))
    assert keys == {found.hash}
    assert (found.document, found.members, found.first_seen) == (document, tuple(members), AT)


def test_empty_catalogue_is_a_catalogue(engine: Engine) -> None:
    with write(engine) as connection:
        key = put_catalogue(connection, [], [], at=AT)
        assert get_catalogue(connection, key).members == ()


def test_same_catalogue_with_other_members_is_a_conflict(engine: Engine) -> None:
    key = put(engine)
    with write(engine) as connection:
        put_catalogue(connection, "one", [key], at=AT)
        with pytest.raises(Conflict):
            put_catalogue(connection, "one", [], at=AT)


def test_catalogue_of_an_unknown_declaration_is_not_stored(engine: Engine) -> None:
    with write(engine) as connection:
        with pytest.raises(NotFound) as caught:
            put_catalogue(connection, "one", ["0" * 64], at=AT)
        assert caught.value.facts["kind"] == "declaration"
        with pytest.raises(NotFound):
            get_catalogue(connection, content_hash("one"))


def test_declaration_in_a_catalogue_cannot_be_removed(engine: Engine) -> None:
    key = put(engine)
    with write(engine) as connection:
        put_catalogue(connection, [key], [key], at=AT)
    with pytest.raises(StoreUnavailable), write(engine) as connection:
        connection.execute(text("DELETE FROM mkb_declarations"))
    with read(engine) as connection:
        assert get_declaration(connection, key).document == LIOF
