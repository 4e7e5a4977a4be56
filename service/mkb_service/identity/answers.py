"""What the pages of accounts answer with: a page with its faults, or the next page with a cookie."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response
from litestar.response import Redirect

from mkb_core.errors import InvalidInput, MkbError, TooManyAttempts
from mkb_service.bodies import read_form
from mkb_service.identity.cookies import SESSION, VISITOR, made_cookie, removed_cookie
from mkb_service.pages.rendering import Renderer

AnyRequest = Request[Any, Any, Any]


def account_form(request: AnyRequest, body: bytes) -> dict[str, str]:
    """A form of these pages, which always has a token."""
    return read_form(request, body, visitors_too=True)


def to(path: str) -> Redirect:
    """The next page."""
    return Redirect(path, status_code=303)


def with_session(request: AnyRequest, answer: Response[Any], secret: str) -> Response[Any]:
    """An answer that brings the browser a (new) session."""
    answer.cookies += [made_cookie(request, SESSION, secret), removed_cookie(request, VISITOR)]
    return answer


def without_session(request: AnyRequest, answer: Response[Any]) -> Response[Any]:
    """An answer that makes the browser forget its session."""
    answer.cookies.append(removed_cookie(request, SESSION))
    return answer


def refused(
    request: AnyRequest,
    renderer: Renderer,
    template: str,
    error: MkbError,
    form: Mapping[str, str],
    **facts: Any,
) -> Response[str]:
    """The page again, with what is wrong beside the fields, or above them; what was typed stays, but no password."""
    waiting = isinstance(error, TooManyAttempts)
    faults = error.faults if isinstance(error, InvalidInput) else ()
    page = renderer.page(
        request,
        template,
        status=429 if waiting else 400,
        form=form,
        faults={fault.path: fault for fault in faults},
        refusal=None if faults else error,
        **facts,
    )
    if waiting:
        page.headers["retry-after"] = str(error.facts["seconds"])
    return page


def own_page(path: str) -> str:
    """Where to go on after signing in: a page of ours, whatever was asked for."""
    parts = urlsplit(path)
    sound = (
        path.startswith("/")
        and not path.startswith(("//", "/\\"))
        and not parts.netloc
        and path.isprintable()
    )
    return path if sound and "\\" not in path else "/account"
