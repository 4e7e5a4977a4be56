"""Tokens of machines: scoped, expiring, shown once, revoked."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from mkb_core.errors import Denied, InvalidInput, NotFound
from mkb_core.rights import COMMAND_LINE, Actor
from mkb_core.store.engine import read
from mkb_core.store.trust_tables import tokens
from mkb_core.workflows.accounts.tokens import (
    SCOPES,
    actor_of_token,
    create_token,
    revoke_token,
    tokens_for,
)
from tests.workflows.accounts.conftest import Place

MANAGER = Actor("partner-manager", "u-1", "liof")
READ = ("fee-report:read",)


def test_token_opens_what_its_scopes_say_for_its_partner(place: Place) -> None:
    made = create_token(place.installation, MANAGER, "liof", "Koppeling", READ, 30)
    assert actor_of_token(place.installation, made.secret) == Actor(
        "partner-system", subject="liof", scopes=frozenset(READ), token=made.token.id
    )
    assert actor_of_token(place.installation, made.secret + "x") is None


def test_secret_is_neither_stored_nor_listed(place: Place) -> None:
    made = create_token(place.installation, MANAGER, "liof", "Koppeling", READ)
    assert made.secret not in repr(made)
    listed = tokens_for(place.installation, MANAGER)
    with read(place.installation.engine) as connection:
        stored = str(connection.execute(select(tokens)).all())
    assert made.secret not in stored + repr(listed)


def test_token_ends_at_its_time_and_when_it_is_revoked(place: Place) -> None:
    first = create_token(place.installation, MANAGER, "liof", "Een", READ, 1)
    second = create_token(place.installation, MANAGER, "liof", "Twee", READ, 30)
    place.later(days=1)
    assert actor_of_token(place.installation, first.secret) is None
    assert actor_of_token(place.installation, second.secret)
    for _ in range(2):
        revoke_token(place.installation, MANAGER, second.token.id)
    assert actor_of_token(place.installation, second.secret) is None


def test_use_is_recorded(place: Place) -> None:
    made = create_token(place.installation, MANAGER, "liof", "Koppeling", READ)
    assert tokens_for(place.installation, MANAGER)[0].last_used is None
    actor_of_token(place.installation, made.secret)
    assert tokens_for(place.installation, MANAGER)[0].last_used == place.now


def test_tokens_of_another_partner_are_not_there(place: Place) -> None:
    made = create_token(place.installation, COMMAND_LINE, "kvk", "Koppeling", READ)
    assert tokens_for(place.installation, MANAGER) == ()
    with pytest.raises(NotFound):
        revoke_token(place.installation, MANAGER, made.token.id)
    with pytest.raises(Denied):
        create_token(place.installation, MANAGER, "kvk", "Koppeling", READ)
    with pytest.raises(Denied):
        create_token(place.installation, Actor("front-desk", "u-2", "liof"), "liof", "Koppeling", READ)


def test_all_faults_come_together(embedded: Place) -> None:
    with pytest.raises(InvalidInput) as refusal:
        create_token(embedded.installation, COMMAND_LINE, "nobody", "", ("audit:read", "x"), 999)
    paths = [fault.path for fault in refusal.value.faults]
    assert paths == ["partner", "label", "scopes", "scopes", "days"]
    with pytest.raises(InvalidInput):
        create_token(embedded.installation, COMMAND_LINE, "liof", "Koppeling", ())


def test_scopes_are_what_the_policy_allows_a_partners_system() -> None:
    assert "fee-report:read" in SCOPES
    assert not any(scope.startswith(("account", "token", "audit", "plugin")) for scope in SCOPES)
