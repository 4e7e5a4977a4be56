"""Signing in by a provider: the company's role, its first account, several companies, staff, replaced keys, settings."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from mkb_plugin_identity_oidc.broker import read_broker
from mkb_plugin_identity_oidc.outside import is_address

from mkb_core.errors import InvalidInput
from tests.plugins.identity_oidc.conftest import Arrive, Person
from tests.plugins.identity_oidc.local_provider import (
    COMPANY,
    ELLIPTIC,
    LOA,
    NEXT_KEY,
    OTHER,
    LocalProvider,
)
from tests.service.conftest import HTML, Make
from tests.service.identity.conftest import EMAIL

PROOF = re.compile(r'name="proof" value="([\w-]+)"')
FORM_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


def sent(person: Person, page: str, path: str, **form: str) -> tuple[int, str]:
    """Send the form of a page; the status and where it leads."""
    hidden = {"form_token": FORM_TOKEN, "proof": PROOF}
    found = {name: match[1] for name, pattern in hidden.items() if (match := pattern.search(page))}
    assert set(found) == set(hidden)
    answer = person.client.post(path, data=found | form, headers=HTML, follow_redirects=False)
    return answer.status_code, answer.headers.get("location", "")


def test_the_first_sign_in_for_a_company_makes_an_account_and_comes_back_to_where_one_was(
    person: Person,
) -> None:
    assert "Inloggen met eHerkenning" in person.see("/inloggen")
    answer = person.sign_in_there("/inloggen/oidc?naar=/partners")
    assert (answer.status_code, answer.headers["location"]) == (303, "/partners")
    assert person.roles == [("entrepreneur", COMPANY, True)]
    [session] = person.sessions
    assert (session["assurance"], session["second_factor"]) == (LOA + "loa3", True)
    assert f"ondernemer ({COMPANY})" in person.see("/account")


def test_what_is_asked_of_the_provider(person: Person) -> None:
    asked = dict(parse_qsl(urlsplit(person.begin()).query))
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://127.0.0.1:8000/inloggen/oidc/terug"
    assert asked["scope"] == "openid"
    assert asked["acr_values"] == f"{LOA}loa3 {LOA}loa4"
    assert {len(asked[name]) for name in ("state", "nonce", "code_challenge")} == {43}


def test_the_same_person_keeps_the_account_and_acts_for_the_company_of_today(
    person: Person, provider: LocalProvider
) -> None:
    assert person.sign_in_there().status_code == 303
    provider.claims.update(company_number=OTHER, mandate=OTHER)
    assert person.sign_in_there().status_code == 303
    assert len(person.accounts) == 1
    # What the provider said of the other company an earlier day vouches for nothing today.
    assert person.roles == [("entrepreneur", COMPANY, False), ("entrepreneur", OTHER, True)]
    assert [one["account_role"] for one in person.sessions] != []
    assert COMPANY not in person.see("/account").replace(person.accounts[0]["name"], "")


def test_no_account_is_made_where_the_settings_do_not_say_so(arrive: Arrive) -> None:
    person = arrive(MKB_OIDC_NEW_ACCOUNTS="")
    answer = person.sign_in_there()
    assert (answer.status_code, person.accounts, person.sessions) == (403, [], [])
    assert person.refusals == ["no-account"]


def test_of_several_companies_one_is_chosen(person: Person, provider: LocalProvider) -> None:
    provider.claims.update(company_number=[COMPANY, OTHER, "11111111"], mandate=[OTHER, COMPANY])
    page = person.sign_in_there().text
    assert person.sessions == []
    assert "11111111" not in page  # signed in for, but without a mandate
    assert sent(person, page, "/inloggen/oidc/bedrijf", company=OTHER) == (303, "/account")
    assert person.roles == [("entrepreneur", OTHER, True)]
    assert sent(person, page, "/inloggen/oidc/bedrijf", company=COMPANY)[0] == 403


@pytest.mark.parametrize("company", ["11111111", ""])
def test_a_company_that_was_not_offered_cannot_be_chosen(
    person: Person, provider: LocalProvider, company: str
) -> None:
    provider.claims.update(company_number=[COMPANY, OTHER], mandate=[OTHER, COMPANY])
    page = person.sign_in_there().text
    assert sent(person, page, "/inloggen/oidc/bedrijf", company=company)[0] == 403
    assert (person.refusals, person.sessions) == (["mandate-other"], [])


def test_an_address_that_has_an_account_is_not_taken_over(person: Person, provider: LocalProvider) -> None:
    person.accept("entrepreneur", COMPANY)
    person.goes("/account", "/uitloggen")
    provider.claims.update(email=EMAIL, email_verified=True)
    assert person.sign_in_there().status_code == 403
    assert person.refusals == ["email-taken"]
    assert len(person.accounts) == 1


def test_an_address_that_the_provider_did_not_check_is_not_believed(
    person: Person, provider: LocalProvider
) -> None:
    provider.claims.update(email=EMAIL, name="Eva Jansen")
    assert person.sign_in_there().status_code == 303
    [account] = person.accounts
    assert (account["email"], account["name"]) == (f"none:{account['id']}", "Eva Jansen")


def test_a_new_key_of_the_provider_is_fetched_once(person: Person, provider: LocalProvider) -> None:
    assert person.sign_in_there().status_code == 303
    provider.published.append(NEXT_KEY.as_dict(private=False))
    provider.key, provider.header["kid"] = NEXT_KEY, "k2"
    for _ in range(3):  # within half a minute of the first fetch nobody can make us fetch again
        assert person.sign_in_there().status_code == 403
    assert provider.fetched["/keys"] == 1


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256"])
def test_each_allowed_algorithm(person: Person, provider: LocalProvider, algorithm: str) -> None:
    if algorithm == "ES256":
        provider.key, provider.header["kid"] = ELLIPTIC, "e1"
        provider.published.append(ELLIPTIC.as_dict(private=False))
    provider.header["alg"] = algorithm
    assert person.sign_in_there().status_code == 303


@pytest.mark.parametrize("seconds", [-59, 59])
def test_clocks_may_differ_a_little(person: Person, provider: LocalProvider, seconds: int) -> None:
    moment = int(person.installation.settings.clock().timestamp()) + seconds
    provider.claims.update(iat=moment, nbf=moment, exp=moment)
    assert person.sign_in_there().status_code == 303


def test_without_an_issuer_there_is_no_such_way_to_sign_in(make: Make) -> None:
    client = make()
    assert "eHerkenning" not in client.get("/inloggen", headers=HTML).text
    assert client.get("/inloggen/oidc", headers=HTML).status_code == 404


def test_half_a_setting_is_refused_with_all_that_is_wrong() -> None:
    given = {
        "MKB_OIDC_ISSUER": "http://login.example.org",
        "MKB_OIDC_SCOPES": "email",
        "MKB_OIDC_NEW_ACCOUNTS": "yes",
    }
    with pytest.raises(InvalidInput) as refusal:
        read_broker(lambda name: given.get(name, ""))
    assert [fault.path for fault in refusal.value.faults] == [
        "MKB_OIDC_ISSUER",
        "MKB_OIDC_CLIENT_ID",
        "MKB_OIDC_CLIENT_SECRET",
        "MKB_OIDC_LEVELS",
        "MKB_OIDC_SCOPES",
        "MKB_OIDC_NEW_ACCOUNTS",
    ]


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("https://login.example.org/realm", True),
        ("http://127.0.0.1:9/x", True),
        ("http://[::1]:9", True),
        ("http://localhost", True),
        ("http://localhost.example.org", False),
        ("http://10.0.0.1", False),
        ("https://user@login.example.org", False),
        ("https://login.example.org/#x", False),
        ("https:///x", False),
        ("file:///etc/passwd", False),
        ("https://login.example.org:99999", False),
    ],
)
def test_where_the_provider_may_be(address: str, may: bool) -> None:
    assert is_address(address) is may
