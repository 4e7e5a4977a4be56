"""HTTP Message Signatures (RFC 9421, hmac-sha256) and Content-Digest (RFC 9530), as far as two known sides need them.

What is covered is fixed, so nothing of the other side's choosing decides what is checked: a message that covers less, or
something else, is refused. No clock here: whether a message is too old is asked in ``freshness``.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence

from attrs import frozen

from mkb_core.runtime.remote.keys import Keys

ALGORITHM = "hmac-sha256"
CONTENT_TYPE = "application/json"
METHOD = "POST"
LABEL = "mkb"
#: Keeps a signature that the same secret made for another purpose from counting here.
TAG = "mkb-hooks"

REQUEST = ('"@method"', '"@target-uri"', '"content-type"', '"content-digest"')
#: The last one binds an answer to the one request that it answers.
RESPONSE = ('"@status"', '"content-type"', '"content-digest"', f'"signature";req;key="{LABEL}"')

_INPUT = re.compile(
    rf"{LABEL}=(\(([^()]*)\)((?:;[a-z]+=(?:\"[A-Za-z0-9_-]{{1,64}}\"|[0-9]{{1,12}}))+))", re.ASCII
)
_PARAMETER = re.compile(r";([a-z]+)=(?:\"([^\"]*)\"|([0-9]+))")
_SIGNATURE = re.compile(rf"{LABEL}=(:[A-Za-z0-9+/]{{43}}=:)", re.ASCII)
SHORTEST_NONCE = 16


class NotGenuine(Exception):
    """A message is not what somebody with the secret sent, or not in time. The words are for the log of the receiver."""


@frozen
class Proof:
    """The parameters of a signature that was found right, and its value as an answer covers it."""

    created: int
    key: str
    nonce: str
    signature: str


def sign_request(
    address: str, body: bytes, keys: Keys, *, created: int, nonce: str
) -> tuple[dict[str, str], Proof]:
    """The headers of a request, and what its answer will be checked against.

    ``address`` as ``read_address`` writes it; ``created`` in seconds since 1970.
    """
    values = (METHOD, address, CONTENT_TYPE, content_digest(body))
    parameters = f'({" ".join(REQUEST)});created={created};nonce="{nonce}"{_named(keys.first)}'
    signature = _signature(keys.secrets[keys.first], REQUEST, values, parameters)
    return _headers(body, parameters, signature), Proof(created, keys.first, nonce, signature)


def sign_response(status: int, body: bytes, asked: Proof, keys: Keys, *, created: int) -> dict[str, str]:
    """The headers of an answer, signed with the key of its request."""
    values = (str(status), CONTENT_TYPE, content_digest(body), asked.signature)
    parameters = f"({' '.join(RESPONSE)});created={created}{_named(asked.key)}"
    return _headers(body, parameters, _signature(keys.secrets[asked.key], RESPONSE, values, parameters))


def verify_request(address: str, headers: Mapping[str, str], body: bytes, keys: Keys) -> Proof:
    """Who sent it, and when? ``headers`` by their names in small letters. Raises :class:`NotGenuine`."""
    values = (METHOD, address, CONTENT_TYPE, content_digest(body))
    proof = _verified(REQUEST, values, headers, keys)
    if len(proof.nonce) < SHORTEST_NONCE:
        raise NotGenuine("no nonce, or too short a one")
    return proof


def verify_response(status: int, headers: Mapping[str, str], body: bytes, asked: Proof, keys: Keys) -> Proof:
    """Is it the answer to that very request? Raises :class:`NotGenuine`."""
    values = (str(status), CONTENT_TYPE, content_digest(body), asked.signature)
    proof = _verified(RESPONSE, values, headers, keys)
    if proof.key != asked.key:
        raise NotGenuine("signed with another key than the request")
    return proof


def content_digest(body: bytes) -> str:
    """The header ``Content-Digest`` of a body."""
    return f"sha-256={_bytes(hashlib.sha256(body).digest())}"


def signature_base(components: Sequence[str], values: Sequence[str], parameters: str) -> bytes:
    """What is signed (RFC 9421, section 2.5): a line for each component, and one for the parameters."""
    lines = [f"{name}: {value}" for name, value in zip(components, values, strict=True)]
    return "\n".join([*lines, f'"@signature-params": {parameters}']).encode("ascii")


def _verified(
    components: Sequence[str], values: Sequence[str], headers: Mapping[str, str], keys: Keys
) -> Proof:
    given = _INPUT.fullmatch(headers.get("signature-input", ""))
    signature = _SIGNATURE.fullmatch(headers.get("signature", ""))
    if given is None or signature is None:
        raise NotGenuine("not signed, or not in the form agreed upon")
    if given[2] != " ".join(components):
        raise NotGenuine("the signature covers something else")
    if headers.get("content-type") != CONTENT_TYPE:
        raise NotGenuine(f"the body is not {CONTENT_TYPE}")
    if headers.get("content-digest") != values[components.index('"content-digest"')]:
        raise NotGenuine("the digest does not fit the body")
    proof = _proof(given[3], signature[1])
    if proof.key not in keys.secrets:
        raise NotGenuine("signed with an unknown key")
    expected = _signature(keys.secrets[proof.key], components, values, given[1])
    if not hmac.compare_digest(expected, proof.signature):
        raise NotGenuine("the signature does not fit the message")
    return proof


def _proof(parameters: str, signature: str) -> Proof:
    pairs = [(name, text or number) for name, text, number in _PARAMETER.findall(parameters)]
    given = dict(pairs)
    if len(given) < len(pairs) or not given.keys() <= {"created", "nonce", "keyid", "alg", "tag"}:
        raise NotGenuine("the parameters of the signature are not those agreed upon")
    if given.get("tag") != TAG or given.get("alg", ALGORITHM) != ALGORITHM or "keyid" not in given:
        raise NotGenuine("the signature was made for something else")
    if not given.get("created", "").isdigit():
        raise NotGenuine("the signature has no time")
    return Proof(int(given["created"]), given["keyid"], given.get("nonce", ""), signature)


def _signature(secret: bytes, components: Sequence[str], values: Sequence[str], parameters: str) -> str:
    base = signature_base(components, values, parameters)
    return _bytes(hmac.new(secret, base, hashlib.sha256).digest())


def _named(key: str) -> str:
    return f';keyid="{key}";alg="{ALGORITHM}";tag="{TAG}"'


def _headers(body: bytes, parameters: str, signature: str) -> dict[str, str]:
    return {
        "content-type": CONTENT_TYPE,
        "content-digest": content_digest(body),
        "signature-input": f"{LABEL}={parameters}",
        "signature": f"{LABEL}={signature}",
    }


def _bytes(value: bytes) -> str:
    """Bytes as structured headers write them (RFC 8941)."""
    return f":{base64.b64encode(value).decode('ascii')}:"
