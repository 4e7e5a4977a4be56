"""An attempt to sign in, from the redirect to the provider until a session: good once, for a while, in one browser.

The browser holds a secret in a cookie, the provider gets a state; the nonce and the verifier (PKCE) are made of both and
stored nowhere. So neither a copy of the database, nor a state that was seen on the way, nor another browser finishes it.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from attrs import asdict, frozen
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from mkb_core.store import one_time_links
from mkb_core.store.engine import read, write
from mkb_core.store.one_time_links import OneTimeLink
from mkb_core.workflows.accounts.held_secrets import hash_of, new_secret
from mkb_core.workflows.accounts.vouched import Vouched
from mkb_core.workflows.assembly import Installation
from mkb_plugin_identity_oidc.id_tokens import Expected, checked_claims
from mkb_plugin_identity_oidc.mandates import Mandated, mandated
from mkb_plugin_identity_oidc.provider import Provider
from mkb_plugin_identity_oidc.refusals import Refused

BEGUN, PROVEN = "broker-begun", "broker-proven"
GOOD_FOR = timedelta(minutes=10)


@frozen
class Begun:
    """Where to go on at the provider's, and what the browser is to hold."""

    address: str
    held: str


@frozen
class Proven:
    """What the provider proved, and where to go on; ``link``: the account that this way to sign in is to be added to."""

    mandated: Mandated
    onward: str
    link: str = ""


def begin(
    installation: Installation,
    provider: Provider,
    back: str,
    held: str | None,
    onward: str,
    link: str = "",
) -> Begun:
    """Begin an attempt, to sign in or to ``link`` an account; ``held`` is what the browser holds of another one.

    Raises :class:`Refused`.
    """
    metadata, broker = provider.metadata(), provider.broker
    held, state = held or new_secret(), new_secret()
    _keep(installation, BEGUN, state, held, {"onward": onward, "link": link})
    address: str = prepare_grant_uri(
        metadata.authorization,
        broker.client_id,
        "code",
        redirect_uri=back,
        scope=list(broker.scopes),
        state=state,
        nonce=_derived(held, state, "nonce"),
        code_challenge=create_s256_code_challenge(_derived(held, state, "verifier")),
        code_challenge_method="S256",
        acr_values=" ".join(broker.levels),
    )
    return Begun(address, held)


def finish(
    installation: Installation, provider: Provider, back: str, held: str | None, answer: Mapping[str, str]
) -> Proven:
    """Check what came back with the browser and what the provider gives for it. Raises :class:`Refused`."""
    metadata, state = provider.metadata(), answer.get("state", "")
    begun = _take(installation, BEGUN, state, held)
    # Else another provider's answer could be shown here (RFC 9207).
    told = "iss" in answer or metadata.names_itself
    if told and answer.get("iss") != provider.broker.issuer:
        raise Refused("answer-issuer")
    if "error" in answer:
        raise Refused("cancelled" if answer["error"] == "access_denied" else "provider-error")
    if not answer.get("code"):
        raise Refused("code-missing")
    tokens = provider.exchange(answer["code"], _derived(str(held), state, "verifier"), back)
    expected = Expected(
        provider.broker.issuer,
        provider.broker.client_id,
        _derived(str(held), state, "nonce"),
        tokens.access_token,
        installation.settings.clock(),
    )
    claims = checked_claims(tokens.id_token, lambda again: provider.keys(unknown=again), expected)
    return Proven(mandated(claims, provider.broker), begun["onward"], begun["link"])


def keep_proven(installation: Installation, proven: Proven, held: str) -> str:
    """Keep what was proved until somebody chooses; returns the secret for the form."""
    secret = new_secret()
    document = {
        "vouched": asdict(proven.mandated.vouched),
        "companies": list(proven.mandated.companies),
        "onward": proven.onward,
    }
    _keep(installation, PROVEN, secret, held, document)
    return secret


def take_proven(installation: Installation, secret: str, held: str | None) -> Proven:
    """What was proved; it is used up. Raises :class:`Refused`."""
    kept = _take(installation, PROVEN, secret, held)
    found = Mandated(Vouched(**kept["vouched"]), tuple(kept["companies"]))
    return Proven(found, kept["onward"])


def _keep(
    installation: Installation, purpose: str, secret: str, held: str, document: Mapping[str, Any]
) -> None:
    now = installation.settings.clock()
    bound = {**document, "held": hash_of(held)}
    with write(installation.engine) as connection:
        one_time_links.add_link(
            connection, OneTimeLink(hash_of(secret), purpose, "", bound, now, now + GOOD_FOR)
        )


def _take(installation: Installation, purpose: str, secret: str, held: str | None) -> Mapping[str, Any]:
    """Use it up first, so that of two answers with the same state one is looked at."""
    now = installation.settings.clock()
    with read(installation.engine) as connection:
        link = one_time_links.find_link(connection, hash_of(secret), purpose, now=now)
    if link is None or held is None or not hmac.compare_digest(link.document["held"], hash_of(held)):
        raise Refused("state")
    with write(installation.engine) as connection:
        if not one_time_links.use_link(connection, link.hash, now=now):
            raise Refused("state")
    return link.document


def _derived(held: str, state: str, use: str) -> str:
    """43 characters, as PKCE asks."""
    digest = hmac.new(held.encode(), f"{use}:{state}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
