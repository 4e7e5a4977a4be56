"""Invitations: checked, good once and for a week, and of two who accept at the same moment one wins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import select

from mkb_core.errors import Denied, InvalidInput, LinkGone, MkbError
from mkb_core.rights import COMMAND_LINE, Actor
from mkb_core.store.accounts import find_account
from mkb_core.store.engine import read
from mkb_core.store.trust_tables import one_time_links
from mkb_core.workflows.accounts.invitations import (
    accept_invitation,
    invite,
    read_invitation,
    waiting_invitations,
)
from tests.workflows.accounts.conftest import EMAIL, PASSWORD, Place

FORM = {"name": "Eva Jansen", "language": "en", "password": PASSWORD}
MANAGER = Actor("partner-manager", "u-1", "liof")
PLATFORM = Actor("platform-manager", "u-2")


def at_once(*done: Callable[[], object]) -> list[object]:
    """What came of things that several threads do at the same moment."""
    outcomes: list[object] = []
    start = threading.Barrier(len(done))

    def run(one: Callable[[], object]) -> None:
        start.wait()
        try:
            outcomes.append(one())
        except MkbError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=run, args=[one]) for one in done]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_accepting_makes_the_account_and_a_session(place: Place) -> None:
    link = invite(place.installation, COMMAND_LINE, " Eva@Example.org ", "consultant")
    assert (link.email, link.url[:32]) == (EMAIL, "http://127.0.0.1:8000/uitnodiging/"[:32])
    secret = link.url.rpartition("/")[2]
    offered = read_invitation(place.installation, secret)
    assert (offered.email, offered.role, offered.known) == (EMAIL, "consultant", False)
    session = accept_invitation(place.installation, secret, FORM)
    assert session is not None
    found = place.found(session)
    assert (found.account.name, found.account.language, found.finished) == ("Eva Jansen", "en", False)
    assert place.roles() == ["consultant"]


def test_link_is_good_once(place: Place) -> None:
    secret = place.secret()
    accept_invitation(place.installation, secret, FORM)
    with pytest.raises(LinkGone):
        accept_invitation(place.installation, secret, FORM)
    with pytest.raises(LinkGone):
        read_invitation(place.installation, secret)


def test_link_is_good_for_a_week(place: Place) -> None:
    secret = place.secret()
    place.later(days=6, hours=23)
    read_invitation(place.installation, secret)
    place.later(hours=1)
    with pytest.raises(LinkGone):
        accept_invitation(place.installation, secret, FORM)


def test_new_invitation_takes_the_place_of_the_earlier_one(place: Place) -> None:
    first, second = place.secret(), place.secret(role="back-office")
    with pytest.raises(LinkGone):
        read_invitation(place.installation, first)
    assert read_invitation(place.installation, second).role == "back-office"


def test_of_two_who_accept_at_once_one_wins(place: Place) -> None:
    for round_ in range(5):
        secret = place.secret(f"eva{round_}@example.org")
        outcomes = at_once(*[partial(accept_invitation, place.installation, secret, FORM)] * 3)
        assert sorted(type(one).__name__ for one in outcomes) == ["LinkGone", "LinkGone", "str"], outcomes
        assert place.roles(f"eva{round_}@example.org") == ["consultant"]


def test_who_has_an_account_gets_the_role_and_no_session(place: Place) -> None:
    place.account()
    secret = place.secret(role="front-desk", subject="liof")
    assert read_invitation(place.installation, secret).known
    assert accept_invitation(place.installation, secret, {}) is None
    assert sorted(place.roles()) == ["consultant", "front-desk"]
    accept_invitation(place.installation, place.secret(role="front-desk", subject="liof"), {})
    assert sorted(place.roles()) == ["consultant", "front-desk"]


def test_all_faults_of_accepting_come_together_and_leave_the_link_good(place: Place) -> None:
    secret = place.secret()
    with pytest.raises(InvalidInput) as refusal:
        accept_invitation(place.installation, secret, {"name": " ", "language": "fr", "password": "kort"})
    assert [(one.path, one.code) for one in refusal.value.faults] == [
        ("name", "empty"),
        ("language", "unknown-name"),
        ("password", "password-short"),
    ]
    assert accept_invitation(place.installation, secret, FORM)


@pytest.mark.parametrize(
    ("email", "role", "subject", "paths"),
    [
        ("eva", "consultant", None, {"email"}),
        ("eva@", "consultant", "liof", {"email", "subject"}),
        ("eva@example.org", "anonymous", None, {"role"}),
        ("eva@example.org", "partner-system", "liof", {"role"}),
        ("eva@example.org", "entrepreneur", None, {"subject"}),
        ("eva@example.org", "entrepreneur", "1234", {"subject"}),
        ("eva@example.org", "front-desk", "nobody", {"subject"}),
        ("eva@example.org", "front-desk", None, {"subject"}),
        ("eva@example.org", "funder", "Not An Id", {"subject"}),
    ],
)
def test_faulty_invitation_is_refused(
    embedded: Place, email: str, role: str, subject: str | None, paths: set[str]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        invite(embedded.installation, COMMAND_LINE, email, role, subject)
    assert {fault.path for fault in refusal.value.faults} == paths


@pytest.mark.parametrize(
    ("actor", "role", "subject"),
    [
        (MANAGER, "front-desk", "kvk"),
        (MANAGER, "consultant", None),
        (MANAGER, "entrepreneur", "12345678"),
        (MANAGER, "operator", None),
        (PLATFORM, "operator", None),
        (Actor("consultant", "u-3"), "consultant", None),
        (Actor("funder", "u-4", "liof"), "front-desk", "liof"),
        (Actor("anonymous"), "consultant", None),
    ],
)
def test_who_may_not_give_a_role_is_denied(
    embedded: Place, actor: Actor, role: str, subject: str | None
) -> None:
    with pytest.raises(Denied):
        invite(embedded.installation, actor, EMAIL, role, subject)


@pytest.mark.parametrize(
    ("actor", "role", "subject"),
    [
        (MANAGER, "front-desk", "liof"),
        (MANAGER, "partner-manager", "liof"),
        (PLATFORM, "senior-project-leader", None),
        (PLATFORM, "funder", "province"),
        (PLATFORM, "entrepreneur", "12345678"),
        (COMMAND_LINE, "operator", None),
    ],
)
def test_who_may_give_a_role_gives_it(embedded: Place, actor: Actor, role: str, subject: str | None) -> None:
    assert invite(embedded.installation, actor, EMAIL, role, subject).url


def test_waiting_invitations_are_of_the_own_partner_only(place: Place) -> None:
    place.secret("a@example.org", "front-desk", "liof")
    place.secret("b@example.org", "front-desk", "kvk")
    place.secret("c@example.org")
    waiting = [one.email for one in waiting_invitations(place.installation, MANAGER)]
    assert waiting == ["a@example.org"]
    assert len(waiting_invitations(place.installation, PLATFORM)) == 3


def test_nothing_is_stored_that_opens_an_invitation(place: Place) -> None:
    secret = place.secret()
    with read(place.installation.engine) as connection:
        stored = str(connection.execute(select(one_time_links)).all())
        assert find_account(connection, EMAIL) is None
    assert secret not in stored
