"""A broker added to one's own account, and taken away: never the last way in, never somebody else's."""

from __future__ import annotations

import re

import pytest

from mkb_core.store.trust_tables import account_identities, audit
from tests.plugins.identity_oidc.conftest import Arrive, Person
from tests.plugins.identity_oidc.local_provider import COMPANY, OTHER, LocalProvider
from tests.service.conftest import HTML
from tests.service.identity.conftest import EMAIL, PASSWORD

HREF = re.compile(r'class="button-link" href="(http[^"]+)"')


def asks_to_add(person: Person, current: str = PASSWORD) -> tuple[int, str]:
    """Press the button on the account page; the status, and the provider's address on the page that comes."""
    answer = person.send("/account", action="link", method="oidc", current=current)
    found = HREF.search(answer.text)
    return answer.status_code, found[1].replace("&amp;", "&") if found else ""


def adds(person: Person) -> None:
    answer = person.come_back(person.provider.authorize(asks_to_add(person)[1]))
    assert (answer.status_code, answer.headers["location"]) == (303, "/account"), answer.text


def actions(person: Person) -> list[str]:
    return [line["action"] for line in person.stored(audit) if "identity" in line["action"]]


@pytest.fixture
def eva(person: Person) -> Person:
    """Somebody with a password, who is signed in."""
    person.accept("entrepreneur", COMPANY)
    return person


def test_what_was_added_opens_the_same_account(eva: Person) -> None:
    assert "eHerkenning toevoegen" in eva.see("/account")
    adds(eva)
    assert "Met eHerkenning, sinds" in eva.see("/account")
    eva.goes("/account", "/uitloggen")
    assert eva.sign_in_there().status_code == 303
    assert EMAIL in eva.see("/account")
    assert len(eva.accounts) == 1
    assert actions(eva) == ["add-identity"]


def test_adding_asks_the_password(eva: Person) -> None:
    status, address = asks_to_add(eva, "not the password")
    assert (status, address) == (400, "")
    assert eva.stored(account_identities) == []


def test_whoever_signed_out_meanwhile_adds_nothing(eva: Person, provider: LocalProvider) -> None:
    given = provider.authorize(asks_to_add(eva)[1])
    eva.goes("/account", "/uitloggen")
    assert eva.come_back(given).status_code == 403
    assert (eva.refusals, eva.stored(account_identities)) == (["link-session"], [])


def test_nothing_is_added_to_the_account_of_somebody_else(eva: Person, provider: LocalProvider) -> None:
    given = provider.authorize(asks_to_add(eva)[1])
    eva.goes("/account", "/uitloggen")
    eva.accept("entrepreneur", OTHER, "jan@example.org")
    assert eva.come_back(given).status_code == 403
    assert (eva.refusals, eva.stored(account_identities)) == (["link-session"], [])


def test_a_person_of_the_provider_has_one_account(eva: Person, provider: LocalProvider) -> None:
    eva.goes("/account", "/uitloggen")
    assert eva.sign_in_there().status_code == 303  # makes an account of its own
    eva.goes("/account", "/uitloggen")
    eva.sign_in()
    assert eva.come_back(provider.authorize(asks_to_add(eva)[1])).status_code == 403
    assert eva.refusals == ["link-taken"]
    assert len(eva.stored(account_identities)) == 1


def test_an_account_has_one_person_of_the_provider(eva: Person, provider: LocalProvider) -> None:
    adds(eva)
    assert "eHerkenning toevoegen" not in eva.see("/account")
    provider.claims["sub"] = "person-2"
    assert eva.come_back(provider.authorize(asks_to_add(eva)[1])).status_code == 403
    assert eva.refusals == ["link-taken"]


def test_too_low_a_level_adds_nothing(eva: Person, provider: LocalProvider) -> None:
    provider.claims["acr"] = "low"
    assert eva.come_back(provider.authorize(asks_to_add(eva)[1])).status_code == 403
    assert (eva.refusals, eva.stored(account_identities)) == (["level-low"], [])


def test_what_was_taken_away_opens_nothing_and_ends_what_it_gave(
    eva: Person, provider: LocalProvider
) -> None:
    adds(eva)
    provider.claims.update(company_number=OTHER, mandate=OTHER)
    assert eva.sign_in_there().status_code == 303
    assert ("entrepreneur", OTHER, True) in eva.roles
    sent = {"action": "unlink", "issuer": provider.issuer}
    assert eva.send("/account", **sent, current="wrong").status_code == 400
    assert eva.goes("/account", **sent, current=PASSWORD) == "/account"
    assert eva.roles == [("entrepreneur", COMPANY, True), ("entrepreneur", OTHER, False)]
    assert len(eva.sessions) == 1
    assert f"ondernemer ({COMPANY})" in eva.see("/account")
    assert actions(eva) == ["add-identity", "remove-identity"]
    eva.goes("/account", "/uitloggen")
    provider.claims.update(email=EMAIL, email_verified=True)
    assert eva.sign_in_there().status_code == 403
    assert eva.refusals == ["email-taken"]


def test_the_last_way_in_stays(person: Person, provider: LocalProvider) -> None:
    assert person.sign_in_there().status_code == 303
    page = person.see("/account")
    assert "enige manier" in page
    assert "none:" not in page
    assert 'type="password"' not in page
    refusal = person.send("/account", action="unlink", issuer=provider.issuer)
    assert refusal.status_code == 400
    assert "enige manier" in refusal.text
    assert len(person.stored(account_identities)) == 1


def test_without_a_password_one_confirms_by_having_signed_in_just_now(person: Person) -> None:
    assert person.sign_in_there().status_code == 303
    refusal = person.send("/account", action="password", current="", password=PASSWORD)
    assert refusal.status_code == 403
    assert person.goes("/account", action="erase") == "/"
    assert person.stored(account_identities) == []


@pytest.mark.parametrize("method", ["oidc", "none", ""])
def test_there_is_nothing_to_add_where_no_broker_is_set(arrive: Arrive, method: str) -> None:
    person = arrive(MKB_OIDC_ISSUER="")
    person.accept("entrepreneur", COMPANY)
    assert "Manieren om in te loggen" not in person.see("/account")
    answer = person.send("/account", action="link", method=method, current=PASSWORD)
    assert answer.status_code == 403
    assert person.client.get("/inloggen/oidc", headers=HTML).status_code == 404
