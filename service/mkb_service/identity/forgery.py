"""Forms that another site made a browser send are refused.

A form carries a token that is made of the cookie it was shown with: who cannot read the cookie cannot make the token. A form
of somebody who is signed in always has one, and so have the forms by which one signs in. What a mere visitor sends (a
question) has nobody's rights: there, so that no cookie is needed, it is enough that the browser does not call it another
site's.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

from litestar.datastructures import Cookie
from litestar.exceptions import PermissionDeniedException

from mkb_core.workflows.accounts.held_secrets import new_secret
from mkb_service.identity.cookies import SESSION, VISITOR, cookie_of, made_cookie
from mkb_service.languages import Connection

FIELD = "form_token"


class ForgedForm(PermissionDeniedException):
    """A form that does not come from our own page, or that has grown too old."""


class FormTokens:
    """The tokens of the forms of one page; ``cookies`` are to be set with it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.cookies: list[Cookie] = []

    def token(self, *, always: bool = False) -> str:
        """The token for a form; empty for a visitor, unless ``always``: then the visitor gets a cookie."""
        held = _held(self.connection)
        if held is None and always:
            held = new_secret()
            self.connection.scope["state"][VISITOR] = held
            self.cookies.append(made_cookie(self.connection, VISITOR, held))
        return "" if held is None else _token_of(held)


def check_form(connection: Connection, form: Mapping[str, str], *, always: bool = False) -> None:
    """Raises :class:`ForgedForm`; ``always``: also a visitor's form needs a token."""
    if connection.headers.get("authorization", "").lower().startswith("bearer "):
        return  # no browser sends that by itself
    _check_site(connection)
    held = _held(connection)
    if held is None and not always:
        return
    if held is None or not hmac.compare_digest(form.get(FIELD, "").encode(), _token_of(held).encode()):
        raise ForgedForm


def _check_site(connection: Connection) -> None:
    """What the browser itself says of where the form was (Fetch Metadata, else Origin)."""
    site = connection.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise ForgedForm
        return
    origin = connection.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != connection.headers.get("host"):
        raise ForgedForm


def _held(connection: Connection) -> str | None:
    fresh: str | None = connection.scope["state"].get(VISITOR)
    return cookie_of(connection, SESSION) or cookie_of(connection, VISITOR) or fresh


def _token_of(held: str) -> str:
    return hmac.new(held.encode(), b"form", hashlib.sha256).hexdigest()
