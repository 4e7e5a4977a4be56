"""Clients that know all web processes, and send what broke off once more, to the next one; and what they were told."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4

import httpx
from attrs import define, field
from sqlalchemy import Engine

from mkb_core.store.engine import write
from mkb_core.store.mails import enqueue_mail
from tests.scale.cluster import TOKEN

AS_OPERATOR = {"authorization": f"Bearer {TOKEN}"}
QUESTIONS = ("Ik zoek geld voor een nieuwe machine", "Hoe vind ik personeel?", "Wij willen exporteren")
#: a web process that failed gets nothing until it says that it is ready; it is asked this often
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_FOR_AN_ANSWER = 60


@define
class Balancer:
    """Hands out the web processes in turn, those last that failed and are not ready again. Safe between threads."""

    addresses: Sequence[str]
    _turn: int = 0
    _out: set[str] = field(factory=set)
    _lock: threading.Lock = field(factory=threading.Lock)

    def order(self) -> list[str]:
        with self._lock:
            self._turn += 1
            start = self._turn % len(self.addresses)
        turned = [*self.addresses[start:], *self.addresses[:start]]
        return sorted(turned, key=lambda one: one in self._out)

    def failed(self, address: str) -> None:
        self._out.add(address)

    def look(self) -> None:
        """Take back those that are ready."""
        for address in tuple(self._out):
            with suppress(httpx.TransportError):
                if httpx.get(f"{address}/ready", timeout=5).status_code == 200:
                    self._out.discard(address)


@define
class Load:
    """Threads that ask until told to stop."""

    balancer: Balancer
    engine: Engine
    threads: int = 4
    requests: int = 0
    retried: int = 0
    failed: list[str] = field(factory=list)
    receipts: dict[str, str] = field(factory=dict)
    mails: set[str] = field(factory=set)
    seconds: list[float] = field(factory=list)
    _stop: threading.Event = field(factory=threading.Event)
    _lock: threading.Lock = field(factory=threading.Lock)
    _running: list[threading.Thread] = field(factory=list)

    def start(self) -> None:
        jobs = [*[self._ask] * self.threads, self._order_mails, self._balance]
        self._running = [threading.Thread(target=job, daemon=True) for job in jobs]
        for thread in self._running:
            thread.start()

    def finish(self) -> None:
        self._stop.set()
        for thread in self._running:
            thread.join(4 * SECONDS_FOR_AN_ANSWER)
        assert not any(thread.is_alive() for thread in self._running)

    def _ask(self) -> None:
        rng, known = random.Random(), ""
        with httpx.Client(timeout=SECONDS_FOR_AN_ANSWER) as client:
            while not self._stop.is_set():
                kind = rng.randrange(4)
                if kind == 0 or not known:
                    known = self._question(client, rng) or known
                elif kind == 1:
                    self._send(client, "GET", f"/v1/advice/{known}", 200)
                elif kind == 2:
                    self._send(client, "GET", "/v1/services", 200)
                else:
                    number = f"9{rng.randrange(20):07}"
                    own = AS_OPERATOR | {"if-match": "*"}
                    body = {"name": f"Bedrijf {rng.randrange(9)}"}
                    path = f"/v1/companies/{number}"
                    self._send(client, "PATCH", path, 200, body, own, also=(412,))  # 412: not there yet
                    own = AS_OPERATOR | {"if-none-match": "*"}
                    self._send(client, "PATCH", path, 200, body, own, also=(412,))

    def _question(self, client: httpx.Client, rng: random.Random) -> str | None:
        key = uuid4().hex
        headers = {"idempotency-key": f'"{key}"'}
        made = self._send(client, "POST", "/v1/advice", 201, {"question": rng.choice(QUESTIONS)}, headers)
        if made is None:
            return None
        receipt = str(made.json()["receipt"])
        self.receipts[key] = receipt
        return receipt

    def _send(
        self,
        client: httpx.Client,
        method: str,
        path: str,
        expected: int,
        body: object = None,
        headers: dict[str, str] | None = None,
        also: tuple[int, ...] = (),
    ) -> httpx.Response | None:
        """Send; once more, to the next, where it broke off or was refused for the moment. ``None``: it failed."""
        started, told = time.monotonic(), ""
        for attempt, address in enumerate(self.balancer.order()[:2]):
            try:
                answer = client.request(method, f"{address}{path}", json=body, headers=headers)
            except httpx.TransportError as error:
                self.balancer.failed(address)
                told = f"{told}; {address}: {error!r}"
            else:
                if answer.status_code == expected or answer.status_code in also:
                    self._note(time.monotonic() - started, retried=attempt)
                    return answer
                told = f"{told}; {address}: {answer.status_code} {answer.text[:300]}"
        self._note(time.monotonic() - started, retried=1)
        self.failed.append(f"{method} {path}{told}")
        return None

    def _note(self, seconds: float, *, retried: int) -> None:
        with self._lock:
            self.requests += 1
            self.retried += retried
            self.seconds.append(seconds)

    def _balance(self) -> None:
        while not self._stop.wait(SECONDS_BETWEEN_LOOKS):
            self.balancer.look()

    def _order_mails(self) -> None:
        while not self._stop.wait(0.2):
            with write(self.engine) as connection:
                now = datetime.now(UTC)
                values = {"path": "/nieuw-wachtwoord/x", "until": now.isoformat()}
                self.mails.add(enqueue_mail(connection, "lost-password", "a@example.org", values, now))
