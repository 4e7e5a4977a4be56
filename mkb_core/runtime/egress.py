"""The only place that goes outside: one ``Egress`` per source, made by the host's broker.

Needs the extra ``http``. A path is named; the host's address, key, time limits and cache are applied here.
httpx is left out: it logs the address of every request, and a connection's address cannot be checked in it. Retries are
an own loop: stamina's sleep and clock cannot be replaced, and it does not weigh a ``Retry-After`` against the time left.
"""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

import httpcore
from attrs import field, frozen

from mkb_core.runtime.egress_cache import Answer, AnswerCache, MemoryCache
from mkb_core.runtime.egress_faults import NoAnswer
from mkb_core.runtime.egress_limits import Allowance, Clock, Limits
from mkb_core.runtime.egress_network import CheckedNetwork, NotPublic, Resolve, certificates, resolve
from mkb_core.runtime.egress_reading import (
    Unreadable,
    error_codes,
    read_json,
    read_text,
    retry_after,
    unpack,
)
from mkb_core.runtime.egress_requests import Params, Request, Response, check

__all__ = ["Answer", "Clock", "Egress", "Limits", "NoAnswer"]

_IDEMPOTENCY_KEY = re.compile(r"[A-Za-z0-9._:~-]{1,200}")
_RETRIED = frozenset({429, 500, 502, 503, 504})


def _without_slash(url: str) -> str:
    return url.strip().rstrip("/")


def _given(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value.strip() for name, value in headers.items() if value.strip()}


class _TryAgain(Exception):
    """An attempt failed in a way that may pass; ``wait`` in seconds where the source said how long."""

    def __init__(self, outcome: NoAnswer, wait: float | None = None) -> None:
        super().__init__()
        self.outcome = outcome
        self.wait = wait


@frozen(eq=False)
class Egress:
    """The way to one source. ``source`` is its name for users; ``headers`` hold the key and appear nowhere else.

    ``configured`` says that the operator set the address: only then may it be internal, or without TLS.
    """

    source: str
    base_url: str = field(converter=_without_slash)
    headers: Mapping[str, str] = field(factory=dict, repr=False, converter=_given)
    configured: bool = False
    cache: AnswerCache = field(factory=MemoryCache, repr=False)
    limits: Limits = field(factory=Limits)
    clock: Clock = field(factory=Clock, repr=False)
    allowances: tuple[Allowance, ...] = field(default=(), repr=False)
    resolve: Resolve = field(default=resolve, repr=False)

    def deadline(self, seconds: float | None = None) -> float:
        """A moment of the monotonic clock that several calls can share: by default the total limit from now."""
        return self.clock.monotonic() + (self.limits.total if seconds is None else seconds)

    def get_json(
        self,
        path: str,
        params: Params | None = None,
        *,
        try_again: Collection[str] = (),
        deadline: float | None = None,
        max_age: float | None = None,
    ) -> Answer:
        """GET ``base_url + path`` and read JSON, from the cache where it holds a young enough answer.

        A 404 is an answer (``body`` is ``None`` where it is no JSON). ``try_again`` are error codes in a body that mean
        the same as a 503; ``deadline`` is a moment given by :meth:`deadline`; ``max_age`` in seconds.
        Raises :class:`SourceUnavailable` for everything that is no answer; ``ValueError`` for a malformed request.
        """
        asked = Request("GET", path, params or {}, try_again=frozenset(try_again))
        return self._kept_or_new(asked, self._json, deadline, max_age)

    def get_text(
        self,
        path: str,
        params: Params | None = None,
        *,
        deadline: float | None = None,
        max_age: float | None = None,
    ) -> Answer:
        """GET text in the encoding that it says; otherwise as :meth:`get_json`."""
        asked = Request("GET", path, params or {}, accept="text/*, application/xml;q=0.9, */*;q=0.5")
        return self._kept_or_new(asked, self._text, deadline, max_age)

    def post_json(self, path: str, body: Any, *, key: str, deadline: float | None = None) -> Answer:
        """POST JSON; tried again where nothing says that it was refused, because ``key`` makes that the same request."""
        if not _IDEMPOTENCY_KEY.fullmatch(key):
            raise ValueError("an idempotency key is 1 to 200 letters, digits and . _ : ~ -")
        try:
            content = json.dumps(body, allow_nan=False).encode()
        except (TypeError, ValueError, RecursionError):
            raise ValueError("the body is no JSON") from None
        if len(content) > self.limits.most_sent_bytes:
            raise self.unavailable("request-too-large", limit=self.limits.most_sent_bytes)
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        return self._ask(Request("POST", path, content=content, headers=headers), self._json, deadline)

    def deliver(self, content: bytes, headers: Mapping[str, str], *, slash: bool) -> None:
        """POST these bytes, once, to the address itself, with a ``slash`` at its end or without; the answer is a 2xx.

        Nothing else of the answer is looked at. Raises :class:`NoAnswer` otherwise; its details hold ``status`` where an
        answer came.
        """
        plain = {"Content-Type": "application/json", **headers}
        asked = Request("POST", "/" if slash else "", content=content, headers=plain)
        try:
            status = self._attempt(self._base(), asked, self.deadline()).status
        except _TryAgain as failure:
            raise failure.outcome from None
        if not 200 <= status < 300:
            kind = "redirected" if 300 <= status < 400 else "refused"
            raise self.unavailable(kind, status=status)

    def forget(self, path: str, params: Params | None = None) -> None:
        """Drop a kept answer, because it proved to be of no use."""
        for read in (self._json, self._text):
            self.cache.forget(self._cache_key(path, params or {}, read))

    def unavailable(self, kind: str, **details: Any) -> NoAnswer:
        """The error for a fault of this source."""
        return NoAnswer(self.source, kind, **details)

    def _kept_or_new(
        self,
        asked: Request,
        read: Callable[[Response], Any],
        deadline: float | None,
        max_age: float | None,
    ) -> Answer:
        check(asked)
        key, now = self._cache_key(asked.path, asked.params, read), self.clock.now()
        kept = self.cache.get(key, now)
        if kept is not None and (max_age is None or (now - kept.retrieved_at).total_seconds() < max_age):
            return kept
        answer = self._ask(asked, read, deadline)
        keep = self.limits.keep_not_found if answer.status == 404 else self.limits.keep_found
        self.cache.put(key, answer, keep)
        return answer

    def _cache_key(self, path: str, params: Params, read: Callable[[Response], Any]) -> str:
        asked = sorted((name, str(value)) for name, value in params.items())
        return json.dumps([self.source, self.base_url, path, asked, read.__name__])

    def _ask(self, asked: Request, read: Callable[[Response], Any], deadline: float | None) -> Answer:
        check(asked)
        base = self._base()
        ends = self.deadline() if deadline is None else deadline
        attempt = 0
        while True:
            try:
                response = self._attempt(base, asked, ends)
                return Answer(response.status, self._judge(response, asked, read), self.clock.now())
            except _TryAgain as failure:
                self._wait(failure, attempt, ends)
            attempt += 1

    def _base(self) -> SplitResult:
        try:
            base = urlsplit(self.base_url)
            named = bool(base.hostname) and base.port != 0
        except ValueError:
            raise self.unavailable("wrong-address") from None
        schemes = ("http", "https") if self.configured else ("https",)
        if base.scheme not in schemes or not named or "@" in base.netloc or base.query or base.fragment:
            raise self.unavailable("wrong-address")
        if not (base.netloc + base.path).isascii() or not (base.netloc + base.path).isprintable():
            raise self.unavailable("wrong-address")
        if not all(value.isascii() and value.isprintable() for value in self.headers.values()):
            raise self.unavailable("bad-key")
        return base

    def _wait(self, failure: _TryAgain, attempt: int, ends: float) -> None:
        """Wait before the next attempt; raises the failure where there is none or no time for one."""
        backoff = self.limits.first_wait * 2**attempt * (0.5 + self.clock.chance())
        wait = min(backoff, self.limits.longest_wait) if failure.wait is None else failure.wait
        if attempt + 1 >= self.limits.attempts or self.clock.monotonic() + wait >= ends:
            raise failure.outcome from None
        self.clock.sleep(wait)

    def _attempt(self, base: SplitResult, asked: Request, ends: float) -> Response:
        if ends <= self.clock.monotonic():
            raise self.unavailable("time-out")
        if not all(allowance.take(self.clock.monotonic()) for allowance in self.allowances):
            raise self.unavailable("over-limit")
        # What is raised below is made anew here: frames of the connection hold the key.
        try:
            return self._exchange(base, asked, ends)
        except httpcore.TimeoutException:
            failure: Exception = _TryAgain(self.unavailable("time-out"))
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            if _is_certificate(error):
                failure = self.unavailable("certificate")
            else:
                failure = _TryAgain(self.unavailable("no-connection"))
        except NotPublic:
            failure = self.unavailable("not-public")
        except Unreadable:
            failure = self.unavailable("unreadable")
        except NoAnswer as refusal:
            failure = self.unavailable(refusal.kind, **refusal.details)
        raise failure from None

    def _exchange(self, base: SplitResult, asked: Request, ends: float) -> Response:
        def left() -> float:
            return ends - self.clock.monotonic()

        query = f"?{urlencode(asked.params)}" if asked.params else ""
        target = f"{base.path.replace(' ', '%20')}{asked.path}{query}".encode("ascii")
        url = httpcore.URL(
            scheme=base.scheme.encode(), host=str(base.hostname).encode(), port=base.port, target=target
        )
        plain = {
            "Host": base.netloc,
            "User-Agent": "mkb",
            "Accept": asked.accept,
            "Accept-Encoding": "identity",
            **asked.headers,
        }
        seconds = {"connect": self.limits.connect, "read": self.limits.read, "write": self.limits.read}
        network = CheckedNetwork(left, self.resolve, anywhere=self.configured)
        with (
            httpcore.ConnectionPool(
                ssl_context=certificates() if base.scheme == "https" else None, network_backend=network
            ) as pool,
            pool.stream(
                asked.method,
                url,
                headers=[
                    (name.encode(), value.encode()) for name, value in {**plain, **self.headers}.items()
                ],
                content=asked.content,
                extensions={"timeout": seconds},
            ) as response,
        ):
            headers = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
            }
            return Response(response.status, headers, self._read(response, headers, ends))

    def _read(self, response: httpcore.Response, headers: Mapping[str, str], ends: float) -> bytes:
        """The body, no more of it than allowed, and no longer than allowed."""
        parts: list[bytes] = []
        size = 0
        for part in unpack(response.iter_stream(), headers.get("content-encoding", "")):
            size += len(part)
            if size > self.limits.most_bytes:
                raise self.unavailable("too-large")
            if self.clock.monotonic() >= ends:
                raise self.unavailable("time-out")
            parts.append(part)
        return b"".join(parts)

    def _judge(self, response: Response, asked: Request, read: Callable[[Response], Any]) -> Any:
        """The body of an answer; raises for every response that is none."""
        status, codes = response.status, _codes(response)
        wait = retry_after(response.headers.get("retry-after", ""), self.clock.now())
        if again := asked.try_again.intersection(codes):
            raise _TryAgain(self.unavailable("busy", codes=", ".join(sorted(again))), wait)
        if status in _RETRIED:
            outcome = self.unavailable("too-many" if status == 429 else "failing", status=status)
            raise _TryAgain(outcome, wait)
        if status in (401, 403):
            raise self.unavailable("bad-key" if self.headers else "no-key")
        if 300 <= status < 400:
            raise self.unavailable("redirected")
        if not (200 <= status < 300 or status == 404):
            raise self.unavailable("refused", status=status, codes=", ".join(sorted(codes)))
        try:
            return read(response)
        except Unreadable:
            if status == 404 or (not response.raw and (status == 204 or asked.method == "POST")):
                return None
            raise self.unavailable("unreadable") from None

    @staticmethod
    def _json(response: Response) -> Any:
        return read_json(response.raw)

    @staticmethod
    def _text(response: Response) -> str:
        return read_text(response.raw, response.headers.get("content-type", ""))


def _is_certificate(error: BaseException) -> bool:
    """Whether a connection failed because its certificate is not one to trust."""
    causes = (error, error.__cause__, error.__context__)
    return any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes)


def _codes(response: Response) -> frozenset[str]:
    try:
        return error_codes(read_json(response.raw))
    except Unreadable:
        return frozenset()
