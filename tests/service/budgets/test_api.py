"""``/v1/budgets``: versions by two persons, cells that explain themselves, what-if that stores nothing, and who sees what."""

from __future__ import annotations

from typing import Any

import pytest

from mkb_core.rights import ROLES, Actor
from tests.service.acting import Acting
from tests.service.budgets.people import ANN, BEA, CELL, LED, PLACE, with_people
from tests.service.conftest import Client


@pytest.fixture
def acting(client: Client) -> Acting:
    return with_people(client)


def save(client: Client, fte: object, reason: str = "minder", tag: str | None = None) -> Any:
    match = tag or client.get(PLACE).headers["etag"]
    body = {"reason": reason, "scenario": "1", "changes": {CELL: fte}}
    return client.post(f"{PLACE}/versions", json=body, headers={"if-match": match})


def total(answer: Any) -> str:
    values: dict[str, str] = {one["cell"]: one["value"] for one in answer.json()["cells"]}
    return values["cost.total.total"]


def test_a_version_is_saved_proposed_and_approved_by_a_second_person(client: Client, acting: Acting) -> None:
    made = save(client, "3.5", "een halve minder")
    assert made.status_code == 201, made.text
    assert made.headers["location"] == f"{PLACE}/versions/1"
    assert (made.json()["state"], made.json()["author"]) == ("draft", "u-ann")
    assert client.post(f"{PLACE}/versions/1/proposals").json()["state"] == "proposed"
    acting.actor = Actor("senior-project-leader", "u-ann")
    refused = client.post(f"{PLACE}/versions/1/approvals")
    assert refused.status_code == 403
    assert "second person" in refused.json()["detail"] or "tweede persoon" in refused.json()["detail"]
    acting.actor = BEA
    assert client.post(f"{PLACE}/versions/1/approvals").json()["state"] == "approved"
    assert client.get(PLACE).json()["in_force"]["number"] == 1
    assert client.get(f"{PLACE}/versions/1").json()["plan"]["scenarios"][0]["fte"]["consultant/consultancy"][
        "2019"
    ] in ("3.5", 3.5)
    assert [one["number"] for one in client.get(f"{PLACE}/versions").json()["items"]] == [1, 0]


def test_two_editors_do_not_overwrite_each_other(client: Client, acting: Acting) -> None:
    tag = client.get(PLACE).headers["etag"]
    assert save(client, 3, tag=tag).status_code == 201
    acting.actor = BEA
    assert save(client, 2, tag=tag).status_code == 412
    without = client.post(f"{PLACE}/versions", json={"reason": "x", "scenario": "1", "changes": {CELL: 1}})
    assert without.status_code == 428
    assert client.get(PLACE).json()["newest"]["number"] == 1


def test_a_rejection_says_why(client: Client, acting: Acting) -> None:
    save(client, 3)
    client.post(f"{PLACE}/versions/1/proposals")
    acting.actor = BEA
    assert client.post(f"{PLACE}/versions/1/rejections", json={"reason": " "}).status_code == 400
    rejected = client.post(f"{PLACE}/versions/1/rejections", json={"reason": "te duur"})
    assert (rejected.json()["state"], rejected.json()["note"]) == ("rejected", "te duur")
    again = client.post(f"{PLACE}/versions/1/rejections", json={"reason": "te duur"})
    assert again.status_code == 409


def test_a_whole_plan_is_saved_too(client: Client, acting: Acting) -> None:
    plan = client.get(f"{PLACE}/versions/0").json()["plan"]
    plan["support_process"]["goal_plans"] = 90
    tag = client.get(PLACE).headers["etag"]
    body = {"reason": "ander doel", "plan": plan}
    assert client.post(f"{PLACE}/versions", json=body, headers={"if-match": tag}).status_code == 201
    query = "first=0&second=1&scenario=1"
    compared = client.get(f"{PLACE}/comparisons?{query}").json()
    assert [one["path"] for one in compared["other"]] == ["support_process.goal_plans"]


def test_every_fault_is_told_with_its_cell_and_nothing_is_saved(client: Client, acting: Acting) -> None:
    changes = {CELL: -1, "fte.consultant/consultancy.2050": 1, "rate.consultant": "veel", "months.pilot": 1e9}
    body = {"reason": "fout", "scenario": "1", "changes": changes}
    refused = client.post(f"{PLACE}/versions", json=body, headers={"if-match": "*"})
    assert refused.status_code == 400
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert {one["path"] for one in refused.json()["errors"]} == {f"changes.{name}" for name in changes}
    what_if = client.post(f"{PLACE}/versions/0/what-ifs", json={"scenario": "1", "changes": changes})
    assert len(what_if.json()["errors"]) == 4
    assert client.get(PLACE).json()["newest"]["number"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {"reason": 1, "scenario": "1", "changes": {}},
        {"reason": "x"},
        {"reason": "x", "plan": [], "extra": 1},
        {"reason": "x", "plan": {"id": "limburg"}},
        {"reason": "x", "scenario": "9", "changes": {CELL: [1]}},
        {"reason": "x", "scenario": "1", "changes": {CELL: 4}},
        {"reason": "x", "plan": "x"},
    ],
)
def test_bad_bodies_are_refused(client: Client, acting: Acting, body: dict[str, Any]) -> None:
    answer = client.post(f"{PLACE}/versions", json=body, headers={"if-match": "*"})
    assert answer.status_code == 400, answer.text
    assert answer.json()["errors"]


def test_what_if_computes_and_saves_nothing(client: Client, acting: Acting) -> None:
    before = client.get(f"{PLACE}/versions/0/scenarios/1")
    assert total(before) == "655880125/3"
    after = client.post(f"{PLACE}/versions/0/what-ifs", json={"scenario": "1", "changes": {CELL: "3"}})
    assert after.status_code == 200, after.text
    assert total(after) == "609140125/3"
    assert client.get(PLACE).json()["newest"]["number"] == 0


def test_a_cell_explains_itself_and_scenarios_are_subtracted(client: Client, acting: Acting) -> None:
    place = f"{PLACE}/versions/0"
    found = client.get(f"{place}/scenarios/1/explanations", params={"cell": "cost.total.total"}).json()
    assert found["explanation"]["formula"] == "sum"
    unknown = client.get(f"{place}/scenarios/1/explanations", params={"cell": "cost.totaal"})
    assert unknown.json()["errors"][0]["path"] == "cell"
    assert client.get(f"{place}/scenarios/1/explanations").status_code == 400
    delta = client.get(f"{place}/deltas?first=1&second=2").json()
    cells = {one["cell"]: one["difference"] for one in delta["cells"]}
    assert cells[CELL] == "2"
    assert client.get(f"{place}/deltas?first=1&second=9").status_code == 404


@pytest.mark.parametrize("path", ["/v1/budgets/nergens", f"{PLACE}/versions/7", f"{PLACE}/versions/x"])
def test_what_is_not_there_is_not_found(client: Client, acting: Acting, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_funder_sees_totals_and_its_own_part_and_nothing_of_another(client: Client, acting: Acting) -> None:
    acting.actor = LED
    shares = client.get(f"{PLACE}/shares", params={"lang": "nl"})
    one, other = shares.json()["items"]
    assert (one["model_cents"], one["need_cents"]) == (59_001_168, 220_000_000)
    assert [commitment["amount_cents"] for commitment in one["commitments"]] == [60_000_000]
    assert other["commitments"][0]["still_to_pay_cents"] < 60_000_000
    page = client.get("/begrotingen/limburg/financiering", headers={"accept": "text/html"})
    assert page.status_code == 200
    for answer in (shares.text, page.text):
        for secret in ("nog te bevestigen", "afhankelijk van doelen", "350.000", "35000000", "Heerlen"):
            assert secret not in answer
    for path in (
        "",
        "/versions",
        "/versions/0",
        "/versions/0/scenarios/1",
        "/versions/0/deltas?first=1&second=2",
    ):
        assert client.get(PLACE + path).status_code == 403
    for path in (
        "limburg",
        "limburg/versies",
        "limburg/scenarios",
        "limburg/bouwfase",
        "limburg/vergelijking",
    ):
        assert client.get(f"/begrotingen/{path}").status_code == 403
    acting.actor = Actor("funder", "u-led", "somebody-else")
    assert client.get(f"{PLACE}/shares").status_code == 404
    assert (
        "limburg"
        not in client.get("/begrotingen", headers={"accept": "text/html"}).text.partition("<main")[2]
    )


@pytest.mark.parametrize("role", sorted(ROLES))
def test_others_see_nothing(client: Client, acting: Acting, role: str) -> None:
    if role in ("board", "senior-project-leader", "back-office", "funder"):
        return
    acting.actor = Actor(role, "u-ann", "12345678", origin="api")
    for path in ("/v1/budgets", PLACE, f"{PLACE}/shares", f"{PLACE}/versions/0", "/begrotingen"):
        assert client.get(path).status_code in (401, 403)
    assert save_as_it_is(client).status_code in (401, 403)


def save_as_it_is(client: Client) -> Any:
    body = {"reason": "x", "scenario": "1", "changes": {CELL: 1}}
    return client.post(f"{PLACE}/versions", json=body, headers={"if-match": "*"})


def test_the_back_office_does_not_approve(client: Client, acting: Acting) -> None:
    save(client, 3)
    client.post(f"{PLACE}/versions/1/proposals")
    acting.actor = Actor("back-office", "u-bea")
    assert client.post(f"{PLACE}/versions/1/approvals").status_code == 403
    assert ANN.user != acting.actor.user
