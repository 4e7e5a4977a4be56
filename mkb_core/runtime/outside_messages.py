"""The way outside of a plugin that runs elsewhere: its requests and their answers as plain JSON, checked on arrival.

A request names what is wanted under ``do`` and holds the arguments; times are seconds left, never a clock's moment. The
answer is one of ``{"answer": {...}}``, ``{"value": ...}``, ``{"unavailable": {...}}`` (the source gives no answer) and
``{"refused": "..."}`` (the plugin asked for something that is no request).
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from attrs import asdict, field, frozen

from mkb_core.codec import describe, from_json
from mkb_core.errors import InvalidInput, SourceUnavailable
from mkb_core.hooks.outside import Outside, OutsideAnswer
from mkb_core.runtime.egress_cache import Answer
from mkb_core.runtime.egress_faults import REASONS, NoAnswer
from mkb_core.runtime.egress_limits import Limits
from mkb_core.runtime.outside_faults import MOST_WORDS, read_unavailable, write_unavailable

__all__ = ["REQUESTS", "RemoteOutside", "answer_outside", "read_unavailable", "write_unavailable"]

log = logging.getLogger(__name__)

Params = Mapping[str, str | int]
MOST_SECONDS = 3600.0


@frozen
class _GetJson:
    path: str
    params: Params | None
    host: str | None
    try_again: tuple[str, ...]
    seconds: float | None
    max_age: float | None


@frozen
class _GetText:
    path: str
    params: Params | None
    host: str | None
    seconds: float | None
    max_age: float | None


@frozen
class _PostJson:
    path: str
    body: Any
    key: str
    host: str | None
    seconds: float | None


@frozen
class _Forget:
    path: str
    params: Params | None
    host: str | None


@frozen
class _Files:
    pass


@frozen
class _ReadFile:
    name: str


@frozen
class _Unavailable:
    kind: str


def _moment(outside: Outside, seconds: float | None) -> float | None:
    """Seconds left as a moment of the host's own clock; what is too long is cut there."""
    return None if seconds is None else outside.deadline(min(max(seconds, 0.0), MOST_SECONDS))


def _answered(answer: OutsideAnswer) -> dict[str, Any]:
    retrieved_at = answer.retrieved_at.isoformat()
    return {"answer": {"status": answer.status, "body": answer.body, "retrieved_at": retrieved_at}}


def _get_json(outside: Outside, asked: _GetJson) -> dict[str, Any]:
    answer = outside.get_json(
        asked.path,
        asked.params,
        host=asked.host,
        try_again=asked.try_again,
        deadline=_moment(outside, asked.seconds),
        max_age=asked.max_age,
    )
    return _answered(answer)


def _get_text(outside: Outside, asked: _GetText) -> dict[str, Any]:
    answer = outside.get_text(
        asked.path,
        asked.params,
        host=asked.host,
        deadline=_moment(outside, asked.seconds),
        max_age=asked.max_age,
    )
    return _answered(answer)


def _post_json(outside: Outside, asked: _PostJson) -> dict[str, Any]:
    deadline = _moment(outside, asked.seconds)
    return _answered(
        outside.post_json(asked.path, asked.body, key=asked.key, host=asked.host, deadline=deadline)
    )


def _forget(outside: Outside, asked: _Forget) -> dict[str, Any]:
    outside.forget(asked.path, asked.params, host=asked.host)
    return {"value": None}


def _files(outside: Outside, _: _Files) -> dict[str, Any]:
    return {"value": list(outside.files())}


def _read_file(outside: Outside, asked: _ReadFile) -> dict[str, Any]:
    return {"value": outside.read_file(asked.name)}


def _unavailable(outside: Outside, asked: _Unavailable) -> dict[str, Any]:
    if asked.kind not in REASONS:
        raise ValueError(f"no kind of fault: {describe(asked.kind)}")
    return {"unavailable": write_unavailable(outside.unavailable(asked.kind))}


#: what may be asked -> the form of the request, and who answers it
REQUESTS: Mapping[str, tuple[Any, Callable[[Outside, Any], dict[str, Any]]]] = {
    "get_json": (_GetJson, _get_json),
    "get_text": (_GetText, _get_text),
    "post_json": (_PostJson, _post_json),
    "forget": (_Forget, _forget),
    "files": (_Files, _files),
    "read_file": (_ReadFile, _read_file),
    "unavailable": (_Unavailable, _unavailable),
}


def answer_outside(outside: Outside, request: object) -> dict[str, Any]:
    """Answer one request of a plugin; whatever it sent, the answer is JSON and nothing is raised."""
    if not isinstance(request, dict) or not isinstance(request.get("do"), str):
        return {"refused": "an object with the key 'do' is expected"}
    if request["do"] not in REQUESTS:
        return {"refused": f"no such request: {describe(request['do'])}"}
    form, carry_out = REQUESTS[request["do"]]
    try:
        asked = from_json(form, {name: value for name, value in request.items() if name != "do"})
        return carry_out(outside, asked)
    except SourceUnavailable as error:
        return {"unavailable": write_unavailable(error)}
    except InvalidInput as refusal:
        words = [f"{fault.path} {fault.sentence('en')}" for fault in refusal.faults[:5]]
        return {"refused": "; ".join(words)[:MOST_WORDS]}
    except ValueError as error:
        return {"refused": str(error)[:MOST_WORDS]}
    except Exception as error:  # noqa: BLE001 - a plugin's request must never end the thread that answers it
        log.warning("a request of a plugin to go outside failed: %s", type(error).__name__)
        return {"refused": "the request could not be carried out"}


@frozen(eq=False)
class RemoteOutside:
    """:class:`Outside` on the plugin's end. ``ask`` sends a request to the host and waits for its answer."""

    ask: Callable[[dict[str, Any]], dict[str, Any]] = field(repr=False)

    def get_json(
        self,
        path: str,
        params: Params | None = None,
        *,
        host: str | None = None,
        try_again: Collection[str] = (),
        deadline: float | None = None,
        max_age: float | None = None,
    ) -> Answer:
        """GET JSON; see :class:`Outside`."""
        return self._answer(
            "get_json", _GetJson(path, _plain(params), host, tuple(try_again), _left(deadline), max_age)
        )

    def get_text(
        self,
        path: str,
        params: Params | None = None,
        *,
        host: str | None = None,
        deadline: float | None = None,
        max_age: float | None = None,
    ) -> Answer:
        """GET text; see :class:`Outside`."""
        return self._answer("get_text", _GetText(path, _plain(params), host, _left(deadline), max_age))

    def post_json(
        self, path: str, body: Any, *, key: str, host: str | None = None, deadline: float | None = None
    ) -> Answer:
        """POST JSON; see :class:`Outside`."""
        return self._answer("post_json", _PostJson(path, body, key, host, _left(deadline)))

    def forget(self, path: str, params: Params | None = None, *, host: str | None = None) -> None:
        """Drop a kept answer."""
        self._asked("forget", _Forget(path, _plain(params), host))

    def unavailable(self, kind: str, **details: Any) -> Exception:
        """The error for a fault that the plugin sees; the host gives it the name of the source."""
        try:
            self._asked("unavailable", _Unavailable(kind))
        except SourceUnavailable as error:
            return NoAnswer(str(error.facts["source"]), kind, **details)
        raise ValueError("the host gave no error")

    def deadline(self, seconds: float | None = None) -> float:
        """A moment of this process's monotonic clock."""
        return time.monotonic() + (Limits().total if seconds is None else seconds)

    def files(self) -> tuple[str, ...]:
        """Names of the files in the drop folder."""
        return tuple(self._asked("files", _Files())["value"])

    def read_file(self, name: str) -> str:
        """A file of the drop folder."""
        return str(self._asked("read_file", _ReadFile(name))["value"])

    def _answer(self, do: str, asked: Any) -> Answer:
        given = self._asked(do, asked)["answer"]
        return Answer(given["status"], given["body"], datetime.fromisoformat(given["retrieved_at"]))

    def _asked(self, do: str, asked: Any) -> dict[str, Any]:
        request = asdict(asked, recurse=False)
        if "try_again" in request:
            request["try_again"] = list(request["try_again"])
        reply = self.ask({"do": do, **request})
        if "unavailable" in reply:
            raise read_unavailable(reply["unavailable"])
        if "refused" in reply:
            raise ValueError(reply["refused"])
        return reply


def _plain(params: Params | None) -> dict[str, str | int] | None:
    return None if params is None else dict(params)


def _left(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    return left if math.isfinite(left) else MOST_SECONDS
