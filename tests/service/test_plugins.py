"""How plugins stand: the operator's page and ``/v1/plugins``; of what day data are, in the advice and the directory."""

from __future__ import annotations

import pytest

from mkb_core.workflows.assembly import Installation
from tests.service.conftest import TOKEN, Client, Make, advice_of

OPERATOR = {"authorization": f"Bearer {TOKEN}"}
PAGE = "/beheer/plugins"


def test_a_browser_asks_for_the_password_and_gets_in_with_the_token(client: Client) -> None:
    answer = client.get(PAGE)
    assert (answer.status_code, answer.headers["www-authenticate"][:5]) == (401, "Basic")
    assert client.get(PAGE, auth=("anybody", TOKEN)).status_code == 200


@pytest.mark.parametrize("password", ["", "x", TOKEN[:-1], TOKEN.upper()])
def test_another_password_does_not_get_in(client: Client, password: str) -> None:
    assert client.get(PAGE, auth=("operator", password)).status_code == 401


def test_where_no_token_is_set_nobody_sees_the_page(make: Make) -> None:
    assert make(operator_token="").get(PAGE, auth=("operator", "")).status_code in (401, 403)


@pytest.mark.parametrize(("language", "words"), [("nl", "in orde"), ("en", "in order")])
def test_the_page_shows_every_plugin(client: Client, language: str, words: str) -> None:
    shown = client.get(PAGE, params={"lang": language}, auth=("operator", TOKEN)).text
    for plugin in ("region_limburg", "words", "kvk", "liof"):
        assert plugin in shown
    assert words in shown


def test_a_fault_stands_on_the_page_with_its_reason(make: Make, with_broken_partners: Installation) -> None:
    shown = make(with_broken_partners).get(PAGE, auth=("operator", TOKEN)).text
    assert "no_such_module_at_all" in shown


def test_the_api_shows_state_faults_and_what_is_missing(
    make: Make, with_broken_partners: Installation
) -> None:
    answer = make(with_broken_partners).get("/v1/plugins", headers=OPERATOR)
    plugins = {one["id"]: one for one in answer.json()["items"]}
    assert (plugins["kvk"]["state"], plugins["kvk"]["faults"]) == ("loaded", [])
    broken = plugins["broken"]
    assert (broken["state"], broken["missing"]) == ("failing", ["broken"])
    assert [fault["kind"] for fault in broken["faults"]] == ["import"]
    assert broken["faults"][0]["since"] == broken["since"]
    assert plugins["words"]["trusted"]


def test_an_advice_names_missing_partners_in_words(make: Make, with_broken_partners: Installation) -> None:
    notices = advice_of(make(with_broken_partners))["notices"]
    assert [one["partner"] for one in notices] == ["broken", "garbled"]
    assert notices[0]["read_at"] is None
    assert "Stichting Stuk" in notices[0]["sentence"]


def test_without_faults_an_advice_has_no_notice(client: Client) -> None:
    assert advice_of(client)["notices"] == []
