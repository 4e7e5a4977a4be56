"""Requests per second of a company and its questions, against the same addresses written by hand, each on a server of its own.

`GET /v1/companies/{number}` and `GET /v1/companies/{number}/questions` in turn, by somebody who is signed in. By hand twice:
Litestar with SQLAlchemy Core, as lean as it can honestly be, and FastAPI with the ORM, as it is ordinarily written. All three
have the same database, driver and HTTP server (one process, handlers in threads), look the session and its role up, open
what is sealed, write the line of the audit log that a read owes (one durable commit, the core's hashes and signature), and
give the same JSON, which is compared before anything is timed. By hand too every answer has the headers that belong to the
endpoint: its version, the headers of safety, and for a company an entity tag, made in the cheapest way. What the service adds is
the policy table (which fields, by which relation), conditional requests, sparse fields, languages, figures and logs.

Usage: `python benchmarks/service.py [requests per round] [rounds]`; wanted: at least 0.8 of the first and 2 times the second
(medians of rounds in turn). The processor time of each server per request is printed too: other load on the machine
disturbs it less.
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
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy import Engine, bindparam, func, select

from mkb_core.codec import canonical_plain, parse_json
from mkb_core.domain.companies import Company, Sourced
from mkb_core.domain.questions import Question, QuestionInventory
from mkb_core.rights import Actor
from mkb_core.store.account_roles import RoleGrant, grant_role
from mkb_core.store.accounts import Account, add_account
from mkb_core.store.audit import AuditEvent, append, head_words, line_hash
from mkb_core.store.companies import NEW, save_company
from mkb_core.store.company_keys import Unsealer, keys_of
from mkb_core.store.engine import write
from mkb_core.store.questions import put_question
from mkb_core.store.sessions import Session as StoredSession
from mkb_core.store.sessions import add_session
from mkb_core.store.tables import companies, company_values, questions
from mkb_core.store.trust_tables import account_roles, accounts, audit, audit_head, sessions
from mkb_core.workflows.accounts.held_secrets import hash_of
from mkb_core.workflows.assembly import open_store
from mkb_core.workflows.company_documents import company_document
from mkb_core.workflows.settings import load_settings

SECRET = "session-of-a-benchmark-0123456789"  # noqa: S105 - made up
ROLE, USER = "back-office", "u-1"
COMPANIES, QUESTIONS = 50, 5
AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
WANTED = {"hand": 0.8, "orm": 2.0}
VALUES: dict[str, Any] = {
    "name": "Machinefabriek Venlo",
    "employees": 16,
    "founding_date": date(2010, 5, 1),
    "municipality": "Venlo",
    "sbi_codes": ("2562",),
    "growth_ambition": True,
    "turnover_cents": 250_000_000,
}
PAGE = 50
#: what is asked, below the address of a company
BELOW = ("", "/questions")


def number_of(place: int) -> str:
    """The number of a made-up company."""
    return f"9{place:07}"


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)  # noqa: TID251 - the edge of a program


def made_up() -> dict[str, tuple[Sourced, ...]]:
    """What is known of every company."""
    return {name: (Sourced(value, "entered", AT.date(), "operator"),) for name, value in VALUES.items()}


def fill(engine: Engine) -> None:
    """Store what is asked for, and who asks."""
    with write(engine) as connection:
        add_account(connection, Account(USER, "u@example.org", "U", "nl", AT))
        grant_role(connection, RoleGrant("r-1", USER, ROLE, None, AT, "operator"))
        ends = now() + timedelta(hours=12)
        held = StoredSession(hash_of(SECRET), USER, "r-1", True, now(), now(), ends)
        add_session(connection, held)
        for place in range(COMPANIES):
            number = number_of(place)
            save_company(connection, Company(number, made_up()), NEW, at=AT)
            for turn in range(QUESTIONS):
                asked = Question(f"Hoe financier ik machine {turn}?", f"q-{number}-{turn}", "nl")
                put_question(connection, QuestionInventory(asked, number, received_at=AT + timedelta(turn)))


def event_of(action: str, kind: str, number: str) -> AuditEvent:
    """The line that a read owes."""
    about = number if action == "read" else None
    actor = Actor(ROLE, USER, origin="api")
    return AuditEvent.by(actor, action, kind, about, company_number=number)


def secret_of(cookies: str) -> str:
    """The session's secret in a header of cookies."""
    named = dict(part.strip().partition("=")[::2] for part in cookies.split(";"))
    return named.get("mkb-session", "")


def opened_value(unsealer: Unsealer, number: str, row: Any) -> Any:
    """A value as it was before it was sealed."""
    place = f"{company_values.name}.value {number} {row.field} {row.position}"
    return json.loads(unsealer.open(row.value, place, kind="company", key=number))


def document_by_hand(number: str, rows: Any, unsealer: Unsealer, missing: tuple[str, ...]) -> dict[str, Any]:
    """The JSON of a company from its rows."""
    fields: dict[str, Any] = {}
    for row in rows:
        fields[row.field] = {
            "value": opened_value(unsealer, number, row),
            "source": row.source,
            "date": row.date.isoformat(),
            "entered_by": row.entered_by,
        }
    return {"number": number, "fields": fields, "missing": missing, "conflicts": {}}


def question_by_hand(row: Any, unsealer: Unsealer) -> dict[str, Any]:
    """The JSON of a question from its row."""
    words = unsealer.open(row.inventory, f"{questions.name}.inventory {row.id}", kind="question", key=row.id)
    held = parse_json(words)
    return {
        "id": row.id,
        "text": held.get("text", row.text),
        "language": row.language,
        "company": row.company_number,
        "channel": row.channel,
        "urgency": held["urgency"],
        "ambition": held["ambition"],
        "tried": held["tried"],
        "received_at": row.received_at.isoformat().replace("+00:00", "Z"),
    }


def tag_of(document: dict[str, Any]) -> str:
    """The entity tag of a company."""
    return f'"{sha256(canonical_plain(document)).hexdigest()[:32]}"'


def missing_names() -> tuple[str, ...]:
    """What the made-up companies lack."""
    return tuple(company_document(Company(number_of(0), made_up()))["missing"])


def ours() -> Any:
    """The service as it is."""
    from mkb_service.app import create_app  # noqa: PLC0415 - one of three, in a process of its own

    return create_app(load_settings())


def hand() -> Any:
    """Litestar and SQLAlchemy Core: statements made once, one transaction for a request."""
    from litestar import Litestar, Request, Response, get  # noqa: PLC0415
    from litestar.datastructures import ResponseHeader  # noqa: PLC0415
    from litestar.exceptions import NotAuthorizedException, NotFoundException  # noqa: PLC0415
    from mkb_service.headers import CONFIDENTIAL, EVERYWHERE  # noqa: PLC0415

    settings = load_settings()
    engine, missing = open_store(settings.database_url, settings.secret_key), missing_names()
    who = (
        select(account_roles.c.role)
        .join(sessions, sessions.c.account_role == account_roles.c.id)
        .join(accounts, accounts.c.id == sessions.c.account)
        .where(
            sessions.c.hash == bindparam("hash"),
            sessions.c.expires_at > bindparam("now"),
            sessions.c.last_seen > bindparam("idle"),
            sessions.c.second_factor,
            accounts.c.state == "active",
            account_roles.c.ended_at.is_(None),
        )
    )
    values = (
        select(company_values)
        .where(company_values.c.number == bindparam("asked"))
        .order_by(company_values.c.field, company_values.c.position)
    )
    asked = (
        select(questions, func.count().over().label("total"))
        .where(questions.c.company_number == bindparam("asked"))
        .order_by(questions.c.received_at.desc(), questions.c.id)
        .limit(PAGE)
    )

    def require(connection: Any, request: Any) -> None:
        at = now()
        hash_ = hash_of(secret_of(request.headers.get("cookie", "")))
        found = connection.execute(who, {"hash": hash_, "now": at, "idle": at - timedelta(hours=1)}).scalar()
        if found != ROLE:
            raise NotAuthorizedException

    @get("/v1/companies/{number:str}", sync_to_thread=True)
    def company(request: Request[Any, Any, Any], number: str) -> Response[dict[str, Any]]:
        with write(engine) as connection:
            require(connection, request)
            rows = connection.execute(values, {"asked": number}).all()
            if not rows:
                raise NotFoundException
            document = document_by_hand(number, rows, Unsealer(connection), missing)
            append(connection, event_of("read", "company", number), now())
        return Response(document, headers={"etag": tag_of(document)})

    @get("/v1/companies/{number:str}/questions", sync_to_thread=True)
    def of_company(request: Request[Any, Any, Any], number: str) -> dict[str, Any]:
        with write(engine) as connection:
            require(connection, request)
            rows = connection.execute(asked, {"asked": number}).all()
            unsealer = Unsealer(connection)
            items = [question_by_hand(row, unsealer) for row in rows]
            append(connection, event_of("list", "question", number), now())
        pagination = {"page": 1, "page_size": PAGE, "total": rows[0].total if rows else 0}
        return {"items": items, "pagination": pagination}

    for handler in (company, of_company):
        handler.fn.__annotations__["request"] = Request[Any, Any, Any]
    company.fn.__annotations__["return"] = Response[dict[str, Any]]
    headers = [ResponseHeader(name=name, value=value) for name, value in (EVERYWHERE | CONFIDENTIAL).items()]
    return Litestar([company, of_company], logging_config=None, response_headers=headers)


def orm() -> Any:  # noqa: PLR0915 - what would be one small application
    """FastAPI and the ORM: a session for each request, relations loaded with their owner, models for what is answered."""
    from fastapi import Depends, FastAPI, Header, HTTPException, Response  # noqa: PLC0415
    from mkb_service.headers import CONFIDENTIAL, EVERYWHERE  # noqa: PLC0415
    from pydantic import BaseModel  # noqa: PLC0415
    from sqlalchemy.orm import DeclarativeBase, Session, joinedload, relationship, selectinload  # noqa: PLC0415

    class Base(DeclarativeBase):
        metadata = companies.metadata

    class User(Base):
        __table__ = accounts

    class Role(Base):
        __table__ = account_roles

    class SignedIn(Base):
        __table__ = sessions
        user = relationship(User, foreign_keys=[sessions.c.account], viewonly=True)
        role = relationship(Role, foreign_keys=[sessions.c.account_role], viewonly=True)

    class Value(Base):
        __table__ = company_values

    class Asked(Base):
        __table__ = questions

    class Stored(Base):
        __table__ = companies
        values = relationship(Value, order_by=company_values.c.field, viewonly=True)

    class Line(Base):
        __table__ = audit

    class Head(Base):
        __table__ = audit_head

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

    class ShownQuestion(BaseModel):
        id: str
        text: str
        language: str | None
        company: str | None
        channel: str
        urgency: str
        ambition: str | None
        tried: list[str]
        received_at: str

    class ShownPage(BaseModel):
        page: int
        page_size: int
        total: int

    class Questions(BaseModel):
        items: list[ShownQuestion]
        pagination: ShownPage

    settings = load_settings()
    engine, missing = open_store(settings.database_url, settings.secret_key), missing_names()
    app, headers = FastAPI(), EVERYWHERE | CONFIDENTIAL

    def database() -> Any:
        with Session(engine) as session:
            yield session

    def signed_in(session: Any = Depends(database), cookie: str = Header("")) -> Any:  # noqa: B008
        loaded = (joinedload(SignedIn.user), joinedload(SignedIn.role))
        found = session.scalars(
            select(SignedIn).options(*loaded).where(sessions.c.hash == hash_of(secret_of(cookie)))
        ).one_or_none()
        at = now()
        if found is None or found.expires_at <= at or found.last_seen <= at - timedelta(hours=1):
            raise HTTPException(401)
        if not found.second_factor or found.user.state != "active" or found.role.ended_at is not None:
            raise HTTPException(401)
        if found.role.role != ROLE:
            raise HTTPException(403)
        return found

    def audited(session: Any, event: AuditEvent) -> None:
        head = session.get(Head, 1, with_for_update=True)
        row: dict[str, Any] = {
            "line": head.line + 1,
            "at": now(),
            "account": event.account,
            "role": event.role,
            "acting_for": event.acting_for,
            "origin": event.origin,
            "action": event.action,
            "kind": event.kind,
            "object": event.object,
            "company_number": event.company_number,
            "result": event.result,
            "details": "{}",
            "previous": head.hash,
        }
        row["hash"] = line_hash(row)
        session.add(Line(**row))
        keys = keys_of(session.connection())
        assert keys is not None
        head.line, head.hash = row["line"], row["hash"]
        head.signature = keys.sign(head_words(head.line, head.hash))
        session.commit()

    def company(
        response: Response,
        number: str,
        session: Any = Depends(database),  # noqa: B008
        _: Any = Depends(signed_in),  # noqa: B008
    ) -> Any:
        stored = session.scalars(
            select(Stored).options(selectinload(Stored.values)).where(companies.c.number == number)
        ).one_or_none()
        if stored is None:
            raise HTTPException(404)
        document = document_by_hand(number, stored.values, Unsealer(session.connection()), missing)
        audited(session, event_of("read", "company", number))
        response.headers.update({**headers, "etag": tag_of(document)})
        return document

    def of_company(
        response: Response,
        number: str,
        session: Any = Depends(database),  # noqa: B008
        _: Any = Depends(signed_in),  # noqa: B008
    ) -> Any:
        of_this = questions.c.company_number == number
        total = session.scalar(select(func.count()).select_from(Asked).where(of_this))
        newest = (questions.c.received_at.desc(), questions.c.id)
        found = session.scalars(select(Asked).where(of_this).order_by(*newest).limit(PAGE)).all()
        unsealer = Unsealer(session.connection())
        items = [question_by_hand(row, unsealer) for row in found]
        audited(session, event_of("list", "question", number))
        response.headers.update(headers)
        return {"items": items, "pagination": {"page": 1, "page_size": PAGE, "total": total}}

    company.__annotations__["response"] = of_company.__annotations__["response"] = Response
    app.get("/v1/companies/{number}", response_model=Answer)(company)
    app.get("/v1/companies/{number}/questions", response_model=Questions)(of_company)
    return app


APPLICATIONS: dict[str, Callable[[], Any]] = {"ours": ours, "hand": hand, "orm": orm}


def serve(name: str, port: int) -> None:
    """Serve one of them until killed."""
    uvicorn.run(
        APPLICATIONS[name](),
        port=port,
        access_log=False,
        log_config=None,
        proxy_headers=False,
        timeout_keep_alive=600,  # a round of another may take long
    )


def ask(connection: http.client.HTTPConnection, number: str, below: str) -> bytes:
    """One request on a connection that stays open."""
    connection.request("GET", f"/v1/companies/{number}{below}", headers={"cookie": f"mkb-session={SECRET}"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{answer.status}: {body!r}")
    return body


def started(
    name: str, environment: dict[str, str], stack: ExitStack
) -> tuple[http.client.HTTPConnection, int]:
    """A server in a process of its own: a connection to it, and its id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, __file__, "--serve", name, str(port)], env=environment, stderr=subprocess.DEVNULL
    )
    stack.callback(process.wait)
    stack.callback(process.kill)
    until = time.monotonic() + 300  # however busy the machine is
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.connect()
            return connection, process.pid
        except OSError:
            if time.monotonic() > until or process.poll() is not None:
                raise SystemExit(f"{name} does not start") from None
            time.sleep(0.05)


def processor_seconds(process: int) -> float:
    """The time that a process had a processor, so far (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(requests: int = 200, rounds: int = 15) -> dict[str, float]:
    """Check, time in turn, print; returns the median ratios."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = {
            **os.environ,
            "MKB_DATABASE_URL": f"sqlite:///{folder / 'mkb.sqlite'}",
            "MKB_ISOLATION": "in-process",
            "MKB_RATE_LIMITS": "off",
        }
        engine = open_store(environment["MKB_DATABASE_URL"])
        fill(engine)
        engine.dispose()
        servers = {name: started(name, environment, stack) for name in APPLICATIONS}
        for number in map(number_of, range(COMPANIES)):
            for below in BELOW:
                answers = {name: json.loads(ask(one, number, below)) for name, (one, _) in servers.items()}
                if answers["ours"] != answers["hand"] or answers["ours"] != answers["orm"]:
                    raise SystemExit(f"answers differ: {answers}")
        print(f"a company and its {QUESTIONS} questions: equal answers for n = {COMPANIES} companies")
        seconds: dict[str, list[float]] = {name: [] for name in servers}
        processor: dict[str, list[float]] = {name: [] for name in servers}
        for _ in range(rounds):
            for name, (connection, process) in servers.items():
                busy, start = processor_seconds(process), time.perf_counter()
                for place in range(requests):
                    ask(connection, number_of(place // len(BELOW) % COMPANIES), BELOW[place % len(BELOW)])
                seconds[name].append(time.perf_counter() - start)
                processor[name].append(processor_seconds(process) - busy)
    for name, times in seconds.items():
        cost = statistics.median(processor[name]) / requests * 1e6
        print(
            f"{name}: {requests / statistics.median(times):.0f} requests per second, {cost:.0f} us of processor each"
        )
    ratios = {}
    for name, wanted in WANTED.items():
        each = [other / own for own, other in zip(seconds["ours"], seconds[name], strict=True)]
        spared = statistics.median(processor[name]) / statistics.median(processor["ours"])
        ratios[name] = statistics.median(each)
        print(
            f"ours to {name}: {ratios[name]:.2f} (min {min(each):.2f}, max {max(each):.2f}; by processor time "
            f"{spared:.2f}; wanted {wanted}; n = {rounds} rounds of {requests} requests)"
        )
    return ratios


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2], int(sys.argv[3]))
    else:
        main(*(int(argument) for argument in sys.argv[1:3]))
