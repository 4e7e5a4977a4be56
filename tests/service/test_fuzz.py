"""Generated requests against the description: the service never fails, and answers as it says it does.

``make fuzz`` sends as many as it is told (``FUZZ_CASES``); by hand there are fewer.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mkb_service.acting import API, READING
from mkb_service.api.openapi import description
from mkb_service.identity.cookies import SESSION
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from mkb_core.rights import COMMAND_LINE, Actor
from mkb_core.workflows.accounts.sessions import signed_in
from mkb_core.workflows.accounts.tokens import SCOPES, create_token
from tests.service.acting import Acting
from tests.service.conftest import TOKEN, Client, Make, advice_of
from tests.service.identity.conftest import Visitor, quick_hashes
from tests.service.matrix.world import COMPANIES, PARTNER, fill

__all__ = ["quick_hashes"]

pytestmark = pytest.mark.fuzz

PATHS = description()["paths"]
OPERATIONS = [(path, method) for path, item in PATHS.items() for method in item]
WHO = ("visitor", "company", "partner", "staff", "operator")
CASES = int(os.environ.get("FUZZ_CASES", "500"))
EACH = max(1, -(-CASES // (len(OPERATIONS) * len(WHO))))
LEFT_OUT = [
    # What it asks is asked below: which topics, partners and codes exist is no part of the description.
    positive_data_acceptance,
    # It sends along what is given here when it means to send nothing; test_every_route asks the same of every route.
    ignored_auth,
    # The same is asked below, but for a trade register that is not there in a test.
    not_a_server_error,
]
#: faults of input that the description calls right: what it names is not there, or does not go with the rest
NOT_DESCRIBED = frozenset({
    "company-number", "control-characters", "duplicate", "empty", "invalid-value", "missing", "name-form", "no-association",
    "not-allowed", "not-utf8", "one-of-two", "out-of-range", "sbi-code", "server-address", "subject-needless", "too-long",
    "too-many", "unknown-name", "wrong-type",
})  # fmt: skip
#: headers whose form is said in words
WRITTEN = ("idempotency-key-invalid", "idempotency-key-reused")


class Fuzzed:
    """The service over a filled database, and what somebody sends along to be known."""

    def __init__(self, client: Client) -> None:
        self.client = client
        client.base_url = httpx.URL("http://127.0.0.1")
        installation = client.app.state.installation
        fill(installation)
        token = create_token(installation, COMMAND_LINE, PARTNER, "a test", SCOPES)
        self.headers: dict[str, dict[str, str]] = {
            "visitor": {},
            "partner": {"authorization": f"Bearer {token.secret}"},
            "operator": {"authorization": f"Bearer {TOKEN}"},
            "company": self._session("entrepreneur", COMPANIES["own"]),
            "staff": self._session("back-office", None),
        }
        number = COMPANIES["own"]
        receipt = advice_of(client, number=number)["receipt"]
        #: what stands in addresses, where a generated value names nothing
        self.known: Mapping[str, str] = {
            "number": number,
            "partner": PARTNER,
            "question": f"q-{number}",
            "consent": f"c-{number}",
            "assignment": f"a-{number}",
            "receipt": receipt,
        }
        self.acting = Acting(client.app.asgi_handler)
        client.app.asgi_handler = self.acting
        self.actors: dict[str, Actor] = {}
        for who in ("company", "staff"):
            found = signed_in(installation, self.headers[who]["cookie"].partition("=")[2])
            assert found is not None
            self.actors[who] = found.actor("api")

    def _session(self, role: str, subject: str | None) -> dict[str, str]:
        """Sign in by the pages; the header with the session."""
        visitor = Visitor(self.client)
        visitor.accept(role, subject, f"{role}@example.org")
        if subject is None:
            visitor.enrol()
        secret = self.client.cookies[SESSION]
        self.client.cookies.clear()
        return {"cookie": f"{SESSION}={secret}"}

    def send(self, case: schemathesis.Case[Any], who: str) -> None:
        """Send and look at the answer."""
        # A session may only read by the API: what it would be allowed to change is tried as the same actor.
        self.acting.actor = None if case.method in READING else self.actors.get(who)
        headers = self.headers[who] | {"host": "127.0.0.1"}
        answer = case.call_and_validate(headers=headers, excluded_checks=LEFT_OUT)
        fault_of_ours = answer.status_code >= 500 and "source-unavailable" not in answer.text
        assert not fault_of_ours, (answer.status_code, answer.text)
        positive = case.meta is not None and case.meta.generation.mode.is_positive
        # A negative request may lack the token that is sent along here.
        assert not positive or answer.status_code != 401 or who not in ("partner", "operator")
        if positive and answer.status_code == 400:
            told = answer.json()
            codes = {one["code"] for one in told.get("errors", ())}
            assert codes <= NOT_DESCRIBED, told
            assert codes or told["type"].rpartition(":")[2] in WRITTEN, told


@pytest.fixture
def fuzzed(make: Make) -> Fuzzed:
    return Fuzzed(make())


@pytest.mark.timeout(3000)
@pytest.mark.filterwarnings("ignore:.*MemoryObject:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:Unclosed <MemoryObject:ResourceWarning")
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_answers_are_as_described(fuzzed: Fuzzed, path: str, method: str, record_property: Any) -> None:
    described: Any = schemathesis.openapi.from_asgi(f"{API}openapi.json", fuzzed.client.app)
    rejecting = described.config.checks.negative_data_rejection
    rejecting.expected_statuses = [*rejecting.expected_statuses, "413"]  # too much is not taken either
    operation = described[path][method]
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))
    sent = 0

    @settings(
        max_examples=EACH, suppress_health_check=list(HealthCheck), database=None, derandomize=EACH < 100
    )
    @given(case=cases, known=st.booleans())
    def check(who: str, case: schemathesis.Case[Any], known: bool) -> None:
        nonlocal sent
        if known and case.meta is not None and case.meta.generation.mode.is_positive:
            case.path_parameters = {
                name: fuzzed.known.get(name, value) for name, value in case.path_parameters.items()
            }
        fuzzed.send(case, who)
        sent += 1

    for who in WHO:
        check(who)
    record_property("cases", sent)
