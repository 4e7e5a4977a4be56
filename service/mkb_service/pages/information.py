"""The pages that only inform."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get

from mkb_service.provided import TheRenderer
from mkb_service.wording.information import PAGES


@get(list(PAGES), sync_to_thread=False, include_in_schema=False)
def information_page(request: Request[Any, Any, Any], renderer: TheRenderer) -> Response[str]:
    """How it works, privacy, accessibility."""
    return renderer.page(request, "information.html", information=PAGES[request.scope["path"]])
