"""Every error as an answer: problem+json for machines, a page for people."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response
from litestar.response import Redirect
from litestar.types import Receive, Scope, Send

from mkb_core.errors import StoreUnavailable
from mkb_service.access_log import instance_of, remember_fault
from mkb_service.languages import language_of
from mkb_service.pages.rendering import Renderer
from mkb_service.problems import MEDIA_TYPE, headers_of, kind_of, problem_of

AnyRequest = Request[Any, Any, Any]
AnyResponse = Response[Any]


def on_error(request: AnyRequest, error: Exception) -> AnyResponse:
    """The answer to a request that ended in an error."""
    kind = kind_of(error)
    if kind.status == 500 or isinstance(error, StoreUnavailable):
        remember_fault(request.scope, error)
    if isinstance(error, StoreUnavailable):
        request.app.state.metrics.database_failed(error)
    language = language_of(request)
    problem = problem_of(error, language, instance_of(request.scope))
    headers = headers_of(error)
    if wants_page(request):
        if kind.status == 401:  # a person signs in, and then comes back
            onward = request.scope["path"] if request.method == "GET" else ""
            return Redirect(f"/inloggen?{urlencode({'naar': onward})}", status_code=303)
        renderer: Renderer = request.app.state.renderer
        page = renderer.page(request, "error.html", status=kind.status, problem=problem, code=kind.code)
        page.headers.update(headers)
        return page
    headers |= {"content-language": language, "vary": "Accept-Language, Cookie"}
    return Response(problem.as_dict(), status_code=kind.status, media_type=MEDIA_TYPE, headers=headers)


def wants_page(request: AnyRequest) -> bool:
    """Does a person ask? The API speaks JSON to everybody."""
    path = request.scope["path"]
    if path == "/v1" or path.startswith(("/v1/", "/static/")):
        return False
    return "text/html" in request.headers.get("accept", "")


async def respond_to(error: Exception, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with an error from a layer outside the application's own error handling."""
    request: AnyRequest = Request(scope, receive, send)
    response = on_error(request, error).to_asgi_response(app=None, request=request)
    await response(scope, receive, send)
