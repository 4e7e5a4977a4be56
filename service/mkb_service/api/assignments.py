"""``/v1/companies/{number}/assignments``: who guides a company and who put it forward, as the organisation says."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, RawBody

from mkb_core.workflows import assignments
from mkb_core.workflows.companies import check_number
from mkb_service.acting import actor_of
from mkb_service.api.company_resources import Assignment, AssignmentList
from mkb_service.api.queries import read_query
from mkb_service.api.text_values import read_texts
from mkb_service.provided import TheInstallation

PLACE = "/companies/{number:str}/assignments"


@get(
    PLACE,
    sync_to_thread=True,
    summary="Who guides a company",
    operation_id="listAssignments",
    tags=["companies"],
)
def list_assignments(
    request: Request[Any, Any, Any], number: FromPath[str], installation: TheInstallation
) -> AssignmentList:
    """Who guides or guided the company, and which partner put it forward, the newest first."""
    read_query(request, paged=False)
    found = assignments.assignments_of(installation, actor_of(request), number)
    return AssignmentList(tuple(map(Assignment.of, found)))


@get(
    PLACE + "/{assignment:str}",
    sync_to_thread=True,
    summary="One assignment",
    operation_id="readAssignment",
    tags=["companies"],
)
def read_assignment(
    request: Request[Any, Any, Any],
    number: FromPath[str],
    assignment: FromPath[str],
    installation: TheInstallation,
) -> Assignment:
    """An assignment as it stands now."""
    read_query(request, paged=False)
    return Assignment.of(assignments.assignment_of(installation, actor_of(request), number, assignment))


@post(PLACE, sync_to_thread=True, summary="Assign", operation_id="assign", tags=["companies"])
def assign(
    request: Request[Any, Any, Any], number: FromPath[str], body: RawBody, installation: TheInstallation
) -> Response[Assignment]:
    """Say which consultant guides the company (``account``), or which partner put it forward (``partner``)."""
    read_query(request, paged=False)
    check_number(number)
    said = read_texts(request, body, ("account", "partner"))
    made = assignments.assign(installation, actor_of(request), number, **said)
    return Response(
        Assignment.of(made), headers={"location": f"/v1/companies/{number}/assignments/{made.id}"}
    )


@post(
    PLACE + "/{assignment:str}/endings",
    sync_to_thread=True,
    status_code=200,
    summary="End an assignment",
    operation_id="endAssignment",
    tags=["companies"],
)
def end_assignment(
    request: Request[Any, Any, Any],
    number: FromPath[str],
    assignment: FromPath[str],
    installation: TheInstallation,
) -> Assignment:
    """From the next request on it counts no more."""
    read_query(request, paged=False)
    return Assignment.of(assignments.end_assigned(installation, actor_of(request), number, assignment))
