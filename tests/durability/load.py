"""Companies that ask and edit, and a partner that has messages sent; each sends the same again until it is acknowledged."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from functools import partial
from uuid import uuid4

import httpx
from attrs import define, field

from tests.durability.ledger import Ledger

TOKEN = "operator-token-of-a-test"
AS_OPERATOR = {"authorization": f"Bearer {TOKEN}"}
QUESTIONS = (
    "Ik zoek geld voor een nieuwe machine",
    "Welke vergunning heb ik nodig voor een hal?",
    "Hoe vind ik personeel?",
    "Wij willen exporteren naar Duitsland",
)
COMPANIES = tuple(f"9{number:07}" for number in range(4))
#: answers that say: later
LATER = frozenset({409, 429, 503})
#: on a busy machine a killed service takes long to stand up again, and may be killed again before it does
PATIENCE_SECONDS = 1800


class Unanswered(Exception):
    """A request was never answered as it should be."""


@define
class Load:
    """Threads that work until told to stop; ``unexpected``: answers that nobody should get."""

    address: str
    ledger: Ledger
    unexpected: list[str] = field(factory=list)
    _stop: threading.Event = field(factory=threading.Event)
    _threads: list[threading.Thread] = field(factory=list)

    def start(self, askers: int = 2) -> None:
        """Begin; what an earlier run left unanswered is sent again first."""
        unanswered = self.ledger.unanswered()
        jobs: list[Callable[[], None]] = [
            partial(self._ask, unanswered[number::askers]) for number in range(askers)
        ]
        self._threads = [threading.Thread(target=job, daemon=True) for job in (*jobs, self._edit, self._ping)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Send nothing new."""
        self._stop.set()

    def finish(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Let every request under way be acknowledged, and end."""
        self._stop.set()
        for thread in self._threads:
            thread.join(seconds)
        assert not any(thread.is_alive() for thread in self._threads), "a request is never acknowledged"

    def _ask(self, unanswered: list[str]) -> None:
        rng = random.Random()
        with self._client() as client:
            while unanswered or not self._stop.is_set():
                key = unanswered.pop() if unanswered else uuid4().hex
                self.ledger.note(key=key)
                headers = {"idempotency-key": f'"{key}"'}
                body = {"question": QUESTIONS[int(key[:6], 16) % len(QUESTIONS)]}
                answer = self._until_answered(
                    client.build_request("POST", "/v1/advice", json=body, headers=headers), 201
                )
                self.ledger.note(key=key, receipt=answer.json()["receipt"])
                time.sleep(rng.random() / 50)

    def _edit(self) -> None:
        rng = random.Random()
        with self._client() as client:
            for company, value in self.ledger.unanswered_edits().items():
                self._set(client, company, value)
            while not self._stop.is_set():
                company = rng.choice(COMPANIES)
                self._set(client, company, self.ledger.sent.get(company, 0) + 1)
                time.sleep(rng.random() / 50)

    def _ping(self) -> None:
        """Have messages sent: each request is acknowledged when its job is stored."""
        rng = random.Random()
        unanswered = self.ledger.unanswered_pings()
        path = f"/v1/webhooks/{self.ledger.webhook}/pings"
        with self._client() as client:
            while unanswered or not self._stop.is_set():
                key = unanswered.pop() if unanswered else uuid4().hex
                self.ledger.note(ping=key)
                headers = {"authorization": f"Bearer {self.ledger.token}", "idempotency-key": f'"{key}"'}
                answer = self._until_answered(client.build_request("POST", path, headers=headers), 202)
                self.ledger.note(ping=key, message=answer.json()["id"])
                time.sleep(rng.random() / 5)

    def _set(self, client: httpx.Client, company: str, value: int) -> None:
        """Edit the newest version; sent again, it is the same edit."""
        path = f"/v1/companies/{company}"
        self.ledger.note(company=company, value=value)
        condition = {"if-none-match": "*"}  # nobody may have stored it before
        while True:
            edit = client.build_request(
                "PATCH", path, json={"employees": value}, headers=AS_OPERATOR | condition
            )
            if self._until_answered(edit, 200, 412).status_code == 200:
                self.ledger.note(company=company, acknowledged=value)
                return
            seen = self._until_answered(client.build_request("GET", path, headers=AS_OPERATOR), 200)
            condition = {"if-match": seen.headers["etag"]}

    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, timeout=10)

    def _until_answered(self, request: httpx.Request, *expected: int) -> httpx.Response:
        """Send until it is answered; nobody knows whether a request that broke off was done."""
        until = time.monotonic() + PATIENCE_SECONDS
        last = "no answer"
        with self._client() as client:
            while time.monotonic() < until:
                try:
                    answer = client.send(request)
                except httpx.TransportError:
                    time.sleep(0.02)
                    continue
                if answer.status_code in expected:
                    return answer
                last = f"{request.method} {request.url.path} {answer.status_code} {answer.text[:200]}"
                if answer.status_code not in LATER:
                    break
                time.sleep(0.05)
        self.unexpected.append(last)
        raise Unanswered(last)
