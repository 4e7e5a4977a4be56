"""One installation of the real plugins per worker; an application and a database of its own for every test."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from attrs import evolve
from litestar import Litestar
from litestar.testing import TestClient
from mkb_service.app import create_app
from mkb_service.logs import json_log

from mkb_core.runtime.discovery import Found, discover
from mkb_core.runtime.faults import FaultKind, PluginFault
from mkb_core.runtime.host import load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.runtime.manifests import Manifest
from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.outsides import outsides_of
from mkb_core.workflows.settings import Settings

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
TOKEN = "operator-token-of-a-test"
Client: TypeAlias = TestClient[Litestar]
Make: TypeAlias = Callable[..., Client]
HTML = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture(scope="session")
def assembled() -> Installation:
    """Assembled once: nothing of it changes when questions are asked."""
    return assemble(Settings("sqlite://", now=NOW), load_plugins(isolation=Isolation.IN_PROCESS))


@pytest.fixture
def log() -> io.StringIO:
    """What the service logged."""
    return io.StringIO()


@pytest.fixture
def make(assembled: Installation, tmp_path: Path, migrated_file: Path, log: io.StringIO) -> Iterator[Make]:
    """Make a client of an application with settings of one's own."""
    opened: list[Client] = []

    def made(installation: Installation = assembled, **settings: Any) -> Client:
        file = tmp_path / "mkb.sqlite"
        if not file.exists():
            shutil.copy(migrated_file, file)
        client = client_of(installation, file, log, **settings)
        opened.append(client.__enter__())
        return client

    yield made
    for client in opened:
        client.__exit__(None, None, None)


def client_of(installation: Installation, file: Path, log: io.StringIO, **settings: Any) -> Client:
    """A client of an application on a database that is there; to be entered."""
    usual: dict[str, Any] = {
        "database_url": f"sqlite:///{file}", "operator_token": TOKEN, "rate_limits": False,
    }  # fmt: skip
    given = evolve(installation.settings, **(usual | settings))
    host = installation.host
    if given.plugins:  # ways outside are given to a host when it is made
        outsides = outsides_of(given)
        host = load_plugins(isolation=Isolation.IN_PROCESS, outsides=outsides, now=given.clock)
    running = Installation(given, host, installation.catalogue)
    return TestClient(create_app(given, running, json_log(log)), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def shared_client(
    assembled: Installation, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    """A client of one ordinary application for all tests of a module that only read."""
    file = tmp_path_factory.mktemp("shared") / "mkb.sqlite"
    shutil.copy(migrated_file, file)
    with client_of(assembled, file, io.StringIO()) as client:
        yield client


@pytest.fixture
def client(make: Make) -> Client:
    """A client of an ordinary application."""
    return make()


@pytest.fixture(scope="session")
def with_broken_partners() -> Installation:
    """An installation in which one partner's plugin cannot be imported and another's manifest cannot be read."""
    manifest = Manifest(
        "broken", "Stichting Stuk", "Stuk", "info@example.org", ">=1,<2", partners=("broken",)
    )
    unreadable = PluginFault("garbled", FaultKind.MANIFEST, "secret place: /srv/keys")
    broken = [
        Found("broken", "mkb.partner", "no_such_module_at_all", "1.2.3", manifest, None),
        Found("garbled", "mkb.partner", "garbled", "0", None, unreadable),
    ]
    return assemble(
        Settings("sqlite://", now=NOW), load_plugins([*discover(), *broken], isolation=Isolation.IN_PROCESS)
    )


def advice_of(
    client: Client, question: str = "Ik zoek geld voor een nieuwe machine", **company: Any
) -> dict[str, Any]:
    """Ask for advice and return it."""
    answer = client.post("/v1/advice", json={"question": question, "company": company or None})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made
