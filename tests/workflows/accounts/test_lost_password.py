"""A lost password: the same answer for everybody, a link by mail that is good once and for half an hour, all sessions end."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, select

from mkb_core.codec import parse_json
from mkb_core.errors import InvalidInput, LinkGone, SignInRefused, TooManyAttempts
from mkb_core.rights import COMMAND_LINE
from mkb_core.store.engine import read
from mkb_core.store.job_tables import jobs
from mkb_core.store.one_time_links import NEW_PASSWORD
from mkb_core.store.trust_tables import one_time_links
from mkb_core.workflows.accounts.lost_password import (
    ask_new_password,
    check_new_password_link,
    set_new_password,
)
from mkb_core.workflows.accounts.managing import set_blocked
from mkb_core.workflows.accounts.sessions import signed_in
from mkb_core.workflows.accounts.signing_in import sign_in
from tests.workflows.accounts.conftest import EMAIL, PASSWORD, Place
from tests.workflows.accounts.test_invitations import at_once

OTHER = "nog eens vier losse woorden"


def mails(place: Place) -> list[dict[str, str]]:
    """The mails about lost passwords that wait to be sent."""
    with read(place.installation.engine) as connection:
        payloads = connection.execute(select(jobs.c.payload).order_by(jobs.c.created_at)).scalars()
        found = [parse_json(one) for one in payloads]
    return [one for one in found if one["template"] == "lost-password"]


def link(place: Place) -> str:
    ask_new_password(place.installation, EMAIL)
    return str(mails(place)[-1]["values"]["path"]).rpartition("/")[2]  # type: ignore[index]


def test_link_sets_another_password_and_ends_all_sessions(place: Place) -> None:
    place.account(role="entrepreneur", subject="12345678")
    session = sign_in(place.installation, EMAIL, PASSWORD)
    secret = link(place)
    assert check_new_password_link(place.installation, secret) == EMAIL
    set_new_password(place.installation, secret, OTHER)
    assert signed_in(place.installation, session) is None
    assert sign_in(place.installation, EMAIL, OTHER)
    with pytest.raises(SignInRefused):
        sign_in(place.installation, EMAIL, PASSWORD)
    with pytest.raises(LinkGone):
        set_new_password(place.installation, secret, PASSWORD)


def test_nobody_else_gets_a_mail(place: Place) -> None:
    blocked = place.account()
    set_blocked(place.installation, COMMAND_LINE, blocked.account.id, True)
    for email in (EMAIL, "nobody@example.org"):
        ask_new_password(place.installation, email)
    assert mails(place) == []


def test_whoever_asks_for_nobody_costs_the_same_work_and_leaves_the_same_rows(place: Place) -> None:
    """By counting what is sent to the database; a clock would tell of the machine."""
    place.account()
    set_blocked(place.installation, COMMAND_LINE, place.account("blocked@example.org").account.id, True)
    sent: list[list[str]] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        sent[-1].append("END SAVEPOINT" if statement.startswith(("RELEASE", "ROLLBACK TO")) else statement)

    engine = place.installation.engine
    event.listen(engine, "before_cursor_execute", note)
    for email in (EMAIL, "nobody@example.org", "blocked@example.org"):
        sent.append([])
        ask_new_password(place.installation, email)
    event.remove(engine, "before_cursor_execute", note)
    assert sent[0] == sent[1] == sent[2]
    assert len(sent[0]) > 5
    assert [mail["to"] for mail in mails(place)] == [EMAIL]
    with read(engine) as connection:
        purposes = select(one_time_links.c.email).where(one_time_links.c.purpose == NEW_PASSWORD)
        assert connection.execute(purposes).scalars().all() == [EMAIL]


def test_link_is_good_for_half_an_hour(place: Place) -> None:
    place.account()
    secret = link(place)
    place.later(minutes=30)
    with pytest.raises(LinkGone):
        set_new_password(place.installation, secret, OTHER)


def test_faulty_password_leaves_the_link_good(place: Place) -> None:
    place.account()
    secret = link(place)
    with pytest.raises(InvalidInput):
        set_new_password(place.installation, secret, "kort")
    set_new_password(place.installation, secret, OTHER)


def test_of_two_who_use_the_link_at_once_one_wins(place: Place) -> None:
    place.account()
    secret = link(place)
    words = [f"woorden van nummer {number}" for number in range(3)]
    outcomes = at_once(*[partial(set_new_password, place.installation, secret, one) for one in words])
    assert sorted(type(one).__name__ for one in outcomes) == ["LinkGone", "LinkGone", "NoneType"]


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_mailboxes_are_not_flooded(embedded: Place, email: str) -> None:
    embedded.account()
    for _ in range(3):
        ask_new_password(embedded.installation, email)
    with pytest.raises(TooManyAttempts):
        ask_new_password(embedded.installation, email)


def test_invitation_sets_no_password(embedded: Place) -> None:
    with pytest.raises(LinkGone):
        set_new_password(embedded.installation, embedded.secret(), OTHER)
