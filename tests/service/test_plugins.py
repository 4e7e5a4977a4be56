"""How plugins stand: the operator's page and ``/v1/plugins``; of what day data are, in the advice and the directory."""

from __future__ import annotations

import pytest

from mkb_core.workflows.assembly import Installation
from tests.service.conftest import HTML, TOKEN, Client, Make, advice_of

OPERATOR = {"authorization": f"Bearer {TOKEN}"}
PAGE = "/beheer/plugins"


def test_a_browser_is_led_to_signing_in(client: Client) -> None:
    answer = client.get(PAGE, headers=HTML, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen?naar=%2Fbeheer%2Fplugins")
    assert client.get(PAGE, headers=OPERATOR).status_code == 200


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN.upper()])
def test_another_token_does_not_get_in(client: Client, token: str) -> None:
    assert client.get(PAGE, headers={"authorization": f"Bearer {token}"}).status_code == 401


def test_where_no_token_is_set_nobody_sees_the_page(make: Make) -> None:
    assert make(operator_token="").get(PAGE, headers={"authorization": "Bearer "}).status_code == 401


@pytest.mark.parametrize(("language", "words"), [("nl", "in orde"), ("en", "in order")])
def test_the_page_shows_every_plugin(client: Client, language: str, words: str) -> None:
    shown = client.get(PAGE, params={"lang": language}, headers=OPERATOR).text
    for plugin in ("region_limburg", "words", "kvk", "liof"):
        assert plugin in shown
    assert words in shown


def test_a_fault_stands_on_the_page_with_its_reason(make: Make, with_broken_partners: Installation) -> None:
    shown = make(with_broken_partners).get(PAGE, headers=OPERATOR).text
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
