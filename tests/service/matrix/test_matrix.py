"""Every role x route x method x relation: nothing confidential outside what may be seen, and nothing tells what is hidden."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from httpx import Response
from litestar.routes import HTTPRoute
from sqlalchemy import event

from mkb_core.rights import Actor
from tests.service.acting import Acting
from tests.service.conftest import Client, Make
from tests.service.matrix.world import COMPANIES, PARTNER, actors, canaries, fill, may_see, sees_company

#: parameters of addresses that name something of a company, and what they hold for it
OF_A_COMPANY = {"number": "{}", "question": "q-{}", "consent": "c-{}", "assignment": "a-{}"}
#: what other parameters hold; one that is not named here holds an id of nothing
OTHERWISE = {"partner": PARTNER, "file_path": "site.css"}
BODIES: Mapping[str, Any] = {
    "/v1/companies/{number}": {"employees": 7},
    "/v1/companies/{number}/consents": {"purpose": "research"},
    "/v1/companies/{number}/assignments": {"partner": "rabobank"},
    "/v1/advice": {"question": "Ik zoek geld"},
}
#: who sees of every company that its data were used, and no more
AUDITORS = ("platform-manager",)
ONE_OF_EACH = tuple(COMPANIES)


class World:
    """The service over a filled database, and how to ask it as somebody."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.acting = Acting(client.app.asgi_handler)
        client.app.asgi_handler = self.acting
        self.engine = client.app.state.installation.engine
        fill(self.engine)

    def ask(self, actor: Actor, method: str, path: str, relation: str) -> Response:
        """One request about the company in this relation."""
        number = COMPANIES[relation]
        named = {name: words.format(number) for name, words in OF_A_COMPANY.items()} | OTHERWISE
        address = re.sub(r"{(\w+)}", lambda found: named.get(found[1], "nothing-at-all"), path)
        self.acting.actor = actor
        body = BODIES.get(path, {}) if method in ("POST", "PATCH", "PUT") else None
        headers = {"if-match": "*"} if method in ("PATCH", "PUT", "DELETE") else {}
        return self.client.request(method, address, json=body, headers=headers, follow_redirects=False)

    def routes(self) -> Iterator[tuple[str, str]]:
        """Every method and address, reading first: what is changed is changed last."""
        found = {
            (str(method), route.path_format or "/")
            for route in self.client.app.routes
            if isinstance(route, HTTPRoute)
            for method in route.methods
        }
        yield from sorted(found, key=lambda one: (one[0] not in ("GET", "HEAD", "OPTIONS"), *one))


@pytest.fixture
def world(make: Make) -> World:
    return World(make())


def relations(path: str) -> tuple[str, ...]:
    """The relations in which a route is asked: all where it names something of a company."""
    return ONE_OF_EACH if set(re.findall(r"{(\w+)}", path)) & set(OF_A_COMPANY) else ("none",)


def leaks(actor: Actor, words: str) -> list[str]:
    """The canaries that stand in an answer and may not."""
    return [
        f"{one.relation}.{one.name}"
        for one in canaries()
        if one.words in words and one.name not in may_see(actor, one.relation)
    ]


def neutral(answer: Response, relation: str) -> tuple[int, str, list[str]]:
    """What an answer tells, without the number that was asked for and what differs in every answer."""
    words = answer.text.replace(COMPANIES[relation], "NUMBER")
    words = re.sub(r"urn:uuid:[0-9a-f-]{36}", "ID", words)
    return answer.status_code, words, sorted(name for name in answer.headers if name != "date")


def test_nothing_leaks_in_any_role_route_method_and_relation(world: World, log: io.StringIO) -> None:
    asked = 0
    found: list[str] = []
    for method, path in world.routes():
        for actor in actors():
            answers = {}
            for relation in relations(path):
                answer = answers[relation] = world.ask(actor, method, path, relation)
                asked += 1
                where = f"{actor.role} {method} {path} {relation}"
                assert answer.status_code not in (500, 501), f"{where}: {answer.text}"
                told = answer.text + str(answer.headers)
                found += [f"{where}: {leak}" for leak in leaks(actor, told)]
            if "absent" in answers:
                found += [
                    f"{actor.role} {method} {path} {relation}: hidden is not as absent"
                    for relation, answer in answers.items()
                    if not sees_company(actor, relation)
                    and may_not_create(actor, relation)
                    and not (path.endswith("/uses") and actor.role in AUDITORS)
                    and neutral(answer, relation) != neutral(answers["absent"], "absent")
                ]
    print(f"\n{asked} combinations of role, route, method and relation")
    assert found == []
    assert asked > 2000
    assert not any(one.words in log.getvalue() for one in canaries())


def may_not_create(actor: Actor, relation: str) -> bool:
    """Whoever may create a company gets another answer about one that is not there: nothing is hidden from it."""
    return actor.role not in ("senior-project-leader", "back-office", "operator")


@contextmanager
def counted(world: World) -> Iterator[list[str]]:
    """The statements that the service sends meanwhile."""
    sent: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        sent.append(statement)

    event.listen(world.engine, "before_cursor_execute", note)
    yield sent
    event.remove(world.engine, "before_cursor_execute", note)


def test_hidden_costs_the_same_statements_as_absent(world: World) -> None:
    world.ask(next(actors()), "GET", "/v1/companies/{number}", "none")  # the first line of the audit log
    compared = 0
    for method, path in world.routes():
        if relations(path) == ("none",):
            continue
        for actor in actors():
            if sees_company(actor, "none") or not may_not_create(actor, "none"):
                continue
            if path.endswith("/uses") and actor.role in AUDITORS:
                continue
            sent = {}
            for relation in ("none", "absent"):
                with counted(world) as statements:
                    world.ask(actor, method, path, relation)
                sent[relation] = statements
            compared += 1
            assert sent["none"] == sent["absent"], f"{actor.role} {method} {path}"
    assert compared > 50


@pytest.mark.parametrize("actor", list(actors()), ids=lambda actor: actor.role)
def test_the_list_is_what_single_reads_show(world: World, actor: Actor) -> None:
    single = [
        number
        for relation, number in COMPANIES.items()
        if relation != "absent"
        and world.ask(actor, "GET", "/v1/companies/{number}", relation).status_code == 200
    ]
    listed = world.ask(actor, "GET", "/v1/companies", "none")
    if listed.status_code in (401, 403):
        assert single == []
        return
    assert [item["number"] for item in listed.json()["items"]] == single
    assert listed.json()["pagination"]["total"] == len(single)
    expected = [number for relation, number in COMPANIES.items() if sees_company(actor, relation)]
    assert single == expected


@pytest.mark.parametrize("actor", list(actors()), ids=lambda actor: actor.role)
def test_what_may_be_seen_is_seen(world: World, actor: Actor) -> None:
    """The other side: no empty answers that leak nothing because they tell nothing."""
    for one in canaries():
        if one.name in may_see(actor, one.relation):
            path = "/v1/questions/{question}" if one.name == "question" else "/v1/companies/{number}"
            assert one.words in world.ask(actor, "GET", path, one.relation).text, one
