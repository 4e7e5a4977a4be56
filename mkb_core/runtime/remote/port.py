"""The host's side: a plugin on its partner's own server, as a :class:`~mkb_core.runtime.ports.Port`. Needs ``http``."""

from __future__ import annotations

import json
import secrets
import ssl
import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

import httpx
from attrs import define, field

from mkb_core.codec import parse_json, to_json
from mkb_core.errors import InvalidInput
from mkb_core.hooks.outside import Outside
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.ports import PortFailed
from mkb_core.runtime.remote.addresses import read_address
from mkb_core.runtime.remote.exchange import Reply, post
from mkb_core.runtime.remote.freshness import check_time
from mkb_core.runtime.remote.keys import Keys, read_keys
from mkb_core.runtime.remote.messages import MOST_ANSWERED, MOST_ASKED, Asked, read_told
from mkb_core.runtime.remote.signatures import NotGenuine, Proof, sign_request, verify_response

#: What a server says without a signature is a fault in any case; this is the most likely one.
_UNSIGNED: Mapping[int, tuple[FaultKind, str]] = {
    200: (FaultKind.NOT_GENUINE, "the answer is not signed"),
    401: (FaultKind.NOT_GENUINE, "refused there: compare secret, address and clock; its log tells which"),
    503: (FaultKind.UNREACHABLE, "the server is busy (HTTP 503)"),
}


@define
class RemotePort:
    """The way to one partner's server. Nothing is sent or checked before the first use; safe between threads.

    ``url`` and ``secret`` are as the operator set them (``MKB_<PLUGIN>_URL``, ``MKB_<PLUGIN>_SECRET``); ``now`` gives seconds since 1970, as the other side's clock
    does: a fixed clock would make every message late.
    """

    plugin_id: str
    url: str
    secret: str = field(repr=False)
    now: Callable[[], float] = field(default=time.time, repr=False)  # noqa: TID251 - messages must be of this moment
    most_bytes: int = MOST_ANSWERED
    #: the name that a fault of the plugin's own source bears, whatever its server calls it; by default the plugin's id
    source: str = ""
    _trust: ssl.SSLContext | None = field(default=None, init=False, repr=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False, eq=False)

    @property
    def has_own_outside(self) -> bool:
        """The plugin goes outside from its own server: nobody can bring about failures there from here."""
        return True

    def hooks(self, seconds: float) -> frozenset[str]:
        """Names of the hooks that the plugin implements. Raises :class:`PortFailed`."""
        names = self._ask(Asked(None, seconds))
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise PortFailed(FaultKind.WRONG_TYPE, "a list of the names of hooks is expected")
        return frozenset(names)

    def call(self, hook: str, arguments: dict[str, Any], seconds: float, outside: Outside | None) -> Any:
        """Call a hook. ``outside`` stays here: the partner's server has a way outside of its own.

        Raises :class:`PortFailed`, and ``SourceUnavailable`` where the plugin's own source gives no answer.
        """
        return self._ask(Asked(hook, seconds, arguments))

    def rest(self) -> None:
        """Nothing is kept open between calls."""

    def close(self) -> None:
        """Nothing is kept open between calls."""

    def _ask(self, question: Asked) -> Any:
        address, keys = self._set_up()
        body = json.dumps(to_json(question), allow_nan=False).encode("ascii")
        if len(body) > MOST_ASKED:
            raise PortFailed(FaultKind.TOO_LARGE, f"the message has more than {MOST_ASKED} bytes")
        nonce = secrets.token_urlsafe(18)
        headers, proof = sign_request(address, body, keys, created=int(self.now()), nonce=nonce)
        reply = post(address, headers, body, question.seconds, self.most_bytes, self._trusted())
        self._check(reply, proof, keys)
        try:
            return read_told(parse_json(reply.body), self.source or self.plugin_id)
        except InvalidInput:
            raise PortFailed(FaultKind.UNREADABLE, "the answer is no JSON") from None

    def _set_up(self) -> tuple[str, Keys]:
        try:
            return read_address(self.url), read_keys(self.secret)
        except InvalidInput as refusal:
            words = "; ".join(fault.sentence("en") for fault in refusal.faults)
            raise PortFailed(FaultKind.UNREACHABLE, f"not set up: {words}") from None

    def _trusted(self) -> ssl.SSLContext:
        """Reading the trusted certificates takes longer than a call: once per port."""
        with self._lock:
            self._trust = self._trust or httpx.create_ssl_context(trust_env=False)
            return self._trust

    def _check(self, reply: Reply, asked: Proof, keys: Keys) -> None:
        """Raises :class:`PortFailed` for all but the genuine answer to what was asked."""
        if "signature" not in reply.headers:
            unknown = (FaultKind.UNREACHABLE, f"HTTP {reply.status}, and not from the plugin's server")
            raise PortFailed(*_UNSIGNED.get(reply.status, unknown))
        try:
            proof = verify_response(reply.status, reply.headers, reply.body, asked, keys)
            check_time(proof.created, self.now())
        except NotGenuine as refusal:
            raise PortFailed(FaultKind.NOT_GENUINE, str(refusal)) from None
