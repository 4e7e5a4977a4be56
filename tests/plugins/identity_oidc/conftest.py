"""The service beside a provider on this machine, and somebody with a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from attrs import define
from pytest_httpserver import HTTPServer
from sqlalchemy import select

from mkb_core.codec import parse_json
from mkb_core.store.engine import read
from mkb_core.store.trust_tables import account_roles, accounts, audit, sessions
from tests.plugins.identity_oidc.local_provider import CLIENT, LOA, SECRET, LocalProvider
from tests.service.conftest import HTML, Make, assembled, log, make
from tests.service.identity.conftest import Visitor, quick_hashes

__all__ = ["assembled", "log", "make", "quick_hashes"]

START, BACK = "/inloggen/oidc", "/inloggen/oidc/terug"


@define
class Person(Visitor):
    """Somebody who signs in by the provider."""

    provider: LocalProvider

    def begin(self, path: str = START) -> str:
        """The provider's address that the browser is sent to."""
        answer = self.client.get(path, headers=HTML, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def come_back(self, given: dict[str, str] | list[tuple[str, str]]) -> httpx.Response:
        return self.client.get(f"{BACK}?{urlencode(given)}", headers=HTML, follow_redirects=False)

    def sign_in_there(self, path: str = START) -> httpx.Response:
        """All of it, as a browser does; where the provider's answer leads."""
        return self.come_back(self.provider.authorize(self.begin(path)))

    def stored(self, table: Any) -> list[Any]:
        with read(self.installation.engine) as connection:
            return list(connection.execute(select(table)).mappings())

    @property
    def sessions(self) -> list[Any]:
        return self.stored(sessions)

    @property
    def refusals(self) -> list[str]:
        """Why sign-ins were refused, as the audit log has it."""
        lines = [
            line for line in self.stored(audit) if (line["action"], line["result"]) == ("sign-in", "denied")
        ]
        return [parse_json(line["details"])["reason"] for line in lines]

    @property
    def accounts(self) -> list[Any]:
        return self.stored(accounts)

    @property
    def roles(self) -> list[tuple[str, str, bool]]:
        """Role, for whom, and whether it holds."""
        return [(one["role"], one["subject"], one["ended_at"] is None) for one in self.stored(account_roles)]


@pytest.fixture
def provider(httpserver: HTTPServer) -> LocalProvider:
    made = LocalProvider(httpserver)
    made.open()
    return made


Arrive = Callable[..., Person]


@pytest.fixture
def arrive(make: Make, provider: LocalProvider) -> Arrive:
    """Somebody at a service with settings of one's own for the provider."""

    def arrived(**others: str) -> Person:
        given = {
            "MKB_OIDC_ISSUER": provider.issuer,
            "MKB_OIDC_CLIENT_ID": CLIENT,
            "MKB_OIDC_CLIENT_SECRET": SECRET,
            "MKB_OIDC_LEVELS": f"{LOA}loa3, {LOA}loa4",
            "MKB_OIDC_NEW_ACCOUNTS": "on",
        }
        client = make(others=given | others)
        client.base_url = httpx.URL("http://127.0.0.1:8000")
        return Person(client, provider)

    return arrived


@pytest.fixture
def person(arrive: Arrive) -> Person:
    return arrive()
