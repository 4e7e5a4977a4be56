"""What somebody in the second region sees of the service: English pages with the region's own German texts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from mkb_core.workflows.assembly import Installation

pytest.importorskip("mkb_service")

from litestar.testing import TestClient
from mkb_service.app import create_app
from mkb_service.logs import json_log

GERMAN = {"accept-language": "de-DE,de;q=0.9"}
QUESTION = "Welche Fördermittel gibt es für eine neue Halle?"


@pytest.fixture
def client(installation: Installation, tmp_path: Path) -> Iterator[Any]:
    settings = evolve(installation.settings, database_url=f"sqlite:///{tmp_path / 'mkb.sqlite'}")
    running = Installation(settings, installation.host, installation.catalogue)
    with TestClient(create_app(settings, running, json_log(io.StringIO()))) as made:
        yield made


def ask(client: Any, **headers: str) -> Any:
    company = {"employees": 12, "age_years": 20, "municipality": "Erkelenz", "growth_ambition": False}
    return client.post("/v1/advice", json={"question": QUESTION, "company": company}, headers=headers)


def test_the_advice_has_the_labels_of_the_region_in_german(client: Any) -> None:
    told = ask(client, **GERMAN).json()
    assert told["topics"][0]["label"] == "Fördermittel"
    assert told["proposals"][0]["label"] == "Förderlotse"


def test_who_reads_german_gets_english_pages_and_no_dutch(client: Any) -> None:
    page = client.get("/", headers=GERMAN)
    assert page.headers["content-language"] == "en"
    assert "Kreis Heinsberg" in page.text


def test_who_asks_for_dutch_gets_it(client: Any) -> None:
    assert client.get("/", headers={"accept-language": "nl"}).headers["content-language"] == "nl"


def test_the_page_of_a_partner_has_its_german_texts(client: Any) -> None:
    page = client.get("/partners/alte-hasen", headers=GERMAN)
    assert page.status_code == 200
    assert "Begleitung bei der Nachfolge" in page.text
    assert "Jahresbeitrag" in page.text
