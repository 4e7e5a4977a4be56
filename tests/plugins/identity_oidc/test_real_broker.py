"""The whole way by a certified provider: what it really sends, and what it really refuses."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
import mkb_plugin_identity_oidc.provider as provider_module
import pytest
from attrs import define

from tests.plugins.identity_oidc.conftest import BACK, START, Person
from tests.plugins.identity_oidc.local_provider import COMPANY, LOA, OTHER
from tests.plugins.identity_oidc.real_broker import RealBroker, broker
from tests.plugins.identity_oidc.test_signing_in import sent
from tests.service.conftest import Make

__all__ = ["broker"]

HERE = "http://127.0.0.1:8000"


@define
class Entrepreneur:
    """Somebody with a browser, at the service and at the provider."""

    person: Person
    broker: RealBroker

    def begins(self, path: str = START) -> str:
        return self.person.begin(path)

    def comes_back(self, given: dict[str, str]) -> httpx.Response:
        return self.person.come_back(given)

    def signs_in(self, path: str = START, **typed: Any) -> httpx.Response:
        return self.comes_back(self.broker.authorize(self.begins(path), **typed))

    def is_refused(self, answer: httpx.Response, reason: str) -> bool:
        """On a page that says so, with a line in the audit log, and without a session."""
        return (
            (answer.status_code, self.person.refusals, self.person.sessions) == (403, [reason], [])
            and "Inloggen is niet gelukt" in answer.text
            and "mkb-session" not in self.person.client.cookies
        )


Arrive = Callable[..., Entrepreneur]


@pytest.fixture
def arrive(make: Make, broker: RealBroker) -> Arrive:
    """Somebody at a service with the real time, or ``now``, that knows the provider."""

    def arrived(now: datetime | None = None, **others: str) -> Entrepreneur:
        broker.wants(redirect=HERE + BACK, codeSeconds=60, tokenSeconds=300)
        client = make(now=now, others=broker.settings(**others))
        client.base_url = httpx.URL(HERE)
        return Entrepreneur(Person(client, None), broker)  # type: ignore[arg-type]

    return arrived


@pytest.fixture
def eva(arrive: Arrive) -> Entrepreneur:
    return arrive()


def test_from_the_first_page_to_the_account_of_a_company(eva: Entrepreneur) -> None:
    assert START in eva.person.see("/inloggen")
    answer = eva.signs_in(START + "?naar=/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert eva.person.roles == [("entrepreneur", COMPANY, True)]
    assert f"ondernemer ({COMPANY})" in eva.person.see("/account")
    [session] = eva.person.sessions
    assert session["assurance"] == LOA + "loa3"


def test_of_several_companies_one_is_chosen(eva: Entrepreneur) -> None:
    page = eva.signs_in(companies=f"{COMPANY},{OTHER}", mandates=f"{OTHER},{COMPANY}")
    assert (page.status_code, eva.person.sessions) == (200, [])
    assert sent(eva.person, page.text, "/inloggen/oidc/bedrijf", company=OTHER) == (303, "/account")
    assert eva.person.roles == [("entrepreneur", OTHER, True)]


@pytest.mark.parametrize(
    ("typed", "reason", "words"),
    [
        ({"level": LOA + "loa2"}, "level-low", "te laag"),
        ({"companies": ""}, "company-missing", "voor welk bedrijf"),
        ({"mandates": ""}, "mandate-missing", "geen machtiging"),
        ({"mandates": OTHER}, "mandate-other", "ander bedrijf"),
        ({"stop": True}, "cancelled", "gestopt met inloggen"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_whoever_may_not_is_told_why(
    eva: Entrepreneur, typed: dict[str, Any], reason: str, words: str
) -> None:
    answer = eva.signs_in(**typed)
    assert eva.is_refused(answer, reason)
    assert words in answer.text


def test_another_state_is_refused(eva: Entrepreneur) -> None:
    given = eva.broker.authorize(eva.begins())
    assert eva.is_refused(eva.comes_back(given | {"state": "s" * 43}), "state")


def test_an_answer_is_good_once(eva: Entrepreneur) -> None:
    given = eva.broker.authorize(eva.begins())
    assert eva.comes_back(given).status_code == 303
    assert eva.comes_back(given).status_code == 403
    assert (eva.person.refusals, len(eva.person.sessions)) == (["state"], 1)


def test_the_provider_takes_a_code_once(eva: Entrepreneur) -> None:
    given = eva.broker.authorize(eva.begins())
    assert eva.comes_back(given).status_code == 303
    again = eva.broker.authorize(eva.begins())
    assert eva.comes_back(again | {"code": given["code"]}).status_code == 403
    assert eva.person.refusals == ["code-refused"]


def test_a_code_of_another_attempt_fails_at_the_provider_by_its_challenge(eva: Entrepreneur) -> None:
    first, second = (eva.broker.authorize(eva.begins()) for _ in range(2))
    assert eva.is_refused(eva.comes_back(first | {"code": second["code"]}), "code-refused")


def test_a_code_that_nobody_gave_out_is_refused(eva: Entrepreneur) -> None:
    given = eva.broker.authorize(eva.begins())
    assert eva.is_refused(eva.comes_back(given | {"code": "x" * 43}), "code-refused")


def test_a_code_that_expired_is_refused(eva: Entrepreneur) -> None:
    eva.broker.wants(codeSeconds=1)
    given = eva.broker.authorize(eva.begins())
    time.sleep(2.1)  # the provider counts whole seconds
    assert eva.is_refused(eva.comes_back(given), "code-refused")


@pytest.mark.parametrize(
    ("minutes", "seconds", "reason"),
    [(9, 300, "token-expired"), (9, 3600, ""), (-2, 300, "token-from-future")],
)
def test_a_token_of_another_time_is_refused(arrive: Arrive, minutes: int, seconds: int, reason: str) -> None:
    """The service's clock is not the provider's; nine minutes is no fault where the token is good for longer."""
    eva = arrive(now=datetime.now(UTC) + timedelta(minutes=minutes))
    eva.broker.wants(tokenSeconds=seconds)
    answer = eva.signs_in()
    assert (answer.status_code == 303) if not reason else eva.is_refused(answer, reason)


def test_the_provider_insists_on_the_challenge(eva: Entrepreneur) -> None:
    """So what passes here passes with PKCE, and not for want of it."""
    asked = httpx.URL(eva.begins())
    bare = {name: value for name, value in asked.params.items() if not name.startswith("code_challenge")}
    refusal = httpx.get(f"{asked.scheme}://{asked.netloc.decode()}{asked.path}?{urlencode(bare)}")
    assert "error=invalid_request" in refusal.headers["location"]
    assert "PKCE" in refusal.headers["location"]


def test_a_wrong_secret_of_the_client_opens_nothing(arrive: Arrive) -> None:
    eva = arrive(MKB_OIDC_CLIENT_SECRET="another")
    assert eva.is_refused(eva.signs_in(), "code-refused")


def test_new_keys_of_the_provider_are_looked_for_but_not_too_often(
    eva: Entrepreneur, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert eva.signs_in().status_code == 303
    eva.broker.wants(keys="new")
    assert eva.signs_in().status_code == 403
    assert eva.person.refusals == ["token-key"]
    monkeypatch.setattr(provider_module, "SOONEST_SECONDS", 0.0)  # half a minute later
    assert eva.signs_in().status_code == 303
