"""The pages of a company about its own data, and those of the organisation about who guides it, as forms in a browser."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from mkb_core.domain.companies import Company
from mkb_core.rights import COMMAND_LINE, Actor
from mkb_core.store.companies import save_company
from mkb_core.store.engine import read, write
from mkb_core.store.job_tables import jobs
from mkb_core.workflows.accounts.invitations import invite
from mkb_core.workflows.companies import complete_company, show_company
from tests.service.conftest import HTML, NOW
from tests.service.identity.conftest import PASSWORD, Visitor

NUMBER, OTHER = "12345678", "87654321"
DESK = Actor("front-desk", "u-desk", "liof")


@pytest.fixture
def owner(visitor: Visitor) -> Visitor:
    """Somebody of a company of which something is known."""
    complete_company(visitor.installation, COMMAND_LINE, NUMBER, {"name": "Proef BV", "turnover_cents": 500})
    visitor.accept("entrepreneur", NUMBER)
    return visitor


def links(page: str) -> set[str]:
    return {part.partition('"')[0] for part in page.split('href="')[1:]}


def test_account_leads_to_the_pages_of_the_role_and_to_no_others(owner: Visitor) -> None:
    found = links(owner.see("/account"))
    assert {"/bedrijf/gebruik", "/bedrijf/toestemmingen", "/bedrijf/gegevens"} <= found
    assert not any(one.startswith("/beheer/") for one in found)
    for path in sorted(one for one in found if one.startswith("/bedrijf/")):
        owner.see(path)


def test_consent_is_given_counts_at_the_next_request_and_is_withdrawn(owner: Visitor) -> None:
    page = "/bedrijf/toestemmingen"
    given = {"purpose": "referral", "recipient": "liof", "share-turnover_cents": "yes"}
    assert owner.goes(page, **given) == page
    assert set(show_company(owner.installation, DESK, NUMBER).fields) == {"turnover_cents"}
    shown = owner.see(page)
    assert "Doorverwijzing naar" in shown
    consent = next(one for one in shown.split('action="') if one.startswith(f"{page}/c-")).partition('"')[0]
    assert owner.goes(page, consent) == page
    with pytest.raises(Exception, match="company"):
        show_company(owner.installation, DESK, NUMBER)
    assert "Eerder gegeven en ingetrokken" in owner.see(page)


def test_faulty_consent_is_shown_with_what_was_ticked(owner: Visitor) -> None:
    answer = owner.send("/bedrijf/toestemmingen", **{"purpose": "referral", "share-name": "yes"})
    assert answer.status_code == 400
    assert 'href="#recipient"' in answer.text
    assert 'name="share-name" value="yes" id="shares" checked' in answer.text


def test_other_purposes_are_consented_to_by_themselves(owner: Visitor) -> None:
    for purpose in ("publication", "research"):
        assert owner.goes("/bedrijf/toestemmingen", purpose=purpose) == "/bedrijf/toestemmingen"
    shown = owner.see("/bedrijf/toestemmingen")
    assert shown.count("U gaf hiervoor toestemming.") == 2


def test_uses_are_told_in_words_and_page_by_page(owner: Visitor) -> None:
    for _ in range(60):
        show_company(owner.installation, Actor("back-office", "u-2", origin="page"), NUMBER)
    shown = owner.see("/bedrijf/gebruik")
    assert "backoffice" in shown
    assert "gegevens van uw bedrijf bekeken" in shown
    assert "begeleiding en advies" in shown
    assert "Bladzijde 1 van 2" in shown
    assert "Bladzijde 2 van 2" in owner.see("/bedrijf/gebruik?pagina=99")
    assert "looked at the data" in owner.see("/bedrijf/gebruik?lang=en")


def test_copy_is_a_file_with_everything(owner: Visitor) -> None:
    answer = owner.send("/bedrijf/gegevens", "/bedrijf/gegevens/kopie")
    assert answer.headers["content-disposition"] == f'attachment; filename="gegevens-{NUMBER}.json"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["company"]["company"]["fields"]["turnover_cents"][0]["value"] == 500


@pytest.mark.parametrize("form", [{"number": OTHER, "current": PASSWORD}, {"number": NUMBER, "current": "x"}])
def test_nothing_is_erased_without_number_and_password(owner: Visitor, form: dict[str, str]) -> None:
    answer = owner.send("/bedrijf/gegevens", "/bedrijf/gegevens/wissen", **form)
    assert answer.status_code == 400
    assert show_company(owner.installation, COMMAND_LINE, NUMBER).value("turnover_cents") == 500


def test_erasure_signs_out_and_leaves_the_file_to_a_worker(owner: Visitor) -> None:
    form = {"number": NUMBER, "current": PASSWORD}
    assert owner.goes("/bedrijf/gegevens", "/bedrijf/gegevens/wissen", **form) == "/gegevens-gewist"
    assert "/inloggen" in links(owner.see("/gegevens-gewist"))
    assert owner.client.get("/account", headers=HTML, follow_redirects=False).status_code == 303
    with read(owner.installation.engine) as connection:
        assert "clear-file" in connection.execute(select(jobs.c.name)).scalars().all()


@pytest.mark.parametrize("path", ["/bedrijf/toestemmingen", "/bedrijf/gebruik", "/bedrijf/gegevens"])
def test_a_company_of_which_nothing_is_known_has_its_pages_too(visitor: Visitor, path: str) -> None:
    visitor.accept("entrepreneur", OTHER)
    visitor.see(path)


@pytest.mark.parametrize("role", ["consultant", "platform-manager"])
def test_nobody_else_has_these_pages(visitor: Visitor, role: str) -> None:
    visitor.accept(role)
    visitor.enrol()
    for path in ("/bedrijf/toestemmingen", "/bedrijf/gebruik", "/bedrijf/gegevens"):
        visitor.see(path, status=403)


def test_the_office_assigns_and_ends(visitor: Visitor) -> None:
    with write(visitor.installation.engine) as connection:
        save_company(connection, Company(NUMBER), 0, at=NOW)
    visitor.accept("consultant", email="gids@example.org")
    visitor.client.cookies.clear()
    visitor.accept("back-office")
    visitor.enrol()
    assert "/beheer/begeleiding" in links(visitor.see("/account"))
    page = f"/beheer/begeleiding?nummer={NUMBER}"
    shown = visitor.see(page)
    account = shown.partition('id="account"')[2].partition('value="')[2].partition('"')[0]
    assert visitor.goes(page, "/beheer/begeleiding", nummer=NUMBER, account=account) == page
    assert visitor.goes(page, "/beheer/begeleiding", nummer=NUMBER, partner="liof") == page
    shown = visitor.see("/beheer/begeleiding")
    assert "Eva Jansen begeleidt" in shown
    one = next(part for part in shown.split('action="') if part.startswith("/beheer/begeleiding/a-"))
    assert visitor.goes("/beheer/begeleiding", one.partition('"')[0], nummer=NUMBER) == page
    assert "Eerder" in visitor.see(page)
    for number in ("1", OTHER):
        answer = visitor.client.get(f"/beheer/begeleiding?nummer={number}", headers=HTML)
        assert (answer.status_code, 'href="#nummer"' in answer.text) == (400, True)


def test_a_page_for_staff_is_not_for_a_company(owner: Visitor) -> None:
    invite(owner.installation, COMMAND_LINE, "x@example.org", "back-office")
    owner.see("/beheer/gebruikers", status=403)
