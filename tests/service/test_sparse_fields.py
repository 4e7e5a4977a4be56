"""``?fields=`` and the links between pages, over every route that answers with a resource."""

from __future__ import annotations

import re
from typing import Any

import pytest
from mkb_service.api.openapi import description

from mkb_core.rights import COMMAND_LINE, Actor
from mkb_core.store.engine import write
from mkb_core.store.webhooks import Webhook, add_webhook
from mkb_core.workflows.accounts.invitations import invite, waiting_invitations
from mkb_core.workflows.accounts.tokens import create_token
from mkb_core.workflows.assignments import assign
from mkb_core.workflows.consents import give_consent
from mkb_core.workflows.webhooks.announcing import announce
from tests.service.acting import Acting
from tests.service.conftest import NOW, TOKEN, Client, advice_of

OPERATOR = {"authorization": f"Bearer {TOKEN}"}
#: answers to a question that the query asks, and what only a funder sees: see ``tests/service/budgets``
ASKING = ("/explanations", "/deltas", "/comparisons", "/shares")
READS = {
    path: item["get"]
    for path, item in description()["paths"].items()
    if "get" in item and not path.endswith(ASKING)
}


@pytest.fixture(scope="module")
def client(shared_client: Client) -> Client:
    """One for all: the tests only read."""
    return shared_client


@pytest.fixture(scope="module")
def places(client: Client) -> dict[str, str]:
    """What stands for the parts of an address that differ."""
    client.app.asgi_handler = Acting(client.app.asgi_handler, COMMAND_LINE)  # whoever may read everything
    client.patch("/v1/companies/12345678", json={"employees": 3}, headers={"if-none-match": "*"})
    advice = advice_of(client, number="12345678")
    question = advice["question_id"]
    with write(client.app.state.installation.engine) as connection:
        hook = Webhook("w-1", "kvk", "https://example.org/", frozenset({"consent.given"}), "s", "t-1", NOW)
        add_webhook(connection, hook)
        announce(connection, "kvk", "consent.given", "c-1", NOW)
    made = client.app.state.installation
    consent = give_consent(made, Actor("entrepreneur", "u-1", "12345678"), "12345678", "research")
    assignment = assign(made, Actor("back-office", "u-2"), "12345678", partner="liof")
    invite(made, COMMAND_LINE, "some@example.org", "board")
    [invitation] = waiting_invitations(made, COMMAND_LINE)
    token = create_token(made, COMMAND_LINE, "liof", "CRM", ("company:read",)).token
    named = {
        "consent": consent.id,
        "assignment": assignment.id,
        "invitation": invitation.id,
        "token": token.id,
    }
    named |= {"webhook": "w-1", "plan": "limburg", "version": "0", "scenario": "1"}
    return named | {
        "receipt": advice["receipt"],
        "partner": "kvk",
        "number": "12345678",
        "question": question,
    }


def names_of(operation: dict[str, Any]) -> list[str]:
    """What the description says that may be asked for."""
    found = next(one for one in operation["parameters"] if one["name"] == "fields")
    names: list[str] = found["schema"]["items"]["enum"]
    return names


#: looking at the uses of data is itself a use: the next answer is longer
STEADY = [path for path in READS if not path.endswith("/uses")]


@pytest.mark.parametrize("path", STEADY)
def test_answer_has_the_fields_that_are_asked_for_and_no_others(
    client: Client, places: dict[str, str], path: str
) -> None:
    address = "/v1" + path.format_map(places)
    names = names_of(READS[path])
    whole = client.get(address, headers=OPERATOR).json()
    for asked in ([names[0]], names[:3], names):
        answer = client.get(address, params={"fields": ",".join(asked)}, headers=OPERATOR)
        assert answer.status_code == 200, answer.text
        assert int(answer.headers["content-length"]) == len(answer.content)
        for some, all_ in zip(items(answer.json()), items(whole), strict=True):
            assert some == {name: all_[name] for name in asked}


@pytest.mark.parametrize("path", READS)
def test_unknown_field_is_a_fault_with_its_name(client: Client, places: dict[str, str], path: str) -> None:
    answer = client.get("/v1" + path.format_map(places) + "?fields=nothing,id", headers=OPERATOR)
    faults = [one for one in answer.json()["errors"] if "nothing" in one["message"]]
    assert (answer.status_code, faults[0]["path"]) == (400, "fields")


def test_error_is_whole_whatever_is_asked_for(client: Client) -> None:
    assert set(client.get("/v1/partners/nobody?fields=version").json()) >= {"type", "status", "detail"}


def test_links_keep_fields_and_language(client: Client) -> None:
    answer = client.get("/v1/services?fields=id,partner&pageSize=2&lang=en")
    following = re.search(r'<([^>]*)>; rel="next"', answer.headers["link"])
    assert following is not None
    second = client.get(following[1])
    assert {frozenset(item) for item in second.json()["items"]} == {frozenset({"id", "partner"})}
    assert second.headers["content-language"] == "en"


def test_every_list_with_pages_links_them(client: Client, places: dict[str, str]) -> None:
    paged = {path for path, one in READS.items() if {"page"} <= {part["name"] for part in one["parameters"]}}
    assert {"/partners", "/services"} <= paged
    for path in paged:
        answer = client.get(f"/v1{path.format_map(places)}?pageSize=1", headers=OPERATOR)
        assert set(re.findall(r'rel="(\w+)"', answer.headers["link"])) >= {"first", "last"}, path
        assert answer.json()["pagination"]["page_size"] == 1


def items(document: Any) -> list[Any]:
    """The items of a list, else the thing itself."""
    return document.get("items", [document]) if set(document) <= {"items", "pagination"} else [document]
