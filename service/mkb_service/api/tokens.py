"""``/v1/tokens``: the tokens of partners' machines; a secret is shown once."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, RawBody

from mkb_core.workflows.accounts import tokens
from mkb_service.acting import actor_of
from mkb_service.api.account_resources import Token, TokenList, TokenSecret
from mkb_service.api.queries import link_header, page_of, read_query
from mkb_service.api.text_values import read_texts
from mkb_service.idempotency import SECRET_ANSWER
from mkb_service.provided import TheInstallation

USUAL_DAYS = 90


@get("/tokens", sync_to_thread=True, summary="Tokens", operation_id="listTokens", tags=["accounts"])
def list_tokens(request: Request[Any, Any, Any], installation: TheInstallation) -> Response[TokenList]:
    """Those that the caller may manage, the newest first."""
    query = read_query(request)
    items, pagination = page_of(tokens.tokens_for(installation, actor_of(request)), query)
    links = link_header("/v1/tokens", query, pagination.total)
    return Response(TokenList(tuple(map(Token.of, items)), pagination), headers={"link": links})


@post(
    "/tokens",
    sync_to_thread=True,
    summary="Make a token",
    operation_id="createToken",
    tags=["accounts"],
    opt={SECRET_ANSWER: True},
)
def create_token(
    request: Request[Any, Any, Any], body: RawBody, installation: TheInstallation
) -> Response[TokenSecret]:
    """For a partner's machine: what it may do (``scopes``) and for how many days, 90 by default."""
    read_query(request, paged=False)
    needed = ("partner", "label", "scopes")
    data = read_texts(request, body, needed[:2], ("scopes",), needed, whole=("days",))
    days = USUAL_DAYS if data["days"] is None else data["days"]
    scopes = tuple(dict.fromkeys(data["scopes"]))
    made = tokens.create_token(installation, actor_of(request), data["partner"], data["label"], scopes, days)
    shown = TokenSecret(Token.of(made.token), made.secret)
    return Response(shown, headers={"location": f"/v1/tokens/{made.token.id}"})


@get(
    "/tokens/{token:str}", sync_to_thread=True, summary="A token", operation_id="readToken", tags=["accounts"]
)
def read_token(request: Request[Any, Any, Any], token: FromPath[str], installation: TheInstallation) -> Token:
    """One token, without its secret."""
    read_query(request, paged=False)
    return Token.of(tokens.token_for(installation, actor_of(request), token))


@post(
    "/tokens/{token:str}/revocations",
    sync_to_thread=True,
    status_code=200,
    summary="Revoke a token",
    operation_id="revokeToken",
    tags=["accounts"],
)
def revoke_token(
    request: Request[Any, Any, Any], token: FromPath[str], installation: TheInstallation
) -> Token:
    """From the next request on it opens nothing; again does no harm."""
    read_query(request, paged=False)
    actor = actor_of(request)
    tokens.revoke_token(installation, actor, token)
    return Token.of(tokens.token_for(installation, actor, token))
