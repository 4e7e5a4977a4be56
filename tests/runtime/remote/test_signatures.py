"""Signatures as RFC 9421 and RFC 9530 have them, and refusals of everything that is not the form agreed upon."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.runtime.remote.keys import Keys, read_keys
from mkb_core.runtime.remote.signatures import (
    LABEL,
    NotGenuine,
    Proof,
    content_digest,
    sign_request,
    sign_response,
    signature_base,
    verify_request,
    verify_response,
)

SECRET = "an-example-secret-of-two-sides-0123456789"
KEYS = read_keys(SECRET)
ADDRESS = "https://plugins.example.org/mkb"
BODY = b'{"hook": null, "seconds": 10.0, "arguments": {}}'
ANSWER = b'{"result": ["mkb_declare_partners"]}'
CREATED = 1795428000
NONCE = "0123456789abcdefABCD"


def request_headers() -> dict[str, str]:
    return sign_request(ADDRESS, BODY, KEYS, created=CREATED, nonce=NONCE)[0]


def asked(nonce: str = NONCE) -> Proof:
    return sign_request(ADDRESS, BODY, KEYS, created=CREATED, nonce=nonce)[1]


def answer_headers() -> dict[str, str]:
    return sign_response(200, ANSWER, asked(), KEYS, created=CREATED)


def test_signature_base_and_mac_are_those_of_rfc_9421_b_2_5() -> None:
    secret = base64.b64decode(
        "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ=="
    )
    base = signature_base(
        ('"date"', '"@authority"', '"content-type"'),
        ("Tue, 20 Apr 2021 02:07:55 GMT", "example.com", "application/json"),
        '("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
    )
    mac = hmac.new(secret, base, hashlib.sha256).digest()
    assert base64.b64encode(mac) == b"pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8="


def test_digest_is_that_of_rfc_9530() -> None:
    assert content_digest(b'{"hello": "world"}\n') == "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"


def test_request_of_another_implementation_is_taken() -> None:
    """Made with http-message-signatures 3.0.0, which orders the parameters in its own way."""
    headers = {
        "content-type": "application/json",
        "content-digest": "sha-256=:viwqZ5UedP2eINOjJ1MMg8IB5lcH0Us8dXR+kHilL0c=:",
        "signature-input": 'mkb=("@method" "@target-uri" "content-type" "content-digest");created=1795428000;'
        'keyid="46dc5ce62ddbf95d";alg="hmac-sha256";nonce="0123456789abcdefABCD";tag="mkb-hooks"',
        "signature": "mkb=:hTIAMPuXmIJF7Vckpf066+dpLwO0/iF6nW4UOHXr5HY=:",
    }
    assert verify_request(ADDRESS, headers, BODY, KEYS).nonce == NONCE


def test_answer_of_another_implementation_is_taken() -> None:
    """Made with http-message-signatures 3.0.0 for the request that these tests sign."""
    headers = {
        "content-type": "application/json",
        "content-digest": "sha-256=:ehMNygDU9oMFhyPZr9cnUbLDJj8OJSsJvmCNAUu6uHM=:",
        "signature-input": 'mkb=("@status" "content-type" "content-digest" "signature";req;key="mkb");'
        'created=1795428000;keyid="46dc5ce62ddbf95d";alg="hmac-sha256";tag="mkb-hooks"',
        "signature": "mkb=:GbLGac6T47hqnnBRrNUhUTUcqmxC+0gj7Bjv3BYoFtg=:",
    }
    assert verify_response(200, headers, ANSWER, asked(), KEYS).created == CREATED


@given(body=st.binary(max_size=200), created=st.integers(0, 10**11), nonce=st.from_regex(r"\A[\w-]{16,64}\Z"))
def test_what_was_signed_is_taken(body: bytes, created: int, nonce: str) -> None:
    nonce = "".join(letter if letter.isascii() else "a" for letter in nonce)
    headers, proof = sign_request(ADDRESS, body, KEYS, created=created, nonce=nonce)
    assert verify_request(ADDRESS, headers, body, KEYS) == proof


@given(place=st.integers(0, len(BODY) * 8 - 1))
def test_one_bit_of_the_body_is_noticed(place: int) -> None:
    changed = bytearray(BODY)
    changed[place // 8] ^= 1 << place % 8
    with pytest.raises(NotGenuine):
        verify_request(ADDRESS, request_headers(), bytes(changed), KEYS)


@pytest.mark.parametrize("name", ["content-type", "content-digest", "signature-input", "signature"])
@given(data=st.data())
def test_one_letter_of_a_header_is_noticed(name: str, data: st.DataObject) -> None:
    headers = request_headers()
    place = data.draw(st.integers(0, len(headers[name]) - 1))
    letter = data.draw(st.characters(codec="latin-1").filter(lambda one: one != headers[name][place]))
    headers[name] = headers[name][:place] + letter + headers[name][place + 1 :]
    with pytest.raises(NotGenuine):
        verify_request(ADDRESS, headers, BODY, KEYS)


@pytest.mark.parametrize("name", ["content-type", "content-digest", "signature-input", "signature"])
def test_missing_header_is_refused(name: str) -> None:
    headers = request_headers()
    del headers[name]
    with pytest.raises(NotGenuine):
        verify_request(ADDRESS, headers, BODY, KEYS)


def resigned(parameters: str) -> dict[str, str]:
    """A request that is signed with the right secret, over other parameters."""
    values = ("POST", ADDRESS, "application/json", content_digest(BODY))
    covered = ('"@method"', '"@target-uri"', '"content-type"', '"content-digest"')
    base = signature_base(covered, values, parameters)
    mac = base64.b64encode(hmac.new(SECRET.encode(), base, hashlib.sha256).digest()).decode()
    return request_headers() | {
        "signature-input": f"{LABEL}={parameters}",
        "signature": f"{LABEL}=:{mac}:",
    }


COVERED = '("@method" "@target-uri" "content-type" "content-digest")'
KEY = f'keyid="{KEYS.first}"'


def test_parameters_may_come_in_any_order() -> None:
    headers = resigned(f'{COVERED};tag="mkb-hooks";{KEY};nonce="{NONCE}";created={CREATED}')
    assert verify_request(ADDRESS, headers, BODY, KEYS).created == CREATED


@pytest.mark.parametrize(
    "parameters",
    [
        f'{COVERED};nonce="{NONCE}";{KEY};tag="mkb-hooks"',
        f'{COVERED};created={CREATED};{KEY};tag="mkb-hooks"',
        f'{COVERED};created={CREATED};nonce="short";{KEY};tag="mkb-hooks"',
        f'{COVERED};created={CREATED};nonce="{NONCE}";tag="mkb-hooks"',
        f'{COVERED};created={CREATED};nonce="{NONCE}";{KEY}',
        f'{COVERED};created={CREATED};nonce="{NONCE}";{KEY};tag="another"',
        f'{COVERED};created={CREATED};nonce="{NONCE}";{KEY};tag="mkb-hooks";alg="none"',
        f'{COVERED};created={CREATED};nonce="{NONCE}";{KEY};tag="mkb-hooks";more="x"',
        f'{COVERED};created={CREATED};created=1;nonce="{NONCE}";{KEY};tag="mkb-hooks"',
        f'{COVERED};created=-{CREATED};nonce="{NONCE}";{KEY};tag="mkb-hooks"',
        f'{COVERED};created="now";nonce="{NONCE}";{KEY};tag="mkb-hooks"',
        f'("@method");created={CREATED};nonce="{NONCE}";{KEY};tag="mkb-hooks"',
        f'();created={CREATED};nonce="{NONCE}";{KEY};tag="mkb-hooks"',
    ],
    ids=[
        "no time",
        "no nonce",
        "short nonce",
        "no key",
        "no tag",
        "another tag",
        "another algorithm",
        "unknown parameter",
        "time twice",
        "time before 1970",
        "time in words",
        "covers less",
        "covers nothing",
    ],
)
def test_other_parameters_are_refused_though_rightly_signed(parameters: str) -> None:
    with pytest.raises(NotGenuine):
        verify_request(ADDRESS, resigned(parameters), BODY, KEYS)


def test_request_for_another_address_is_refused() -> None:
    with pytest.raises(NotGenuine):
        verify_request("https://plugins.example.org/other", request_headers(), BODY, KEYS)


def test_request_with_an_unknown_key_is_refused() -> None:
    with pytest.raises(NotGenuine, match="unknown key"):
        verify_request(ADDRESS, request_headers(), BODY, read_keys(SECRET[::-1]))


def test_request_with_a_known_key_and_another_secret_is_refused() -> None:
    with pytest.raises(NotGenuine, match="does not fit"):
        verify_request(ADDRESS, request_headers(), BODY, Keys({KEYS.first: b"x" * 40}))


def test_older_key_is_still_taken() -> None:
    both = read_keys(f"{SECRET[::-1]} {SECRET}")
    assert verify_request(ADDRESS, request_headers(), BODY, both).key == KEYS.first


def test_answer_is_signed_with_the_key_of_its_request() -> None:
    both = read_keys(f"{SECRET[::-1]} {SECRET}")
    headers = sign_response(200, ANSWER, asked(), both, created=CREATED)
    assert verify_response(200, headers, ANSWER, asked(), KEYS).key == KEYS.first


def test_answer_with_another_known_key_is_refused() -> None:
    both = read_keys(f"{SECRET[::-1]} {SECRET}")
    other = Proof(CREATED, both.first, NONCE, asked().signature)
    headers = sign_response(200, ANSWER, other, both, created=CREATED)
    with pytest.raises(NotGenuine, match="another key"):
        verify_response(200, headers, ANSWER, asked(), both)


def test_answer_to_another_request_is_refused() -> None:
    with pytest.raises(NotGenuine):
        verify_response(200, answer_headers(), ANSWER, asked("another-nonce-0123456"), KEYS)


def test_answer_with_another_status_is_refused() -> None:
    with pytest.raises(NotGenuine):
        verify_response(201, answer_headers(), ANSWER, asked(), KEYS)


def test_request_sent_back_is_no_answer() -> None:
    with pytest.raises(NotGenuine, match="something else"):
        verify_response(200, request_headers(), BODY, asked(), KEYS)


def test_answer_sent_back_is_no_request() -> None:
    with pytest.raises(NotGenuine, match="something else"):
        verify_request(ADDRESS, answer_headers(), ANSWER, KEYS)
