"""Managing accounts: by whom and of whom; what one changes about one's own."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from mkb_core.errors import Denied, InvalidInput, NotFound, SignInRefused
from mkb_core.rights import ANONYMOUS, COMMAND_LINE, Actor
from mkb_core.store.engine import read
from mkb_core.store.trust_tables import account_roles, accounts, one_time_links
from mkb_core.workflows.accounts.invitations import accept_invitation
from mkb_core.workflows.accounts.managing import (
    accounts_for,
    end_role_of,
    reset_second_factor,
    set_blocked,
)
from mkb_core.workflows.accounts.own_account import change_details, change_password, erase_own_account
from mkb_core.workflows.accounts.sessions import signed_in
from mkb_core.workflows.accounts.signing_in import sign_in
from tests.workflows.accounts.conftest import EMAIL, PASSWORD, Place

MANAGER = Actor("partner-manager", "u-1", "liof")
PLATFORM = Actor("platform-manager", "u-2")
OTHER = "nog eens vier losse woorden"


def test_manager_of_a_partner_sees_its_own_people_only(place: Place) -> None:
    place.account("a@example.org", "front-desk", "liof")
    place.account("b@example.org", "front-desk", "kvk")
    place.account("c@example.org")
    place.account("d@example.org", "funder", "liof")
    accept_invitation(place.installation, place.secret("b@example.org", "scout", "liof"), {})
    rows = {row.account.email: row for row in accounts_for(place.installation, MANAGER)}
    assert set(rows) == {"a@example.org", "b@example.org"}
    assert [role.role for role in rows["b@example.org"].roles] == ["scout"]
    assert (rows["a@example.org"].whole, rows["b@example.org"].whole) == (True, False)
    assert len(accounts_for(place.installation, PLATFORM)) == 4
    for actor in (ANONYMOUS, Actor("consultant", "u-3")):
        with pytest.raises(Denied):
            accounts_for(place.installation, actor)


def test_manager_of_a_partner_changes_its_own_people_only(place: Place) -> None:
    own = place.account("a@example.org", "front-desk", "liof").account.id
    foreign = place.account("b@example.org", "front-desk", "kvk").account.id
    accept_invitation(place.installation, place.secret("b@example.org", "scout", "liof"), {})
    set_blocked(place.installation, MANAGER, own, True)
    for change in (set_blocked, lambda *args: reset_second_factor(*args[:3])):
        with pytest.raises(Denied):
            change(place.installation, MANAGER, foreign, True)
    with read(place.installation.engine) as connection:
        grants = {
            row.subject: row.id
            for row in connection.execute(select(account_roles).where(account_roles.c.account == foreign))
        }
    end_role_of(place.installation, MANAGER, foreign, grants["liof"])
    with pytest.raises(Denied):
        end_role_of(place.installation, MANAGER, foreign, grants["kvk"])
    with pytest.raises(NotFound):
        end_role_of(place.installation, MANAGER, own, grants["kvk"])
    assert place.roles("b@example.org") == ["front-desk"]


def test_of_an_operator_only_an_operator_takes_anything(place: Place) -> None:
    found = place.account(role="operator")
    with pytest.raises(Denied):
        set_blocked(place.installation, PLATFORM, found.account.id, True)
    with pytest.raises(Denied):
        end_role_of(place.installation, PLATFORM, found.account.id, found.roles[0].id)
    set_blocked(place.installation, COMMAND_LINE, found.account.id, True)


def test_ended_role_opens_nothing_at_the_next_request(place: Place) -> None:
    place.account(role="entrepreneur", subject="12345678")
    session = sign_in(place.installation, EMAIL, PASSWORD)
    found = place.found(session)
    end_role_of(place.installation, PLATFORM, found.account.id, found.roles[0].id)
    assert signed_in(place.installation, session) is None
    again = place.found(sign_in(place.installation, EMAIL, PASSWORD))
    assert (again.active, again.actor()) == (None, ANONYMOUS)


def test_another_password_ends_all_other_sessions(place: Place) -> None:
    place.account(role="entrepreneur", subject="12345678")
    first, second = (sign_in(place.installation, EMAIL, PASSWORD) for _ in range(2))
    with pytest.raises(InvalidInput):
        change_password(place.installation, place.found(first), "niet het goede", OTHER)
    third = change_password(place.installation, place.found(first), PASSWORD, OTHER)
    assert (signed_in(place.installation, first), signed_in(place.installation, second)) == (None, None)
    assert place.found(third).finished
    assert sign_in(place.installation, EMAIL, OTHER)


def test_name_and_language_are_ones_own(place: Place) -> None:
    place.account(role="entrepreneur", subject="12345678")
    found = place.found(sign_in(place.installation, EMAIL, PASSWORD))
    assert change_details(place.installation, found, " Eva J. ", "en").name == "Eva J."
    with pytest.raises(InvalidInput):
        change_details(place.installation, found, "", "fr")


def test_erased_account_leaves_nothing_of_the_person(place: Place) -> None:
    place.account(role="entrepreneur", subject="12345678")
    found = place.found(sign_in(place.installation, EMAIL, PASSWORD))
    erase_own_account(place.installation, found, PASSWORD)
    with read(place.installation.engine) as connection:
        left = str([connection.execute(select(table)).all() for table in (accounts, one_time_links)])
    assert not any(word in left for word in (EMAIL, "Eva", "argon2"))
    with pytest.raises(SignInRefused):
        sign_in(place.installation, EMAIL, PASSWORD)
    assert place.account(role="entrepreneur", subject="12345678").account.id != found.account.id
