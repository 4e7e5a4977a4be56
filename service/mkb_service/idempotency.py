"""``Idempotency-Key``: a POST of the API that is sent twice has one effect, and both get the same answer.

The first write of such a request opens a transaction and claims the key in it; everything the request writes belongs to
that transaction, and so does the answer. It is sent when it is stored. A copy that comes meanwhile waits at the claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from typing import Any

from anyio.to_thread import run_sync
from litestar import Request, Response
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from sqlalchemy import Connection

from mkb_core.codec import canonical
from mkb_core.errors import Conflict, StoreUnavailable
from mkb_core.rights import ANONYMOUS, Actor
from mkb_core.store import idempotency
from mkb_core.store.engine import SharedTransaction, read
from mkb_core.workflows.assembly import Installation
from mkb_service.acting import API, actor_of
from mkb_service.client_addresses import client_address
from mkb_service.errors import respond_to
from mkb_service.refusals import Refusal

HEADER = "idempotency-key"
#: as the draft of the IETF writes it, a string between quotes; without quotes is understood too
FORM = re.compile(r'(?:"([!#-\[\]-~]{1,255})"|([!#-\[\]-~]{1,255}))')
REPEATABLE = "mkb_repeatable"
#: option of a route whose answer holds a secret: it is kept sealed
SECRET_ANSWER = "mkb_secret_answer"  # noqa: S105 - the name of an option
#: of an answer that is given again: what belongs to it; other headers are made anew for every answer
KEPT_HEADERS = frozenset({"content-type", "content-language", "location", "link", "etag", "vary"})


class Repeatable:
    """A request with a key. ``actor`` and ``key`` are hashes: what a client chose is not stored as it is.

    Made before the request is carried out; where ``answered`` is set by then, it must not be. Raises :class:`Refusal` where
    the key belongs to another request.
    """

    def __init__(
        self, installation: Installation, actor: str, key: str, request: str, *, is_secret: bool
    ) -> None:
        self.installation = installation
        self.actor = actor
        self.key = key
        self.request = request
        self.is_secret = is_secret
        self.shared = SharedTransaction(installation.engine, self._claim)
        with read(installation.engine) as connection:
            self.answered = self._answer(connection)

    def end(self, status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes) -> None:
        """Store an answer with its effect. A refusal (4xx) leaves what was written about it, and the key free; after a
        fault of ours (5xx) nothing was done."""
        if self.answered is not None or status >= 500:
            self.shared.undo()
            return
        if status < 400:
            connection = self.shared.connection()
            kept = idempotency.KeptAnswer(self.request, status, _kept(headers), body.decode())
            idempotency.keep_answer(connection, self.actor, self.key, kept, is_secret=self.is_secret)
            idempotency.clear_expired(connection, self.installation.settings.clock())
        elif self.shared.is_open:
            idempotency.release_key(self.shared.connection(), self.actor, self.key)
        self.shared.commit()

    def _claim(self, connection: Connection) -> None:
        now = self.installation.settings.clock()
        try:
            if idempotency.claim_key(connection, self.actor, self.key, self.request, now):
                return
        except Conflict:
            raise Refusal("idempotency-key-in-use") from None
        self.answered = self._answer(connection)
        raise Refusal("idempotency-key-in-use")

    def _answer(self, connection: Connection) -> idempotency.KeptAnswer | None:
        now = self.installation.settings.clock()
        found = idempotency.find_answer(connection, self.actor, self.key, now)
        if found is not None and found.request != self.request:
            raise Refusal("idempotency-key-reused")
        return found


async def answer_repetition(request: Request[Any, Any, Any]) -> Response[bytes] | None:
    """Answer a repetition. Runs after the guards: whoever lost the right to ask gets no old answer either."""
    written = request.headers.get(HEADER)
    if written is None or request.method != "POST" or not request.scope["path"].startswith(API):
        return None
    match = FORM.fullmatch(written.strip())
    if match is None:
        raise Refusal("idempotency-key-invalid")
    actor = await run_sync(actor_of, request)
    address = client_address(request.scope, request.app.state.settings.trusted_proxies)
    make = partial(
        Repeatable,
        request.app.state.installation,
        _hash_of_actor(actor, address),
        sha256((match[1] or match[2]).encode()).hexdigest(),
        _hash_of_request(request, await request.body()),
        is_secret=bool(request.route_handler.opt.get(SECRET_ANSWER)),
    )
    repeatable = await run_sync(make)
    if repeatable.answered is not None:
        return _again(repeatable.answered)
    request.scope["state"][REPEATABLE] = repeatable
    repeatable.shared.in_force()
    return None


class Idempotency:
    """Layer around a route: sends an answer to a request with a key only when it is stored."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; hold the answer back where there is a key."""
        if scope["type"] != ScopeType.HTTP or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        held: list[Message] = []

        async def hold(message: Message) -> None:
            if REPEATABLE in scope["state"]:
                held.append(message)
            else:
                await send(message)

        try:
            await self.app(scope, receive, hold)
        except BaseException:
            await self._undo(scope)
            raise
        finally:
            SharedTransaction.out_of_force()
        repeatable: Repeatable | None = scope["state"].get(REPEATABLE)
        if repeatable is None:
            return
        status, headers = held[0]["status"], held[0]["headers"]  # type: ignore[typeddict-item]
        body = b"".join(message.get("body", b"") for message in held[1:])  # type: ignore[misc]
        try:
            await run_sync(repeatable.end, status, list(headers), body)
        except (StoreUnavailable, Refusal) as error:
            await self._undo(scope)
            held.clear()
            if repeatable.answered is None:
                await respond_to(error, scope, receive, send)
                return
        if repeatable.answered is not None:
            answer = _again(repeatable.answered).to_asgi_response(app=None, request=Request(scope))
            await answer(scope, receive, send)
            return
        for message in held:
            await send(message)

    @staticmethod
    async def _undo(scope: Scope) -> None:
        repeatable: Repeatable | None = scope["state"].get(REPEATABLE)
        if repeatable is not None:
            await run_sync(repeatable.shared.undo)


def _again(kept: idempotency.KeptAnswer) -> Response[bytes]:
    return Response(kept.body.encode(), status_code=kept.status, headers=dict(kept.headers))


def _kept(headers: Sequence[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    named = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in headers]
    return tuple((name, value) for name, value in named if name in KEPT_HEADERS)


def _hash_of_actor(actor: Actor, address: str) -> str:
    """Nobody gets another's answer: visitors are told apart by their address."""
    who = [actor.role, actor.user, actor.subject, sorted(actor.scopes or ())]
    return sha256(canonical([*who, address] if actor == ANONYMOUS else who)).hexdigest()


def _hash_of_request(request: Request[Any, Any, Any], body: bytes) -> str:
    scope = request.scope
    kind = request.headers.get("content-type", "")
    parts = [scope["method"], scope["path"], scope["query_string"].decode("latin-1"), kind]
    return sha256(canonical(parts) + body).hexdigest()
