"""``/v1/partners``, ``/v1/services``, ``/v1/topics`` and ``/health``."""

from __future__ import annotations

import re

import pytest

from mkb_core.workflows.assembly import Installation
from tests.service.conftest import Client, Make


def test_partners_are_listed_with_what_they_offer(client: Client) -> None:
    items = {one["id"]: one for one in client.get("/v1/partners").json()["items"]}
    assert {"kvk", "liof", "rabobank", "gemeente"} <= set(items)
    assert items["liof"]["services"] > 0
    assert {one["state"] for one in items.values()} == {"ok"}


def test_partner_shows_conditions_in_words_and_as_a_rule(client: Client) -> None:
    partner = client.get("/v1/partners/liof?lang=en").json()
    condition = partner["services"][0]["conditions"][0]
    assert condition["sentence"]
    assert condition["rule"]
    assert partner["services"][0]["source"]["as_of"]
    assert partner["fee_schedules"]
    assert len(partner["version"]) == 64


def test_unknown_partner_is_not_found(client: Client) -> None:
    assert client.get("/v1/partners/nobody").status_code == 404


def test_services_are_filtered(client: Client) -> None:
    items = client.get("/v1/services?topic=export&partner=kvk&pageSize=200").json()["items"]
    assert items
    assert {one["partner"] for one in items} == {"kvk"}
    assert all("export" in [topic["topic"] for topic in one["topics"]] for one in items)


def test_pages_cover_everything_once(client: Client) -> None:
    seen: list[tuple[str, str]] = []
    total, address = -1, "/v1/services?pageSize=50"
    while address:
        answer = client.get(address)
        seen += [(one["partner"], one["id"]) for one in answer.json()["items"]]
        total = answer.json()["pagination"]["total"]
        following = re.search(r'<([^>]*)>; rel="next"', answer.headers["link"])
        address = following[1] if following else ""
    assert len(seen) == len(set(seen)) == total > 50


def test_page_beyond_the_last_is_empty(client: Client) -> None:
    answer = client.get("/v1/services?page=1000")
    assert (answer.status_code, answer.json()["items"]) == (200, [])
    assert 'rel="next"' not in answer.headers["link"]


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("page=0", ["page"]),
        ("page=x&pageSize=1000", ["page", "pageSize"]),
        ("page=%D9%A1", ["page"]),
        ("topic=nothing&partner=nobody&colour=red&lang=de", ["topic", "partner", "colour", "lang"]),
    ],
)
def test_faults_of_a_query_come_together(client: Client, query: str, paths: list[str]) -> None:
    answer = client.get(f"/v1/services?{query}")
    assert (answer.status_code, [one["path"] for one in answer.json()["errors"]]) == (400, paths)


def test_topics_are_the_regions(client: Client, assembled: Installation) -> None:
    items = client.get("/v1/topics").json()["items"]
    assert [one["id"] for one in items] == [topic.id for topic in assembled.catalogue.region.topics]


def test_health_counts_what_fails(client: Client, make: Make, with_broken_partners: Installation) -> None:
    assert client.get("/health").json()["failing_plugins"] == 0
    assert make(with_broken_partners).get("/health").json()["failing_plugins"] == 2


def test_unreadable_partner_is_shown_without_its_secrets(
    make: Make, with_broken_partners: Installation
) -> None:
    client = make(with_broken_partners)
    items = {one["id"]: one for one in client.get("/v1/partners?pageSize=200").json()["items"]}
    assert (items["broken"]["state"], items["broken"]["name"]) == ("unreadable", "Stichting Stuk")
    assert items["garbled"]["faults"]
    answer = client.get("/v1/partners/garbled")
    assert answer.json()["summary"]["state"] == "unreadable"
    assert "secret" not in answer.text


def test_tier_of_a_partner_is_shown_with_every_rule_behind_it(client: Client) -> None:
    listed = {one["id"]: one["tier"] for one in client.get("/v1/partners").json()["items"]}
    partner = client.get("/v1/partners/kvk?lang=en").json()
    assert listed["kvk"] == partner["summary"]["tier"] == "silver"
    rules = {one["id"]: one for one in partner["quality"]}
    assert rules["conformance"]["met"]
    assert not rules["reviewed"]["met"]
    assert rules["reviewed"]["reason"].startswith("KVK has not reviewed")


def test_page_of_a_partner_shows_its_tier_and_what_is_open(client: Client) -> None:
    assert "kwaliteit: zilver" in client.get("/partners?lang=nl").text
    page = client.get("/partners/kvk?lang=en").text
    assert "Quality of the data: silver" in page
    assert "KVK has not reviewed the data yet" in page


def test_a_partner_without_services_has_no_tier_and_says_why(client: Client) -> None:
    listed = {one["id"]: one for one in client.get("/v1/partners?lang=en").json()["items"]}
    without = {id_ for id_, one in listed.items() if not one["services"]}
    assert without
    for id_ in without:
        assert (listed[id_]["tier"], listed[id_]["tier_label"]) == ("none", "no services yet")
        assert client.get(f"/v1/partners/{id_}").json()["quality"] == []
        assert "Quality of the data" not in client.get(f"/partners/{id_}?lang=en").text
    assert client.get("/partners?lang=en").text.count("No services yet.") == len(without)
    assert client.get("/partners?lang=nl").text.count("Nog geen diensten.") == len(without)
