"""How many requests an actor may make: a visitor by address, who is signed in by account, a machine by its token.

Counted per process, in memory. Counting in the database would cost a durable write for every read, and make the busiest
moments the slowest; guessing passwords, which must be counted over all processes, is counted where signing in is. With N
processes an actor can get up to N times as far, which still keeps one of them from taking a process from all others.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256

from anyio.to_thread import run_sync
from attrs import define, field, frozen
from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from mkb_core.codec import canonical
from mkb_core.errors import MkbError
from mkb_core.rights import ANONYMOUS, Actor
from mkb_service.acting import actor_of
from mkb_service.client_addresses import client_address
from mkb_service.errors import respond_to
from mkb_service.languages import COOKIE, Connection
from mkb_service.refusals import Refusal


@frozen
class Limit:
    """So many requests at once, given back evenly over so many seconds."""

    name: str
    requests: int
    seconds: int


#: the numbers
LIMITS = {
    limit.name: limit
    for limit in (
        Limit("visitor", 600, 60),
        Limit("account", 1200, 60),
        Limit("machine", 6000, 60),
        # Whoever shows a key or a session, right or wrong: looking it up costs a read.
        Limit("unverified", 6000, 60),
    )
}
#: cheap, and asked for by what must not be kept waiting
UNCOUNTED = ("/static/", "/health", "/ready", "/metrics")
MOST_BUCKETS = 20_000


@define
class Bucket:
    """What is left, and when that was counted (seconds of a monotonic clock)."""

    left: float
    at: float


@define
class Buckets:
    """A bucket for each of those who asked last; whoever is forgotten has a full one."""

    clock: Callable[[], float] = time.monotonic
    _buckets: OrderedDict[tuple[str, str], Bucket] = field(factory=OrderedDict, init=False)

    def take(self, limit: Limit, who: str) -> float:
        """Take one request out; returns what is left, below 0 where there was none (then nothing is taken)."""
        now, key = self.clock(), (limit.name, who)
        bucket = self._buckets.setdefault(key, Bucket(limit.requests, now))
        self._buckets.move_to_end(key)
        while len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        refilled = bucket.left + (now - bucket.at) * limit.requests / limit.seconds
        bucket.left, bucket.at = min(float(limit.requests), refilled), now
        if bucket.left < 1:
            return bucket.left - 1
        bucket.left -= 1
        return bucket.left


class RateLimits:
    """Outer layer: refuses who asks too much, and tells everybody what is left."""

    def __init__(self, app: ASGIApp, buckets: Buckets | None = None) -> None:
        self.app = app
        self.buckets = buckets or Buckets()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count, and pass on or refuse."""
        if scope["type"] != ScopeType.HTTP or scope["path"].startswith(UNCOUNTED):
            await self.app(scope, receive, send)
            return
        connection: Connection = ASGIConnection(scope)
        settings = connection.app.state.settings
        if not settings.rate_limits:
            await self.app(scope, receive, send)
            return
        address = client_address(scope, settings.trusted_proxies)
        limit, who = LIMITS["visitor"], address
        left = 0.0
        if _shows_credentials(connection):
            limit = LIMITS["unverified"]
            left = self.buckets.take(limit, address)
            if left >= 0:
                limit, who = await self._known(connection, address)
        if left >= 0 and limit.name != "unverified":
            left = self.buckets.take(limit, who)

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                headers["RateLimit-Policy"] = f'"{limit.name}";q={limit.requests};w={limit.seconds}'
                headers["RateLimit"] = (
                    f'"{limit.name}";r={max(0, int(left))};t={_seconds_until_full(limit, left)}'
                )
            await send(message)

        if left < 0:
            wait = max(1, math.ceil(-left * limit.seconds / limit.requests))
            error = Refusal("too-many-requests", {"retry-after": str(wait)})
            await respond_to(error, scope, receive, tell)
            return
        await self.app(scope, receive, tell)

    async def _known(self, connection: Connection, address: str) -> tuple[Limit, str]:
        try:
            actor: Actor = await run_sync(actor_of, connection)
        except (HTTPException, MkbError):  # told where the request is answered
            return LIMITS["unverified"], address
        if actor == ANONYMOUS:
            return LIMITS["visitor"], address
        if actor.user is not None:
            return LIMITS["account"], actor.user
        who = [actor.role, actor.subject, sorted(actor.scopes or ())]
        return LIMITS["machine"], sha256(canonical(who)).hexdigest()


def _shows_credentials(connection: Connection) -> bool:
    if "authorization" in connection.headers:
        return True
    names = [part.partition("=")[0].strip() for part in connection.headers.get("cookie", "").split(";")]
    return any(name and name != COOKIE for name in names)


def _seconds_until_full(limit: Limit, left: float) -> int:
    return math.ceil((limit.requests - max(0.0, left)) * limit.seconds / limit.requests)
