"""From an invitation to signing out, as a browser without scripts goes."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from mkb_core.codec import parse_json
from mkb_core.rights import COMMAND_LINE
from mkb_core.store.engine import read
from mkb_core.store.job_tables import jobs
from mkb_core.workflows.accounts.lost_password import ask_new_password
from mkb_core.workflows.accounts.managing import accounts_for
from tests.service.conftest import HTML, TOKEN
from tests.service.identity.conftest import EMAIL, PASSWORD, Visitor


def test_staff_is_invited_enrols_signs_in_switches_role_and_leaves(visitor: Visitor) -> None:
    assert visitor.accept("platform-manager") == "/inloggen"
    assert "Tweede factor instellen" in visitor.see("/account")
    secret = visitor.enrol(-1)
    assert "platformbeheerder" in visitor.see("/account")
    assert visitor.goes("/account", "/uitloggen") == "/inloggen"
    assert "<h1" in visitor.see("/account")
    assert visitor.sign_in() == "/inloggen/code?naar=/account"
    assert visitor.goes("/inloggen/code", code=visitor.code(secret), naar="/account") == "/account"
    assert visitor.goes(visitor.invited("front-desk", "liof")) == "/inloggen"
    page = visitor.see("/account")
    assert "frontdeskmedewerker (LIOF" in page
    row = accounts_for(visitor.installation, COMMAND_LINE)[0]
    desk = next(role for role in row.roles if role.role == "front-desk")
    assert visitor.goes("/account", action="role", role=desk.id) == "/account"
    assert "U werkt nu als: frontdeskmedewerker" in visitor.see("/account")
    assert visitor.client.get("/beheer/gebruikers", headers=HTML).status_code == 403
    assert visitor.goes("/account", action="out-everywhere") == "/inloggen"


def test_entrepreneur_needs_no_second_factor(visitor: Visitor) -> None:
    visitor.accept("entrepreneur", "12345678")
    assert "ondernemer (12345678)" in visitor.see("/account")


def test_unfinished_session_opens_nothing(visitor: Visitor) -> None:
    visitor.accept("platform-manager")
    for path in ("/beheer/gebruikers", "/beheer/plugins"):
        assert visitor.client.get(path, headers=HTML, follow_redirects=False).status_code == 303
    answer = visitor.send("/account/tweede-factor", "/account", action="details", name="X", language="nl")
    assert answer.status_code == 403


def test_session_changes_at_every_step(visitor: Visitor) -> None:
    visitor.accept("platform-manager")
    first = visitor.client.cookies["mkb-session"]
    secret = visitor.enrol(-1)
    second = visitor.client.cookies["mkb-session"]
    visitor.goes("/account", "/uitloggen")
    visitor.sign_in()
    third = visitor.client.cookies["mkb-session"]
    visitor.goes("/inloggen/code", code=visitor.code(secret), naar="")
    assert len({first, second, third, visitor.client.cookies["mkb-session"]}) == 4


def test_lost_password_says_the_same_to_everybody(visitor: Visitor) -> None:
    visitor.accept("entrepreneur", "12345678")
    visitor.client.cookies.clear()
    known = visitor.send("/wachtwoord-vergeten", email=EMAIL).text
    unknown = visitor.send("/wachtwoord-vergeten", email="nobody@example.org").text
    assert known == unknown
    assert "de link onderweg" in known


def test_wrong_password_says_the_same_to_everybody_and_shows_no_password(visitor: Visitor) -> None:
    visitor.accept("entrepreneur", "12345678")
    visitor.client.cookies.clear()
    answers = [
        visitor.send("/inloggen", email=email, password="iets heel anders dan dit")
        for email in (EMAIL, "ann@example.org")
    ]
    assert [answer.status_code for answer in answers] == [400, 400]
    visitor.client.cookies.clear()
    assert "iets heel anders" not in answers[0].text
    known, unknown = (answer.text for answer in answers)
    assert known.replace(EMAIL, "") == unknown.replace("ann@example.org", "")


def test_guessing_is_answered_with_how_long_to_wait(visitor: Visitor) -> None:
    for _ in range(5):
        visitor.send("/inloggen", email=EMAIL, password="x")
    answer = visitor.send("/inloggen", email=EMAIL, password="x")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
    assert "Te veel pogingen" in answer.text


def test_account_is_changed_where_the_password_is_right(visitor: Visitor) -> None:
    visitor.accept("entrepreneur", "12345678")
    wrong = visitor.send("/account", action="password", current="x", password="nog eens vier woorden")
    assert 'id="password-current-fault"' in wrong.text
    visitor.goes("/account", action="password", current=PASSWORD, password="nog eens vier woorden")
    assert visitor.goes("/account", action="details", name="Eva J.", language="en") == "/account"
    assert "You are Eva J." in visitor.see("/account")
    assert visitor.goes("/account", action="erase", current="nog eens vier woorden") == "/"
    assert accounts_for(visitor.installation, COMMAND_LINE) == ()


@pytest.mark.parametrize("path", ["/uitnodiging/" + "x" * 43, "/nieuw-wachtwoord/" + "x" * 43])
def test_link_that_is_gone_says_so(visitor: Visitor, path: str) -> None:
    assert "werkt niet meer" in visitor.see(path, 404)


def test_pages_of_accounts_are_kept_by_nobody(visitor: Visitor) -> None:
    for path in (visitor.invited("consultant"), "/inloggen"):
        headers = visitor.client.get(path).headers
        assert (headers["cache-control"], headers["x-robots-tag"]) == ("no-store", "noindex, nofollow")


def test_log_holds_no_link(visitor: Visitor, log: object) -> None:
    path = visitor.invited("consultant")
    visitor.see(path)
    assert path.rpartition("/")[2] not in log.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "onward", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_signing_in_leads_to_our_own_pages_only(visitor: Visitor, onward: str) -> None:
    visitor.accept("entrepreneur", "12345678")
    visitor.client.cookies.clear()
    assert visitor.goes("/inloggen", email=EMAIL, password=PASSWORD, naar=onward) == "/account"


def test_manager_of_a_partner_invites_and_blocks_its_own_people(visitor: Visitor) -> None:
    visitor.accept("partner-manager", "lwv")
    visitor.enrol()
    page = visitor.see("/beheer/gebruikers")
    assert "MKB-consultant" not in page
    made = visitor.send("/beheer/gebruikers", email="jan@example.org", role="front-desk", subject="kvk")
    assert "jan@example.org is uitgenodigd" in made.text
    faulty = visitor.send("/beheer/gebruikers", email="jan", role="front-desk")
    assert (faulty.status_code, 'id="email-fault"' in faulty.text) == (400, True)
    rows = "nummer;e-mail;naam\n12345678;piet@example.org;Piet\n1;x;\n"
    outcome = visitor.send("/beheer/leden", members=rows).text
    assert "1 uitgenodigd, 1 met fouten" in outcome
    assert "Regel 3:" in outcome


def test_another_partners_account_cannot_be_changed(visitor: Visitor) -> None:
    visitor.accept("front-desk", "kvk", "jan@example.org")
    visitor.client.cookies.clear()
    visitor.accept("partner-manager", "liof")
    visitor.enrol()
    foreign = accounts_for(visitor.installation, COMMAND_LINE)
    account = next(row.account.id for row in foreign if row.account.email == "jan@example.org")
    answer = visitor.send("/beheer/gebruikers", f"/beheer/gebruikers/{account}", action="block")
    assert answer.status_code == 403
    assert "jan@example.org" not in visitor.see("/beheer/gebruikers")


def test_operators_token_opens_pages_without_a_session(visitor: Visitor) -> None:
    headers = HTML | {"authorization": f"Bearer {TOKEN}"}
    assert visitor.client.get("/beheer/gebruikers", headers=headers).status_code == 200


def test_mailed_link_sets_a_new_password(visitor: Visitor) -> None:
    visitor.accept("entrepreneur", "12345678")
    ask_new_password(visitor.installation, EMAIL)
    with read(visitor.installation.engine) as connection:
        payloads = [parse_json(one) for one in connection.execute(select(jobs.c.payload)).scalars()]
    path = next(one["values"]["path"] for one in payloads if one["template"] == "lost-password")
    assert visitor.send(path, password="kort").status_code == 400
    assert visitor.goes(path, password="nog eens vier woorden") == "/inloggen"
    assert visitor.sign_in(password="nog eens vier woorden") == "/account"
