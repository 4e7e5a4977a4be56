"""Generated requests against the description: the service never fails, and answers as it says it does.

``make fuzz`` sends as many as it is told (``FUZZ_CASES``); here there are fewer.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from mkb_service.api.openapi import description
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from tests.service.conftest import TOKEN, Client

pytestmark = pytest.mark.fuzz

CASES = int(os.environ.get("FUZZ_CASES", "220"))
OPERATIONS = sum(len(item) for item in description()["paths"].values())
WHO = {"visitor": {}, "operator": {"authorization": f"Bearer {TOKEN}"}}
EACH = max(1, CASES // (OPERATIONS * len(WHO)))
LEFT_OUT = [
    positive_data_acceptance,  # which topics, partners and codes exist is no part of the description
    ignored_auth,  # sends the token that is given here along when it means to send none
]
ADDRESSES = [(path, method) for path, item in description()["paths"].items() for method in item]


@pytest.mark.filterwarnings("ignore:.*MemoryObject:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:Unclosed <MemoryObject:ResourceWarning")
@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(("path", "method"), ADDRESSES)
def test_answers_are_as_described(client: Client, path: str, method: str, who: str) -> None:
    described: Any = schemathesis.openapi.from_asgi("/v1/openapi.json", client.app)

    @settings(
        max_examples=EACH, suppress_health_check=list(HealthCheck), database=None, derandomize=EACH < 100
    )
    @given(case=described[path][method].as_strategy())
    def check(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(headers=WHO[who], excluded_checks=LEFT_OUT)

    check()
