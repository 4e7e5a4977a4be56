"""The provider as it describes itself: its endpoints, and its keys, which it replaces now and then."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any
from urllib.parse import quote_plus

from attrs import define, field, frozen

from mkb_plugin_identity_oidc.broker import Broker
from mkb_plugin_identity_oidc.outside import fetch, is_address, send_form
from mkb_plugin_identity_oidc.refusals import Refused

WELL_KNOWN = "/.well-known/openid-configuration"
#: how long what was fetched counts, and how soon after that unknown keys may be looked for
KEPT_SECONDS, SOONEST_SECONDS = 3600.0, 30.0
MOST_KEYS = 50


@frozen
class Metadata:
    """Endpoints. ``names_itself``: it puts its issuer into every answer (RFC 9207); ``by_form``: it takes the client's
    secret in the form only."""

    authorization: str
    token: str
    keys: str
    names_itself: bool
    by_form: bool


@frozen
class Tokens:
    """What a code was exchanged for."""

    id_token: str = field(repr=False)
    access_token: str = field(repr=False)


@define(eq=False)
class Provider:
    """The provider of some settings; safe between threads. ``clock`` counts seconds."""

    broker: Broker
    clock: Callable[[], float] = time.monotonic
    _metadata: tuple[float, Metadata] | None = field(default=None, init=False)
    _keys: tuple[float, tuple[Mapping[str, Any], ...]] | None = field(default=None, init=False, repr=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    def metadata(self) -> Metadata:
        """Its endpoints, fetched at most once an hour. Raises :class:`Refused`."""
        with self._lock:
            if self._metadata is None or self._age(self._metadata[0]) > KEPT_SECONDS:
                found = _read_metadata(
                    self.broker.issuer, _fetched(self.broker.issuer.rstrip("/") + WELL_KNOWN)
                )
                self._metadata = (self.clock(), found)
            return self._metadata[1]

    def keys(self, *, unknown: bool = False) -> tuple[Mapping[str, Any], ...]:
        """Its public keys; ``unknown``: the one that is needed was not among them. Raises :class:`Refused`."""
        address = self.metadata().keys
        with self._lock:
            kept = SOONEST_SECONDS if unknown else KEPT_SECONDS
            if self._keys is None or self._age(self._keys[0]) > kept:
                keys = _fetched(address).get("keys")
                if not isinstance(keys, list) or len(keys) > MOST_KEYS:
                    raise Refused("provider-keys")
                self._keys = (self.clock(), tuple(key for key in keys if isinstance(key, dict)))
            return self._keys[1]

    def exchange(self, code: str, verifier: str, back: str) -> Tokens:
        """What a code is worth; it is used up. Raises :class:`Refused`."""
        metadata, broker = self.metadata(), self.broker
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
        }
        # Escaped, as RFC 6749 (2.3.1) has it: they may hold what the header cannot.
        user = None if metadata.by_form else (quote_plus(broker.client_id), quote_plus(broker.client_secret))
        if metadata.by_form:
            form |= {"client_id": broker.client_id, "client_secret": broker.client_secret}
        answer = send_form(metadata.token, form, user)
        if answer.status != 200:
            raise Refused("code-refused")
        given = answer.document
        kind, id_token, access = (given.get(name) for name in ("token_type", "id_token", "access_token"))
        if not isinstance(id_token, str) or not isinstance(access, str) or not access:
            raise Refused("tokens-missing")
        if not isinstance(kind, str) or kind.lower() != "bearer":
            raise Refused("tokens-kind")
        return Tokens(id_token, access)

    def _age(self, since: float) -> float:
        return self.clock() - since


def _fetched(address: str) -> Mapping[str, Any]:
    answer = fetch(address)
    if answer.status != 200:
        raise Refused("unreachable")
    return answer.document


def _read_metadata(issuer: str, given: Mapping[str, Any]) -> Metadata:
    if given.get("issuer") != issuer:
        raise Refused("provider-issuer")
    places = [given.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if not all(isinstance(place, str) and is_address(place) for place in places):
        raise Refused("provider-address")
    methods = given.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    challenges = given.get("code_challenge_methods_supported", ["S256"])
    if not isinstance(methods, list) or not isinstance(challenges, list) or "S256" not in challenges:
        raise Refused("provider-cannot")
    by_form = "client_secret_basic" not in methods
    if by_form and "client_secret_post" not in methods:
        raise Refused("provider-cannot")
    names_itself = given.get("authorization_response_iss_parameter_supported") is True
    authorization, token, keys = (str(place) for place in places)
    return Metadata(authorization, token, keys, names_itself, by_form)
