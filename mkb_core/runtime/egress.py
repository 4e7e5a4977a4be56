"""The only place that goes outside: one ``Egress`` per source, made by the host, handed to the plugin that asks.

Needs the extra ``http``. The plugin names a path; the host's address, key, time limits and cache are applied here.
Retries are an own loop: stamina's sleep and clock cannot be replaced, and it does not weigh a ``Retry-After`` against
the time that is left.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from attrs import field, frozen

from mkb_core.runtime.egress_cache import Answer, AnswerCache, MemoryCache
from mkb_core.runtime.egress_faults import NoAnswer
from mkb_core.runtime.egress_limits import Clock, Limits

__all__ = ["Answer", "Clock", "Egress", "Limits", "NoAnswer"]

_PATH = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,20}")
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
    """The way to one source. ``source`` is its name for users; ``headers`` hold the key and appear nowhere else."""

    source: str
    base_url: str = field(converter=_without_slash)
    headers: Mapping[str, str] = field(factory=dict, repr=False, converter=_given)
    cache: AnswerCache = field(factory=MemoryCache, repr=False)
    limits: Limits = field(factory=Limits)
    clock: Clock = field(factory=Clock, repr=False)

    def deadline(self, seconds: float | None = None) -> float:
        """A moment of the monotonic clock that several calls can share: by default the total limit from now."""
        return self.clock.monotonic() + (self.limits.total if seconds is None else seconds)

    def get_json(
        self,
        path: str,
        params: Mapping[str, str | int] | None = None,
        *,
        try_again: Collection[str] = (),
        deadline: float | None = None,
    ) -> Answer:
        """GET ``base_url + path`` and read JSON, from the cache where it holds a young enough answer.

        A 404 is an answer (``body`` is ``None`` where it is no JSON). ``try_again`` are error codes in a body that mean
        the same as a 503; ``deadline`` is a moment given by :meth:`deadline`.
        Raises :class:`SourceUnavailable` for everything that is no answer; ``ValueError`` for a malformed path.
        """
        if not _PATH.fullmatch(path):
            raise ValueError(f"not a plain path: {path[:40]!r}")
        key = self._cache_key(path, params)
        kept = self.cache.get(key, self.clock.now())
        if kept is not None:
            return kept
        ends = self.deadline() if deadline is None else deadline
        answer = self._ask(self._address(path), params or {}, frozenset(try_again), ends)
        keep = self.limits.keep_found if answer.status == 200 else self.limits.keep_not_found
        self.cache.put(key, answer, keep)
        return answer

    def forget(self, path: str, params: Mapping[str, str | int] | None = None) -> None:
        """Drop a kept answer, because it proved to be of no use."""
        self.cache.forget(self._cache_key(path, params))

    def unavailable(self, kind: str, **details: Any) -> NoAnswer:
        """The error for a fault that the asking plugin sees, such as ``"unreadable"``; the plugin raises it."""
        return NoAnswer(self.source, kind, **details)

    def _cache_key(self, path: str, params: Mapping[str, str | int] | None) -> str:
        asked = sorted((name, str(value)) for name, value in (params or {}).items())
        return json.dumps([self.source, self.base_url, path, asked])

    def _address(self, path: str) -> httpx.URL:
        try:
            base = httpx.URL(self.base_url)
        except httpx.InvalidURL:
            raise self.unavailable("wrong-address") from None
        if (
            base.scheme not in ("http", "https")
            or not base.host
            or base.userinfo
            or base.query
            or base.fragment
        ):
            raise self.unavailable("wrong-address")
        if not all(value.isascii() and value.isprintable() for value in self.headers.values()):
            raise self.unavailable("bad-key")
        return httpx.URL(self.base_url + path)

    def _ask(
        self,
        url: httpx.URL,
        params: Mapping[str, str | int],
        try_again: frozenset[str],
        ends: float,
    ) -> Answer:
        status, body = self._attempts(url, params, try_again, ends)
        return Answer(status, body, self.clock.now())

    def _attempts(
        self, url: httpx.URL, params: Mapping[str, str | int], try_again: frozenset[str], ends: float
    ) -> tuple[int, Any]:
        # No local variable holds the key: some loggers print those of a traceback.
        plain = {"Accept": "application/json", "Accept-Encoding": "identity"}
        with httpx.Client(headers={**plain, **self.headers}, follow_redirects=False) as client:
            attempt = 0
            while True:
                try:
                    return self._attempt(client, url, params, try_again, ends)
                except _TryAgain as failure:
                    self._wait(failure, attempt, ends)
                attempt += 1

    def _wait(self, failure: _TryAgain, attempt: int, ends: float) -> None:
        """Wait before the next attempt; raises the failure where there is none or no time for one."""
        backoff = self.limits.first_wait * 2**attempt * (0.5 + self.clock.chance())
        wait = min(backoff, self.limits.longest_wait) if failure.wait is None else failure.wait
        if attempt + 1 >= self.limits.attempts or self.clock.monotonic() + wait >= ends:
            raise failure.outcome from None
        self.clock.sleep(wait)

    def _attempt(
        self,
        client: httpx.Client,
        url: httpx.URL,
        params: Mapping[str, str | int],
        try_again: frozenset[str],
        ends: float,
    ) -> tuple[int, Any]:
        left = ends - self.clock.monotonic()
        if left <= 0:
            raise self.unavailable("time-out")
        timeout = httpx.Timeout(min(self.limits.read, left), connect=min(self.limits.connect, left))
        try:
            with client.stream("GET", url, params=params, timeout=timeout) as response:
                body = self._read(response, ends)
        except httpx.TimeoutException:
            raise _TryAgain(self.unavailable("time-out")) from None
        except httpx.DecodingError:
            raise self.unavailable("unreadable") from None
        except httpx.TransportError:
            raise _TryAgain(self.unavailable("no-connection")) from None
        return response.status_code, self._judge(response, body, try_again)

    def _read(self, response: httpx.Response, ends: float) -> bytes:
        """The body, no more of it than allowed, and no longer than allowed."""
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            size += len(part)
            if size > self.limits.most_bytes:
                raise self.unavailable("too-large")
            if self.clock.monotonic() >= ends:
                raise self.unavailable("time-out")
            parts.append(part)
        return b"".join(parts)

    def _judge(self, response: httpx.Response, raw: bytes, try_again: frozenset[str]) -> Any:
        """The body of an answer; raises for every response that is none."""
        status = response.status_code
        try:
            body, readable = json.loads(raw), True
        except (ValueError, RecursionError):
            body, readable = None, False
        codes = error_codes(body)
        wait = self._retry_after(response)
        if again := try_again.intersection(codes):
            raise _TryAgain(self.unavailable("busy", codes=", ".join(sorted(again))), wait)
        if status in _RETRIED:
            outcome = self.unavailable("too-many" if status == 429 else "failing", status=status)
            raise _TryAgain(outcome, wait)
        if status in (401, 403):
            raise self.unavailable("bad-key" if self.headers else "no-key")
        if 300 <= status < 400:
            raise self.unavailable("redirected")
        if status not in (200, 404):
            raise self.unavailable("refused", status=status, codes=", ".join(sorted(codes)))
        if not readable and status == 200:
            raise self.unavailable("unreadable")
        return body

    def _retry_after(self, response: httpx.Response) -> float | None:
        """Seconds to wait as the source says: a number or a date; ``None`` where it says nothing readable."""
        words = response.headers.get("Retry-After", "").strip()
        if words.isascii() and words.isdigit():
            return float(words[:9])
        try:
            at = parsedate_to_datetime(words)
        except ValueError:
            return None
        return max((at.replace(tzinfo=at.tzinfo or UTC) - self.clock.now()).total_seconds(), 0.0)


def error_codes(body: Any, depth: int = 4) -> frozenset[str]:
    """What stands under the key ``code`` in an error body, such as ``{fout: [{code, omschrijving}]}``."""
    inner = body.values() if isinstance(body, dict) else body if isinstance(body, list) else ()
    found = (
        frozenset[str]().union(*(error_codes(item, depth - 1) for item in inner)) if depth else frozenset()
    )
    code = body.get("code") if isinstance(body, dict) else None
    return found | {code} if isinstance(code, str) and _CODE.fullmatch(code) else found
