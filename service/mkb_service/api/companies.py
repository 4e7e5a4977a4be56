"""``/v1/companies``: company data with their provenance. Whoever acts sees what the policy lets it."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, patch, post
from litestar.params import FromPath, RawBody

from mkb_core.domain.companies import Company
from mkb_core.errors import Conflict
from mkb_core.workflows import companies
from mkb_service.acting import actor_of
from mkb_service.api import company_resources as resources
from mkb_service.api.queries import read_query
from mkb_service.bodies import read_json_object
from mkb_service.preconditions import change_condition, tagged
from mkb_service.provided import TheInstallation
from mkb_service.refusals import Refusal


@get(
    "/companies/{number:str}",
    sync_to_thread=True,
    summary="Read a company",
    operation_id="readCompany",
    tags=["companies"],
)
def read_company(
    request: Request[Any, Any, Any], number: FromPath[str], installation: TheInstallation
) -> Response[resources.Company]:
    """A company from the store, else from the trade register (and then stored)."""
    read_query(request, paged=False)
    return _answer(request, companies.show_company(installation, actor_of(request), number))


@patch(
    "/companies/{number:str}",
    sync_to_thread=True,
    summary="Enter values",
    operation_id="completeCompany",
    tags=["companies"],
)
def complete_company(
    request: Request[Any, Any, Any],
    number: FromPath[str],
    body: RawBody,
    installation: TheInstallation,
) -> Response[resources.Company]:
    """Enter values by hand, field by field. A value from the register stays in force; a difference is shown."""
    read_query(request, paged=False)
    companies.check_number(number)
    values = read_json_object(request, body)
    condition = change_condition(request)

    def check(seen: Company | None) -> None:
        condition.check(None if seen is None else companies.company_document(seen))

    try:
        company = companies.complete_company(installation, actor_of(request), number, values, check=check)
    except Conflict:  # another change came in between
        raise Refusal("precondition-failed") from None
    return _answer(request, company)


@post(
    "/companies/{number:str}/refreshes",
    sync_to_thread=True,
    status_code=200,
    summary="Ask the trade register",
    operation_id="refreshCompany",
    tags=["companies"],
)
def refresh_company(
    request: Request[Any, Any, Any], number: FromPath[str], installation: TheInstallation
) -> Response[resources.Company]:
    """Ask the trade register anew and keep what it says beside what was known."""
    read_query(request, paged=False)
    return _answer(request, companies.refresh_company(installation, actor_of(request), number))


def _answer(request: Request[Any, Any, Any], company: Company) -> Response[resources.Company]:
    document = companies.company_document(company)
    return tagged(request, document, resources.Company.of(document))
