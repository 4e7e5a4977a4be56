"""``/v1/companies``: for the operator only."""

from __future__ import annotations

import pytest
from pytest_httpserver import HTTPServer

from mkb_core.workflows.settings import PluginSettings
from tests.service.conftest import TOKEN, Client, Make

OPERATOR = {"authorization": f"Bearer {TOKEN}"}
#: the company is not stored yet
NEW = OPERATOR | {"if-none-match": "*"}
NOTHING = {"fout": [{"code": "IPD5200", "omschrijving": "Er zijn geen gegevens."}]}
ROUTES = [("GET", ""), ("PATCH", ""), ("POST", "/refreshes")]


@pytest.mark.parametrize(("method", "part"), ROUTES)
def test_without_a_token_nobody_gets_in(client: Client, method: str, part: str) -> None:
    answer = client.request(method, f"/v1/companies/12345678{part}")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="mkb"')


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN + "x", "é", TOKEN.upper()])
def test_wrong_token_does_not_get_in(client: Client, token: str) -> None:
    headers = {"authorization": f"Bearer {token}".encode()}
    answer = client.get("/v1/companies/12345678", headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 401
    assert "invalid_token" in answer.headers["www-authenticate"]


def test_other_scheme_does_not_get_in(client: Client) -> None:
    assert (
        client.get("/v1/companies/12345678", headers={"authorization": f"Basic {TOKEN}"}).status_code == 401
    )


@pytest.mark.parametrize("headers", [{}, OPERATOR, {"authorization": "Bearer "}])
def test_where_no_token_is_set_nobody_is_operator(make: Make, headers: dict[str, str]) -> None:
    assert make(operator_token="").get("/v1/companies/12345678", headers=headers).status_code == 401


def test_values_are_entered_and_read(client: Client) -> None:
    entered = client.patch(
        "/v1/companies/12345678", json={"employees": 12, "growth_ambition": True}, headers=NEW
    )
    assert entered.status_code == 200, entered.text
    assert entered.json()["fields"]["employees"] == {
        "value": 12, "source": "entered", "date": "2026-11-23", "entered_by": "operator",
    }  # fmt: skip
    assert client.get("/v1/companies/12345678", headers=OPERATOR).json() == entered.json()
    assert "municipality" in entered.json()["missing"]


def test_faulty_values_are_all_told_and_none_is_stored(client: Client) -> None:
    values = {"employees": -5, "name": 3, "colour": "red", "growth_ambition": True}
    answer = client.patch("/v1/companies/12345678", json=values, headers=NEW)
    assert {one["path"] for one in answer.json()["errors"]} == {"employees", "name", "colour"}
    client.patch("/v1/companies/12345678", json={}, headers=NEW)
    assert client.get("/v1/companies/12345678", headers=OPERATOR).json()["fields"] == {}


@pytest.mark.parametrize(("method", "part"), ROUTES)
def test_impossible_number_is_a_fault_of_the_input(client: Client, method: str, part: str) -> None:
    answer = client.request(method, f"/v1/companies/1234{part}", headers=OPERATOR, json={})
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, "number")


def test_unknown_number_is_not_found(make: Make, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api/v1/basisprofielen/87654321").respond_with_json(NOTHING, status=404)
    client = make(plugins={"kvk": PluginSettings(base_url=httpserver.url_for("/api"), api_key="k")})
    assert client.get("/v1/companies/87654321", headers=OPERATOR).status_code == 404


def test_silent_register_is_unavailable(make: Make) -> None:
    client = make(plugins={"kvk": PluginSettings(base_url="http://127.0.0.1:9/api", api_key="k")})
    answer = client.post("/v1/companies/87654321/refreshes", headers=OPERATOR)
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:mkb:problem:source-unavailable")
    assert int(answer.headers["retry-after"]) > 0
