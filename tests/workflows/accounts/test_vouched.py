"""What a broker vouched for is bound to the way in: a password carries it never, also one that came by mail."""

from __future__ import annotations

from attrs import evolve
from sqlalchemy import select

from mkb_core.codec import parse_json
from mkb_core.rights import ANONYMOUS
from mkb_core.store.engine import read
from mkb_core.store.job_tables import jobs
from mkb_core.workflows.accounts.invitations import accept_invitation
from mkb_core.workflows.accounts.linking import add_identity
from mkb_core.workflows.accounts.lost_password import ask_new_password, set_new_password
from mkb_core.workflows.accounts.own_account import change_password
from mkb_core.workflows.accounts.sessions import switch_role
from mkb_core.workflows.accounts.signing_in import sign_in
from mkb_core.workflows.accounts.vouched import Vouched, sign_in_vouched
from tests.workflows.accounts.conftest import EMAIL, PASSWORD, Place

COMPANY, OTHER = "12345678", "87654321"
EVA = Vouched("https://broker.example", "person-1", "loa3", EMAIL, "Eva Jansen")
NEW = "nog eens vier losse woorden"


def by_broker(place: Place, company: str = COMPANY) -> str:
    return sign_in_vouched(place.installation, EVA, company, new_accounts=True, language="nl")


def set_by_mail(place: Place) -> None:
    ask_new_password(place.installation, EMAIL)
    with read(place.installation.engine) as connection:
        payloads = [parse_json(one) for one in connection.execute(select(jobs.c.payload)).scalars()]
    [mail] = [one for one in payloads if one["template"] == "lost-password"]
    set_new_password(place.installation, mail["values"]["path"].rpartition("/")[2], PASSWORD)


def test_a_password_by_mail_does_not_act_for_the_company(place: Place) -> None:
    assert place.found(by_broker(place)).actor().subject == COMPANY
    set_by_mail(place)
    came_by_password = place.found(sign_in(place.installation, EMAIL, PASSWORD))
    assert (came_by_password.roles, came_by_password.actor()) == ((), ANONYMOUS)
    changed = place.found(change_password(place.installation, came_by_password, PASSWORD, NEW))
    assert changed.actor() == ANONYMOUS
    assert place.found(by_broker(place)).actor().subject == COMPANY, "the broker checks the mandate anew"


def test_a_session_of_the_broker_keeps_its_role_whatever_changes(place: Place) -> None:
    by_broker(place)
    set_by_mail(place)
    found = place.found(by_broker(place))
    again = place.found(change_password(place.installation, found, PASSWORD, NEW))
    assert again.actor().subject == COMPANY
    [role] = again.roles
    assert place.found(switch_role(place.installation, again, role.id)).actor().subject == COMPANY


def test_of_an_account_with_a_password_only_its_own_roles_go_with_the_password(place: Place) -> None:
    own = place.account(role="entrepreneur", subject=COMPANY)
    add_identity(place.installation, own, evolve(EVA, email=""))
    assert {one.subject for one in place.found(by_broker(place, OTHER)).roles} == {COMPANY, OTHER}
    found = place.found(sign_in(place.installation, EMAIL, PASSWORD))
    assert [one.subject for one in found.roles] == [COMPANY]
    assert found.actor().subject == COMPANY


def test_whom_people_invite_to_the_same_company_needs_the_broker_no_longer(place: Place) -> None:
    by_broker(place)
    set_by_mail(place)
    secret = place.secret(role="entrepreneur", subject=COMPANY)
    assert accept_invitation(place.installation, secret, {}) is None
    assert place.roles() == ["entrepreneur"]
    assert place.found(sign_in(place.installation, EMAIL, PASSWORD)).actor().subject == COMPANY
    by_broker(place, OTHER)
    assert place.found(sign_in(place.installation, EMAIL, PASSWORD)).actor().subject == COMPANY
