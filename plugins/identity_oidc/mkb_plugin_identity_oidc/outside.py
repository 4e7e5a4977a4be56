"""The way to the provider: https (http on this machine only), short, small, and never on to where an answer points."""

from __future__ import annotations

import time
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx
from attrs import field, frozen

from mkb_core.codec import parse_json
from mkb_core.errors import InvalidInput
from mkb_plugin_identity_oidc.refusals import Refused

#: seconds for one step of a request, and for all of it
STEP_SECONDS, ALL_SECONDS = 5.0, 10.0
LARGEST_BYTES = 256 * 1024
JSON_KINDS = ("application/json", "application/jwk-set+json")


def is_address(address: str) -> bool:
    """May the provider, or one of its endpoints, be here?"""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = address.isascii() and address.isprintable() and " " not in address
    if not plain or not host or parts.username or parts.password or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(host))


@frozen
class Answer:
    """A JSON object, and with which status it came."""

    status: int
    document: Mapping[str, Any] = field(repr=False)


def fetch(address: str) -> Answer:
    """Get a JSON object. Raises :class:`Refused`."""
    return _ask("GET", address, None, None)


def send_form(address: str, form: Mapping[str, str], user: tuple[str, str] | None) -> Answer:
    """Post a form, maybe with a name and password in a header; the answer is a JSON object. Raises :class:`Refused`."""
    return _ask("POST", address, form, user)


def _ask(method: str, address: str, form: Mapping[str, str] | None, user: tuple[str, str] | None) -> Answer:
    if not is_address(address):
        raise Refused("provider-address")
    ends = time.monotonic() + ALL_SECONDS
    headers = {"accept": "application/json", "accept-encoding": "identity"}
    try:
        with (
            httpx.Client(follow_redirects=False, trust_env=False, timeout=STEP_SECONDS) as client,
            client.stream(method, address, data=form, auth=user, headers=headers) as answer,
        ):
            return Answer(answer.status_code, _object(answer, ends))
    except httpx.HTTPError:
        raise Refused("unreachable") from None


def _object(answer: httpx.Response, ends: float) -> Mapping[str, Any]:
    if answer.is_redirect:
        raise Refused("provider-redirect")
    if answer.status_code >= 500:
        raise Refused("unreachable")
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in JSON_KINDS or answer.headers.get("content-encoding", "identity") != "identity":
        raise Refused("provider-not-json")
    body = bytearray()
    for piece in answer.iter_raw():
        body += piece
        if len(body) > LARGEST_BYTES:
            raise Refused("provider-too-large")
        if time.monotonic() > ends:
            raise Refused("unreachable")
    try:
        document = parse_json(bytes(body))
    except InvalidInput:
        raise Refused("provider-not-json") from None
    if not isinstance(document, dict):
        raise Refused("provider-not-json")
    return document


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
