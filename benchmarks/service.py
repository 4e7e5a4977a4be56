"""Requests per second of `GET /v1/companies/{number}` against the same endpoint written by hand, each on a server of its own.

By hand twice: Litestar with SQLAlchemy Core, and FastAPI with the ORM; on the same database, driver and HTTP server. All
three write the audit line that a read owes (one durable commit) and give the same JSON, which is
compared before anything is timed; the audit log is the core's own in all three. What the service adds is
rights, entity tags, headers, figures and logs. Usage: `python benchmarks/service.py [requests per round] [rounds]`; wanted:
at least 0.8 of the first and 2 times the second (medians of rounds in turn).
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy import Engine, select

from mkb_core.domain.companies import Company, Sourced
from mkb_core.rights import Actor
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.companies import NEW, save_company
from mkb_core.store.engine import read, write
from mkb_core.store.tables import companies, company_values
from mkb_core.workflows.assembly import open_store
from mkb_core.workflows.company_documents import company_document
from mkb_core.workflows.settings import load_settings

TOKEN = "operator-token-of-a-benchmark"  # noqa: S105 - made up
COMPANIES = 50
AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
WANTED = {"hand": 0.8, "orm": 2.0}
VALUES: dict[str, Any] = {
    "name": "Machinefabriek Venlo",
    "employees": 16,
    "founding_date": date(2010, 5, 1),
    "municipality": "Venlo",
    "sbi_codes": ("2562",),
    "growth_ambition": True,
}


def number_of(place: int) -> str:
    """The number of a made-up company."""
    return f"9{place:07}"


def fill(engine: Engine) -> None:
    """Store the companies that are asked for."""
    for place in range(COMPANIES):
        fields = {name: (Sourced(value, "entered", AT.date(), "operator"),) for name, value in VALUES.items()}
        with write(engine) as connection:
            save_company(connection, Company(number_of(place), fields), NEW, at=AT)


def audited(connection: Any, number: str) -> None:
    """Write the line that a read of a company owes."""
    event = AuditEvent.by(Actor("operator", origin="api"), "read", "company", number, company_number=number)
    append(connection, event, datetime.now(UTC))  # noqa: TID251 - the edge of a program


def document_by_hand(number: str, rows: list[Any], missing: tuple[str, ...]) -> dict[str, Any]:
    """The JSON of a company from its rows."""
    fields: dict[str, Any] = {}
    for row in rows:
        fields[row.field] = {
            "value": json.loads(row.value),
            "source": row.source,
            "date": row.date.isoformat(),
            "entered_by": row.entered_by,
        }
    return {"number": number, "fields": fields, "missing": missing, "conflicts": {}}


def missing_names() -> tuple[str, ...]:
    """What the made-up companies lack."""
    fields = {name: (Sourced(value, "entered", AT.date(), "operator"),) for name, value in VALUES.items()}
    return tuple(company_document(Company(number_of(0), fields))["missing"])


def ours() -> Any:
    """The service as it is."""
    from mkb_service.app import create_app  # noqa: PLC0415 - one of three, in a process of its own

    return create_app(load_settings())


def hand() -> Any:
    """Litestar and SQLAlchemy Core."""
    from litestar import Litestar, Request, get  # noqa: PLC0415
    from litestar.exceptions import NotAuthorizedException  # noqa: PLC0415

    engine, missing = open_store(load_settings().database_url), missing_names()

    @get("/v1/companies/{number:str}", sync_to_thread=True)
    def company(request: Request[Any, Any, Any], number: str) -> dict[str, Any]:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            raise NotAuthorizedException
        statement = (
            select(company_values).where(company_values.c.number == number).order_by(company_values.c.field)
        )
        with read(engine) as connection:
            rows = connection.execute(statement).all()
            document = document_by_hand(number, list(rows), missing)
        with write(engine) as connection:
            audited(connection, number)
        return document

    company.fn.__annotations__["request"] = Request[Any, Any, Any]
    return Litestar([company], logging_config=None)


def orm() -> Any:
    """FastAPI and the ORM."""
    from fastapi import FastAPI, Header, HTTPException  # noqa: PLC0415
    from pydantic import BaseModel  # noqa: PLC0415
    from sqlalchemy.orm import DeclarativeBase, Session, relationship  # noqa: PLC0415

    class Base(DeclarativeBase):
        metadata = companies.metadata

    class Value(Base):
        __table__ = company_values

    class Stored(Base):
        __table__ = companies
        values = relationship(Value, order_by=company_values.c.field, viewonly=True)

    class Shown(BaseModel):
        value: Any
        source: str
        date: str
        entered_by: str

    class Answer(BaseModel):
        number: str
        fields: dict[str, Shown]
        missing: list[str]
        conflicts: dict[str, list[Shown]]

    engine, missing = open_store(load_settings().database_url), missing_names()
    app = FastAPI()

    def company(number: str, authorization: str = Header("")) -> Any:
        if authorization != f"Bearer {TOKEN}":
            raise HTTPException(401)
        with Session(engine) as session:
            stored = session.get(Stored, number)
            if stored is None:
                raise HTTPException(404)
            document = document_by_hand(number, stored.values, missing)
            audited(session.connection(), number)
            session.commit()
        return document

    app.get("/v1/companies/{number}", response_model=Answer)(company)
    return app


APPLICATIONS: dict[str, Callable[[], Any]] = {"ours": ours, "hand": hand, "orm": orm}


def serve(name: str, port: int) -> None:
    """Serve one of them until killed."""
    uvicorn.run(APPLICATIONS[name](), port=port, access_log=False, log_config=None, proxy_headers=False)


def ask(connection: http.client.HTTPConnection, number: str) -> bytes:
    """One request on a connection that stays open."""
    connection.request("GET", f"/v1/companies/{number}", headers={"authorization": f"Bearer {TOKEN}"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{answer.status}: {body!r}")
    return body


def started(name: str, environment: dict[str, str], stack: ExitStack) -> http.client.HTTPConnection:
    """A server in a process of its own, and a connection to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, __file__, "--serve", name, str(port)], env=environment, stderr=subprocess.DEVNULL
    )
    stack.callback(process.wait)
    stack.callback(process.kill)
    until = time.monotonic() + 60
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.connect()
            return connection
        except OSError:
            if time.monotonic() > until or process.poll() is not None:
                raise SystemExit(f"{name} does not start") from None
            time.sleep(0.05)


def main(requests: int = 200, rounds: int = 15) -> dict[str, float]:
    """Check, time in turn, print; returns the median ratios."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = {
            **os.environ,
            "MKB_DATABASE_URL": f"sqlite:///{folder / 'mkb.sqlite'}",
            "MKB_ISOLATION": "in-process",
            "MKB_OPERATOR_TOKEN": TOKEN,
            "MKB_RATE_LIMITS": "off",
        }
        engine = open_store(environment["MKB_DATABASE_URL"])
        fill(engine)
        engine.dispose()
        connections = {name: started(name, environment, stack) for name in APPLICATIONS}
        for place in range(COMPANIES):
            answers = {name: json.loads(ask(one, number_of(place))) for name, one in connections.items()}
            if answers["ours"] != answers["hand"] or answers["ours"] != answers["orm"]:
                raise SystemExit(f"answers differ: {answers}")
        print(f"GET /v1/companies/{{number}}: equal answers for n = {COMPANIES} companies")
        seconds: dict[str, list[float]] = {name: [] for name in connections}
        for _ in range(rounds):
            for name, connection in connections.items():
                start = time.perf_counter()
                for place in range(requests):
                    ask(connection, number_of(place % COMPANIES))
                seconds[name].append(time.perf_counter() - start)
    for name, times in seconds.items():
        print(f"{name}: {requests / statistics.median(times):.0f} requests per second")
    ratios = {}
    for name, wanted in WANTED.items():
        each = [other / own for own, other in zip(seconds["ours"], seconds[name], strict=True)]
        ratios[name] = statistics.median(each)
        print(
            f"ours to {name}: {ratios[name]:.2f} (min {min(each):.2f}, max {max(each):.2f}; wanted {wanted}; "
            f"n = {rounds} rounds of {requests} requests)"
        )
    return ratios


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2], int(sys.argv[3]))
    else:
        main(*(int(argument) for argument in sys.argv[1:3]))
