"""``/v1/companies/{number}/uses``: who used a company's data, in words; looking is a use too."""

from __future__ import annotations

from mkb_core.rights import Actor
from mkb_core.store.audit import AuditEvent
from mkb_core.workflows.auditing import record
from tests.service.conftest import TOKEN, Client

OPERATOR = {"authorization": f"Bearer {TOKEN}"}
USES = "/v1/companies/12345678/uses"


def test_uses_are_shown_in_the_readers_language_the_newest_first(client: Client) -> None:
    desk = Actor("front-desk", "a1", "liof", origin="page")
    event = AuditEvent.by(desk, "read", "company", "12345678", company_number="12345678")
    record(client.app.state.installation, event)
    [use] = client.get(USES, headers=OPERATOR | {"accept-language": "nl"}).json()["uses"]
    assert (use["by"], use["what"]) == ("frontdeskmedewerker", "gegevens van uw bedrijf bekeken")
    assert "liof" in use.values()
    shown = client.get(f"{USES}?lang=en", headers=OPERATOR)
    assert [one["what"] for one in shown.json()["uses"]] == [
        "looked at who used the data of your company",
        "looked at the data of your company",
    ]
    assert shown.json()["pagination"]["total"] == 2
    assert 'rel="first"' in shown.headers["link"]


def test_nobody_else_sees_them(client: Client) -> None:
    assert client.get(USES).status_code == 401
    assert client.get("/v1/companies/12/uses", headers=OPERATOR).status_code == 400
