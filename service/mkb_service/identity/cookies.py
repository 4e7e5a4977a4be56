"""The two cookies of identity: the session of whoever signed in, and what binds a form to a visitor who did not yet.

Both are named ``__Host-…``: only for encrypted connections, only for this host, out of reach of scripts. On this machine
itself pages are served without encryption, where browsers refuse such a cookie or do not send it back: there, and only
there, they are plain and named otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from litestar.datastructures import Cookie

from mkb_service.languages import Connection

SESSION, VISITOR = "mkb-session", "mkb-visitor"
LOCAL = re.compile(r"(127\.0\.0\.1|\[::1\]|localhost)(:\d+)?")
SECRET = re.compile(r"[\w-]{20,100}", re.ASCII)


def is_plain(connection: Connection) -> bool:
    """Is this a page of this machine, asked without encryption? What is reached at ``https://…`` never is."""
    public = connection.app.state.settings.public_url.startswith("https:")
    return not public and LOCAL.fullmatch(connection.headers.get("host", "")) is not None


def cookie_of(connection: Connection, name: str) -> str | None:
    """The value of one of our cookies, where it could be one."""
    try:
        cookies: Mapping[str, str] = connection.cookies
    except ValueError:  # a cookie header that is no text
        return None
    value = cookies.get(_full_name(connection, name), "")
    return value if SECRET.fullmatch(value) else None


def made_cookie(connection: Connection, name: str, value: str) -> Cookie:
    """The cookie to set; it ends with the browser, the session itself before."""
    return Cookie(
        _full_name(connection, name),
        value=value,
        path="/",
        httponly=True,
        samesite="lax",
        secure=not is_plain(connection),
    )


def removed_cookie(connection: Connection, name: str) -> Cookie:
    """What makes a browser forget a cookie."""
    cookie = made_cookie(connection, name, "")
    cookie.max_age = 0
    return cookie


def _full_name(connection: Connection, name: str) -> str:
    return name if is_plain(connection) else f"__Host-{name}"
