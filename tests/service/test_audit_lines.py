"""What is done over HTTP is in the audit log with its actor, and what is refused too."""

from __future__ import annotations

from mkb_core.rights import COMMAND_LINE
from mkb_core.store.audit import AuditLine
from mkb_core.workflows.auditing import audit_of
from tests.service.conftest import TOKEN, Client

OPERATOR = {"authorization": f"Bearer {TOKEN}"}
NUMBER = "12345678"


def lines(client: Client) -> list[tuple[str, str, str, str]]:
    """Role, action, kind and result of every line about the company, the oldest first."""
    found: tuple[AuditLine, ...] = audit_of(client.app.state.installation, COMMAND_LINE, NUMBER)
    return [(one.event.role, one.event.action, one.event.kind, one.event.result) for one in reversed(found)]


def test_reads_changes_and_refusals_of_a_company_are_lines(client: Client) -> None:
    client.patch(f"/v1/companies/{NUMBER}", json={"employees": 12}, headers=OPERATOR | {"if-none-match": "*"})
    client.get(f"/v1/companies/{NUMBER}", headers=OPERATOR)
    assert client.get(f"/v1/companies/{NUMBER}").status_code == 401
    assert client.patch(f"/v1/companies/{NUMBER}", headers={"authorization": "Bearer x"}).status_code == 401
    assert lines(client) == [
        ("operator", "change", "company", "granted"),
        ("operator", "read", "company", "granted"),
        ("anonymous", "read", "company", "denied"),
        ("anonymous", "change", "company", "denied"),
    ]


def test_an_advice_of_a_known_company_is_a_line_when_given_and_when_read(client: Client) -> None:
    asked = {"question": "Hoe financier ik een hal?", "company": {"number": NUMBER, "employees": 12}}
    receipt = client.post("/v1/advice", json=asked).json()["receipt"]
    assert client.get(f"/v1/advice/{receipt}").status_code == 200
    assert client.get(f"/advies/{receipt}", headers={"accept": "text/html"}).status_code == 200
    assert client.get(f"/v1/advice/{receipt}/replay").status_code == 200
    assert [(action, result) for _, action, _, result in lines(client)] == [
        ("create", "granted"),
        ("read", "granted"),
        ("read", "granted"),
        ("replay", "granted"),
    ]
