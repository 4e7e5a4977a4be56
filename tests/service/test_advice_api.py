"""``/v1/advice``."""

from __future__ import annotations

from typing import Any

import pytest

from tests.service.conftest import Client, advice_of


def test_advice_has_its_receipt_its_reasons_and_its_address(client: Client) -> None:
    answer = client.post(
        "/v1/advice", json={"question": "Ik zoek geld voor een nieuwe machine", "language": "nl"}
    )
    advice = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/advice/{advice['receipt']}" == advice["links"]["advice"]
    assert advice["topics"][0]["id"] == "financiering"
    assert advice["topics"][0]["because"]
    assert advice["proposals"][0]["source"]["as_of"]


def test_every_partner_is_either_proposed_or_told_why_not(client: Client) -> None:
    advice = advice_of(client)
    partners = [one["id"] for one in client.get("/v1/partners?pageSize=200").json()["items"]]
    assert sorted(one["partner"] for one in (*advice["proposals"], *advice["not_proposed"])) == sorted(
        partners
    )


def test_advice_is_read_again_the_same(client: Client) -> None:
    advice = advice_of(client)
    assert client.get(advice["links"]["advice"]).json() == advice


def test_advice_is_read_in_the_language_asked_for(client: Client) -> None:
    advice = advice_of(client)
    answer = client.get(advice["links"]["advice"] + "?lang=en")
    assert answer.headers["content-language"] == answer.json()["language"] == "en"
    assert answer.json()["route"]["label"] != advice["route"]["label"]


def test_replay_gives_the_same(client: Client) -> None:
    advice = advice_of(client, employees=12)
    replay = client.get(advice["links"]["replay"]).json()
    assert (replay["same"], replay["analysis_repeated"]) == (True, True)
    assert replay["partners"] == [one["partner"] for one in advice["proposals"]]


@pytest.mark.parametrize("part", ["", "/replay"])
def test_unknown_receipt_is_not_found(client: Client, part: str) -> None:
    answer = client.get(f"/v1/advice/r-0000{part}")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:mkb:problem:not-found")


def test_profile_decides_along(client: Client) -> None:
    profile = {
        "employees": 16,
        "age_years": 12,
        "municipality": "Venlo",
        "growth_ambition": True,
        "innovation": True,
    }
    question = "We willen groeien van 16 naar 40 man en zoeken iemand die meedenkt over een plan voor het hele bedrijf"
    assert advice_of(client, question, **profile)["route"]["id"] == "support-process-candidate"
    assert advice_of(client, question)["route"]["id"] == "ask"
    assert (
        advice_of(client, question, **(profile | {"municipality": "Groningen"}))["route"]["id"] == "referral"
    )


def test_all_faults_come_at_once(client: Client) -> None:
    body = {
        "question": " ",
        "language": "fr",
        "colour": 1,
        "company": {"employees": -1, "sbi": "x", "age_years": 2.5},
    }
    problem = client.post("/v1/advice", json=body).json()
    assert {one["path"] for one in problem["errors"]} == {
        "colour", "company.age_years", "company.employees", "company.sbi", "language", "question",
    }  # fmt: skip
    assert problem["status"] == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"question": NaN}',
        b'{"question": "a", "question": "b"}',
        b'{"question": "\\ud800"}',
        b'{"question": "Ik zoek geld", "company": {"\\udfff": 1}}',
        b'{"question": "Ik zoek geld", "company": {"municipality": "\\ud800"}}',
        b'{"question": "Ik zoek geld", "company": {"employees": 1e999}}',
        b'{"question": "Ik zoek geld", "company": {"employees": ' + b"9" * 5000 + b"}}",
        b'{"question": "Ik zoek geld", "company": []}',
        b'{"question": "Ik zoek geld\\u0000"}',
        b'{"question": 7}',
        b"{}",
        b"[" * 60_000,
        b'{"question": "' + b"a" * 5000 + b'"}',
        b'{"question": "x", "' + b"k" * 60_000 + b'": 1}',
    ],
    ids=range(19),
)
def test_what_cannot_be_read_is_one_clear_refusal(client: Client, body: bytes) -> None:
    answer = client.post("/v1/advice", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"]
    assert len(answer.text) < 2000


@pytest.mark.parametrize("size", [100_000, 70_000])
def test_body_of_more_than_64_kilobytes_is_refused(client: Client, size: int) -> None:
    answer = client.post("/v1/advice", json={"question": "a" * size})
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:mkb:problem:too-large")


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "",
        "application/json; charset=latin1",
    ],
)
def test_other_content_is_refused(client: Client, kind: str) -> None:
    answer = client.post(
        "/v1/advice", content=b'{"question": "Ik zoek geld"}', headers={"content-type": kind}
    )
    assert (answer.status_code, answer.headers["accept"]) == (415, "application/json")


def test_wrong_query_parameter_is_told(client: Client) -> None:
    problem = client.post("/v1/advice?test=1&lang=fr", json={"question": "Ik zoek geld"}).json()
    assert [one["path"] for one in problem["errors"]] == ["test", "lang"]


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "Robert'); DROP TABLE receipts;--", "{{ 7*7 }} ${7*7} %s", "🙂 ñ ß 漢字"],
)
def test_question_comes_back_as_it_was_asked(client: Client, text: str) -> None:
    assert advice_of(client, text)["question"] == text


def test_unreadable_partners_are_named(make: Any, with_broken_partners: Any) -> None:
    assert advice_of(make(with_broken_partners))["unreadable_partners"] == ["broken", "garbled"]
