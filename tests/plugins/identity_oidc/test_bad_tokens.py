"""Every way in which a token or an answer can be wrong: each is refused for its own reason, and nobody gets in."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jwk
from werkzeug import Response

from tests.plugins.identity_oidc.conftest import Arrive, Person
from tests.plugins.identity_oidc.local_provider import (
    CLIENT,
    COMPANY,
    ELLIPTIC,
    ISSUED,
    KEY,
    LOA,
    NEXT_KEY,
    OTHER,
    STRANGER,
    LocalProvider,
    as_json,
    hash_of_access,
    new_key,
    part,
    signed,
)

Wrong = Callable[[LocalProvider], None]
PUBLIC = KEY.as_pem(private=False)


def claims(**changed: Any) -> Wrong:
    return lambda provider: provider.claims.update(changed)


def header(**changed: Any) -> Wrong:
    return lambda provider: provider.header.update(changed)


def made(make: Callable[[dict[str, Any], dict[str, Any]], str]) -> Wrong:
    def change(provider: LocalProvider) -> None:
        provider.token = make

    return change


def published(*keys: dict[str, Any]) -> Wrong:
    def change(provider: LocalProvider) -> None:
        provider.published = list(keys)

    return change


def answered(make: Callable[[dict[str, Any]], Response]) -> Wrong:
    def change(provider: LocalProvider) -> None:
        provider.answer = make

    return change


def signed_with(key: Any, algorithm: str = "RS256") -> Wrong:
    def change(provider: LocalProvider) -> None:
        provider.key = key
        provider.header["alg"] = algorithm

    return change


def public(key: Any = KEY, **more: Any) -> dict[str, Any]:
    return {**key.as_dict(private=False), **more}


def without_signature(head: dict[str, Any], body: dict[str, Any]) -> str:
    return f"{part({**head, 'alg': 'none'})}.{part(body)}."


def by_public_key(head: dict[str, Any], body: dict[str, Any]) -> str:
    """The old trick: the public key, which everybody has, as a shared secret."""
    secret = jwk.OctKey.import_key(json.dumps(public()))
    return signed({**head, "alg": "HS256"}, body, secret, "HS256")


def changed_after_signing(head: dict[str, Any], body: dict[str, Any]) -> str:
    first, _, last = signed(head, body, KEY).split(".")
    return f"{first}.{part({**body, 'company_number': OTHER, 'mandate': [OTHER]})}.{last}"


def doubled_claim(head: dict[str, Any], body: dict[str, Any]) -> str:
    return signed(head, json.dumps(body)[:-1] + f', "company_number": "{OTHER}"}}', KEY)


def header_only(**changed: Any) -> Wrong:
    """A header that no library would sign."""
    return made(lambda head, body: f"{part(head | changed)}.{part(body)}.AAAA")


def doubled_header(head: dict[str, Any], body: dict[str, Any]) -> str:
    return signed(json.dumps(head)[:-1] + ', "kid": "k1"}', body, KEY)


def other_signature(head: dict[str, Any], body: dict[str, Any]) -> str:
    other = signed(head, {**body, "sub": "person-2"}, KEY)
    return f"{part(head)}.{part(body)}.{other.rpartition('.')[2]}"


def endless(head: dict[str, Any], body: dict[str, Any]) -> str:
    return signed(head, json.dumps(body).replace(str(ISSUED + 300), "1e999"), KEY)


OTHER_CURVE = jwk.ECKey.generate_key("P-384", {"use": "sig"})
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the library advises against such a key
    WEAK = new_key("k1", bits=1024)

#: what is wrong -> how, and the reason that is written down
TOKENS: dict[str, tuple[Wrong, str]] = {
    "algorithm none": (made(without_signature), "token-form"),
    "algorithm none, with something as its signature": (
        made(lambda head, body: without_signature(head, body) + "AAAA"),
        "token-algorithm",
    ),
    "HS256 with the public key": (made(by_public_key), "token-algorithm"),
    "an algorithm that is not allowed": (signed_with(KEY, "RS512"), "token-algorithm"),
    "algorithm is no text": (
        made(lambda head, body: f"{part({**head, 'alg': ['RS256']})}.{part(body)}.AAAA"),
        "token-algorithm",
    ),
    "signed with another key of the same name": (signed_with(STRANGER), "token-signature"),
    "changed after it was signed": (made(changed_after_signing), "token-signature"),
    "PS256 said, RS256 signed": (
        made(lambda head, body: signed({**head, "alg": "PS256"}, body, KEY, "RS256")),
        "token-signature",
    ),
    "ES256 with the name of an RSA key": (
        made(lambda head, body: signed({**head, "alg": "ES256"}, body, ELLIPTIC, "ES256")),
        "token-key",
    ),
    "a key that nobody published": (header(kid="k9"), "token-key"),
    "no key named, and there are two": (
        lambda provider: (
            header(kid=None)(provider),
            published(public(), public(NEXT_KEY))(provider),
        )[0],
        "token-key",
    ),
    "a key for encryption": (published(public(use="enc")), "token-key"),
    "a key for another algorithm": (published(public(alg="PS256")), "token-key"),
    "a weak key": (
        lambda provider: (signed_with(WEAK)(provider), published(public(WEAK))(provider))[0],
        "token-key",
    ),
    "a key that has expired": (published(public(exp=ISSUED - 1)), "token-key-expired"),
    "a key that was revoked": (published(public(revoked={"revoked_at": 1})), "token-key-expired"),
    "a key of its own in the header": (header(jwk=public(STRANGER)), "token-header"),
    "a key of its own by address": (header(jku="https://keys.example.org"), "token-header"),
    "an extension that must be understood": (header(crit=["exp"]), "token-header"),
    "another kind of token": (header(typ="at+jwt"), "token-header"),
    "another issuer": (claims(iss="https://login.example.org"), "token-issuer"),
    "the issuer with a slash": (
        lambda provider: provider.claims.update(iss=provider.issuer + "/"),
        "token-issuer",
    ),
    "no issuer": (claims(iss=None), "token-issuer"),
    "for another client": (claims(aud="somebody-else"), "token-audience"),
    "for another client too": (claims(aud=[CLIENT, "somebody-else"], azp=CLIENT), "token-audience"),
    "for nobody": (claims(aud=None), "token-audience"),
    "handed out to another party": (claims(azp="somebody-else"), "token-party"),
    "no subject": (claims(sub=None), "token-subject"),
    "a subject that is no text": (claims(sub=7), "token-subject"),
    "expired": (claims(exp=ISSUED - 61), "token-expired"),
    "no expiry": (claims(exp=None), "token-times"),
    "an expiry in words": (claims(exp=str(ISSUED + 300)), "token-times"),
    "made in the future": (claims(iat=ISSUED + 61), "token-from-future"),
    "made long ago": (claims(iat=ISSUED - 3600), "token-old"),
    "no time of making": (claims(iat=None), "token-times"),
    "not valid yet": (claims(nbf=ISSUED + 61), "token-not-yet"),
    "another nonce": (claims(nonce="n" * 43), "token-nonce"),
    "no nonce": (claims(nonce=None), "token-nonce"),
    "another access token": (claims(at_hash=hash_of_access("another")), "token-access"),
    "a claim that is there twice": (made(doubled_claim), "token-form"),
    "claims that are a list": (made(lambda head, _: signed(head, "[1]", KEY)), "token-form"),
    "claims that are no JSON": (made(lambda head, _: signed(head, "{iss", KEY)), "token-form"),
    "four parts": (made(lambda head, body: signed(head, body, KEY) + ".AAAA"), "token-form"),
    "oversized": (claims(extra="x" * 20_000), "token-too-large"),
    "no level": (claims(acr=None), "level-missing"),
    "too low a level": (claims(acr=LOA + "loa2"), "level-low"),
    "levels as a list": (claims(acr=[LOA + "loa2", LOA + "loa4"]), "level-missing"),
    "no company": (claims(company_number=None), "company-missing"),
    "a company that is no number": (claims(company_number="1234567x"), "company-form"),
    "a company's number without its zeros": (claims(company_number=12345678), "company-form"),
    "no mandate": (claims(mandate=None), "mandate-missing"),
    "an empty list of mandates": (claims(mandate=[]), "mandate-missing"),
    "a mandate for another company": (claims(mandate=[OTHER]), "mandate-other"),
    "mandates of which one is doubtful": (claims(mandate=[COMPANY, None]), "mandate-form"),
    "algorithm in small letters": (header_only(alg="rs256"), "token-algorithm"),
    "no algorithm": (made(lambda head, body: f"{part({'kid': head['kid']})}.{part(body)}.AAAA"), "token-algorithm"),
    "a header with a name twice": (made(doubled_header), "token-form"),
    "a header that is a list": (made(lambda _, body: f"{part(['RS256'])}.{part(body)}.AAAA"), "token-form"),
    "a header that is no base64url": (made(lambda _, body: f"+/+/.{part(body)}.AAAA"), "token-form"),
    "no signature": (made(lambda head, body: f"{part(head)}.{part(body)}."), "token-form"),
    "a signature cut short": (made(lambda head, body: signed(head, body, KEY)[:-8]), "token-signature"),
    "a signature of other claims": (made(other_signature), "token-signature"),
    "signed by one key, said to be another": (
        lambda provider: (signed_with(NEXT_KEY)(provider), published(public(), public(NEXT_KEY))(provider))[0],
        "token-signature",
    ),
    "two keys of one name": (published(public(), public(STRANGER)), "token-key"),
    "a key's name that is no text": (header(kid=["k1"]), "token-header"),
    "an empty name of a key": (header(kid=""), "token-key"),
    "a shared secret among the keys": (published({"kty": "oct", "kid": "k1", "k": "c2VjcmV0"}), "token-key"),
    "a key that may not verify": (published(public(key_ops=["encrypt"])), "token-key"),
    "a key that is not valid yet": (published(public(nbf=ISSUED + 1)), "token-key-expired"),
    "a key of another curve": (
        lambda provider: (
            provider.header.update(alg="ES256", kid="e9"),
            published(public(OTHER_CURVE, kid="e9"))(provider),
            made(lambda head, body: f"{part(head)}.{part(body)}.{'A' * 86}")(provider),
        )[1],
        "token-key",
    ),
    "a certificate in the header": (header(x5c=["AAAA"]), "token-header"),
    "a certificate by address": (header(x5u="https://keys.example.org"), "token-header"),
    "a body that is not encoded": (header(b64=False), "token-header"),
    "a body that is packed": (header(zip="DEF"), "token-header"),
    "an encrypted token": (made(lambda head, body: f"{signed(head, body, KEY)}.AAAA.AAAA"), "token-form"),
    "a line break at the end": (made(lambda head, body: signed(head, body, KEY) + "\n"), "token-form"),
    "for a list of clients that is empty": (claims(aud=[]), "token-audience"),
    "for a list within a list": (claims(aud=[[CLIENT]]), "token-audience"),
    "for a client of nearly this name": (claims(aud=CLIENT.upper()), "token-audience"),
    "party is no text": (claims(azp=[CLIENT]), "token-party"),
    "an issuer that is a list": (lambda provider: provider.claims.update(iss=[provider.issuer]), "token-issuer"),
    "an empty subject": (claims(sub=""), "token-subject"),
    "a subject that is too long": (claims(sub="x" * 256), "token-subject"),
    "a subject with a line break": (claims(sub="person-1\n"), "token-subject"),
    "an expiry that is true": (claims(exp=True), "token-times"),
    "an expiry without end": (made(endless), "token-form"),
    "a time of making in words": (claims(iat=str(ISSUED)), "token-times"),
    "a beginning in words": (claims(nbf="now"), "token-times"),
    "a nonce that is a list": (claims(nonce=["n"]), "token-nonce"),
    "an empty nonce": (claims(nonce=""), "token-nonce"),
    "a hash of the access token that is no text": (claims(at_hash=7), "token-access"),
    "an empty hash of the access token": (claims(at_hash=""), "token-access"),
    "a level in other letters": (claims(acr=LOA.upper() + "LOA3"), "level-low"),
    "an empty level": (claims(acr=""), "level-missing"),
    "a mandate that is true": (claims(mandate=True), "mandate-form"),
    "an answer that is no JSON": (
        answered(lambda _: Response("<html>", 200, content_type="application/json")),
        "provider-not-json",
    ),
    "an answer that is a page": (answered(lambda tokens: as_json(tokens, kind="text/html")), "provider-not-json"),
    "an answer with a name twice": (
        answered(lambda tokens: Response(json.dumps(tokens)[:-1] + ', "id_token": "x"}', 200, content_type="application/json")),
        "provider-not-json",
    ),
    "an answer without an ID token": (answered(lambda tokens: as_json({**tokens, "id_token": None})), "tokens-missing"),
    "an answer without an access token": (answered(lambda tokens: as_json({**tokens, "access_token": ""})), "tokens-missing"),
    "another kind of access token": (answered(lambda tokens: as_json({**tokens, "token_type": "DPoP"})), "tokens-kind"),
    "an oversized answer": (answered(lambda tokens: as_json({**tokens, "more": "x" * 300_000})), "provider-too-large"),
    "an answer that points elsewhere": (
        answered(lambda _: Response("", 302, {"location": "https://elsewhere.example.org"})),
        "provider-redirect",
    ),
    "a provider that fails": (answered(lambda _: as_json({}, 500)), "unreachable"),
    "a code that it does not take": (answered(lambda _: as_json({"error": "invalid_grant"}, 400)), "code-refused"),
    "a description of another issuer": (
        lambda provider: provider.described.update(issuer="https://login.example.org"),
        "provider-issuer",
    ),
    "keys without encryption": (
        lambda provider: provider.described.update(jwks_uri="http://keys.example.org/"),
        "provider-address",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TOKENS)
def test_is_refused_for_its_own_reason_and_makes_no_session(
    person: Person, provider: LocalProvider, case: str
) -> None:
    change, reason = TOKENS[case]
    change(provider)
    begun = person.client.get("/inloggen/oidc", follow_redirects=False)
    if begun.status_code == 303:
        answer = person.come_back(provider.authorize(begun.headers["location"]))
    else:  # a provider that describes itself wrongly is not even visited
        answer = begun
    assert answer.status_code == (503 if reason == "unreachable" else 403), answer.text
    assert "<h1" in answer.text
    assert person.refusals == [reason]
    assert (person.sessions, person.accounts) == ([], [])
    assert "mkb-session" not in person.client.cookies


def test_there_are_enough_of_them() -> None:
    assert len(TOKENS) >= 40


#: what comes back with the browser, changed -> the reason
ANSWERS: dict[str, tuple[Callable[[dict[str, str]], Any], str]] = {
    "another issuer": (lambda given: given | {"iss": "https://login.example.org"}, "answer-issuer"),
    "no issuer, though it always says it": (lambda given: {**given, "iss": ""}, "answer-issuer"),
    "another state": (lambda given: given | {"state": "s" * 43}, "state"),
    "no state": (lambda given: {"code": given["code"], "iss": given["iss"]}, "state"),
    "two states": (lambda given: [*given.items(), ("state", "s" * 43)], "answer-doubled"),
    "another code": (lambda given: given | {"code": "code-99"}, "code-refused"),
    "no code": (lambda given: given | {"code": ""}, "code-missing"),
    "a refusal": (lambda given: given | {"error": "access_denied"}, "cancelled"),
    "a fault": (lambda given: given | {"error": "server_error"}, "provider-error"),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_what_the_browser_brings_back_is_checked(person: Person, provider: LocalProvider, case: str) -> None:
    change, reason = ANSWERS[case]
    answer = person.come_back(change(provider.authorize(person.begin())))
    assert (answer.status_code, person.refusals, person.sessions) == (403, [reason], [])


def test_what_came_back_once_opens_nothing_again(person: Person, provider: LocalProvider) -> None:
    given = provider.authorize(person.begin())
    assert person.come_back(given).status_code == 303
    exchanged = provider.fetched["/token"]
    assert person.come_back(given).status_code == 403
    assert (person.refusals, len(person.sessions)) == (["state"], 1)
    assert provider.fetched["/token"] == exchanged  # not even asked


def test_a_used_code_in_a_new_attempt_is_refused(person: Person, provider: LocalProvider) -> None:
    used = provider.authorize(person.begin())
    assert person.come_back(used).status_code == 303
    again = provider.authorize(person.begin())
    assert person.come_back(again | {"code": used["code"]}).status_code == 403
    assert person.refusals == ["code-refused"]


def test_an_attempt_of_another_browser_is_refused(arrive: Arrive, provider: LocalProvider) -> None:
    one, other = arrive(), arrive()
    other.begin()
    given = provider.authorize(one.begin())
    assert other.come_back(given).status_code == 403
    assert (other.refusals, other.sessions) == (["state"], [])
    other.client.cookies.clear()
    assert other.come_back(given).status_code == 403
    assert one.come_back(given).status_code == 303  # and whose it is still gets in


def test_a_code_of_one_attempt_does_not_fit_another(person: Person, provider: LocalProvider) -> None:
    first, second = provider.authorize(person.begin()), provider.authorize(person.begin())
    assert person.come_back(first | {"code": second["code"]}).status_code == 403
    assert (person.refusals, person.sessions) == (["code-refused"], [])


def test_a_token_of_another_attempt_is_refused(person: Person, provider: LocalProvider) -> None:
    assert person.sign_in_there().status_code == 303
    person.client.cookies.clear()
    before = len(person.sessions)
    provider.token = lambda *_: provider.seen_tokens[0]
    assert person.sign_in_there().status_code == 403
    assert (person.refusals, len(person.sessions)) == (["token-nonce"], before)


def test_too_low_a_level_is_told_plainly(person: Person, provider: LocalProvider) -> None:
    provider.claims["acr"] = LOA + "loa2"
    page = person.sign_in_there().text
    assert "betrouwbaarheidsniveau loa2; dat is hier te laag. Nodig is: loa3, loa4." in page
