"""Forms that another site made a browser send are refused, and cookies are out of reach."""

from __future__ import annotations

import pytest

from tests.service.conftest import HTML, Client
from tests.service.identity.conftest import EMAIL, PASSWORD, Visitor

FORM = {"email": EMAIL, "password": PASSWORD}
#: every form of these pages, by the page on which it stands
FORMS = ["/inloggen", "/uitloggen", "/wachtwoord-vergeten", "/account", "/account/tweede-factor", "/inloggen/code",
         "/beheer/gebruikers", "/beheer/gebruikers/u-1", "/beheer/leden"]  # fmt: skip


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("token", [None, "", "0" * 64])
def test_form_without_its_token_is_refused(visitor: Visitor, path: str, token: str | None) -> None:
    visitor.accept("partner-manager", "lwv")
    visitor.enrol()
    form = {"action": "block"} | ({} if token is None else {"form_token": token})
    answer = visitor.client.post(path, data=form, headers=HTML, follow_redirects=False)
    assert answer.status_code == 403


def test_token_of_another_browser_is_refused(visitor: Visitor, client: Client) -> None:
    token = Visitor(client).see("/inloggen").partition('name="form_token" value="')[2][:64]
    visitor.see("/inloggen")
    answer = visitor.client.post("/inloggen", data={**FORM, "form_token": token}, headers=HTML)
    assert answer.status_code == 403


def test_token_of_before_signing_in_is_refused_after_it(visitor: Visitor) -> None:
    token = visitor.see("/inloggen").partition('name="form_token" value="')[2][:64]
    visitor.accept("entrepreneur", "12345678")
    answer = visitor.client.post("/account", data={"form_token": token}, headers=HTML)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_question_from_another_site_is_refused(visitor: Visitor, headers: dict[str, str]) -> None:
    answer = visitor.client.post("/", data={"question": "Ik zoek geld"}, headers=HTML | headers)
    assert answer.status_code == 403


def test_visitor_asks_without_any_cookie(visitor: Visitor) -> None:
    visitor.see("/")
    answer = visitor.client.post(
        "/",
        data={"question": "Ik zoek geld"},
        headers=HTML | {"origin": "http://127.0.0.1:8000"},
        follow_redirects=False,
    )
    assert (answer.status_code, dict(visitor.client.cookies)) == (303, {})


def test_question_of_whoever_is_signed_in_needs_a_token(visitor: Visitor) -> None:
    visitor.accept("entrepreneur", "12345678")
    asked = {"question": "Ik zoek geld"}
    assert visitor.client.post("/", data=asked, headers=HTML).status_code == 403
    assert visitor.goes("/", **asked).startswith("/advies/")


def test_session_writes_nothing_to_the_api(visitor: Visitor) -> None:
    visitor.accept("operator")
    visitor.enrol()
    path = "/v1/companies/12345678"
    assert visitor.client.patch(path, json={"employees": 3}).status_code == 401


def test_cookie_on_this_machine_is_out_of_reach_of_scripts_and_other_sites(visitor: Visitor) -> None:
    set_cookie = visitor.client.get("/inloggen").headers["set-cookie"]
    assert set_cookie.startswith("mkb-visitor=")
    assert {"httponly", "samesite=lax", "path=/"} <= {one.strip().lower() for one in set_cookie.split(";")}


def test_cookie_elsewhere_is_for_this_host_and_encrypted_connections_only(visitor: Visitor) -> None:
    for headers in ({"host": "mkb.example.org"}, {"host": "localhost.evil.example"}):
        set_cookie = visitor.client.get("/inloggen", headers=headers).headers["set-cookie"]
        assert set_cookie.startswith("__Host-mkb-visitor=")
        assert "secure" in {one.strip().lower() for one in set_cookie.split(";")}
        assert "domain" not in set_cookie.lower()
