"""``/bedrijf/gebruik``: who used the company's data, when and why, from the audit log (A6)."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get

from mkb_core.workflows.auditing import uses_of
from mkb_core.workflows.plugin_overview import moment_words
from mkb_service.acting import TheActor
from mkb_service.languages import language_of
from mkb_service.own_company.whose import own_company
from mkb_service.provided import TheInstallation, TheRenderer

ON_ONE_PAGE = 50
MOST = 10_000


@get("/bedrijf/gebruik", sync_to_thread=True, include_in_schema=False)
def uses_page(
    request: Request[Any, Any, Any], actor: TheActor, installation: TheInstallation, renderer: TheRenderer
) -> Response[str]:
    """The newest first; this look is in it the next time."""
    found = uses_of(installation, actor, own_company(actor), limit=MOST)
    last = max(1, -(-len(found) // ON_ONE_PAGE))
    page = min(_number(request.query_params.get("pagina")), last)
    language = language_of(request)
    return renderer.page(
        request,
        "own_company/uses.html",
        uses=found[(page - 1) * ON_ONE_PAGE : page * ON_ONE_PAGE],
        total=len(found),
        page=page,
        last=last,
        names={id_: one.partner.name for id_, one in installation.catalogue.declarations.items()},
        moment=lambda at: moment_words(at, language),
    )


def _number(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 6 else 1
