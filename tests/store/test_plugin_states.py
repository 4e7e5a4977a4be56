"""How plugins stood and what was good, on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime

from attrs import evolve
from sqlalchemy import Engine

from mkb_core.store import declarations, plugin_states
from mkb_core.store.engine import read, write
from mkb_core.store.plugin_states import PartnerLoad, PluginStanding

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
STANDING = PluginStanding("kvk", "1.0", "f1", "failing", ["a"], [{"kind": "raised"}], AT, AT, AT)


def test_what_is_put_comes_back(engine: Engine) -> None:
    with write(engine) as connection:
        plugin_states.put_standing(connection, STANDING)
    with read(engine) as connection:
        assert plugin_states.all_standings(connection) == (STANDING,)


def test_the_last_word_counts(engine: Engine) -> None:
    later = evolve(STANDING, state="loaded", faults=[], retry_at=None)
    with write(engine) as connection:
        plugin_states.put_standing(connection, STANDING)
        plugin_states.put_standing(connection, later)
    with read(engine) as connection:
        assert plugin_states.all_standings(connection) == (later,)


def test_a_load_comes_back_with_its_declaration_and_can_be_forgotten(engine: Engine) -> None:
    document = {"partner": {"id": "kvk"}}
    with write(engine) as connection:
        hash_ = declarations.put_declaration(
            connection, document, kind="partner", owner="kvk", plugin="kvk", at=AT
        )
        load = PartnerLoad("kvk", "kvk", "f1", hash_, AT)
        plugin_states.put_load(connection, load)
    with read(engine) as connection:
        assert plugin_states.all_loads(connection) == ((load, document),)
    with write(engine) as connection:
        plugin_states.forget_load(connection, "kvk")
    with read(engine) as connection:
        assert plugin_states.all_loads(connection) == ()
        assert declarations.get_declaration(connection, hash_).document == document
