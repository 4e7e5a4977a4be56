"""``/v1/companies/{number}/uses``: a company sees who used its data, and why (A6)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import frozen
from litestar import Request, Response, get
from litestar.params import FromPath

from mkb_core.workflows.auditing import Use, uses_of
from mkb_core.workflows.companies import check_number
from mkb_service.acting import actor_of
from mkb_service.api.queries import link_header, page_of, read_query
from mkb_service.api.resources import Pagination
from mkb_service.languages import language_of
from mkb_service.provided import TheInstallation

#: the last uses that can be seen this way; the access export has them all
MOST = 10_000


@frozen
class UseOfData:
    """One use of a company's data: ``by`` whom (a role), ``forWhom`` (a partner's id), ``what`` was done and ``why`` such
    people use data at all, in words, and its ``result``: ``granted``, ``denied`` or ``failed``."""

    at: datetime
    by: str
    for_whom: str | None
    what: str
    why: str
    result: str


@frozen
class UseList:
    """Uses, the newest first."""

    uses: tuple[UseOfData, ...]
    pagination: Pagination


@get(
    "/companies/{number:str}/uses",
    sync_to_thread=True,
    summary="Who used the data of a company, and why",
    operation_id="listUses",
    tags=["companies"],
)
def list_uses(
    request: Request[Any, Any, Any], number: FromPath[str], installation: TheInstallation
) -> Response[UseList]:
    """From the audit log, the newest first; this look is in it too."""
    query = read_query(request)
    check_number(number)
    language = language_of(request)
    items, pagination = page_of(uses_of(installation, actor_of(request), number, limit=MOST), query)
    links = link_header(f"/v1/companies/{number}/uses", query, pagination.total)
    shown = tuple(_shown(use, language) for use in items)
    return Response(UseList(shown, pagination), headers={"link": links})


def _shown(use: Use, language: str) -> UseOfData:
    by, what, why = (words.in_language(language) for words in (use.by, use.what, use.why))
    return UseOfData(use.at, by, use.for_whom, what, why, use.result)
