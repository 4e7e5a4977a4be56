"""What whoever runs the service asks it: is it ready, how is it doing, and what does the log say?"""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import evolve
from litestar.testing import TestClient
from mkb_service.app import create_app
from mkb_service.logs import json_log
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from mkb_core.domain.jobs import JOBS
from mkb_core.store.engine import make_engine, write
from mkb_core.store.jobs import enqueue
from mkb_core.workflows.assembly import Installation
from tests.service.conftest import HTML, NOW, TOKEN, Client, Make, advice_of

OPERATOR = {"authorization": f"Bearer {TOKEN}"}
LOCAL = ("127.0.0.1", 4000)
COMPANY = "69599084"


def figures(client: Client) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every figure by its name and labels."""
    answer = client.get("/metrics", headers=OPERATOR)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def labelled(name: str, **labels: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    return name, tuple(sorted(labels.items()))


def test_ready_where_database_and_catalogue_are_there(client: Client) -> None:
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def change(client: Client, statement: str) -> None:
    engine = make_engine(client.app.state.settings.database_url)
    with write(engine) as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_not_ready_on_older_tables_until_they_are_there(client: Client) -> None:
    assert client.get("/ready").status_code == 200
    [newest] = client_revisions(client)
    change(client, "UPDATE mkb_alembic_version SET version_num = 'core_0002'")
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["tables"])
    assert answer.json()["type"] == "urn:mkb:problem:not-ready"
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0
    change(client, f"UPDATE mkb_alembic_version SET version_num = '{newest}'")  # noqa: S608 - of this program
    assert client.get("/ready").status_code == 200


def client_revisions(client: Client) -> list[str]:
    engine = make_engine(client.app.state.settings.database_url)
    with engine.connect() as connection:
        found = list(connection.execute(text("SELECT version_num FROM mkb_alembic_version")).scalars())
    engine.dispose()
    return found


def test_ready_on_the_tables_of_a_newer_version(client: Client) -> None:
    assert client.get("/ready").status_code == 200
    change(client, "UPDATE mkb_alembic_version SET version_num = 'core_9999'")
    assert client.get("/ready").status_code == 200


@pytest.mark.parametrize("address", ["not-a-database", "no-server"])
def test_not_ready_without_database_says_nothing_of_the_inside(
    make: Make, tmp_path: Path, address: str, log: io.StringIO
) -> None:
    file = tmp_path / "secret-place.sqlite"
    file.write_bytes(b"this is no database" * 100)
    client = make(
        database_url=f"sqlite:///{file}"
        if address == "not-a-database"
        else "postgresql://somebody:s3cr3t@127.0.0.1:9/secret-name"
    )
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["database"])
    for secret in ("secret", "s3cr3t", "127.0.0.1", "somebody", "sqlite", "postgres"):
        assert secret not in answer.text + log.getvalue()
    assert client.get("/health").status_code == 200
    found = figures(client)
    assert found["mkb_database_up", ()] == 0


def test_not_ready_without_partners(make: Make, assembled: Installation) -> None:
    empty = evolve(assembled, catalogue=evolve(assembled.catalogue, declarations={}))
    assert make(empty).get("/ready").json()["reasons"] == ["catalogue"]


def test_figures_count_requests_by_route_and_never_by_address(client: Client) -> None:
    receipt = advice_of(client)["receipt"]
    client.get(f"/v1/advice/{receipt}")
    client.get(f"/v1/companies/{COMPANY}")
    client.get("/made-up-by-somebody/12345678")
    client.request("BREW", "/")
    found = figures(client)
    count = "mkb_requests_total"
    assert found[labelled(count, route="/v1/advice", method="POST", status="201")] == 1
    assert found[labelled(count, route="/v1/advice/{receipt}", method="GET", status="200")] == 1
    assert found[labelled(count, route="/v1/companies/{number}", method="GET", status="401")] == 1
    assert found[labelled(count, route="none", method="GET", status="404")] == 1
    assert found["mkb_request_duration_seconds_count", (("method", "POST"), ("route", "/v1/advice"))] == 1
    assert sum(value for (name, _), value in found.items() if name == "mkb_advices_total") == 1
    written = client.get("/metrics", headers=OPERATOR).text
    for secret in (receipt, COMPANY, "12345678", "made-up", "BREW", "secret"):
        assert secret not in written


def test_figures_tell_how_plugins_and_jobs_stand(client: Client, assembled: Installation) -> None:
    client.get("/ready")
    engine = make_engine(client.app.state.settings.database_url)
    with write(engine) as connection:
        name, job = next((name, job) for name, job in JOBS.items())
        enqueue(connection, name, dict.fromkeys(job.needs, "x"), NOW)
    engine.dispose()
    found = figures(client)
    assert found["mkb_database_up", ()] == 1
    assert found[labelled("mkb_jobs", state="waiting")] == 1
    assert found[labelled("mkb_plugins", state="loaded")] == len(assembled.host.plugins)
    assert found[labelled("mkb_plugin_state", plugin="liof", state="loaded")] == 1


def test_failing_database_is_counted_and_logged_by_its_cause(
    make: Make, tmp_path: Path, log: io.StringIO
) -> None:
    file = tmp_path / "corrupt.sqlite"
    file.write_bytes(b"this is no database" * 100)
    client = make(database_url=f"sqlite:///{file}")
    assert client.post("/v1/advice", json={"question": "Ik zoek geld"}).status_code == 503
    assert figures(client)[labelled("mkb_database_errors_total", cause="not-a-database")] == 1
    [failed] = [line for line in lines(log) if line["event"] == "request failed"]
    assert (failed["level"], failed["cause"]) == ("error", "not-a-database")


def test_applications_count_for_themselves(make: Make) -> None:
    one, other = make(), make()
    advice_of(one)
    assert not any(name == "mkb_advices_total" for name, _ in figures(other))


@pytest.mark.parametrize(
    ("client_at", "headers", "status"),
    [
        (LOCAL, {}, 200),
        (LOCAL, {"host": "localhost:8000"}, 200),
        (("::1", 4000), {"host": "[::1]:8000"}, 200),
        (LOCAL, {"host": "mkb.example.org"}, 401),
        (LOCAL, {"host": "127.0.0.1.example.org"}, 401),
        (LOCAL, {"x-forwarded-for": "127.0.0.1"}, 401),
        (LOCAL, {"forwarded": "for=127.0.0.1"}, 401),
        (LOCAL, {"x-real-ip": "127.0.0.1"}, 401),
        (("192.0.2.1", 4000), {}, 401),
        (("192.0.2.1", 4000), {"x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1"}, 401),
        (("192.0.2.1", 4000), {"authorization": "Bearer wrong"}, 401),
        (("192.0.2.1", 4000), OPERATOR, 200),
    ],
)
def test_figures_are_for_this_machine_and_the_operator(
    make: Make, client_at: tuple[str, int], headers: dict[str, str], status: int
) -> None:
    app = make().app

    async def ask() -> int:
        transport = httpx.ASGITransport(app, client=client_at)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return (await client.get("/metrics", headers=headers)).status_code

    assert asyncio.run(ask()) == status


#: of a line of the log: a random name, a moment, a duration
ANY_DIGITS = ("id", "timestamp", "milliseconds")


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_log_holds_no_number_no_receipt_no_query_and_no_header(
    assembled: Installation, tmp_path: Path
) -> None:
    log = io.StringIO()
    settings = evolve(
        assembled.settings, database_url=f"sqlite:///{tmp_path / 'x.sqlite'}", operator_token=TOKEN
    )
    app = create_app(settings, Installation(settings, assembled.host, assembled.catalogue), json_log(log))
    with TestClient(app, raise_server_exceptions=False) as client:
        receipt = advice_of(client, "Geheim plan", number=COMPANY)["receipt"]
        for path in (
            f"/v1/companies/{COMPANY}?q={COMPANY}",
            f"/v1/companies/{COMPANY}/nothing",
            f"/advies/{receipt}?x={receipt}",
            f"/{COMPANY}",
        ):
            for headers in ({}, OPERATOR, HTML | {"cookie": f"c={COMPANY}", "referer": COMPANY}):
                client.get(path, headers=headers)
        client.patch(
            f"/v1/companies/{COMPANY}", json={"employees": 7341}, headers=OPERATOR | {"if-none-match": "*"}
        )
        client.patch(
            f"/v1/companies/{COMPANY}",
            json={"employees": "7341 mensen"},
            headers=OPERATOR | {"if-none-match": "*"},
        )
    # ids of requests, moments and durations hold any digits
    written = json.dumps(
        [{key: told for key, told in line.items() if key not in ANY_DIGITS} for line in lines(log)]
    )
    for secret in (COMPANY, receipt, "Geheim", "7341", TOKEN, "?"):
        assert secret not in written
    assert {line["route"] for line in lines(log)} >= {"/v1/companies/{number}", "/advies/{receipt}", None}
