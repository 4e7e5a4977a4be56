"""The partner's side: a plugin as a WSGI application that takes signed messages only."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from attrs import define, field

from mkb_core.codec import from_json, parse_json
from mkb_core.errors import InvalidInput, SourceUnavailable
from mkb_core.hooks.outside import Outside
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.outside_messages import write_unavailable
from mkb_core.runtime.ports import Port, PortFailed
from mkb_core.runtime.remote.addresses import read_address
from mkb_core.runtime.remote.freshness import Freshness, TooBusy
from mkb_core.runtime.remote.keys import Keys
from mkb_core.runtime.remote.messages import MOST_ANSWERED, MOST_ASKED, Asked, tell_fault
from mkb_core.runtime.remote.signatures import METHOD, NotGenuine, Proof, sign_response, verify_request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)


#: Makes a way outside for one call, which may take so many seconds.
MakeOutside = Callable[[float], Outside]


class _Refused(Exception):
    """The message is not answered. What the other side hears is the status alone; the log has the reason."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        self.status = status
        super().__init__(reason)


@define
class _Application:
    port: Port
    keys: Keys
    address: str
    outside: MakeOutside | None
    now: Callable[[], float]
    freshness: Freshness = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.freshness = Freshness(self.now())

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            asked, body = self._admitted(environ)
        except _Refused as refusal:
            log.warning("refused (HTTP %d): %s", refusal.status, refusal)
            start_response(f"{refusal.status.value} {refusal.status.phrase}", [("Content-Length", "0")])
            return []
        answer = self._written(self._answer(body))
        headers = sign_response(200, answer, asked, self.keys, created=int(self.now()))
        start_response("200 OK", [*headers.items(), ("Content-Length", str(len(answer)))])
        return [answer]

    def _admitted(self, environ: WSGIEnvironment) -> tuple[Proof, bytes]:
        """The message, where it is genuine, of now, and new; raises :class:`_Refused`."""
        path = f"{environ.get('SCRIPT_NAME', '')}{environ.get('PATH_INFO', '')}" or "/"
        body = _body(environ)
        if path != urlsplit(self.address).path or environ.get("QUERY_STRING"):
            raise _Refused(HTTPStatus.NOT_FOUND, "another path than that of the address, or a query")
        if environ["REQUEST_METHOD"] != METHOD:
            raise _Refused(HTTPStatus.METHOD_NOT_ALLOWED, f"only {METHOD} is answered")
        try:
            proof = verify_request(self.address, _headers(environ), body, self.keys)
            self.freshness.admit(proof, self.now())
        except NotGenuine as refusal:
            raise _Refused(HTTPStatus.UNAUTHORIZED, str(refusal)) from None
        except TooBusy:
            raise _Refused(HTTPStatus.SERVICE_UNAVAILABLE, "more messages than can be remembered") from None
        return proof, body

    def _answer(self, body: bytes) -> dict[str, Any]:
        try:
            asked = from_json(Asked, parse_json(body))
            if asked.hook is None:
                return {"result": sorted(self.port.hooks(asked.seconds))}
            outside = self.outside(asked.seconds) if self.outside else None
            return {"result": self.port.call(asked.hook, dict(asked.arguments), asked.seconds, outside)}
        except InvalidInput as refusal:  # paths and codes only: a value may be a person's
            words = ", ".join(f"{fault.path} {fault.code}" for fault in refusal.faults)
            return tell_fault(FaultKind.INVALID, f"the message: {words}")
        except PortFailed as failure:
            log.warning("the plugin failed: %s", failure)
            return tell_fault(failure.kind, failure.reason)
        except SourceUnavailable as error:
            return {"unavailable": write_unavailable(error)}

    def _written(self, answer: dict[str, Any]) -> bytes:
        body = json.dumps(answer, allow_nan=False).encode("ascii")
        if len(body) > MOST_ANSWERED:
            return self._written(tell_fault(FaultKind.TOO_LARGE, f"the answer has {len(body)} bytes"))
        return body


def make_application(
    port: Port,
    keys: Keys,
    address: str,
    outside: MakeOutside | None = None,
    *,
    now: Callable[[], float] = time.time,  # noqa: TID251 - messages must be of this moment
) -> WSGIApplication:
    """A WSGI application for the partner's own server; run it in one process, with as many threads as it may use.

    ``address`` is where the host reaches it, as in its ``MKB_<PLUGIN>_URL``: it is signed along, so a message for
    another server does not count here. ``outside`` is what the plugin gets as ``egress``. Raises :class:`InvalidInput` where it is no such address.
    """
    return _Application(port, keys, read_address(address), outside, now)


def _body(environ: WSGIEnvironment) -> bytes:
    length = environ.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdigit()):
        raise _Refused(HTTPStatus.LENGTH_REQUIRED, "the length of the body is not given")
    if len(length) > 9 or int(length) > MOST_ASKED:
        raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too large")
    try:
        body: bytes = environ["wsgi.input"].read(int(length))
    except OSError:
        raise _Refused(HTTPStatus.REQUEST_TIMEOUT, "the body did not come in time") from None
    if len(body) < int(length):
        raise _Refused(HTTPStatus.BAD_REQUEST, "the body breaks off")
    return body


def _headers(environ: Mapping[str, Any]) -> dict[str, str]:
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    return {**headers, "content-type": environ.get("CONTENT_TYPE", "")}
