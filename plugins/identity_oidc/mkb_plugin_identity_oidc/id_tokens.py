"""Checking an ID token: who signed it, for whom, for which sign-in, and when. Nothing of it counts before."""

from __future__ import annotations

import binascii
import hmac
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from attrs import frozen
from authlib.oidc.core.util import create_half_hash
from joserfc import jwk, jws
from joserfc.errors import JoseError

from mkb_core.codec import parse_json
from mkb_core.errors import InvalidInput
from mkb_plugin_identity_oidc.refusals import Refused

#: algorithm -> type of key. Signatures by a public key only: no shared secret, and never none
ALGORITHMS: Mapping[str, str] = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC"}
LARGEST_TOKEN = 16 * 1024
SMALLEST_RSA_BITS = 2048
#: how far clocks may differ, and how old a token may be that was made for this very sign-in
SKEW_SECONDS, OLDEST_SECONDS = 60, 600
_PART = re.compile(r"[A-Za-z0-9_-]+")
#: headers by which a token would bring its own key, or ask for what is not understood here
_FOREIGN = ("crit", "jku", "jwk", "x5u", "x5c", "b64", "zip", "enc")

#: the provider's keys; with true, after looking whether there are new ones
FindKeys = Callable[[bool], tuple[Mapping[str, Any], ...]]


@frozen
class Expected:
    """What the token of one sign-in must say."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str
    now: datetime


def checked_claims(token: str, find_keys: FindKeys, expected: Expected) -> Mapping[str, Any]:
    """The claims of a token that is sound in every respect. Raises :class:`Refused` with what is wrong first."""
    if len(token) > LARGEST_TOKEN:
        raise Refused("token-too-large")
    parts = token.split(".")
    if len(parts) != 3 or not all(map(_PART.fullmatch, parts)):
        raise Refused("token-form")
    header, claims = (_object(part) for part in parts[:2])
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise Refused("token-algorithm")
    if any(name in header for name in _FOREIGN) or header.get("typ", "JWT") != "JWT":
        raise Refused("token-header")
    key = _key_for(header, algorithm, find_keys, expected.now.timestamp())
    try:
        jws.deserialize_compact(token, jwk.import_key(dict(key)), algorithms=[algorithm])
    except (JoseError, ValueError, TypeError, KeyError):
        raise Refused("token-signature") from None
    _check_parties(claims, expected)
    _check_times(claims, expected.now.timestamp())
    _check_binding(claims, algorithm, expected)
    return claims


def _object(part: str) -> dict[str, Any]:
    """A part as a JSON object; a name that is there twice is refused, since others may read the other one."""
    try:
        found = parse_json(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (InvalidInput, binascii.Error, ValueError):
        raise Refused("token-form") from None
    if not isinstance(found, dict):
        raise Refused("token-form")
    return found


def _key_for(header: Mapping[str, Any], algorithm: str, find_keys: FindKeys, now: float) -> Mapping[str, Any]:
    name = header.get("kid")
    if name is not None and not isinstance(name, str):
        raise Refused("token-header")
    keys = _named(find_keys(False), name) or _named(find_keys(True), name)
    fitting = [key for key in keys if _fits(key, algorithm)]
    if len(fitting) != 1:  # none, or nobody says which
        raise Refused("token-key")
    key = fitting[0]
    ends, begins = key.get("exp"), key.get("nbf")
    if "revoked" in key or not _in_time(ends, begins, now):
        raise Refused("token-key-expired")
    return key


def _named(keys: tuple[Mapping[str, Any], ...], name: str | None) -> list[Mapping[str, Any]]:
    return [key for key in keys if name is None or key.get("kid") == name]


def _fits(key: Mapping[str, Any], algorithm: str) -> bool:
    if key.get("kty") != ALGORITHMS[algorithm] or key.get("use", "sig") != "sig":
        return False
    if key.get("alg", algorithm) != algorithm or "verify" not in key.get("key_ops", ["verify"]):
        return False
    if algorithm == "ES256":
        return key.get("crv") == "P-256"
    modulus = key.get("n")
    return isinstance(modulus, str) and len(modulus) * 6 >= SMALLEST_RSA_BITS


def _in_time(ends: Any, begins: Any, now: float) -> bool:
    """Keys may say until when they count (OpenID Federation)."""
    sound = all(one is None or _is_number(one) for one in (ends, begins))
    return sound and (ends is None or now < ends) and (begins is None or begins <= now)


def _check_parties(claims: Mapping[str, Any], expected: Expected) -> None:
    if claims.get("iss") != expected.issuer:
        raise Refused("token-issuer")
    # For us and for nobody else: another party that holds it could otherwise show it here.
    if claims.get("aud") not in (expected.client_id, [expected.client_id]):
        raise Refused("token-audience")
    if claims.get("azp", expected.client_id) != expected.client_id:
        raise Refused("token-party")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 1 <= len(subject) <= 255 or not subject.isprintable():
        raise Refused("token-subject")


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    times: list[Any] = [claims.get("exp"), claims.get("iat"), claims.get("nbf", 0)]
    if not all(map(_is_number, times)):
        raise Refused("token-times")
    ends, made, begins = times
    if now >= ends + SKEW_SECONDS:
        raise Refused("token-expired")
    if begins > now + SKEW_SECONDS:
        raise Refused("token-not-yet")
    if made > now + SKEW_SECONDS:
        raise Refused("token-from-future")
    if made < now - OLDEST_SECONDS:
        raise Refused("token-old")


def _check_binding(claims: Mapping[str, Any], algorithm: str, expected: Expected) -> None:
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), expected.nonce.encode()):
        raise Refused("token-nonce")
    if "at_hash" in claims:
        right = create_half_hash(expected.access_token, algorithm)
        given = claims["at_hash"]
        if not isinstance(given, str) or not hmac.compare_digest(given.encode(), right):
            raise Refused("token-access")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
