"""``/v1/companies/{number}/consents`` and ``.../assignments``: what was made can be read where its answer says."""

from __future__ import annotations

from typing import Any

import pytest

from mkb_core.domain.companies import Company
from mkb_core.rights import Actor
from mkb_core.store.companies import save_company
from mkb_core.store.engine import write
from tests.service.acting import Acting
from tests.service.conftest import NOW, Client

NUMBER = "12345678"
OWNER = Actor("entrepreneur", "u-1", NUMBER)
OFFICE = Actor("back-office", "u-2")
CONSENTS, ASSIGNMENTS = (f"/v1/companies/{NUMBER}/{kind}" for kind in ("consents", "assignments"))


@pytest.fixture
def acting(client: Client) -> Acting:
    """Whose request it is; the company is there."""
    with write(client.app.state.installation.engine) as connection:
        save_company(connection, Company(NUMBER), 0, at=NOW)
    made = Acting(client.app.asgi_handler)
    client.app.asgi_handler = made
    return made


@pytest.mark.parametrize(
    ("actor", "path", "body"),
    [
        (OWNER, CONSENTS, {"purpose": "research"}),
        (OWNER, CONSENTS, {"purpose": "referral", "recipient": "liof", "shares": ["name"], "question": None}),
        (OFFICE, ASSIGNMENTS, {"partner": "liof"}),
    ],
)
def test_what_was_made_is_read_at_its_location(
    client: Client, acting: Acting, actor: Actor, path: str, body: dict[str, Any]
) -> None:
    acting.actor = actor
    made = client.post(path, json=body)
    assert made.status_code == 201
    place = made.headers["location"]
    assert place == f"{path}/{made.json()['id']}"
    read = client.get(place)
    assert (read.status_code, read.json()) == (200, made.json())
    assert client.get(f"{path}/another").status_code == 404


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({}, ["purpose"]),
        ({"purpose": 1, "recipient": [], "more": 1}, ["more", "purpose", "recipient"]),
        ({"purpose": None, "shares": "name"}, ["purpose", "shares"]),
        ({"purpose": "referral", "shares": [1]}, ["shares"]),
    ],
)
def test_all_faults_of_a_body_are_told_at_once(
    client: Client, acting: Acting, body: dict[str, Any], paths: list[str]
) -> None:
    acting.actor = OWNER
    answer = client.post(CONSENTS, json=body)
    assert answer.status_code == 400
    assert sorted(fault["path"] for fault in answer.json()["errors"]) == paths
