"""Every role x route x method x relation: nothing confidential outside what may be seen, and nothing tells what is hidden."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import pytest
from httpx import Response
from litestar import get
from litestar.params import FromPath
from litestar.routes import HTTPRoute
from mkb_service.policy import POLICY, Who
from sqlalchemy import event, func, select

from mkb_core.confidential import is_sealed
from mkb_core.confidential.register import REGISTER
from mkb_core.rights import COMMAND_LINE, ROLES, Actor
from mkb_core.store.engine import read
from mkb_core.store.job_tables import jobs
from mkb_core.store.tables import metadata
from mkb_core.workflows.companies import show_company
from tests.service.acting import Acting
from tests.service.conftest import Client, Make
from tests.service.matrix.world import (
    BESIDE,
    COMPANIES,
    CONFIDENTIAL,
    NAMES,
    NOT_OF_A_COMPANY,
    PARTNER,
    actors,
    canaries,
    fill,
    may_see,
    sees_company,
)

#: parameters of addresses that name something of a company, and what they hold for it
OF_A_COMPANY = {"number": "{}", "question": "q-{}", "consent": "c-{}", "assignment": "a-{}"}
#: what other parameters hold; one that is not named here holds an id of nothing
OTHERWISE = {"partner": PARTNER, "file_path": "site.css", "plan": "limburg", "version": "0", "scenario": "1"}
BODIES: Mapping[str, Any] = {
    "/v1/companies/{number}": {"employees": 7},
    "/v1/companies/{number}/consents": {"purpose": "research"},
    "/v1/companies/{number}/assignments": {"partner": "rabobank"},
    "/v1/advice": {"question": "Ik zoek geld"},
    "/v1/invitations": {"email": "new@example.org", "role": "front-desk", "subject": PARTNER},
    "/v1/members": {
        "partner": "lwv",
        "members": [{"number": "11111111", "email": "m@example.org", "name": "M"}],
    },
    "/v1/tokens": {"partner": PARTNER, "label": "test", "scopes": ["company:read"]},
}
#: what the forms of pages hold; they come with a bearer token, so that they need none of a form
FORMS: Mapping[str, Mapping[str, str]] = {
    "/": {"question": "Ik zoek geld"},
    "/bedrijf/toestemmingen": {"purpose": "research"},
    "/beheer/begeleiding": {"nummer": "{}", "partner": "rabobank"},
    "/beheer/begeleiding/{assignment}": {"nummer": "{}"},
    "/beheer/gebruikers": {"email": "new@example.org", "role": "entrepreneur", "subject": "{}"},
}
#: pages that are about the company that their address names after a question mark
ASKED = {"/beheer/begeleiding": {"nummer": "{}"}}
#: who sees of every company that its data were used, and no more
AUDITORS = ("platform-manager",)
ONE_OF_EACH = tuple(COMPANIES)
SECRET_KEY = "a-secret-key-of-this-installation-0123456789"
#: where whoever may see it sees it
SHOWN_AT = dict.fromkeys(CONFIDENTIAL, ("GET", "/v1/companies/{number}")) | {
    "question": ("GET", "/v1/questions/{question}"),
    "advised": ("GET", "/v1/companies/{number}/questions"),
    "person": ("GET", "/beheer/gebruikers"),
    "invited": ("GET", "/beheer/gebruikers"),
}
COPY = ("POST", "/bedrijf/gegevens/kopie")


class World:
    """The service over a filled database, and how to ask it as somebody."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.acting = Acting(client.app.asgi_handler)
        client.app.asgi_handler = self.acting
        self.engine = client.app.state.installation.engine
        fill(client.app.state.installation)

    def ask(self, actor: Actor, method: str, path: str, relation: str) -> Response:
        """One request about the company in this relation."""
        number = COMPANIES[relation]
        named = {name: words.format(number) for name, words in OF_A_COMPANY.items()} | OTHERWISE
        address = re.sub(r"{(\w+)}", lambda found: named.get(found[1], "nothing-at-all"), path)
        self.acting.actor = actor
        sent: dict[str, Any] = {"headers": {}}
        if method in ("PATCH", "PUT", "DELETE"):
            sent["headers"] = {"if-match": "*"}
        if method in ("POST", "PATCH", "PUT"):
            if path.startswith("/v1/"):
                sent["json"] = BODIES.get(path, {})
            else:
                sent["data"] = {name: words.format(number) for name, words in FORMS.get(path, {}).items()}
                sent["headers"] = {"authorization": "Bearer of-nobody"}
                sent["headers"]["content-type"] = "application/x-www-form-urlencoded"
        if method == "GET" and path in ASKED:
            sent["params"] = {name: words.format(number) for name, words in ASKED[path].items()}
        return self.client.request(method, address, follow_redirects=False, **sent)

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
    return World(make(secret_key=SECRET_KEY))


@pytest.fixture
def world_everywhere(make: Make, store_url: str) -> World:
    """On SQLite and on PostgreSQL in turn."""
    return World(make(secret_key=SECRET_KEY, database_url=store_url))


def relations(path: str) -> tuple[str, ...]:
    """The relations in which a route is asked: all where it names something of a company."""
    named = set(re.findall(r"{(\w+)}", path)) & set(OF_A_COMPANY) or path in ASKED
    return ONE_OF_EACH if named else ("none",)


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


def stored_secrets(world: World) -> list[str]:
    """What stands in the columns that the register calls encrypted, as it stands there: nobody gets that either."""
    found: list[str] = []
    with read(world.engine) as connection:
        for one in REGISTER:
            for name in one.sealed.split():
                column = metadata.tables[name.partition(".")[0]].c[name.partition(".")[2]]
                found += [words for words in connection.execute(select(column)).scalars() if words]
    return [words for words in found if is_sealed(words)]


def sweep(world: World, routes: Iterable[tuple[str, str]]) -> tuple[int, list[str]]:
    """Ask every route in every role and relation: how many that were, and what was told that should not be."""
    asked = 0
    found: list[str] = []
    secrets = stored_secrets(world)
    for method, path in routes:
        for actor in actors():
            answers = {}
            for relation in relations(path):
                answer = answers[relation] = world.ask(actor, method, path, relation)
                asked += 1
                where = f"{actor.role} {method} {path} {relation}"
                assert answer.status_code not in (500, 501), f"{where}: {answer.text}"
                told = answer.text + str(answer.headers)
                found += [f"{where}: {leak}" for leak in leaks(actor, told)]
                found += [f"{where}: ciphertext" for words in secrets if words in told]
            if "absent" in answers:
                found += [
                    f"{actor.role} {method} {path} {relation}: hidden is not as absent"
                    for relation, answer in answers.items()
                    if not sees_company(actor, relation)
                    and may_not_create(actor, relation)
                    and not (path.endswith("/uses") and actor.role in AUDITORS)
                    and neutral(answer, relation) != neutral(answers["absent"], "absent")
                ]
    return asked, found


@pytest.mark.timeout(1200)  # thousands of requests, on PostgreSQL too
def test_nothing_leaks_in_any_role_route_method_and_relation(
    world_everywhere: World, log: io.StringIO
) -> None:
    world = world_everywhere
    planted = job_ids(world)
    asked, found = sweep(world, world.routes())
    print(f"\n{asked} combinations of role, route, method and relation on {world.engine.dialect.name}")
    assert found == []
    assert asked > 2000
    assert not any(one.words in log.getvalue() for one in canaries())
    with read(world.engine) as connection:
        made = connection.execute(select(jobs.c.payload).where(jobs.c.id.not_in(planted))).scalars().all()
    assert made, "some request asked for a job"
    assert not [one.words for one in canaries() for payload in made if one.words in payload]


def job_ids(world: World) -> list[str]:
    with read(world.engine) as connection:
        return list(connection.execute(select(jobs.c.id)).scalars())


def test_something_is_planted_in_every_table_that_the_register_names(world: World) -> None:
    """A new table with personal or confidential columns makes this fail until the world has something in it."""
    named = {name.partition(".")[0] for one in REGISTER for name in one.names()}
    with read(world.engine) as connection:
        filled = {
            name
            for name in named
            if connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one()
        }
    assert named - filled == set(NOT_OF_A_COMPANY)
    held = {table for tables in BESIDE.values() for table in tables.split()}
    assert held <= filled


LEAKS: Mapping[str, Callable[[World, str], str]] = {
    "a confidential field": lambda world, number: str(
        show_company(world.client.app.state.installation, COMMAND_LINE, number).fields
    ),
    "who asked": lambda world, number: (
        f"asked by u-{number} kanarie-{number[0]}7{NAMES.index('person'):02}31415926"
    ),
    "ciphertext": lambda world, _: stored_secrets(world)[0],
    "that it is there": lambda _, number: "yes" if number != COMPANIES["absent"] else "no",
}


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
def test_a_planted_leak_is_found(
    make: Make, monkeypatch: pytest.MonkeyPatch, leak: Callable[[World, str], str]
) -> None:
    """The test of the test: a route that tells what it should not, and one that nobody listed."""

    @get("/planted/{number:str}", sync_to_thread=False)
    def planted(number: FromPath[str]) -> str:
        return leak(filled, number)

    monkeypatch.setitem(cast("dict[Any, Any]", POLICY), ("GET", "/planted/{number}"), Who.ANYONE)
    filled = World(make(secret_key=SECRET_KEY))
    filled.client.app.register(planted)
    _, found = sweep(filled, [("GET", "/planted/{number}")])
    assert len(found) > len(ROLES)
    assert any(one.startswith("anonymous GET /planted/{number} none: ") for one in found)


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


@pytest.mark.timeout(1200)
def test_hidden_costs_the_same_statements_as_absent(world_everywhere: World) -> None:
    world = world_everywhere
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
            answer = world.ask(
                actor,
                *(COPY if one.relation == "own" and actor.role == "entrepreneur" else SHOWN_AT[one.name]),
                one.relation,
            )
            assert one.words in answer.text, one
