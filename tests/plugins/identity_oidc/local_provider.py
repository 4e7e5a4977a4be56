"""A provider with keys of its own on this machine: right in all it does, unless a test makes it wrong in one thing."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from attrs import Factory, define
from joserfc import jwk, jws
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.service.conftest import NOW

CLIENT, SECRET = "mkb-tests", "secret:of a test"
LOA = "urn:etoegang:core:assurance-class:"
COMPANY, OTHER = "12345678", "87654321"
ISSUED = int(NOW.timestamp())


def new_key(name: str, bits: int = 2048) -> jwk.RSAKey:
    return jwk.RSAKey.generate_key(bits, {"kid": name, "use": "sig"})


def hash_of_access(token: str) -> str:
    return urlsafe_b64encode(sha256(token.encode()).digest()[:16]).rstrip(b"=").decode()


def part(value: Any) -> str:
    words = value if isinstance(value, str) else json.dumps(value)
    return urlsafe_b64encode(words.encode()).rstrip(b"=").decode()


def signed(header: Any, claims: Any, key: Any, algorithm: str = "RS256") -> str:
    """Header and claims as they are, also where they are no proper JSON; signed with the key."""
    head, body = part(header), part(claims)
    written = claims if isinstance(claims, str) else json.dumps(claims)
    made = jws.serialize_compact({"alg": algorithm}, written.encode(), key, algorithms=[algorithm])
    if header == {"alg": algorithm}:
        return made
    model = jws.JWSRegistry(algorithms=[algorithm]).get_alg(algorithm)
    signature = model.sign(f"{head}.{body}".encode(), key)
    return f"{head}.{body}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"


KEY, NEXT_KEY, STRANGER = new_key("k1"), new_key("k2"), new_key("k1")
ELLIPTIC = jwk.ECKey.generate_key("P-256", {"kid": "e1", "use": "sig"})


@define
class LocalProvider:
    """``claims`` and ``header`` are changed or removed (``None``) in every token; ``token`` makes the whole of it."""

    server: HTTPServer
    claims: dict[str, Any] = Factory(dict)
    header: dict[str, Any] = Factory(dict)
    key: Any = KEY
    published: list[dict[str, Any]] = Factory(lambda: [KEY.as_dict(private=False)])
    token: Callable[[dict[str, Any], dict[str, Any]], str] | None = None
    answer: Callable[[dict[str, Any]], Response] | None = None
    described: dict[str, Any] = Factory(dict)
    fetched: dict[str, int] = Factory(dict)
    begun: dict[str, dict[str, str]] = Factory(dict)
    seen_tokens: list[str] = Factory(list)

    @property
    def issuer(self) -> str:
        return self.server.url_for("").rstrip("/")

    def open(self) -> None:
        for path, answer in (
            ("/.well-known/openid-configuration", self.describe),
            ("/keys", self.show_keys),
            ("/token", self.exchange),
        ):
            self.server.expect_request(path).respond_with_handler(self.counted(path, answer))

    def counted(self, path: str, answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
        def called(request: Request) -> Response:
            self.fetched[path] = self.fetched.get(path, 0) + 1
            return answer(request)

        return called

    def describe(self, _: Request) -> Response:
        document = {
            "issuer": self.issuer,
            "authorization_endpoint": self.issuer + "/authorize",
            "token_endpoint": self.issuer + "/token",
            "jwks_uri": self.issuer + "/keys",
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }
        return as_json(document | self.described)

    def show_keys(self, _: Request) -> Response:
        return as_json({"keys": self.published})

    def authorize(self, address: str) -> dict[str, str]:
        """What the browser brings back when somebody signed in at the address it was sent to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = f"code-{len(self.begun) + len(self.seen_tokens)}"
        self.begun[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def exchange(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs(request.get_data(as_text=True)).items()}
        asked = self.begun.get(form.get("code", ""), {})
        challenge = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        login = request.authorization
        right = (
            asked.get("code_challenge") == challenge.decode()
            and asked.get("redirect_uri") == form.get("redirect_uri")
            and login is not None
            and (login.username, login.password) == (CLIENT, "secret%3Aof+a+test")
        )
        if not right:
            return as_json({"error": "invalid_grant"}, 400)
        del self.begun[form["code"]]  # a code is good once
        tokens = {"token_type": "Bearer", "access_token": "access-token", "expires_in": 60}
        tokens["id_token"] = self.make_token(asked["nonce"])
        self.seen_tokens.append(str(tokens["id_token"]))
        return self.answer(tokens) if self.answer else as_json(tokens)

    def make_token(self, nonce: str) -> str:
        claims = {
            "iss": self.issuer,
            "sub": "person-1",
            "aud": CLIENT,
            "exp": ISSUED + 300,
            "iat": ISSUED,
            "nonce": nonce,
            "at_hash": hash_of_access("access-token"),
            "acr": LOA + "loa3",
            "company_number": COMPANY,
            "mandate": [COMPANY],
        }
        header = {"alg": "RS256", "kid": "k1", "typ": "JWT"} | self.header
        claims = without_nothing(claims | self.claims)
        header = without_nothing(header)
        if self.token is not None:
            return self.token(header, claims)
        return signed(header, claims, self.key, header["alg"])


def without_nothing(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def as_json(document: Any, status: int = 200, kind: str = "application/json") -> Response:
    return Response(json.dumps(document), status, content_type=kind)
