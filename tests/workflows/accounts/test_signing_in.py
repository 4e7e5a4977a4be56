"""Signing in: the same for whoever is there and whoever is not, slower with each guess, a code good once."""

from __future__ import annotations

from functools import partial

import pyotp
import pytest
from sqlalchemy import func, select

from mkb_core.errors import Denied, InvalidInput, SignInRefused, TooManyAttempts
from mkb_core.rights import ANONYMOUS, COMMAND_LINE, Actor
from mkb_core.store.accounts import get_account
from mkb_core.store.engine import read
from mkb_core.store.trust_tables import accounts, audit, sessions
from mkb_core.workflows.accounts import passwords
from mkb_core.workflows.accounts.invitations import accept_invitation
from mkb_core.workflows.accounts.managing import reset_second_factor, set_blocked
from mkb_core.workflows.accounts.passwords import HashParameters
from mkb_core.workflows.accounts.sessions import (
    SignedIn,
    own_sessions,
    sign_out,
    sign_out_everywhere,
    signed_in,
    switch_role,
)
from mkb_core.workflows.accounts.signing_in import begin_enrolment, finish_enrolment, give_code, sign_in
from tests.workflows.accounts.conftest import EMAIL, PASSWORD, Place
from tests.workflows.accounts.test_invitations import at_once

COMPANY = "12345678"


def enrolled(place: Place) -> tuple[SignedIn, str, tuple[str, ...]]:
    """Somebody with a second factor: the session, the secret in the app, and the recovery codes."""
    found = place.account()
    secret = begin_enrolment(place.installation, found)
    session, codes = finish_enrolment(place.installation, found, code(place, secret))
    return place.found(session), secret, codes


def code(place: Place, secret: str, steps: int = 0) -> str:
    return str(pyotp.TOTP(secret).generate_otp(int(place.now.timestamp()) // 30 + steps))


def test_entrepreneur_signs_in_with_a_password(place: Place) -> None:
    place.account(role="entrepreneur", subject=COMPANY)
    found = place.found(sign_in(place.installation, " EVA@example.org ", PASSWORD))
    assert found.actor() == Actor("entrepreneur", found.account.id, COMPANY, origin="page")


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "iets heel anders dan dit"), ("nobody@example.org", PASSWORD)]
)
def test_refusal_does_not_tell_what_was_wrong(place: Place, email: str, password: str) -> None:
    place.account()
    with pytest.raises(SignInRefused) as refusal:
        sign_in(place.installation, email, password)
    assert refusal.value.facts == {}


def test_blocked_account_is_refused_like_a_wrong_password(place: Place) -> None:
    found = place.account()
    set_blocked(place.installation, COMMAND_LINE, found.account.id, True)
    with pytest.raises(SignInRefused):
        sign_in(place.installation, EMAIL, PASSWORD)
    set_blocked(place.installation, COMMAND_LINE, found.account.id, False)
    assert sign_in(place.installation, EMAIL, PASSWORD)


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_guessing_gets_slower_whether_or_not_there_is_an_account(place: Place, email: str) -> None:
    place.account()
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sign_in(place.installation, email, "iets heel anders dan dit")
    waits = []
    for _ in range(12):
        with pytest.raises(TooManyAttempts) as refusal:
            sign_in(place.installation, email, PASSWORD)
        waits.append(refusal.value.facts["seconds"])
        place.later(seconds=waits[-1])
        with pytest.raises(SignInRefused):
            sign_in(place.installation, email, "iets heel anders dan dit")
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]


def test_signing_in_forgets_the_failures_before(place: Place) -> None:
    place.account()
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(SignInRefused):
                sign_in(place.installation, EMAIL, "iets heel anders dan dit")
        assert sign_in(place.installation, EMAIL, PASSWORD)


def test_many_accounts_from_one_address_are_slowed_too(embedded: Place) -> None:
    for number in range(50):
        with pytest.raises(SignInRefused):
            sign_in(embedded.installation, f"u{number}@example.org", PASSWORD, "192.0.2.1")
    with pytest.raises(TooManyAttempts):
        sign_in(embedded.installation, "another@example.org", PASSWORD, "192.0.2.1")
    with pytest.raises(SignInRefused):
        sign_in(embedded.installation, "another@example.org", PASSWORD, "192.0.2.2")


def test_many_guesses_at_once_are_counted_one_by_one(place: Place) -> None:
    place.account()
    outcomes = at_once(*[lambda: sign_in(place.installation, EMAIL, "iets heel anders dan dit")] * 9)
    assert sorted(type(one).__name__ for one in outcomes) == ["SignInRefused"] * 5 + ["TooManyAttempts"] * 4


def test_password_is_hashed_anew_where_the_price_changed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = place.account()
    monkeypatch.setattr(passwords, "PARAMETERS", HashParameters(2, 64, 1))
    passwords._hasher.cache_clear()
    sign_in(place.installation, EMAIL, PASSWORD)
    with read(place.installation.engine) as connection:
        assert "t=2" in (get_account(connection, found.account.id).password or "")


def test_staff_is_nobody_before_the_second_factor(place: Place) -> None:
    found = place.account()
    assert (found.finished, found.enrolled, found.actor()) == (False, False, ANONYMOUS)
    secret = begin_enrolment(place.installation, found)
    assert begin_enrolment(place.installation, found) == secret
    with pytest.raises(InvalidInput):
        finish_enrolment(place.installation, found, "000000")
    session, codes = finish_enrolment(place.installation, found, code(place, secret))
    assert place.found(session).actor().role == "consultant"
    assert len(set(codes)) == 10


def test_unfinished_session_ends_soon(place: Place) -> None:
    place.account()
    session = sign_in(place.installation, EMAIL, PASSWORD)
    place.later(minutes=15)
    assert signed_in(place.installation, session) is None


def test_code_is_good_once(place: Place) -> None:
    _, secret, _ = enrolled(place)
    place.later(seconds=30)
    used = code(place, secret)
    first = place.found(sign_in(place.installation, EMAIL, PASSWORD))
    assert give_code(place.installation, first, used)
    second = place.found(sign_in(place.installation, EMAIL, PASSWORD))
    for replayed in (used, code(place, secret, -1)):
        with pytest.raises(SignInRefused):
            give_code(place.installation, second, replayed)
    assert give_code(place.installation, second, code(place, secret, 1))


def test_of_two_who_give_the_same_code_at_once_one_gets_in(place: Place) -> None:
    _, secret, codes = enrolled(place)
    for given in (code(place, secret, 1), codes[0]):
        found = [place.found(sign_in(place.installation, EMAIL, PASSWORD)) for _ in range(3)]
        outcomes = at_once(*[partial(give_code, place.installation, one, given) for one in found])
        assert sorted(type(one).__name__ for one in outcomes) == ["SignInRefused", "SignInRefused", "str"]
        place.later(minutes=20)


def test_codes_are_not_guessed(place: Place) -> None:
    enrolled(place)
    found = place.found(sign_in(place.installation, EMAIL, PASSWORD))
    for _ in range(5):
        with pytest.raises(SignInRefused):
            give_code(place.installation, found, "000000")
    with pytest.raises(TooManyAttempts):
        give_code(place.installation, found, "000000")


def test_recovery_code_is_good_once(place: Place) -> None:
    _, _, codes = enrolled(place)
    typed = codes[3].replace("-", " ").upper()
    found = place.found(sign_in(place.installation, EMAIL, PASSWORD))
    assert give_code(place.installation, found, typed)
    found = place.found(sign_in(place.installation, EMAIL, PASSWORD))
    with pytest.raises(SignInRefused):
        give_code(place.installation, found, codes[3])
    assert give_code(place.installation, found, codes[4])


def test_whoever_has_a_second_factor_sets_up_no_other_without_it(place: Place) -> None:
    enrolled(place)
    found = place.found(sign_in(place.installation, EMAIL, PASSWORD))
    with pytest.raises(Denied):
        begin_enrolment(place.installation, found)


def test_lost_second_factor_is_taken_away_by_who_manages(place: Place) -> None:
    found, _, _ = enrolled(place)
    reset_second_factor(place.installation, COMMAND_LINE, found.account.id)
    again = place.found(sign_in(place.installation, EMAIL, PASSWORD))
    assert (again.finished, again.enrolled) == (False, False)


def test_secret_of_the_second_factor_is_stored_sealed(place: Place) -> None:
    _, secret, codes = enrolled(place)
    with read(place.installation.engine) as connection:
        stored = str(connection.execute(select(accounts)).all())
    assert "mkb1:" in stored
    assert not any(one in stored for one in (secret, *codes))


def test_session_ends_when_it_is_not_used_and_after_half_a_day(place: Place) -> None:
    place.account(role="entrepreneur", subject=COMPANY)
    session = sign_in(place.installation, EMAIL, PASSWORD)
    for _ in range(13):
        place.later(minutes=55)
        assert signed_in(place.installation, session) is not None
    place.later(minutes=10)
    assert signed_in(place.installation, session) is None
    session = sign_in(place.installation, EMAIL, PASSWORD)
    place.later(hours=1)
    assert signed_in(place.installation, session) is None


def test_session_gets_another_secret_with_each_role(place: Place) -> None:
    place.account(role="entrepreneur", subject=COMPANY)
    accept_invitation(place.installation, place.secret(role="entrepreneur", subject="87654321"), {})
    session = sign_in(place.installation, EMAIL, PASSWORD)
    found = place.found(session)
    other = next(role for role in found.roles if role.subject != found.actor().subject)
    switched = switch_role(place.installation, found, other.id)
    assert signed_in(place.installation, session) is None
    assert place.found(switched).actor().subject == other.subject
    with pytest.raises(Denied):
        switch_role(place.installation, found, "ar-of-somebody-else")


def test_signing_out_here_and_everywhere(place: Place) -> None:
    place.account(role="entrepreneur", subject=COMPANY)
    first, second, third = (sign_in(place.installation, EMAIL, PASSWORD) for _ in range(3))
    sign_out(place.installation, place.found(first))
    assert signed_in(place.installation, first) is None
    assert len(own_sessions(place.installation, place.found(second))) == 3
    sign_out_everywhere(place.installation, place.found(second))
    assert signed_in(place.installation, third) is None


def test_what_a_browser_holds_is_not_stored(place: Place) -> None:
    place.account(role="entrepreneur", subject=COMPANY)
    session = sign_in(place.installation, EMAIL, PASSWORD)
    with read(place.installation.engine) as connection:
        assert session not in str(connection.execute(select(sessions)).all())


def test_every_attempt_is_on_record(place: Place) -> None:
    place.account()
    sign_in(place.installation, EMAIL, PASSWORD)
    with pytest.raises(SignInRefused):
        sign_in(place.installation, EMAIL, "iets heel anders dan dit")
    with read(place.installation.engine) as connection:
        statement = select(audit.c.result, func.count()).where(audit.c.action == "sign-in")
        counted = {row[0]: row[1] for row in connection.execute(statement.group_by(audit.c.result))}
        assert counted == {"granted": 1, "denied": 1}
        assert PASSWORD not in str(connection.execute(select(audit)).all())
