"""The service with people who work on its budgets."""

from __future__ import annotations

import httpx
from litestar import Litestar
from litestar.testing import TestClient

from mkb_core.rights import Actor
from mkb_core.store.engine import write
from mkb_core.store.trust_tables import accounts
from tests.service.acting import Acting
from tests.service.conftest import NOW

ANN = Actor("back-office", "u-ann")
BEA = Actor("board", "u-bea")
LED = Actor("funder", "u-led", "led")
CELL = "fte.consultant/consultancy.2019"
PLACE = "/v1/budgets/limburg"


def with_people(client: TestClient[Litestar]) -> Acting:
    """Store the accounts; what comes back says who makes the next requests."""
    with write(client.app.state.installation.engine) as connection:
        for actor in (ANN, BEA, LED):
            row = {"id": actor.user, "email": f"{actor.user}@example.org", "name": "U", "language": "nl"}
            connection.execute(accounts.insert(), row | {"state": "active", "version": 1, "created_at": NOW})
    client.base_url = httpx.URL("http://127.0.0.1:8000")  # where the cookies of forms need no encryption
    acting = Acting(client.app.asgi_handler, ANN)
    client.app.asgi_handler = acting
    return acting
