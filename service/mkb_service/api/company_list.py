"""``/v1/companies`` and the questions of companies: what the actor sees, and nothing tells of the rest."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from mkb_core.domain.companies import is_company_number
from mkb_core.store.seen_companies import CompanySearch
from mkb_core.workflows.asked_questions import questions_of, read_question
from mkb_core.workflows.companies import find_companies
from mkb_service.acting import actor_of
from mkb_service.api.company_resources import CompanyList, CompanySummary, Question, QuestionList
from mkb_service.api.queries import link_header, read_query
from mkb_service.api.resources import Pagination
from mkb_service.provided import TheInstallation

LONGEST_SEARCH = 100


def _is_search(words: str) -> bool:
    return 0 < len(words.strip()) <= LONGEST_SEARCH and words.isprintable()


FILTERS = {"name": _is_search, "municipality": _is_search, "number": is_company_number}


@get(
    "/companies",
    sync_to_thread=True,
    summary="All companies that you may see",
    operation_id="listCompanies",
    tags=["companies"],
)
def list_companies(request: Request[Any, Any, Any], installation: TheInstallation) -> Response[CompanyList]:
    """Companies by number, found by a part of the name, by municipality or number. Nothing confidential is in a list."""
    query = read_query(request, FILTERS)
    offset = (query.page - 1) * query.page_size
    search = CompanySearch(**query.filters)
    page = find_companies(installation, actor_of(request), search, offset=offset, limit=query.page_size)
    links = link_header("/v1/companies", query, page.total)
    items = tuple(map(CompanySummary.of, page.companies))
    pagination = Pagination(query.page, query.page_size, page.total)
    return Response(CompanyList(items, pagination), headers={"link": links})


@get(
    "/companies/{number:str}/questions",
    sync_to_thread=True,
    summary="A company's questions",
    operation_id="listQuestions",
    tags=["companies"],
)
def list_questions(
    request: Request[Any, Any, Any], number: FromPath[str], installation: TheInstallation
) -> Response[QuestionList]:
    """The questions that the company asked and that you may see, the newest first."""
    query = read_query(request)
    offset = (query.page - 1) * query.page_size
    page = questions_of(installation, actor_of(request), number, offset=offset, limit=query.page_size)
    links = link_header(f"/v1/companies/{number}/questions", query, page.total)
    items = tuple(map(Question.of, page.questions))
    pagination = Pagination(query.page, query.page_size, page.total)
    return Response(QuestionList(items, pagination), headers={"link": links})


@get(
    "/questions/{question:str}",
    sync_to_thread=True,
    summary="Read a question",
    operation_id="readQuestion",
    tags=["companies"],
)
def read_one_question(
    request: Request[Any, Any, Any], question: FromPath[str], installation: TheInstallation
) -> Question:
    """A question as it was asked."""
    read_query(request, paged=False)
    return Question.of(read_question(installation, actor_of(request), question))
